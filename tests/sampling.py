"""How much of a walk through everything one run takes.

`script/prove walks` sets GUILDHALL_THOROUGH and walks every combination. `script/test` takes a share of it that moves
on every day (printed at the end of the run; GUILDHALL_SHARE=N takes that of another day), and all of what belongs to
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
LAYERS = "tests/architecture/"
TOGETHER = ("tests/demo/test_demo_region", "tests/permissions/test_editions")  # one long preparation for all tests
T = TypeVar("T")


@cache
def _changed() -> tuple[tuple[str, ...], ...]:
    """The files that differ from the commit before the latest one, in their folders; none without a history to ask."""
    asked = ["git", "diff", "--name-only", os.environ.get("GUILDHALL_BASE", "HEAD~1"), "--", "guildhall", "tests"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    return tuple(tuple(line.split("/")) for line in done.stdout.split())


@cache
def changed_apps() -> frozenset[str]:
    """The apps that changed.

    None where most did, as after a merge: all of everything takes as long as `script/prove walks`, and is its work.
    """
    changed = frozenset(parts[1] for parts in _changed() if parts[0] == "guildhall" and len(parts) > 2)
    return changed if len(changed) <= FEW_APPS else frozenset()


@cache
def changed_tests() -> frozenset[str]:
    """The files of tests that changed; none where those of most apps did."""
    changed = [parts for parts in _changed() if parts[0] == "tests" and parts[-1].startswith("test_")]
    few = len({parts[1] for parts in changed}) <= FEW_APPS
    return frozenset("/".join(parts) for parts in changed if few)


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
