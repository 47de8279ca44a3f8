"""Many more questions of the same kind: whoever wants to know asks for beginnings, and combines filters (R3).

`CANARY_SIZE` says how many letters are cut off, one after the other; script/prove sets it.
"""

import os
from collections.abc import Iterator

from tests.permissions.oracle import typed
from tests.permissions.world import EMPLOYERS, World, canary

SIZE = int(os.environ.get("CANARY_SIZE", "0"))
COMBINED = ("sort=quiet", "sort=recent", "contact=never", "contact=30", "owner=none", "owner=me", "size=small")


def probes(world: World, fields: tuple[str, ...]) -> Iterator[tuple[str, str, str, dict, set[str]]]:
    """Beginnings of every canary in every search, and every canary with every filter."""
    if not SIZE:
        return
    for kind in EMPLOYERS:
        for word in (canary(kind, field) for field in fields):
            for cut in range(1, SIZE + 1):
                part = word[: max(len(word) - cut, 3)]
                yield "employers", "GET", f"/employers/?q={part}", {}, typed(part)
                yield "employer-suggest", "GET", f"/employers/add/alike/?name={part}", {}, typed(part)
            for more in COMBINED:
                yield "employers", "GET", f"/employers/?q={word}&{more}", {}, typed(word)
