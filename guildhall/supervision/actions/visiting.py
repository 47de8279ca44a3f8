"""Site visits, evaluations and the student's reflection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from guildhall import context
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.locking import locked
from guildhall.students.models import StudentLogin
from guildhall.supervision import rules
from guildhall.supervision.actions.linking import REASON, usable
from guildhall.supervision.models import Evaluation, Link, Signer, SiteVisit, TrainingPlan
from guildhall.supervision.queries.skills import skills_for
from guildhall.supervision.skills import SCALE, Framework


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as somebody notes it."""

    on: date
    met: str = ""
    safe: str = SiteVisit.Safe.NOT_LOOKED
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What an evaluation or a reflection says: ratings by skill, and words; `asked`: the skills that a form asked for,
    else those of now.
    """

    ratings: Mapping[str, int] = field(default_factory=dict)
    well: str = ""
    next: str = ""
    asked: Framework | None = None


@transaction.atomic
def note_visit(placement: Placement, visit: Visit, *, by: Person) -> SiteVisit:
    """Note a visit to the site; what was seen is read by the institution alone."""
    held = locked(Placement, placement.pk, "institution")
    require(rules.can_supervise(by, held))
    if visit.on > clock.today():
        refuse("A visit of a day to come cannot be noted yet.")
    row = SiteVisit.objects.create(
        institution=held.institution, placement=held, on=visit.on, visited_by=by, met=one_line(visit.met)[:160],
        safe=visit.safe, notes=visit.notes.strip(), entered_at=clock.now(),
    )  # fmt: skip
    record("note site visit", row, by=by, after={"on": row.on, "safe": row.safe}, institution=held.institution)
    return row


def evaluate_by_link(secret: str, said: Said) -> bool:
    """The supervisor evaluates, or the student reflects, by a link; the first answer counts."""
    moments = (Link.Purpose.MIDTERM, Link.Purpose.FINAL, Link.Purpose.REFLECT)
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        held = locked(Placement, usable(secret, *moments).placement_id, "institution")
        link = usable(secret, *moments)
        first = _keep(held, link.purpose, said, side=link.signer, name=link.sent_to)
        Link.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now())
        return first


@transaction.atomic
def reflect_oneself(pk: UUID, said: Said, *, by: StudentLogin) -> bool:
    """A student who is signed in reflects on an own placement; the first answer counts."""
    with context.keeping(Keeper.LINK, REASON):
        held = locked(Placement, pk, "institution", "registration__student")
        require(rules.is_own(by, held))
        require(rules.can_reflect(held))
        first = _keep(held, Link.Purpose.REFLECT, said, side=Signer.STUDENT, name=held.registration.name)
        asked = Link.objects.filter(placement=held, purpose=Link.Purpose.REFLECT, used_at=None)
        asked.update(used_at=clock.now())
        return first


@transaction.atomic
def evaluate_signed_in(pk: UUID, moment: str, said: Said, *, by: EmployerLogin) -> bool:
    """Somebody of the employer who is signed in evaluates at midterm or at the end; the first answer counts."""
    if moment not in (Evaluation.Moment.MIDTERM, Evaluation.Moment.FINAL):
        refuse("Say whether it is the midterm or the final evaluation.")
    with context.keeping(Keeper.LINK, REASON):
        held = locked(Placement, pk, "institution", "registration__student")
        require(rules.can_speak_for(by, held))
        require(rules.can_reflect(held))
        first = _keep(held, moment, said, side=Signer.SUPERVISOR, name=by.name)
        if not first and not Evaluation.objects.filter(placement=held, moment=moment, said_by=by.name[:160]).exists():
            refuse("A colleague of yours has answered meanwhile. The first answer counts, so yours was not kept.")
        Link.objects.filter(placement=held, purpose=moment, used_at=None).update(used_at=clock.now())
        return first


@transaction.atomic
def note_evaluation(placement: Placement, moment: str, said: Said, name: str, *, by: Person) -> bool:
    """Note an evaluation or a reflection that came otherwise, such as on paper."""
    held = locked(Placement, placement.pk, "institution")
    require(rules.can_supervise(by, held))
    side = Signer.STUDENT if moment == Evaluation.Moment.REFLECTION else Signer.SUPERVISOR
    if not _keep(held, moment, said, side=side, name=name, by=by):
        refuse("This evaluation is there already.")
    return True


def _keep(placement: Placement, moment: str, said: Said, *, side: str, name: str, by: Person | None = None) -> bool:
    if Evaluation.objects.filter(placement=placement, moment=moment).exists():
        return False
    plan = TrainingPlan.objects.filter(placement=placement).first()
    skills = said.asked or skills_for(placement.institution, plan)
    levels = {level for level, _label in SCALE}
    codes = {code for code, _label in skills.skills}
    ratings = {code: value for code, value in said.ratings.items() if code in codes and value in levels}
    well, more = said.well.strip()[:2000], said.next.strip()[:2000]
    if moment == Evaluation.Moment.REFLECTION:
        ratings = {}
    if not ratings and not well and not more:
        refuse("Say something before you send it.")
    row = Evaluation.objects.create(
        institution=placement.institution, placement=placement, moment=moment,
        framework=skills.code if ratings else "", asked=list(skills.skills) if ratings else [], ratings=ratings,
        well=well, next=more, side=side,
        said_by=one_line(name)[:160], by=by, at=clock.now(),
    )  # fmt: skip
    after = {"moment": moment, "framework": row.framework, "ratings": ratings}
    record("evaluate placement", row, by=by, after=after, institution=placement.institution)
    return True
