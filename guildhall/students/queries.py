"""Students for pages: lists, one student, a caseload, and whom to choose from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib.verdicts import Verdict
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.people.queries import longest_serving
from guildhall.students.models import (
    Case,
    Consent,
    ConsentRequest,
    Disclosure,
    Enrolment,
    Guardian,
    Registration,
    StudentLogin,
)
from guildhall.students.querysets import RegistrationQuerySet, places_of

MOST_LINES = 200  # of one student's log of disclosures on a page
OF_ADDRESSES: tuple[tuple[Any, str], ...] = (
    (Registration, "institution"),
    (Guardian, "institution"),
    (ConsentRequest, "institution"),
    (StudentLogin, "registrations__institution"),
)


def students_of(
    person: Person, words: str = "", place: Institution | None = None, *, own: bool = False
) -> RegistrationQuerySet:
    """The students whom a person sees, with what they learn and whether they are on a caseload."""
    enrolments = Enrolment.objects.visible_to(person).select_related("program")
    seen = Registration.objects.own_of(person) if own else Registration.objects.visible_to(person)
    rows = seen.named(words)
    if place:
        rows = rows.filter(institution__lineage__contains=[place.pk])
    served = Case.objects.visible_to(person).open().filter(registration=OuterRef("pk"))
    rows = rows.annotate(family=F("family_name"), given=F("given_name"), served=Exists(served))
    return rows.select_related("institution", "counselor").prefetch_related(Prefetch("enrolments", enrolments))


@dataclass(frozen=True)
class Record:
    """What an institution has of one student, as far as the person sees it."""

    enrolments: Sequence[Enrolment]
    guardians: Sequence[Guardian]
    requests: Sequence[ConsentRequest]
    consents: Sequence[Consent]
    in_force: frozenset[Any]
    disclosures: Sequence[Disclosure]
    case: Case | None


def record_of(registration: Registration, person: Person) -> Record:
    """One student with enrollments, consents, the log of disclosures and the open case."""
    consents = list(
        Consent.objects.visible_to(person).filter(registration=registration).select_related("employer", "revoked_by")
    )
    log = Disclosure.objects.visible_to(person).filter(registration=registration).select_related("by", "employer")
    case = Case.objects.visible_to(person).open().filter(registration=registration).select_related("manager").first()
    rows = Enrolment.objects.visible_to(person).filter(registration=registration)
    current = [one.pk for one in consents if one.is_in_force]
    return Record(
        list(rows.select_related("program", "teacher")),
        list(Guardian.objects.visible_to(person).filter(registration=registration)),
        list(outstanding(person).filter(registration=registration)),
        consents,
        frozenset(current),
        list(log[:MOST_LINES]),
        case,
    )


def outstanding(person: Person) -> QuerySet[ConsentRequest]:
    """The consents that were asked for and that nobody has answered, of the students whom a person serves."""
    rows = ConsentRequest.objects.visible_to(person).waiting()
    return rows.select_related("registration", "institution", "employer", "by")


def alike(person: Person, place: Institution, facts: Mapping[str, Any]) -> Sequence[Registration]:
    """Students of an institution who may be the one that is being entered: the same name, e-mail or telephone."""
    names = {"given_name__iexact": facts["given_name"], "family_name__iexact": facts["family_name"]}
    same = Q(**names)
    for column in ("email", "phone"):
        if value := facts.get(column):
            same |= Q(**{f"{column}__iexact": value})
    rows = Registration.objects.visible_to(person).filter(same, institution=place)
    return list(rows.select_related("institution")[:10])


@dataclass(frozen=True)
class Own:
    """What one institution holds of a student, as the student reads it; `decides`: no parent signs any more."""

    row: Registration
    enrolments: Sequence[Enrolment]
    consents: Sequence[Consent]
    disclosures: Sequence[Disclosure]
    asked: Sequence[ConsentRequest]
    decides: bool
    asks: Person | None = None  # who of the staff is asked about it


@dataclass(frozen=True)
class Step:
    """What is next for a student, and by when."""

    words: str
    day: date | None = None
    url: str = ""


def of_login(login: StudentLogin) -> QuerySet[Registration]:
    """The records that a student's sign-in opens."""
    rows = Registration.objects.of_login(login).select_related("institution")
    return rows.order_by("institution__name", "pk")


def own_record(login: StudentLogin, may_decide: Callable[[Registration], Verdict]) -> list[Own]:
    """Everything that each institution holds of a student (FERPA: the right to inspect)."""
    rows = list(of_login(login))
    enrolments = _by_record(Enrolment.objects.filter(registration__in=rows).select_related("program"))
    consents = _by_record(Consent.objects.filter(registration__in=rows).select_related("employer"))
    disclosures = _by_record(Disclosure.objects.filter(registration__in=rows))
    asked = _by_record(ConsentRequest.objects.open().filter(registration__in=rows).order_by("until", "pk"))
    return [
        Own(
            row,
            enrolments.get(row.pk, []),
            consents.get(row.pk, []),
            disclosures.get(row.pk, []),
            asked.get(row.pk, []),
            bool(may_decide(row)),
            longest_serving(Permission.KEEP_STUDENTS, row.institution),
        )
        for row in rows
    ]


def _by_record(rows: QuerySet[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.registration_id, []).append(row)
    return found


def own_consents(login: StudentLogin) -> QuerySet[Consent]:
    """The consents of the records that a student's sign-in opens."""
    return Consent.objects.filter(registration__in=of_login(login))


def to_do(login: StudentLogin) -> list[Step]:
    """What is next for a student: the consents that wait for an answer."""
    words = _("%(place)s asks for your consent: %(purpose)s")
    return [
        Step(
            words % {"place": row.institution.name, "purpose": row.purpose},
            row.until,
            reverse("student-consent", args=[row.pk]),
        )
        for row in own_requests(login).open().order_by("until")
    ]


def own_requests(login: StudentLogin) -> Any:
    """The consents that a student was asked for; a parent's are the parent's to answer."""
    rows = ConsentRequest.objects.filter(registration__in=of_login(login), signer=Consent.Signer.STUDENT)
    return rows.select_related("institution", "registration__student", "employer", "consent")


def to_invite(person: Person) -> QuerySet[Registration]:
    """The students with an address who do not sign in yet, where the person keeps students."""
    places = places_of(person, Permission.KEEP_STUDENTS)
    rows = Registration.objects.visible_to(person).filter(institution__in=places, login=None).exclude(email="")
    return rows.select_related("institution").order_by("family_name", "given_name", "pk")


def logins_of_the_demo() -> list[StudentLogin]:
    """Who may be tried at the students' door of a demo."""
    with keeping(Keeper.SIGN_IN, "who may be tried in a demo"):
        return list(StudentLogin.objects.filter(demo=True, ended_at=None).order_by("email")[:6])


def institutions_of(addresses: Iterable[str]) -> dict[str, set[UUID]]:
    """Of some addresses, in small letters, those of students and parents, with the institutions that have them.

    For ledgers, which hide them from whoever does not see the student; nobody reads the answer itself.
    """
    found: dict[str, set[UUID]] = {}
    wanted = {address.lower() for address in addresses}
    rows: list[QuerySet[Any]] = [
        model._base_manager.annotate(low=Lower("email")).filter(low__in=wanted).order_by().values_list("low", place)
        for model, place in OF_ADDRESSES
    ]
    with keeping(Keeper.RECOUNT, "which addresses of a ledger are those of students and parents"):
        for low, place in rows[0].union(*rows[1:]) if wanted else ():
            found.setdefault(low, set()).update({place} - {None})
    return found


def newest_enrolment(registration: Registration) -> Enrolment | None:
    """What a student learns, or learned last."""
    return registration.enrolments.select_related("program", "teacher").first()


def caseload_of(manager: Person | None, person: Person) -> QuerySet[Case]:
    """The open cases of one case manager, or (None) of all whom the person sees; what is due first comes first."""
    rows = Case.objects.visible_to(person).open().select_related("registration", "institution", "manager")
    return (rows.filter(manager=manager) if manager else rows).soonest()


def managers_at(*places: Institution) -> QuerySet[Person]:
    """Whose caseload the students of some institutions may be on, and who may be their counselor."""
    roles = [role.value for role, granted in GRANTS.items() if Permission.SEE_STUDENTS in granted]
    lineages = {pk for place in places for pk in place.lineage}
    members = Membership.objects.in_force().filter(role__in=roles, institution__in=lineages)
    members = members.exclude(institution__kind__in=["agency", "region"])
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return rows.order_by("family_name", "given_name")


def teachers_at(places: Sequence[Institution] | QuerySet[Institution]) -> QuerySet[Person]:
    """Who teaches at some institutions."""
    roles = [role.value for role, granted in GRANTS.items() if Permission.TEACH_STUDENTS in granted]
    lineages = {pk for place in places for pk in place.lineage}
    members = Membership.objects.in_force().filter(role__in=roles, institution__in=lineages)
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return rows.order_by("family_name", "given_name")


@dataclass(frozen=True, slots=True)
class Counseled:
    """How many students of an institution a counselor has; without a name: those who have none."""

    name: str
    place: str
    students: int


def counseled(person: Person) -> list[Counseled]:
    """How the students whom a person sees are shared out; those without a counselor first."""
    rows = Registration.objects.visible_to(person).order_by()
    found = rows.values_list("counselor", "institution__name").annotate(n=Count("pk"))
    people = Person.objects.in_bulk([pk for pk, _place, _n in found if pk])
    told = [Counseled(str(people[pk]) if pk else "", place, n) for pk, place, n in found]
    return sorted(told, key=lambda one: (bool(one.name), one.place, one.name))


def places_to_keep(person: Person) -> QuerySet[Institution]:
    """The institutions whose students a person enters."""
    places = places_of(person, Permission.KEEP_STUDENTS)
    return Institution.objects.filter(pk__in=places).open().order_by("lineage__len", "name")


def programs_for(person: Person, chosen: Any = None) -> QuerySet[Program]:
    """The programs that a student may be enrolled in, and the one that stands there already."""
    rows = Program.objects.visible_to(person)
    return rows.filter(Q(pk__in=rows.offered().of(person).values("pk")) | Q(pk=chosen))


def employers_for(person: Person) -> QuerySet[Employer]:
    """The shared employers that a consent may name."""
    return Employer.objects.visible_to(person).exclude(posted_at=None).defer("search")
