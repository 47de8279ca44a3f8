"""How the door of bulk e-mail that is limited is asked, for the walk over all limits."""

from collections.abc import Callable
from typing import Any

from tests.mailings.written import drafted, trained


def _tries_links(cast: Any) -> Callable[[int], Any]:
    trained(cast)
    row = drafted(cast, body="Nothing in it leads anywhere.")
    client = cast.client(cast.mesa_wbl)
    return lambda n: client.post(f"/mailings/{row.pk}/links/")


DOORS_OF_MAILINGS = [("trying the links of mailings", _tries_links)]
