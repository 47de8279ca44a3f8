from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.events.models.events import Event
from guildhall.events.querysets import ClashQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person


class Clash(models.Model):
    """Two events that compete for the same people, kept all the same: by whom and why (N8)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="clashes_kept")  # that was published later
    other = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="clashes_borne")
    score = models.IntegerField()  # of a hundred
    duplicate = models.BooleanField(default=False)  # thought to be the same event, and kept as another one
    reason = models.CharField(_("why it stays"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ClashQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="reason", acts="by", facts="event other score duplicate at")

    class Meta:
        verbose_name = _("clash of events")
        verbose_name_plural = _("clashes of events")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["event", "other"], name="clash_once")]

    def __str__(self) -> str:
        return self.reason

    @property
    def name(self) -> str:
        return self.event.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.event.scope | self.other.scope
