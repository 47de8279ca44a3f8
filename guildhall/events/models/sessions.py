"""Sessions, booths and interview slots of an event (C3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.events.models.events import Event
from guildhall.events.querysets import StallQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.store.indexes import index_where_set


class Session(models.Model):
    """A part of an event with a time, a room or a table of its own: a workshop, a booth, a slot for interviews."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Session")
        STALL = "stall", _("Booth or table")
        SLOT = "slot", _("Interview slot")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("what it is"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    employer = models.ForeignKey(
        Employer, on_delete=models.SET_NULL, null=True, blank=True, related_name="stalls", db_index=False
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.CharField(_("room or number"), max_length=80, blank=True)
    link = models.URLField(_("link to join"), max_length=500, blank=True, default="", db_default="")
    capacity = models.IntegerField(_("places"), null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)  # when the employer was checked in
    canceled_at = models.DateTimeField(null=True, blank=True)  # the event takes place without it
    canceled_because = models.CharField(_("why it is canceled"), max_length=300, blank=True, default="", db_default="")
    version = models.IntegerField(default=1)

    objects = StallQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="canceled_because",
        facts="event kind title employer starts_at ends_at room link capacity came_at canceled_at",
    )

    class Meta:
        verbose_name = _("session of an event")
        verbose_name_plural = _("sessions of events")
        ordering = ["starts_at", "kind", "title"]
        indexes = [index_where_set("employer", "session_employer")]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return self.title

    @property
    def is_here(self) -> bool:
        """Whether its employer has arrived: of a series, today."""
        return self.came_at is not None and (not self.event.repeats or clock.day_of(self.came_at) == clock.today())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees its employer and the event."""
        own = frozenset({self.employer_id}) if self.employer_id else frozenset()
        return Scope(about=own) | self.event.scope
