from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import MoveUnlessThere
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Ask, Engagement
from guildhall.events.models.events import Event
from guildhall.events.querysets import TakingPartQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set


class TakingPart(models.Model):
    """An employer at an event: what it offers there, whether it was asked, whether it came, and as what it counts."""

    class State(models.TextChoices):
        NAMED = "named", _("Named")
        INVITED = "invited", _("To be asked")
        CONFIRMED = "confirmed", _("Comes")
        DECLINED = "declined", _("Does not come")
        CAME = "came", _("Was there")
        ABSENT = "absent", _("Was not there")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="parts")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="parts_in_events")
    host = models.BooleanField(_("it takes place at theirs"), default=False)
    offers = models.CharField(_("what they offer there"), max_length=300, blank=True)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.NAMED)
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    came_at = models.DateTimeField(null=True, blank=True)  # when they were first checked in at the door
    arrivals = models.JSONField(default=dict, blank=True, db_default={})  # of each day on which they were: since when
    was = models.CharField(max_length=10, blank=True, default="", db_default="")  # its state before that
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = TakingPartQuerySet.as_manager()
    on_merge = MoveUnlessThere(key=("event",))
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="offers",
        acts="by",
        facts="event employer host opportunity state ask engagement came_at arrivals was at",
    )

    class Meta:
        verbose_name = _("employer at an event")
        verbose_name_plural = _("employers at events")
        ordering = ["-host", "at"]
        indexes = [
            index_where_set("opportunity", "part_opportunity"),
            index_where_set("contact", "part_contact"),
            index_where_set("ask", "part_ask"),
            index_where_set("engagement", "part_engagement"),
            models.Index(fields=["event"], condition=Q(host=True), name="part_host"),
        ]

    def __str__(self) -> str:
        return self.offers or str(self.pk)

    @property
    def name(self) -> str:
        return str(self.employer.name)

    def here_since(self, day: date) -> datetime | None:
        """Since when they were at the door of a day, in the region's time zone; None where they were not."""
        if not self.arrivals and self.came_at and clock.day_of(self.came_at) == day:
            return self.came_at  # from before days were kept apart
        moment = self.arrivals.get(day.isoformat())
        return datetime.fromisoformat(moment) if moment else None

    @property
    def is_here(self) -> bool:
        """Whether they are at the event that is going on: of a series, today."""
        if self.event.state != Event.State.PUBLISHED or self.came_at is None:
            return False
        return not self.event.repeats or self.here_since(clock.today()) is not None

    @property
    def is_asked(self) -> bool:
        """Whether the ask has been carried out and nobody has said yet what they answered."""
        return self.state == self.State.INVITED and self.ask is not None and self.ask.state == Ask.State.DONE

    @property
    def to_be_asked(self) -> bool:
        """Whether nobody has asked, or is going to: an ask that was withdrawn is none."""
        unasked = self.ask is None or self.ask.state == Ask.State.WITHDRAWN
        return unasked and self.state in (self.State.NAMED, self.State.INVITED)

    @property
    def state_label(self) -> Any:
        """Where it stands, in words that follow what became of the ask, and whether they are here now."""
        if self.is_here:
            return _("Is here")
        if self.is_asked:
            return _("Asked")
        return self.State.NAMED.label if self.to_be_asked else self.get_state_display()

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees the employer."""
        return Scope(about=frozenset({self.employer_id})) | self.event.scope
