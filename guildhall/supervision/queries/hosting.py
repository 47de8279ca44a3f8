"""Hours, evaluations and papers of a placement, as somebody of its employer reads them who is signed in (N19)."""

from dataclasses import dataclass, field
from typing import Any

from guildhall.context import Keeper, keeping
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.placements.queries.hosting import WHY, placed_at
from guildhall.supervision.models import Evaluation, HoursEntry, Paper, RelationshipAssessment, Signer, TrainingPlan
from guildhall.supervision.queries.shown import told_of
from guildhall.supervision.queries.skills import skills_for
from guildhall.supervision.skills import Framework

MOMENTS = (Evaluation.Moment.MIDTERM, Evaluation.Moment.FINAL)


@dataclass(frozen=True)
class AtWork:
    """What of a placement waits for its employer: hours, evaluations, and papers for the supervisor."""

    entries: list[HoursEntry] = field(default_factory=list)
    moments: list[tuple[str, Any]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    skills: Framework | None = None


def at_work(placement: Placement) -> AtWork:
    """What waits; callers have asked whether it may be shown."""
    with keeping(Keeper.LINK, WHY):
        entries = HoursEntry.objects.waiting().filter(placement=placement).order_by("day", "pk")
        said = set(Evaluation.objects.filter(placement=placement).values_list("moment", flat=True))
        moments = [(one.value, one.label) for one in MOMENTS if one.value not in said]
        plan = TrainingPlan.objects.filter(placement=placement).first()
        return AtWork(
            list(entries),
            moments if placement.started_on else [],
            [one for one in _papers(placement) if _waits(one)],
            skills_for(placement.institution, plan),
        )


def _papers(placement: Placement) -> list[Paper]:
    rows = Paper.objects.current().filter(placement=placement, type__on_paper_only=False)
    return list(rows.select_related("type", "institution", "placement__employer").prefetch_related("signatures"))


def _waits(paper: Paper) -> bool:
    signed = {one.signer for one in paper.signatures.all()}
    return Signer.SUPERVISOR in paper.signers and Signer.SUPERVISOR not in signed


def paper_for_employer(login: EmployerLogin, pk: Any) -> tuple[Paper, list[Any]] | None:
    """A paper of a placement at an employer that waits for its supervisor, with its signatures; or None."""
    with keeping(Keeper.LINK, WHY):
        rows = Paper.objects.current().filter(placement__in=placed_at(login), type__on_paper_only=False)
        rows = rows.filter(signers__contains=[Signer.SUPERVISOR])
        row = rows.select_related(
            "type", "institution", "placement__employer", "placement__registration__student"
        ).filter(pk=pk).first()  # fmt: skip
        if row is None:
            return None
        return row, [one for one in row.signatures.order_by("at", "pk") if told_of(one.signer, Signer.SUPERVISOR)]


def assessments_for(login: EmployerLogin) -> Any:
    """How working together goes: what a contact was asked and has not answered."""
    rows = RelationshipAssessment.objects.filter(employer=login.employer_id, answered_at=None, contact__isnull=False)
    return rows.filter(contact=login.contact_id, until__gte=clock.today()).select_related("institution", "employer")
