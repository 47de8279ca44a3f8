from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.people.models.feeds import SecretFeed


class EventFeed(SecretFeed):
    """The secret address at which a calendar reads the events that one person sees (ADR 46)."""

    renewed, ended = "renew calendar of events", "end calendar of events"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="event_feed")

    personal = Personal(seen=Seen.OWN, subject="person", facts="secret_hash made_at")

    class Meta:
        verbose_name = _("address of the events’ calendar")
        verbose_name_plural = _("addresses of the events’ calendar")

    def __str__(self) -> str:
        return f"events of {self.person_id}"

    @property
    def name(self) -> str:
        return str(self.person.name)
