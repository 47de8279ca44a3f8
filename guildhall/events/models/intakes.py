"""Calendars of schools and colleges that are read in: by file, or again and again from an address (C3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.events.querysets import HouseQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person


class Subscription(models.Model):
    """An address from which an institution's own calendar is read every day, as long as somebody wants it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    address = models.URLField(_("address of the calendar"), max_length=500)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why it could not be read the last time
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = HouseQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="problem",
        acts="by",
        facts="institution address made_at read_at ended_at",
    )

    class Meta:
        verbose_name = _("calendar that is read")
        verbose_name_plural = _("calendars that are read")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        return self.address


class Intake(models.Model):
    """One calendar as it was read: what is new in it, what changed, what may be there twice; applied, or taken back."""

    class State(models.TextChoices):
        CHECKED = "checked", _("Checked")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, blank=True, related_name="intakes"
    )
    source = models.CharField(_("file or address"), max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    rows = models.JSONField(default=list)  # what each event of the calendar says
    counts = models.JSONField(default=dict)  # as `guildhall import events` prints them
    before = models.JSONField(default=list)  # what applying changed, to take it back
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = HouseQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="rows before",
        acts="by",
        facts="institution subscription source state counts made_at applied_at undone_at",
        kept=Kept(YEAR, "made_at"),
    )

    class Meta:
        verbose_name = _("calendar brought")
        verbose_name_plural = _("calendars brought")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.source

    @property
    def name(self) -> str:
        return self.source
