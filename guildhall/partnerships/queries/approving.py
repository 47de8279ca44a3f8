"""What was put up for approval, how it stands, and how each paper reads now (Table 3, F2)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.lib.mailed_links import kept
from guildhall.partnerships import papers
from guildhall.partnerships.kinds import Role
from guildhall.partnerships.models import (
    Activity,
    Approval,
    Approver,
    Initiative,
    NamedApprover,
    PaperKind,
    ProgressUpdate,
    Stakeholder,
    Standing,
    WorkingProtocol,
)
from guildhall.partnerships.queries.figures import figures_of
from guildhall.partnerships.queries.planning import by_stage
from guildhall.people.models import Person
from guildhall.ui.dates import in_words

PURPOSE = ("purpose", "why", "how", "what", "timing", "goals", "partners", "budget")
PROTOCOL = ("recruiting", "interviews", "working", "telling")
WRITTEN = ("summary", "text", "ahead")
RELATED = ("person", "stakeholder__contact", "stakeholder__person", "stakeholder__employer", "stakeholder__institution")


# ── The papers as they read now ──────────────────────────────────────


@dataclass(frozen=True)
class Paper:
    """A paper as it reads now: its name, its words, and a digest of what it is made of."""

    title: str
    text: str
    digest: str


def paper(initiative: Initiative, kind: str, update: ProgressUpdate | None = None) -> Paper | None:
    """A paper of an initiative as it reads now; None where nobody has written it, or it is none of ours."""
    if kind == PaperKind.PURPOSE:
        return _of_columns(str(PaperKind.PURPOSE.label), initiative, PURPOSE)
    if kind == PaperKind.PROTOCOL:
        row = latest_protocol(initiative)
        name = _("%(name)s, version %(n)s") % {"name": PaperKind.PROTOCOL.label, "n": row.number if row else 0}
        return _of_columns(name, row, PROTOCOL) if row else None
    if kind == PaperKind.PLAN:
        return _plan(initiative)
    if kind == PaperKind.UPDATE and update:
        figures = [(one.label, one.words) for one in figures_of(update)]
        return _of_columns(update.title, update, WRITTEN, figures)
    return None


def _of_columns(title: str, row: Any, names: tuple[str, ...], more: Any = ()) -> Paper | None:
    said = [(str(row._meta.get_field(name).verbose_name).capitalize(), getattr(row, name)) for name in names]
    text = papers.in_words([*said, *more])
    return Paper(title, text, papers.digest(words for _name, words in said)) if text else None


def _plan(initiative: Initiative) -> Paper | None:
    rows = Activity.objects.filter(initiative=initiative).exclude(state=Activity.State.DROPPED)
    rows = rows.select_related("person", "stakeholder__contact", "stakeholder__person", "stakeholder__institution")
    groups = by_stage(initiative, rows)
    parts = [(str(stage.label), [_line(one) for one in lines]) for stage, lines in groups if lines]
    text = papers.plan_in_words(parts)
    facts = [(stage, one.title, one.who, one.due_on) for stage, lines in parts for one in lines]
    return Paper(str(PaperKind.PLAN.label), text, papers.digest(facts)) if text else None


def _line(row: Activity) -> papers.Line:
    """A line as everybody may read it: no partner at an employer is named, for not everybody sees it (A1)."""
    partner = row.stakeholder
    who = row.person.name if row.person else ""
    if partner:
        who = _("a partner") if partner.employer_id else partner.person_name or partner.body_name
    return papers.Line(row.title, who, row.due_on, in_words(row.due_on) if row.due_on else "")


# ── The protocol ─────────────────────────────────────────────────────


def latest_protocol(initiative: Initiative) -> WorkingProtocol | None:
    """How an initiative works today, or None where nobody has written it."""
    return WorkingProtocol.objects.filter(initiative=initiative).select_related("by").first()


def protocols(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """Every version of how an initiative works, the one that holds first."""
    return WorkingProtocol.objects.visible_to(person).filter(initiative=initiative).select_related("by")


# ── Approvals ────────────────────────────────────────────────────────


def named(kind: str | None = None) -> QuerySet[NamedApprover]:
    """Whom the territory names to approve."""
    rows = NamedApprover.objects.filter(person__is_active=True).select_related("person")
    return rows.filter(kind=kind) if kind else rows


def decision_makers(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """Who of the partners decides: accepted stakeholders with that role, as far as somebody sees them."""
    rows = Stakeholder.objects.visible_to(person).filter(initiative=initiative, state=Stakeholder.State.ACCEPTED)
    deciding = Q(roles__contains=[Role.DECISION_MAKER])
    return rows.filter(deciding).select_related("contact", "person", "employer", "institution", "category")


@dataclass(frozen=True)
class Put:
    """A paper that was put up for approval, with who was asked and how it stands, as far as the reader sees."""

    row: Approval
    asked: list[Approver]
    standing: Standing

    @property
    def approved(self) -> int:
        return sum(one.answer == Approver.Answer.YES for one in self.asked)

    @property
    def last(self) -> Approver | None:
        """Who answered last."""
        said = [one for one in self.asked if one.answered_at]
        return max(said, key=lambda one: one.answered_at, default=None)  # type: ignore[arg-type, return-value]


def _put(person: Person, rows: QuerySet[Any]) -> list[Put]:
    seen = (
        Approver.objects.visible_to(person).select_related(*RELATED, "noted_by").defer("stakeholder__employer__search")
    )
    rows = rows.select_related("by", "initiative__institution", "update")
    found = rows.prefetch_related(Prefetch("asked", seen, to_attr="those_asked"))
    return [Put(row, row.those_asked, Standing(row.standing(row.those_asked))) for row in found]


def approvals(person: Person, initiative: Initiative) -> list[Put]:
    """What was put up for approval, the newest first."""
    return _put(person, Approval.objects.visible_to(person).filter(initiative=initiative)[:200])


def approval(person: Person, pk: Any) -> Put | None:
    """One paper that somebody may read, with who was asked."""
    return next(iter(_put(person, Approval.objects.visible_to(person).filter(pk=pk))), None)


def latest_of(person: Person, initiative: Initiative, kind: str, update: ProgressUpdate | None = None) -> Put | None:
    """How the newest of a kind stands that was not taken back: what a paper's own page says of it."""
    rows = Approval.objects.visible_to(person).filter(initiative=initiative, kind=kind, update=update)
    return next(iter(_put(person, rows.filter(taken_back_on=None)[:1])), None)


def changed_since(row: Approval) -> bool:
    """Whether a paper of ours reads otherwise than it was put."""
    if not row.digest:
        return False
    now = paper(row.initiative, row.kind, row.update)
    return now is None or now.digest != row.digest


def to_approve(person: Person) -> QuerySet[Any]:
    """What waits for somebody's approval, in all initiatives."""
    rows = Approver.objects.filter(person=person, answer="", approval__taken_back_on=None)
    rows = rows.filter(approval__in=Approval.objects.visible_to(person))
    return rows.select_related("approval__initiative", "person").order_by("approval__until", "pk")


def asked_by_link(secret: str) -> Approver | None:
    """Who is asked by a link, as long as the paper was not taken back and they are who reads that mailbox, or None."""
    rows = Approver.objects.filter(secret_hash=kept(secret).hex(), approval__taken_back_on=None)
    row = rows.select_related(*RELATED, "approval__initiative__institution").first()
    return row if row and row.answers_by_link else None
