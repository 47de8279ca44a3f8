"""Who took part in which work-based learning, at which employer: what the region's yearly figures count (F23, M12)."""

from datetime import date

from django.db import models
from django.db.models import F, Q, TextField, UUIDField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution
from guildhall.placements.querysets import ExperienceQuerySet, HostQuerySet, OwnQuerySet
from guildhall.placements.wbl import TYPES, activity
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Student

BEGINNING = date(1900, 1, 1)  # since when a row is as it is that was there before changes were counted


class Host(models.Model):
    """An employer as an institution writes it, and which one it is: settled once, and remembered for the next list.

    Until somebody says which employer is meant, it counts under its own name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=250)
    key = models.CharField(max_length=250)  # the name without what is written now so, now so
    employer = models.ForeignKey(
        Employer, on_delete=models.SET_NULL, null=True, blank=True, related_name="hosts", db_index=False
    )
    batch = models.UUIDField(null=True, editable=False)  # the list that opened its employer
    alone = models.BooleanField(default=False)  # somebody said that it is no employer of the directory
    since = models.BigIntegerField(default=0, editable=False)  # the change that made it so: the database counts them
    since_on = models.DateField(default=BEGINNING, editable=False)
    version = models.IntegerField(default=1)

    objects = HostQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(seen=Seen.INSTITUTION, facts="institution name key employer batch alone since since_on")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "key"], name="host_once")]
        indexes = [
            index_where_set("employer", "host_employer"),
            index_where_set("batch", "host_batch"),
            models.Index(
                fields=["institution", "name"], condition=Q(employer=None, alone=False), name="host_to_settle"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        return self.employer_id is not None or self.alone

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))


class Spelling(models.Model):
    """What an institution calls an activity, and which type it is: mapped once, and remembered."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    activity = models.CharField(max_length=30, choices=TYPES)
    objects = OwnQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="institution key activity")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "key"], name="spelling_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))


# Who a participation counts: the student, else by what the institution calls the person. One value, so that counting
# different people compares sixteen bytes and no names.
WHO_COUNTS = Coalesce(
    "student",
    Cast(
        MD5(
            Concat(
                Cast("institution", TextField()),
                Value(" "),
                Coalesce(NullIf(F("same_as"), Value("")), F("person")),
                output_field=TextField(),
            )
        ),
        UUIDField(),
    ),
)


class Experience(models.Model):
    """One person's participation in an activity at one host, on the days that it took.

    `person` says who it was for counting: the same text is the same person. `same_as` where somebody said that this is
    the person whom other lists call otherwise; `student` where it is one whom the institution has; a row of a list
    that names nobody is somebody of whom nothing but the row's number is known.
    """

    class Who(models.TextChoices):
        STUDENT = "student", _("student")
        EDUCATOR = "educator", _("educator")

    class Status(models.TextChoices):
        COMPLETED = "completed", _("completed")
        PLANNED = "planned", _("planned or under way")
        NO_SHOW = "no_show", _("did not come")
        CANCELLED = "cancelled", _("canceled")
        UNKNOWN = "unknown", _("nobody says")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=10, choices=Who, default=Who.STUDENT)
    person = models.CharField(max_length=200)
    same_as = models.CharField(max_length=200, blank=True)
    student = models.ForeignKey(
        Student, on_delete=models.SET_NULL, null=True, blank=True, related_name="experiences", db_index=False
    )
    counts_as = models.GeneratedField(expression=WHO_COUNTS, output_field=UUIDField(), db_persist=True)
    person_name = models.CharField(_("name"), max_length=160, blank=True)
    person_number = models.CharField(_("number of the person"), max_length=60, blank=True)
    record = models.CharField(_("number in the source"), max_length=60, blank=True)
    activity = models.CharField(_("activity"), max_length=30, choices=TYPES)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, null=True, blank=True, related_name="experiences")
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    group = models.ForeignKey(
        "placements.GroupExperience", on_delete=models.SET_NULL, null=True, related_name="records", db_index=False
    )  # the class with which they were there
    batch = models.UUIDField(null=True, editable=False)
    line = models.IntegerField(null=True)
    mark = models.CharField(max_length=32)  # of everything that it says: the same list twice adds nothing
    since = models.BigIntegerField(default=0, editable=False)  # the change that made it so: the database counts them
    since_on = models.DateField(default=BEGINNING, editable=False)
    version = models.IntegerField(default=1)

    objects = ExperienceQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="person same_as person_name person_number",
        facts="institution who student counts_as record activity host start_on end_on hours status group batch line"
        " mark since since_on",
    )

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        ordering = ["-start_on", "-pk"]
        indexes = [
            models.Index(fields=["institution", "-start_on"], name="experience_of_institution"),
            models.Index(fields=["activity", "start_on"], condition=Q(status="completed"), name="experience_counted"),
            index_where_set("student", "experience_student"),
            index_where_set("batch", "experience_batch"),
            index_where_set("group", "experience_group"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["institution", "mark"], name="experience_once"),
            models.CheckConstraint(
                name="experience_ends_after_it_begins",
                condition=Q(end_on=None) | Q(end_on__gte=models.F("start_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.start_on}"

    @property
    def label(self) -> str:
        """What it was, in words."""
        return str(activity(self.activity).label)

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))
