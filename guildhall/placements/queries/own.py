"""What students read of their own applications, places and participations, and which steps are theirs (journey 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact, Employer, Site
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import longest_serving
from guildhall.placements.models import Application, Experience, Placement, Question
from guildhall.placements.queries.standing import Offered
from guildhall.placements.queries.turns import state_mark
from guildhall.placements.querysets import ApplicationQuerySet, PlacementQuerySet
from guildhall.students.models import Registration, StudentLogin
from guildhall.students.queries import of_login
from guildhall.ui.dates import in_words

A, P = Application.State, Placement.State
MOST = 100  # of each on a page
RELATED = ("employer", "institution", "opportunity", "coordinator", "site")

_WITHDRAW = Offered("withdrawn", gettext_lazy("I do not want it any more"), ("reason",))
_GIVE_BACK = Offered("withdrawn", gettext_lazy("I give the place back"), ("reason",))
_OUTCOME = Offered("outcome", gettext_lazy("Say what came of it"), ("outcome",), first=True)
OWN_STEPS: dict[str, tuple[Offered, ...]] = {
    A.APPLIED: (_WITHDRAW,),
    A.REFERRED: (_WITHDRAW,),
    A.SHORTLISTED: (_WITHDRAW,),
    A.OFFERED: (
        Offered("accepted", gettext_lazy("I take the place"), first=True),
        Offered("declined", gettext_lazy("I decline the offer"), ("reason",)),
    ),
    A.WAITING: (Offered("declined", gettext_lazy("I do not wait any longer"), ("reason",)),),
    P.AGREED: (_GIVE_BACK,),
    P.PAPERS: (_GIVE_BACK,),
    P.STARTED: (
        Offered("confirm", gettext_lazy("It goes on as planned"), first=True),
        Offered("ended_early", gettext_lazy("It has ended early"), ("on", "reason")),
    ),
    P.COMPLETED: (_OUTCOME,),
    P.ENDED_EARLY: (_OUTCOME,),
}


@dataclass(frozen=True)
class OwnLine:
    """An application or a placement as its student reads it: what is next, in words; `mine` where they are asked."""

    row: Any
    words: str
    mark: tuple[str, str]
    mine: bool = False

    @property
    def page(self) -> str:
        return "student-placement" if isinstance(self.row, Placement) else "student-application"


@dataclass(frozen=True)
class OwnPlaces:
    """What a student applied for, where they are or were, and in what they took part."""

    asked: Sequence[OwnLine]
    now: Sequence[OwnLine]
    before: Sequence[OwnLine]
    took_part: Sequence[Experience]


def own_applications(login: StudentLogin) -> ApplicationQuerySet:
    """The applications of the records that a sign-in opens."""
    return Application.objects.filter(registration__in=of_login(login)).select_related(*RELATED)


def own_placements(login: StudentLogin) -> PlacementQuerySet:
    """The placements of the records that a sign-in opens."""
    rows = Placement.objects.filter(registration__in=of_login(login))
    return rows.select_related(*RELATED, "supervisor", "site", "program", "registration__student")


def own_line(row: Any, *, asked: bool = False) -> OwnLine:
    """One of them, with its next step; `asked`: the employer was asked about the application."""
    mine, words = _of_placement(row) if isinstance(row, Placement) else _of_application(row)
    if asked and row.state in (A.APPLIED, A.REFERRED):
        words = _("The employer was asked about you, and has not answered yet.")
    return OwnLine(row, words, state_mark(row), mine)


def own_lines(rows: Iterable[Any]) -> list[OwnLine]:
    """Some applications, with their next steps."""
    found = list(rows)
    asked = asked_about(found)
    return [own_line(row, asked=row.pk in asked) for row in found]


def asked_about(rows: Iterable[Application]) -> set[Any]:
    """Of some own applications those of which the employer was asked by e-mail."""
    with keeping(Keeper.LINK, "whether an employer was asked about an own application"):
        return set(
            Question.objects.filter(application__in=[row.pk for row in rows]).values_list("application", flat=True)
        )


def own_places(login: StudentLogin) -> OwnPlaces:
    """All of them; an application that led to a placement is told by that."""
    asked = own_lines(own_applications(login).exclude(state=A.ACCEPTED)[:MOST])
    places = [own_line(row) for row in own_placements(login)[:MOST]]
    records = [(row.student_id, row.institution_id) for row in of_login(login)]
    own = Q(pk__in=[])
    for student, institution in records:
        own |= Q(student=student, institution=institution)
    told = {line.row.experience_id for line in places}
    took_part = Experience.objects.counted().filter(own).exclude(pk__in=[pk for pk in told if pk])
    return OwnPlaces(
        sorted(asked, key=lambda line: not line.row.is_open),
        [line for line in places if line.row.is_open],
        [line for line in places if not line.row.is_open],
        list(took_part.select_related("host", "institution").order_by("-start_on")[:MOST]),
    )


def next_for(login: StudentLogin) -> list[OwnLine]:
    """What waits for the student on the own home: offers, and places ahead or under way."""
    asked = own_lines(own_applications(login).open()[:MOST])
    lines = asked + [own_line(row) for row in own_placements(login).open()[:MOST]]
    return sorted(lines, key=lambda line: not line.mine)


def _of_application(row: Application) -> tuple[bool, str]:
    """Whether the student is asked, and what is next, in words to them."""
    words = {
        A.APPLIED: _("Your college or school puts you to the employer."),
        A.REFERRED: _("Your college or school puts you to the employer."),
        A.SHORTLISTED: _("They want to meet you. Your coordinator tells you when."),
        A.OFFERED: _("They offer you a place. Do you take it?"),
        A.WAITING: _("All places are taken. You get the next one that frees."),
    }
    return row.state == A.OFFERED, str(words.get(A(row.state), ""))


def _of_placement(row: Placement) -> tuple[bool, str]:
    if row.is_ahead and row.starts_on:
        return False, _("Your first day is %s. Sign your papers before.") % in_words(row.starts_on)
    if row.is_ahead:
        return False, _("Sign your papers. Your coordinator tells you the first day.")
    if row.state == P.STARTED:
        words = _("It runs until %s.") % in_words(row.ends_on) if row.ends_on else _("It runs.")
        return False, words
    if row.state in (P.COMPLETED, P.ENDED_EARLY) and not row.outcome:
        return True, _("What came of it?")
    return False, ""


def whom_to_ask(row: Application | Placement) -> Person | None:
    """Who of the staff answers the student's questions about it: the coordinator, else who has served there longest."""
    if row.coordinator and row.coordinator.is_active:
        return row.coordinator
    return longest_serving(Permission.KEEP_STUDENTS, row.institution)


def steps_of_student(row: Application | Placement) -> tuple[Offered, ...]:
    """The steps that are the student's own, now."""
    if isinstance(row, Placement) and row.outcome:
        return ()
    return OWN_STEPS.get(row.state, ())


@dataclass(frozen=True, slots=True)
class Reached:
    """The supervisor as the contact lets students see them: nothing where they did not say so (C24, C25)."""

    name: str = ""
    email: str = ""
    phone: str = ""


def supervisor_for_student(contact: Contact | None) -> Reached | None:
    """Who supervises, with what of their address students may see."""
    if contact is None or not contact.is_current or not (contact.students_may_email or contact.students_may_phone):
        return None
    email, phone = contact.email if contact.students_may_email else "", contact.phone
    return Reached(contact.name, email, phone if contact.students_may_phone else "")


@dataclass(frozen=True)
class MayApply:
    """Where a student stands with one opportunity, and through which of their institutions they may apply."""

    pk: Any
    through: Sequence[Registration]
    line: OwnLine | None
    why_not: str = ""
    sites: Sequence[Site] = ()  # of which one may be named


def may_apply(login: StudentLogin, row: Opportunity, *, why_not: str) -> MayApply:
    """What the page of an opportunity says to a student; `why_not` where it takes no applications."""
    over = Q(state__in=(A.WITHDRAWN, A.DECLINED)) | Q(state=A.ACCEPTED, placement__state__in=(P.WITHDRAWN, P.NO_SHOW))
    there = own_applications(login).filter(opportunity=row).exclude(over).first()
    places = [one for one in of_login(login) if Opportunity.objects.filter(pk=row.pk).open_at(one.institution).exists()]
    sites = [one.site for one in row.at.select_related("site")]
    return MayApply(row.pk, places, own_line(there) if there else None, why_not, sites)


def employers_of(registration: Registration) -> QuerySet[Employer]:
    """The employers that a student may name: where they applied or have a place, by name."""
    asked = Application.objects.filter(registration=registration).values("employer")
    placed = Placement.objects.filter(registration=registration).values("employer")
    return Employer.objects.filter(Q(pk__in=asked) | Q(pk__in=placed)).defer("search").order_by("name")
