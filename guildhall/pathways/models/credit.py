"""Certifications that programs lead to, courses, and by which agreements a course counts elsewhere (D5, D9, D11)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.pathways.models.programs import Program
from guildhall.pathways.querysets import (
    ArticulationQuerySet,
    CertificationQuerySet,
    CourseQuerySet,
    OpenToStaffQuerySet,
)
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set

BEGINNING = date(1900, 1, 1)  # since when something is as it is that was there before changes were kept


class Certification(models.Model):
    """A credential of an industry: who issues it, and what it costs whoever takes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # who keeps the line
    name = models.CharField(_("name"), max_length=160)
    issuer = models.CharField(_("who issues it"), max_length=160)
    cost = models.DecimalField(_("what it costs"), max_digits=8, decimal_places=2, null=True, blank=True)
    closed_on = models.DateField(_("not issued any more since"), null=True, blank=True)
    since_on = models.DateField(default=BEGINNING, editable=False)  # since when it costs that: the database says it
    version = models.IntegerField(default=1)

    objects = CertificationQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="institution name issuer cost closed_on since_on")

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "issuer"], name="certification_once"),
            models.CheckConstraint(name="certification_costs_something", condition=Q(cost=None) | Q(cost__gte=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Its name with its issuer, as it stands in a list."""
        return f"{self.name} ({self.issuer})"


class LedTo(models.Model):
    """A certification that a program leads to."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="led_to", db_index=False)
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="comes_of")

    objects = OpenToStaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="program certification")

    class Meta:
        verbose_name = _("certification of a program")
        verbose_name_plural = _("certifications of programs")
        constraints = [models.UniqueConstraint(fields=["program", "certification"], name="led_to_once")]

    def __str__(self) -> str:
        return f"{self.program}: {self.certification}"


class Course(models.Model):
    """A course of a program: its number, its name, its credits, and when in the sequence it is taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="courses", db_index=False)
    number = models.CharField(_("number"), max_length=20)  # "MED 101": what a catalog calls it
    name = models.CharField(_("name"), max_length=160)
    credits = models.DecimalField(_("credits"), max_digits=5, decimal_places=2, null=True, blank=True)
    position = models.IntegerField(_("place in the sequence"), default=1)
    closed_on = models.DateField(_("last taught on"), null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = CourseQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="program number name credits position closed_on")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="course_once"),
            models.CheckConstraint(name="course_has_credits", condition=Q(credits=None) | Q(credits__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def institution(self) -> Institution:
        return self.program.institution

    @property
    def label(self) -> str:
        """Its number and name with its institution's stamp, without a comma."""
        place = self.program.institution
        return f"{self} ({place.code or place.name})".replace(",", "")


class Articulation(models.Model):
    """That a course of one institution counts at another, or is taught for both: from when to when, for how much.

    It is an agreement of two institutions, so each side says for itself that it stands.
    """

    class Kind(models.TextChoices):
        ARTICULATED = "articulated", _("Articulated credit")
        DUAL = "dual", _("Dual enrollment")
        CONCURRENT = "concurrent", _("Concurrent enrollment")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taken = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="counts_as", db_index=False)
    granted = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="granted_for")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    credits = models.DecimalField(_("credits"), max_digits=5, decimal_places=2)
    condition = models.CharField(_("on what condition"), max_length=200, blank=True)  # "grade B or better"
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file_name = models.CharField(max_length=200, blank=True)
    taken_agreed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_agreed_on = models.DateField(null=True)
    granted_agreed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    granted_agreed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    objects = ArticulationQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="condition file_name",
        acts="taken_agreed_by granted_agreed_by",
        facts="taken granted kind credits from_on until_on file taken_agreed_on granted_agreed_on",
    )

    class Meta:
        verbose_name = _("articulation agreement")
        verbose_name_plural = _("articulation agreements")
        ordering = ["-from_on", "-pk"]
        indexes = [index_where_set("file", "articulation_of_file")]
        constraints = [
            models.UniqueConstraint(fields=["taken", "granted", "kind", "from_on"], name="articulation_once"),
            models.CheckConstraint(name="articulation_of_two", condition=~Q(taken=F("granted"))),
            models.CheckConstraint(name="articulation_of_credits", condition=Q(credits__gt=0)),
            models.CheckConstraint(
                name="articulation_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken.number} → {self.granted.number}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have said that it stands."""
        return self.taken_agreed_on is not None and self.granted_agreed_on is not None

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)

    @property
    def stands(self) -> bool:
        """Whether it is in force today."""
        return self.is_agreed and self.covers(clock.today())

    @property
    def is_over(self) -> bool:
        return self.until_on is not None and self.until_on < clock.today()
