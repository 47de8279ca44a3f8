"""A class on a tour: counted by number alone, so that children need no record (D21)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.placements.grades import FIRST_NAMED, GRADES
from guildhall.placements.querysets import GroupQuerySet, OwnQuerySet
from guildhall.placements.wbl import TYPES, activity
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution


class GroupExperience(OfInstitution):
    """What a group did with an employer on a day: how many students, of which age, and with how many adults.

    It names nobody. Numbers of groups are never added to numbers of people: the same child may be in two groups.
    """

    class Level(models.TextChoices):
        ELEMENTARY = "elementary", _("elementary school")
        MIDDLE = "middle", _("middle school")
        HIGH = "high", _("high school")
        COLLEGE = "college", _("college")
        ADULT = "adult", _("adult education")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="group_experiences", db_index=False)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="group_experiences", db_index=False
    )
    activity = models.CharField(_("activity"), max_length=30, choices=TYPES)
    on = models.DateField(_("on"))
    group = models.CharField(_("which group"), max_length=120, blank=True)  # "two classes of grade 5": nobody's name
    level = models.CharField(_("level"), max_length=12, choices=Level)
    grade = models.CharField(
        _("grade"), max_length=2, blank=True, db_default="", default="", choices=[(one, one) for one in GRADES]
    )
    students = models.IntegerField(_("students"))
    with_adults = models.IntegerField(_("adults who came along"), default=0)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = GroupQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="group",
        acts="by",
        facts="institution employer opportunity activity on level grade students with_adults hours entered_at",
    )

    class Meta:
        verbose_name = _("group experience")
        verbose_name_plural = _("group experiences")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["institution", "-on", "-id"], name="group_of_institution"),
            models.Index(fields=["employer", "-on"], name="group_of_employer"),
            index_where_set("opportunity", "group_of_opportunity"),
        ]
        constraints = [
            models.CheckConstraint(name="group_of_somebody", condition=Q(students__gte=1, with_adults__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.on}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.label

    @property
    def label(self) -> str:
        return str(activity(self.activity).label)


class NamedFrom(models.Model):
    """From which grade on an institution keeps by name who was in a group; below it children are numbers alone."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="+")
    grade = models.CharField(_("grade"), max_length=2, choices=[(one, one) for one in GRADES], default=FIRST_NAMED)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    decided_on = models.DateField()
    version = models.IntegerField(default=1)

    objects = OwnQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, acts="decided_by", facts="institution grade decided_on")

    class Meta:
        verbose_name = _("grade from which students are named")
        verbose_name_plural = _("grades from which students are named")

    def __str__(self) -> str:
        return self.grade

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.institution.name

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))
