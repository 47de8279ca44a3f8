"""Answers of rules: yes, or no with a reason that a person can act on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

translate: Callable[[str], str] = str  # the application puts gettext here: this package knows no framework


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer. Falsy verdicts carry a sentence and, where one applies, the clause it rests on.

    `way` is the name of the page on which somebody gets what they lack, `at` the key of the record that it belongs to.
    """

    allowed: bool
    reason: str = ""
    clause: str = ""
    open_points: tuple[str, ...] = field(default=())
    way: str = ""
    at: Any = None

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def sentence(self) -> str:
        """The reason, and behind it the clause that it rests on."""
        return f"{self.reason} ({self.clause})" if self.clause else str(self.reason)


YES = Verdict(True)


def no(
    reason: str, *, clause: str = "", open_points: tuple[str, ...] = (), way: str = "", at: Any = None, **words: Any
) -> Verdict:
    """A refusal with its reason, the clause that it rests on, the points still open and the way on.

    The reason is put into the reader's language first; then `words` take the places that it names in braces.
    """
    said = translate(reason) if reason else ""
    return Verdict(False, said.format(**words) if words else said, clause, open_points, way, at)


class Refused(Exception):
    """Raised by an action whose rule said no; `verdict` is shown to the person as it stands."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.reason))
        self.verdict = verdict


class TooOften(Refused):
    """Raised beyond a limit; `wait` is the number of seconds until the same may be done again."""

    def __init__(self, verdict: Verdict, wait: int) -> None:
        super().__init__(verdict)
        self.wait = wait


class ReasonNeeded(Refused):
    """Raised where an act goes on once whoever acts has said why; `verdict` is what speaks against it (B15)."""


class Conflict(Exception):
    """Raised when somebody else saved the record since the form was opened (R29)."""


def require(verdict: Verdict) -> None:
    """Raise `Refused` unless the verdict is a yes."""
    if not verdict:
        raise Refused(verdict)


def refuse(reason: str, *, clause: str = "", **words: Any) -> NoReturn:
    """Raise `Refused` with a reason, as `no` has it."""
    raise Refused(no(reason, clause=clause, **words))
