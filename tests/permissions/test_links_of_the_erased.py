"""A link that was mailed opens nothing once its reader was erased: somebody else may read that mailbox (G7, R28).

Every address with a secret is asked, so a new one that outlives its reader is noticed here.
"""

from collections.abc import Iterator

import pytest

from guildhall.people.models import Institution
from guildhall.stewardship.actions import erasing, repeating
from guildhall.stewardship.actions.erasing_students import erase_at
from tests.permissions.matrix import MATRIX
from tests.permissions.test_erasing_everybody import everybody
from tests.permissions.walk import address
from tests.permissions.world import World, undone

pytestmark = pytest.mark.django_db

# Links that are nobody's: they hang on a door, stand in a letter to many, or only end something.
OF_NOBODY = {
    "room", "room-say", "room-now", "door-feedback-link", "initiative-link", "mail-file",
    "mail-choices", "stop-search",
    "follow-confirm",  # whoever opens it asks to be written to, and has not been entered yet
}  # fmt: skip


def links(world: World) -> Iterator[tuple[str, str]]:
    """Every address with a secret of somebody: its name and one such address."""
    for name, page in MATRIX.items():
        if "GET" in page.methods and name not in OF_NOBODY:
            for kind in page.kinds:
                if "secret" in page.kwargs(world, kind):
                    yield name, address(world, name, page, kind)


def opens(world: World, url: str) -> bool:
    with undone():
        return bool(world.ask("anonymous", "GET", url).status_code != 404)


def test_links_of_the_erased_open_nothing(world: World) -> None:
    with undone():
        before = [(name, url) for name, url in links(world) if opens(world, url)]
        assert len(before) > 25, "the control"
        erasing.erase_subject(everybody(), by=None, everywhere=False)
        for place in Institution.objects.all():
            for one in sorted(repeating._addresses()):
                erase_at(place, one, by=None)
        assert sorted({name for name, url in before if opens(world, url)}) == []
