"""Who sees which students: the first lock. The second one says the same in PostgreSQL (students.second_lock)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Func, Q, Value

from guildhall.lib import clock
from guildhall.people.permissions import Permission
from guildhall.people.querysets import places_of

if TYPE_CHECKING:
    from guildhall.people.models import Institution, Person


def _taught(person: "Person") -> Q:
    """Enrolments that name the person as teacher, where they teach."""
    return Q(teacher=person.pk, institution__in=places_of(person, Permission.TEACH_STUDENTS))


class OfInstitutionQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """Rows of the institutions whose students the person sees."""
        places = places_of(person)
        return self.filter(institution__in=places) if places else self.none()


class EnrolmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EnrolmentQuerySet":
        """Those of the person's institutions; a teacher's own."""
        return self.filter(Q(institution__in=places_of(person)) | _taught(person))

    def taught_by(self, person: "Person") -> "EnrolmentQuerySet":
        return self.filter(_taught(person))

    def current(self) -> "EnrolmentQuerySet":
        """Those that have not ended."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=clock.today()))


class RegistrationQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "RegistrationQuerySet":
        """The students of the person's institutions, and those whom the person teaches."""
        enrolments = self.model._meta.get_field("enrolments").related_model
        taught = enrolments.objects.taught_by(person).values("registration")
        places = places_of(person)
        teaches = person.standing.holds(Permission.TEACH_STUDENTS)
        if not places and not teaches:
            return self.none()
        return (
            self.filter(Q(institution__in=places) | Q(pk__in=taught))
            if teaches
            else self.filter(institution__in=places)
        )

    def own_of(self, person: "Person") -> "RegistrationQuerySet":
        """Those whom a person counsels, teaches or has on the caseload, of whom they see."""
        enrolments = self.model._meta.get_field("enrolments").related_model
        cases = self.model._meta.get_field("cases").related_model
        taught = enrolments.objects.taught_by(person).values("registration")
        served = cases.objects.open().filter(manager=person.pk).values("registration")
        return self.visible_to(person).filter(Q(counselor=person.pk) | Q(pk__in=taught) | Q(pk__in=served))

    def of_login(self, login: Any) -> "RegistrationQuerySet":
        """The records that a student's sign-in opens: those whose institution says so."""
        return self.filter(login=login.pk)

    def named(self, words: str) -> "RegistrationQuerySet":
        """Those whose name or number has all of some words."""
        rows = self
        for word in words.split()[:6]:
            names = Q(given_name__icontains=word) | Q(family_name__icontains=word)
            rows = rows.filter(names | Q(number__iexact=word))
        return rows

    def learning(self, program: Any = None, grade: str = "") -> "RegistrationQuerySet":
        """Those who learn in a program, or in a year or grade, today, by name; without either all."""
        today, rows = clock.today(), self
        current = Q(enrolments__to_date=None) | Q(enrolments__to_date__gte=today)
        if program is not None:
            rows = rows.filter(current, enrolments__program=program)
        if grade:
            rows = rows.filter(current, Q(enrolments__grade__iexact=grade) | Q(enrolments__year__iexact=grade))
        return rows.order_by("family_name", "given_name", "pk").distinct()


class StudentQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "StudentQuerySet":
        """Whom the person may know by name."""
        registrations = self.model._meta.get_field("registrations").related_model
        return self.filter(pk__in=registrations.objects.visible_to(person).values("student"))

    def come_to(self, institution: "Institution") -> int:
        """Note one more institution on each, as the row stands now: two that enter a student at once both stand."""
        rows = self.exclude(places__contains=[institution.pk])
        return rows.update(places=Func(F("places"), Value(institution.pk), function="array_append"))


class ConsentQuerySet(OfInstitutionQuerySet):
    def in_force(self) -> "ConsentQuerySet":
        """Signed, not expired and not revoked, today."""
        today = clock.today()
        current = self.filter(signed_on__lte=today, revoked_at=None)
        return current.filter(Q(expires_on=None) | Q(expires_on__gte=today))


class RequestQuerySet(OfInstitutionQuerySet):
    def waiting(self) -> "RequestQuerySet":
        """Nobody has answered, and nobody has taken the question back."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def open(self) -> "RequestQuerySet":
        """Those that may still be answered today."""
        return self.waiting().filter(until__gte=clock.today())


class CaseQuerySet(OfInstitutionQuerySet):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_on=None)

    def soonest(self) -> "CaseQuerySet":
        """What is due first comes first; without a day it comes last."""
        return self.order_by(F("next_on").asc(nulls_last=True), "pk")
