"""Who took part in which work-based learning, at which employer: what the region's yearly figures count (F23, M12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution
from guildhall.placements.querysets import ExperienceQuerySet, OwnQuerySet
from guildhall.placements.wbl import TYPES, activity
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Student


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
    version = models.IntegerField(default=1)

    objects = OwnQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(seen=Seen.INSTITUTION, facts="institution name key employer batch")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "key"], name="host_once")]
        indexes = [index_where_set("employer", "host_employer"), index_where_set("batch", "host_batch")]

    def __str__(self) -> str:
        return self.name

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


class Experience(models.Model):
    """One person's participation in an activity at one host, on the days that it took.

    `person` says who it was for counting: the same text is the same person. `student` where it is one whom the
    institution has; a row of a list that names nobody is somebody of whom nothing but the row's number is known.
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
    student = models.ForeignKey(
        Student, on_delete=models.SET_NULL, null=True, blank=True, related_name="experiences", db_index=False
    )
    person_name = models.CharField(_("name"), max_length=160, blank=True)
    person_number = models.CharField(_("number of the person"), max_length=60, blank=True)
    record = models.CharField(_("number in the source"), max_length=60, blank=True)
    activity = models.CharField(_("activity"), max_length=30, choices=TYPES)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, null=True, blank=True, related_name="experiences")
    start_on = models.DateField(_("from"))
    end_on = models.DateField(_("until"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    batch = models.UUIDField(null=True, editable=False)
    line = models.IntegerField(null=True)
    mark = models.CharField(max_length=32)  # of everything that it says: the same list twice adds nothing
    version = models.IntegerField(default=1)

    objects = ExperienceQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="person person_name person_number",
        facts="institution who student record activity host start_on end_on hours status batch line mark",
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
