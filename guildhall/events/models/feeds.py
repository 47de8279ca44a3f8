from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person


class EventFeed(models.Model):
    """The secret address at which a calendar reads the events that one person sees; only its hash is kept (ADR 46)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="event_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.OWN, subject="person", facts="secret_hash made_at")

    class Meta:
        verbose_name = _("address of the events’ calendar")
        verbose_name_plural = _("addresses of the events’ calendar")

    def __str__(self) -> str:
        return f"events of {self.person_id}"

    @property
    def name(self) -> str:
        return str(self.person.name)
