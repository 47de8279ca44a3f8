"""Students: one person however many colleges and schools they attend, and what each of these knows of them (D21, G2).

Everything here stands under the second lock: see `students.second_lock`.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.pathways.models import Program
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set
from guildhall.students.models.logins import StudentLogin
from guildhall.students.querysets import (
    EnrolmentQuerySet,
    OfInstitutionQuerySet,
    RegistrationQuerySet,
    StudentQuerySet,
)


class Student(models.Model):
    """Somebody who learns, no matter where: what joins two records of one person, and says nothing of its own.

    What is known of them, names and date of birth too, stands in each institution's registration (ADR 49). `places`
    are the institutions that have them: the second lock reads it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    places = ArrayField(models.UUIDField(), default=list)
    version = models.IntegerField(default=1)

    objects = StudentQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="places")

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        indexes = [GinIndex(fields=["places"], name="student_places")]

    def __str__(self) -> str:
        return str(self.pk)


class OfInstitution(models.Model):
    """A row of one institution's own education record."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: the institution's own people."""
        return Scope(behind=frozenset({self.institution_id}))


class Registration(OfInstitution):
    """What one institution knows of a student: name, date of birth, number, how to reach them, whether they opted out.

    Of a student with dual enrolment each of the two institutions has one of its own, sees no other and changes none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="registrations")
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)  # only where a rule needs it
    number = models.CharField(_("student number"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    opted_out_on = models.DateField(_("opted out of directory information on"), null=True, blank=True)
    login = models.ForeignKey(
        StudentLogin, on_delete=models.SET_NULL, null=True, related_name="registrations", db_index=False
    )  # who signs in for it, as this institution says
    sign_in_ended_on = models.DateField(null=True, blank=True)  # until somebody invites anew, no address opens it
    counselor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("counselor"),
    )  # fmt: skip
    batch = models.UUIDField(null=True, editable=False)  # the list that brought it
    version = models.IntegerField(default=1)

    handed_on = {"counselor": Handed(_("students whom they counsel"), through="")}
    objects = RegistrationQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        identity="given_name family_name born_on number phone",
        acts="counselor",
        facts="institution student opted_out_on login sign_in_ended_on batch",
    )

    class Meta:
        verbose_name = _("student at an institution")
        verbose_name_plural = _("students at institutions")
        constraints = [
            models.UniqueConstraint(fields=["institution", "student"], name="registration_once"),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=~Q(number=""), name="registration_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "family_name", "given_name"], name="registration_name"),
            models.Index(fields=["family_name", "given_name", "id"], name="registration_by_name"),  # of several places
            index_where_set("born_on", "registration_born_on"),
            index_where_set("batch", "registration_batch"),
            index_where_set("login", "registration_login"),
            index_where_set("counselor", "registration_counselor"),
            models.Index(Lower("email"), condition=~Q(email=""), name="registration_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Enrolment(OfInstitution):
    """What a student learns at an institution: the program of study, the year, from when to when, and with whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="enrolments")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments", db_index=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    year = models.CharField(_("school year"), max_length=9)  # such as 2026-27
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    from_date = models.DateField(_("from"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    teacher = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    batch = models.UUIDField(null=True, editable=False)
    version = models.IntegerField(default=1)

    objects = EnrolmentQuerySet.as_manager()
    handed_on = {"teacher": Handed(_("students whom they teach"), Q(to_date=None), through="")}
    personal = Personal(
        seen=Seen.INSTITUTION,
        acts="teacher",
        facts="institution registration student program year grade from_date to_date batch",
    )

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "program", "year"], name="enrolment_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_begins",
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=models.F("from_date")),
            ),
        ]
        indexes = [index_where_set("batch", "enrolment_batch")]

    def __str__(self) -> str:
        return f"{self.registration}, {self.year}"


class Guardian(OfInstitution):
    """Who signs for a student who is not of age."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(_("name"), max_length=160)
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)  # in which they are written to
    version = models.IntegerField(default=1)

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        identity="name relationship phone",
        facts="institution registration language",
    )

    class Meta:
        verbose_name = _("parent or guardian")
        verbose_name_plural = _("parents and guardians")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
