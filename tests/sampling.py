"""How much of a walk through everything one run takes.

`script/prove walks` sets GUILDHALL_THOROUGH and walks every combination. `script/test` takes a share of it that moves
on every day (printed at the head of the run; GUILDHALL_SHARE=N takes that of another day), and all of what belongs to
an app that the latest commit or the working tree changed.
"""

import os
import random
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

THOROUGH = bool(os.environ.get("GUILDHALL_THOROUGH"))
SHARE = int(os.environ["GUILDHALL_SHARE"])  # of today, see tests/environment.py
ROOT = Path(__file__).parents[1]
FEW_APPS = 3
T = TypeVar("T")


@cache
def changed_apps() -> frozenset[str]:
    """The apps that differ from the commit before the latest one; none where there is no history to ask.

    Nor where most differ, as after a merge: all of everything takes as long as `script/prove walks`, and is its work.
    """
    asked = ["git", "diff", "--name-only", os.environ.get("GUILDHALL_BASE", "HEAD~1"), "--", "guildhall"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    changed = frozenset(line.split("/")[1] for line in done.stdout.split() if line.count("/") > 1)
    return changed if len(changed) <= FEW_APPS else frozenset()


def rests(nodeid: str) -> bool:
    """Whether a test that starts a browser or a server rests today: two in three do, of apps that did not change."""
    app = nodeid.split("/")[1]
    return not whole(app) and not taken(3, nodeid)


def rests_in_inner_loop(nodeid: str) -> bool:
    """Whether a test is left to `script/test`: of apps that did not change four in five are, of the layers none."""
    app = nodeid.split("/")[1]
    return app != "architecture" and not whole(app) and not taken(5, nodeid)


def whole(app: str) -> bool:
    """Whether everything of an app is walked in this run."""
    return THOROUGH or app in changed_apps()


def drawn(options: Sequence[T], most: int, *what: object) -> list[T]:
    """At most that many of some options: others on another day."""
    if THOROUGH or len(options) <= most:
        return list(options)
    return random.Random(repr((SHARE, what))).sample(options, most)  # noqa: S311  no secret


def taken(one_in: int, *what: object) -> bool:
    """Whether a combination belongs to the share of this run."""
    return THOROUGH or random.Random(repr((SHARE, what))).randrange(one_in) == 0  # noqa: S311  no secret


def one_of_each(options: Iterable[tuple[object, T]], *what: object) -> list[T]:
    """One option of each kind: another one on another day."""
    kinds: dict[object, list[T]] = {}
    for kind, option in options:
        kinds.setdefault(kind, []).append(option)
    return [one for kind, some in kinds.items() for one in drawn(some, 1, kind, *what)]
