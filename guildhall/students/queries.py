"""Students for pages: lists, one student, a caseload, and whom to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from guildhall.employers.models import Employer
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.students.models import Case, Consent, ConsentRequest, Disclosure, Enrolment, Guardian, Registration
from guildhall.students.querysets import places_of

MOST_LINES = 200  # of one student's log of disclosures on a page


def students_of(person: Person, words: str = "", place: Institution | None = None) -> QuerySet[Registration]:
    """The students whom a person sees, with what they learn and whether they are on a caseload."""
    enrolments = Enrolment.objects.visible_to(person).select_related("program")
    rows = Registration.objects.visible_to(person).named(words)
    if place:
        rows = rows.filter(institution__lineage__contains=[place.pk])
    served = Case.objects.visible_to(person).open().filter(registration=OuterRef("pk"))
    rows = rows.annotate(family=F("student__family_name"), given=F("student__given_name"), served=Exists(served))
    return rows.select_related("student", "institution").prefetch_related(Prefetch("enrolments", enrolments))


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
    current = Consent.objects.in_force().filter(registration=registration).values_list("pk", flat=True)
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
    return rows.select_related("registration__student", "institution", "employer", "by")


def alike(person: Person, place: Institution, facts: Mapping[str, Any]) -> Sequence[Registration]:
    """Students of an institution who may be the one that is being entered: the same name, e-mail or telephone."""
    names = {"student__given_name__iexact": facts["given_name"], "student__family_name__iexact": facts["family_name"]}
    same = Q(**names)
    for column in ("email", "phone"):
        if value := facts.get(column):
            same |= Q(**{f"{column}__iexact": value})
    rows = Registration.objects.visible_to(person).filter(same, institution=place)
    return list(rows.select_related("student", "institution")[:10])


def newest_enrolment(registration: Registration) -> Enrolment | None:
    """What a student learns, or learned last."""
    return registration.enrolments.select_related("program", "teacher").first()


def caseload_of(manager: Person | None, person: Person) -> QuerySet[Case]:
    """The open cases of one case manager, or (None) of all whom the person sees; what is due first comes first."""
    rows = Case.objects.visible_to(person).open().select_related("registration__student", "institution", "manager")
    return (rows.filter(manager=manager) if manager else rows).soonest()


def managers_at(institution: Institution) -> QuerySet[Person]:
    """Whose caseload the students of an institution may be on."""
    return _with_role(Permission.SEE_STUDENTS, institution)


def teachers_at(places: Sequence[Institution] | QuerySet[Institution]) -> QuerySet[Person]:
    """Who teaches at some institutions."""
    roles = [role.value for role, granted in GRANTS.items() if Permission.TEACH_STUDENTS in granted]
    lineages = {pk for place in places for pk in place.lineage}
    members = Membership.objects.in_force().filter(role__in=roles, institution__in=lineages)
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return rows.order_by("family_name", "given_name")


def _with_role(permission: Permission, institution: Institution) -> QuerySet[Person]:
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    members = Membership.objects.in_force().filter(role__in=roles, institution__in=institution.lineage)
    members = members.exclude(institution__kind__in=["agency", "region"])
    rows = Person.objects.filter(is_active=True, pk__in=members.values("person"))
    return rows.order_by("family_name", "given_name")


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
