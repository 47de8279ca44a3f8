"""What a placement needs by what is known of it: which papers, whose signatures, and what the law warns of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guildhall.lib import clock
from guildhall.lib.child_labor import Concern, Shift, age_on, concerns_about_hazards, concerns_about_hours
from guildhall.placements.models import Placement
from guildhall.students.rules import is_of_age, needs_guardian
from guildhall.supervision.models import PaperType, Signer, TrainingPlan

PAID_BY_KIND = {"internship_paid": True, "internship_unpaid": False}


def is_minor(placement: Placement) -> bool | None:
    """Whether the student is under 18 on the first day; None where the date of birth is not known."""
    of_age = is_of_age(placement.registration.born_on, placement.first_day or clock.today())
    return None if of_age is None else not of_age


def applies(paper: PaperType, placement: Placement, plan: TrainingPlan | None) -> bool:
    """Whether a placement needs a paper. Where nobody has said (age, pay, place), the paper is asked for."""
    minor, on_site = is_minor(placement), plan.on_site if plan else None
    paid = placement.paid if placement.paid is not None else PAID_BY_KIND.get(placement.kind)
    choices = (
        (paper.ages, PaperType.Ages.MINOR, PaperType.Ages.ADULT, minor),
        (paper.pay, PaperType.Pay.PAID, PaperType.Pay.UNPAID, paid),
        (paper.place, PaperType.Place.ON_SITE, PaperType.Place.REMOTE, on_site),
    )
    for wanted, where_true, where_false, fact in choices:
        if (wanted == where_true and fact is False) or (wanted == where_false and fact is True):
            return False
    if paper.hazardous and not (plan and plan.hazards):
        return False
    return not paper.kinds or placement.kind in paper.kinds


def signers_of(paper: PaperType, placement: Placement) -> list[str]:
    """Who has to sign a paper of a placement: a parent or guardian only for a minor."""
    minor = is_minor(placement)
    guarded = minor or (minor is None and needs_guardian(placement.registration))
    return [one for one in Signer.values if one in paper.signers and (one != Signer.GUARDIAN or guarded)]


def concerns_of(placement: Placement, plan: TrainingPlan | None, shifts: Sequence[Shift]) -> list[Concern]:
    """What the law on young workers says of a placement: its hazardous work, and its hours by age on the day."""
    born_on, first = placement.registration.born_on, placement.first_day or clock.today()
    if born_on is None:
        return []
    learner = bool(plan and plan.student_learner)
    found = concerns_about_hazards(age_on(born_on, first), plan.hazards if plan else (), student_learner=learner)
    return found + concerns_about_hours(born_on, shifts, student_learner=learner, california=_in_california(placement))


def _in_california(placement: Placement) -> bool:
    """Where the site is in another state, that one's law holds, which is not known here: the federal lines alone."""
    return placement.site is None or placement.site.state in ("", "CA")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that a placement needs, and who signs it."""

    type: PaperType
    signers: tuple[str, ...]


def wanted(types: Iterable[PaperType], placement: Placement, plan: TrainingPlan | None) -> list[Wanted]:
    """The papers that a placement needs by what is known of it."""
    rows = [Wanted(one, tuple(signers_of(one, placement))) for one in types if applies(one, placement, plan)]
    return [row for row in rows if row.signers]
