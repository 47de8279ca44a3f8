"""How many students, credits and certifications an institution counted in a term: numbers alone, of nobody (F16).

They are what institutions report, by import or by hand, and are never added to records of students.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.pathways.models.credit import BEGINNING, Articulation, Certification, Course
from guildhall.pathways.models.programs import Program
from guildhall.pathways.querysets import CountedTermQuerySet, CountQuerySet, OpenToStaffQuerySet
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set


class CountedTerm(models.Model):
    """One term of one institution that is counted, and who attested the counts (N17)."""

    class Part(models.TextChoices):
        YEAR = "year", _("whole year")
        SUMMER = "summer", _("summer")
        FALL = "fall", _("fall")
        WINTER = "winter", _("winter")
        SPRING = "spring", _("spring")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="counted_terms", db_index=False)
    year = models.IntegerField(_("school year"))  # the calendar year in which it begins: 2026 is 2026–27
    part = models.CharField(_("term"), max_length=8, choices=Part)
    changed_at = models.DateTimeField()
    attested_at = models.DateTimeField(null=True)
    attested_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    since_on = models.DateField(default=BEGINNING, editable=False)  # since when it is attested, or not: the database
    version = models.IntegerField(default=1)

    objects = CountedTermQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY, acts="attested_by", facts="institution year part changed_at attested_at since_on"
    )

    class Meta:
        verbose_name = _("counted term")
        verbose_name_plural = _("counted terms")
        ordering = ["-year", "part"]
        constraints = [models.UniqueConstraint(fields=["institution", "year", "part"], name="counted_term_once")]
        indexes = [models.Index(fields=["-year", "-id"], name="counted_term_by_year")]

    def __str__(self) -> str:
        return f"{self.school_year}, {self.get_part_display()}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def school_year(self) -> str:
        return f"{self.year}–{(self.year + 1) % 100:02d}"

    @property
    def is_attested(self) -> bool:
        """Whether somebody stands by the counts as they are now."""
        return self.attested_at is not None and self.attested_at >= self.changed_at

    @property
    def scope(self) -> Scope:
        """What is written about it names small numbers, which stay within the institution."""
        return Scope(behind=frozenset({self.institution_id}))


class EnrolledCount(models.Model):
    """How many students were enrolled in a program on the census day of a term."""

    term = models.ForeignKey(CountedTerm, on_delete=models.CASCADE, related_name="enrolled", db_index=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="enrolled")
    students = models.IntegerField(_("students"))
    batch = models.UUIDField(null=True, editable=False)  # the list that brought it
    since_on = models.DateField(default=BEGINNING, editable=False)  # since when it is so: the database says it

    objects = CountQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="term program students batch since_on")

    class Meta:
        verbose_name = _("count of enrollment")
        verbose_name_plural = _("counts of enrollment")
        indexes = [index_where_set("batch", "enrolled_of_batch")]
        constraints = [
            models.UniqueConstraint(fields=["term", "program"], name="enrolled_once"),
            models.CheckConstraint(name="enrolled_nobody_or_more", condition=Q(students__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.term}"

    @property
    def scope(self) -> Scope:
        return self.term.scope


class CreditCount(models.Model):
    """How many credits of a course were earned early in a term, in which way, by how many students."""

    term = models.ForeignKey(CountedTerm, on_delete=models.CASCADE, related_name="credits", db_index=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="credit_counts")
    kind = models.CharField(_("kind"), max_length=12, choices=Articulation.Kind)
    students = models.IntegerField(_("students"))
    credits = models.DecimalField(_("credits"), max_digits=9, decimal_places=2)
    batch = models.UUIDField(null=True, editable=False)
    since_on = models.DateField(default=BEGINNING, editable=False)  # the database says it, of all of these

    objects = CountQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="term course kind students credits batch since_on")

    class Meta:
        verbose_name = _("count of credits")
        verbose_name_plural = _("counts of credits")
        indexes = [index_where_set("batch", "credits_of_batch")]
        constraints = [
            models.UniqueConstraint(fields=["term", "course", "kind"], name="credits_once"),
            models.CheckConstraint(name="credits_nobody_or_more", condition=Q(students__gte=0, credits__gte=0)),
            models.CheckConstraint(name="credits_of_somebody", condition=Q(students__gt=0) | Q(credits=0)),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.term}"

    @property
    def scope(self) -> Scope:
        return self.term.scope


class CertificationCount(models.Model):
    """How many students of an institution earned a certification in a term."""

    term = models.ForeignKey(CountedTerm, on_delete=models.CASCADE, related_name="certified", db_index=False)
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="counts")
    students = models.IntegerField(_("students"))
    since_on = models.DateField(default=BEGINNING, editable=False)

    objects = CountQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="term certification students since_on")

    class Meta:
        verbose_name = _("count of certifications")
        verbose_name_plural = _("counts of certifications")
        constraints = [
            models.UniqueConstraint(fields=["term", "certification"], name="certified_once"),
            models.CheckConstraint(name="certified_nobody_or_more", condition=Q(students__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.certification}, {self.term}"

    @property
    def scope(self) -> Scope:
        return self.term.scope


class CreditRate(models.Model):
    """What a credit costs at an institution in a school year: tuition, and fees apart (M15)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="credit_rates", db_index=False)
    year = models.IntegerField(_("school year"))  # the calendar year in which it begins
    tuition = models.DecimalField(_("tuition per credit"), max_digits=8, decimal_places=2)
    fees = models.DecimalField(_("fees per credit"), max_digits=8, decimal_places=2, default=0)
    source = models.CharField(_("where it is said"), max_length=200)
    since_on = models.DateField(default=BEGINNING, editable=False)
    version = models.IntegerField(default=1)

    objects = OpenToStaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="institution year tuition fees source since_on")

    class Meta:
        verbose_name = _("rate of credit")
        verbose_name_plural = _("rates of credit")
        ordering = ["-year", "institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "year"], name="credit_rate_once"),
            models.CheckConstraint(name="credit_rate_is_no_debt", condition=Q(tuition__gte=0, fees__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.school_year}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def school_year(self) -> str:
        return f"{self.year}–{(self.year + 1) % 100:02d}"

    @property
    def scope(self) -> Scope:
        return Scope()
