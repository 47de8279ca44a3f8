"""What an employer that is signed in reads of students: those put to it, each only as far as released (N19, R5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.placements.models import Application, Placement, Question
from guildhall.placements.queries.turns import state_mark
from guildhall.students import rules as student_rules
from guildhall.students.models import Consent, Disclosure, Part, Use

WHY = "what was put to an employer, and what of it was released to it"
RELATED = (
    "institution",
    "employer",
    "coordinator",
    "site",
    "opportunity",
    "registration__institution",
)
PUT = ("shortlisted", "offered", "waiting")  # the employer has had a word about these
ENDED_DAYS = 120  # for which an ended placement still stands there
GONE_DAYS = 30  # for which somebody who has chosen something else still stands there
MOST = 100


@dataclass(frozen=True)
class Hosted:
    """An application or a placement as its employer reads it; `name` only where it was released and still may be."""

    row: Any
    name: str
    mark: tuple[str, str]
    asked: bool

    @property
    def is_placement(self) -> bool:
        return isinstance(self.row, Placement)


def put_to(login: EmployerLogin) -> QuerySet[Application]:
    """The applications that were put to an employer: it was asked about them, or has answered. As a keeper."""
    asked = Question.objects.filter(application=OuterRef("pk"))
    rows = Application.objects.open().filter(employer=login.employer_id)
    return rows.filter(Q(state__in=PUT) | Exists(asked)).select_related(*RELATED)


def placed_at(login: EmployerLogin) -> QuerySet[Placement]:
    """The places at an employer that are ahead, under way, or have ended lately. As a keeper."""
    since = clock.today() - timedelta(ENDED_DAYS)
    lately = Q(state__in=["completed", "ended_early"], ended_on__gte=since)
    rows = Placement.objects.filter(Q(state__in=Placement.OPEN) | lately, employer=login.employer_id)
    return rows.select_related(*RELATED, "supervisor", "site", "program")


def with_students_at(employer: Employer) -> set[UUID]:
    """The institutions whose students are at an employer, or are to be: no student is named."""
    with keeping(Keeper.LINK, WHY):
        rows = Placement.objects.filter(state__in=Placement.OPEN, employer=employer).order_by()
        return set(rows.values_list("institution", flat=True))


def released_names(rows: Iterable[Any], uses: Sequence[str] = (Use.PLACE,)) -> Mapping[UUID, str]:
    """By registration, the names that were released to the employer of some records, on a ground that still holds: a
    consent for one of some uses.

    Revoking a consent, or opting out, takes the name away with the next request (R5).
    """
    records = {row.registration_id: row for row in rows}
    employers = {row.employer_id for row in records.values()}
    with keeping(Keeper.LINK, WHY):
        told = Disclosure.objects.filter(registration__in=records, employer__in=employers, parts__contains=[Part.NAME])
        consents = Consent.objects.in_force().filter(Q(employer=None) | Q(employer__in=employers), use__in=uses)
        holds = Q(consent__in=consents) | Q(ground=Disclosure.Ground.DIRECTORY, registration__opted_out_on=None)
        lines = told.filter(holds).values_list("registration", "ground", "consent__signer", "consent__signed_on")
        known = {pk for pk, ground, signer, day in lines if _names(records[pk], ground, signer, day)}
    return {pk: row.registration.name for pk, row in records.items() if pk in known}


def _names(row: Application | Placement, ground: str, signer: str, day: date) -> bool:
    """Whether a release names the student of a record: a consent that still counts; directory information no applicant.

    Who applies is told that only a consent says who they are; of who has a place the employer was told.
    """
    if ground == Disclosure.Ground.DIRECTORY:
        return isinstance(row, Placement)
    return bool(student_rules.can_sign(row.registration, signer, day))


def hosted(rows: Iterable[Any]) -> list[Hosted]:
    """Records as their employer reads them. As a keeper."""
    found = list(rows)
    names = released_names(found)
    return [
        Hosted(row, names.get(row.registration_id, ""), state_mark(row), getattr(row, "asked", False)) for row in found
    ]


@dataclass(frozen=True)
class AtOurs:
    """Everything about students that stands on an employer's pages."""

    applicants: list[Hosted]
    places: list[Hosted]

    @property
    def waiting(self) -> list[Hosted]:
        """What the employer is asked about and has not answered."""
        return [one for one in (*self.applicants, *self.places) if one.asked]

    def __bool__(self) -> bool:
        return bool(self.applicants or self.places)


def _asked(what: str) -> Exists:
    """Whether a question to the employer waits for its answer."""
    return Exists(Question.objects.filter(answered_at=None, until__gte=clock.today(), **{what: OuterRef("pk")}))


def students_at(login: EmployerLogin) -> AtOurs:
    """Whom an employer is asked about, and who is there: the institution, and a name only where one was released."""
    with keeping(Keeper.LINK, WHY):
        newest_last = placed_at(login).order_by(F("ended_on").desc(nulls_first=True), "starts_on")  # open ones first
        applicants = list(put_to(login).annotate(asked=_asked("application"))[:MOST])
        places = list(newest_last.annotate(asked=_asked("placement"))[:MOST])
        found = hosted([*applicants, *places])
        return AtOurs(found[: len(applicants)], found[len(applicants) :])


def gone_lately(login: EmployerLogin) -> list[Hosted]:
    """Whom the employer was asked about, or offered a place, and who has chosen something else lately."""
    since = clock.now() - timedelta(GONE_DAYS)
    with keeping(Keeper.LINK, WHY):
        asked = Exists(Question.objects.filter(application=OuterRef("pk")))
        rows = Application.objects.filter(employer=login.employer_id, since__gte=since).select_related(*RELATED)
        said_no = Q(state=Application.State.DECLINED) | (Q(state=Application.State.WITHDRAWN) & Q(asked))
        return hosted(rows.filter(said_no).order_by("-since")[:MOST])


def one_of(rows: QuerySet[Any], pk: Any) -> Hosted | None:
    """One of some records as the employer reads it, or None."""
    with keeping(Keeper.LINK, WHY):
        row = rows.filter(pk=pk).first()
        return hosted([row])[0] if row else None
