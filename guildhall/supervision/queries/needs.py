"""What a placement needs by what is known of it: which papers, whose signatures, and what the law warns of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from guildhall.lib import clock
from guildhall.lib.child_labor import Concern, Shift, age_on, concerns_about_hazards, concerns_about_hours
from guildhall.placements.models import Placement
from guildhall.students.rules import is_of_age, needs_guardian
from guildhall.supervision.models import PaperType, Signer, TrainingPlan
from guildhall.supervision.starters import BY_COVERED

PAID_BY_KIND = {"internship_paid": True, "internship_unpaid": False}


def is_minor(placement: Placement) -> bool | None:
    """Whether the student is under 18 on the first day; None where the date of birth is not known."""
    of_age = is_of_age(placement.registration.born_on, placement.first_day or clock.today())
    return None if of_age is None else not of_age


def fits_age(paper: PaperType, placement: Placement) -> bool:
    """Whether a paper is for a student of that age; where nobody knows the age, it is."""
    minor = is_minor(placement)
    excluded = {PaperType.Ages.MINOR: False, PaperType.Ages.ADULT: True}.get(PaperType.Ages(paper.ages))
    return minor is None or excluded is None or minor is not excluded


def applies(paper: PaperType, placement: Placement, plan: TrainingPlan | None) -> bool:
    """Whether a placement needs a paper. Where nobody has said (age, pay, place), the paper is asked for."""
    on_site = plan.on_site if plan else None
    paid = placement.paid if placement.paid is not None else PAID_BY_KIND.get(placement.kind)
    choices = (
        (paper.pay, PaperType.Pay.PAID, PaperType.Pay.UNPAID, paid),
        (paper.place, PaperType.Place.ON_SITE, PaperType.Place.REMOTE, on_site),
    )
    for wanted, where_true, where_false, fact in choices:
        if (wanted == where_true and fact is False) or (wanted == where_false and fact is True):
            return False
    if not fits_age(paper, placement):
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
    """A paper that a placement needs, and who signs it; `asked`: what the employer asks for and no type covers yet."""

    type: PaperType
    signers: tuple[str, ...]
    asked: str = ""


def wanted(types: Sequence[PaperType], placement: Placement, plan: TrainingPlan | None) -> list[Wanted]:
    """The papers that a placement needs by what is known of it, and those that its opportunity names."""
    named = list(placement.opportunity.papers) if placement.opportunity else []
    asked = [one for one in types if set(one.covers) & set(named) and fits_age(one, placement)]
    rows = [
        Wanted(one, tuple(signers_of(one, placement)))
        for one in types
        if one in asked or (not one.only_asked and applies(one, placement, plan))
    ]
    covered = {code for one in types for code in one.covers}
    for code in named:
        if code not in covered and (kind := _stand_in(code, placement)) is not None:
            covered |= {other for other, one in BY_COVERED.items() if one is BY_COVERED[code]}  # one paper, named twice
            rows.append(Wanted(kind, tuple(signers_of(kind, placement)), code))
    return [row for row in rows if row.signers]


def _stand_in(code: str, placement: Placement) -> PaperType | None:
    """What an employer asks for and the institution has no paper for: the starter's, not taken over yet."""
    one = BY_COVERED.get(code)
    if one is None:
        return None
    kind = PaperType(
        institution_id=placement.institution_id, title=gettext(one.title), signers=list(one.signers), ages=one.ages,
        on_paper_only=one.on_paper_only, days_before=one.days_before, covers=[code], only_asked=True,
    )  # fmt: skip
    return kind if fits_age(kind, placement) else None
