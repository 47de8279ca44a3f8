"""Papers, hours and the reflection of a placement, as its student reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from guildhall.placements.models import Placement
from guildhall.placements.queries.own import own_placements
from guildhall.students.models import StudentLogin
from guildhall.supervision.models import Evaluation, HoursEntry, Paper, Signature, Signer, TrainingPlan

State = HoursEntry.State


@dataclass(frozen=True)
class OwnPaper:
    """A paper as its student reads it: who has signed, in which part, and whose signature is missing."""

    paper: Paper
    signed: Sequence[Signature]

    @property
    def mine(self) -> bool:
        """Whether the student's own signature is asked for."""
        return Signer.STUDENT in self.paper.signers and Signer.STUDENT not in {one.signer for one in self.signed}

    @property
    def by_hand(self) -> bool:
        """Whether it comes from somebody else, as a sheet that is signed."""
        return self.paper.type.on_paper_only

    @property
    def waits_for(self) -> list[Any]:
        """Whose signature is missing beside the student's, in words."""
        there = {one.signer for one in self.signed}
        return [Signer(one).label for one in self.paper.signers if one not in there and one != Signer.STUDENT]


def own_papers(login: StudentLogin) -> QuerySet[Paper]:
    """The papers of a student's own placements that hold."""
    rows = Paper.objects.current().filter(placement__in=own_placements(login))
    rows = rows.select_related("type", "institution", "placement__employer", "placement__registration")
    return rows.prefetch_related(Prefetch("signatures", Signature.objects.order_by("at", "pk")))


def as_own(paper: Paper) -> OwnPaper:
    """A paper with its signatures."""
    return OwnPaper(paper, list(paper.signatures.all()))


def to_sign(login: StudentLogin) -> list[OwnPaper]:
    """The papers that wait for the student's own signature."""
    rows = own_papers(login).filter(placement__state__in=Placement.OPEN, state=Paper.State.OPEN).order_by("made_at")
    return [one for one in map(as_own, rows) if one.mine and not one.by_hand]


def own_entries(placement: Placement) -> list[HoursEntry]:
    """The hours of an own placement that hold."""
    return list(HoursEntry.objects.current().filter(placement=placement))


def own_plan(placement: Placement) -> TrainingPlan | None:
    """What the student does and learns there."""
    return TrainingPlan.objects.filter(placement=placement).first()


def own_reflection(placement: Placement) -> Evaluation | None:
    """What the student said of the placement."""
    return Evaluation.objects.filter(placement=placement, moment=Evaluation.Moment.REFLECTION).first()


def own_section(placement: Placement) -> dict[str, Any]:
    """What stands of papers and hours on the page of an own placement."""
    papers = Paper.objects.current().filter(placement=placement).select_related("type").prefetch_related("signatures")
    entries, plan = own_entries(placement), own_plan(placement)
    waiting = sum((one.hours for one in entries if one.state == State.WAITING), Decimal())
    return {
        "pk": placement.pk,
        "papers": [as_own(one) for one in papers],
        "begun": placement.started_on is not None,
        "approved": sum((one.hours for one in entries if one.state == State.APPROVED), Decimal()),
        "waiting": waiting,
        "returned": [one for one in entries if one.state == State.RETURNED],
        "tasks": plan.tasks if plan else "",
        "reflected": own_reflection(placement) is not None,
    }
