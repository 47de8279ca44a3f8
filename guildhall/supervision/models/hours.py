"""Hours of a placement: logged by the student or the staff, approved by the supervisor; never overwritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution
from guildhall.supervision.models.types import Signer
from guildhall.supervision.querysets import HoursQuerySet


class HoursEntry(OfInstitution):
    """The hours of one day, and what was learned. What corrects it stands beside it; `key` makes a double tap one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned for another look")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="hours_entries", db_index=False)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=2)
    learned = models.CharField(_("what was done and learned"), max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    key = models.CharField(max_length=40)
    side = models.CharField(max_length=11, choices=Signer)  # who entered it
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrected_by"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)  # corrected, or taken back
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(_("approved by"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.IntegerField(default=1)

    objects = HoursQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="decided_by",
        words="learned note",
        acts="by",
        facts=("institution placement day starts ends hours state key side entered_at corrects replaced_at decided_at"),
    )

    class Meta:
        verbose_name = _("entry of hours")
        verbose_name_plural = _("entries of hours")
        ordering = ["-day", "-entered_at", "-pk"]
        indexes = [
            models.Index(fields=["placement", "-day"], condition=Q(replaced_at=None), name="hours_of_placement"),
            models.Index(
                fields=["institution", "day"], condition=Q(replaced_at=None, state="waiting"), name="hours_waiting"
            ),
            index_where_set("by", "hours_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["placement", "key"], name="hours_once"),
            models.CheckConstraint(name="hours_of_a_day", condition=Q(hours__gt=0, hours__lte=24)),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.hours}"

    @property
    def name(self) -> str:
        return str(self)

    @property
    def correction(self) -> "HoursEntry | None":
        """What stands in its place."""
        return getattr(self, "corrected_by", None)
