"""Which steps a record may take next, as its page offers them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.placements.models import Application, Placement

A, P = Application.State, Placement.State


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that the page offers: its word, what the button says, which fields it asks for, and how it weighs.

    `first` steps are what usually comes next; `writes` sends an e-mail to the employer.
    """

    to: str
    label: Any
    asks: tuple[str, ...] = ()
    first: bool = False
    writes: bool = False


_ASK = Offered("ask", _("Ask the employer by e-mail"), first=True, writes=True)
_ASK_AGAIN = Offered("ask", _("Ask the employer once more by e-mail"), writes=True)
_MEET = Offered("shortlisted", _("They want to meet the student"), first=True)
_OFFER = Offered("offered", _("They offer a place"), first=True)
_CHOSE_OTHERS = Offered("not_chosen", _("They chose others"), ("reason",))
_WITHDRAW = Offered("withdrawn", _("The student does not want it any more"), ("reason",))
_DECLINE = Offered("declined", _("The student declines"), ("reason",))
APPLYING: dict[str, tuple[Offered, ...]] = {
    A.APPLIED: (_ASK, _MEET, _OFFER, _CHOSE_OTHERS, _WITHDRAW),
    A.REFERRED: (_ASK, _MEET, _OFFER, _CHOSE_OTHERS, _WITHDRAW),
    A.SHORTLISTED: (_OFFER, _ASK, _CHOSE_OTHERS, _WITHDRAW),
    A.OFFERED: (Offered("accepted", _("The student accepts"), first=True), _DECLINE),
    A.WAITING: (Offered("declined", _("The student does not wait any longer"), ("reason",)),),
}
_START = Offered("started", _("It has begun"), ("on",), first=True)
_AHEAD = (
    Offered("ask_start", _("Ask the employer whether it has begun"), writes=True),
    Offered("no_show", _("The student did not come"), ("reason",)),
    Offered("withdrawn", _("The student gives the place back"), ("reason",)),
)
_OUTCOME = (Offered("outcome", _("Say what came of it"), ("outcome",), first=True),)
PLACING: dict[str, tuple[Offered, ...]] = {
    P.AGREED: (_START, Offered("papers", _("Papers are under way")), *_AHEAD),
    P.PAPERS: (_START, *_AHEAD),
    P.STARTED: (
        Offered("confirm", _("It still runs"), first=True),
        Offered("completed", _("It is completed"), ("on", "outcome")),
        Offered("ended_early", _("It ended early"), ("on", "reason")),
        Offered("ask_running", _("Ask the employer whether it still runs"), writes=True),
        Offered("ask_end", _("Ask the employer how it ended"), writes=True),
    ),
    P.COMPLETED: _OUTCOME,
    P.ENDED_EARLY: _OUTCOME,
}


def steps_of(row: Application | Placement, *, writes: bool, asked: bool = False) -> list[Offered]:
    """The steps that a record may take now; asking by e-mail only where somebody may be written to, and as what comes
    next only where no question waits for its answer (`asked`).
    """
    steps = (APPLYING if isinstance(row, Application) else PLACING).get(row.state, ())
    steps = tuple(_ASK_AGAIN if asked and step == _ASK else step for step in steps)
    return [step for step in steps if writes or not step.writes]
