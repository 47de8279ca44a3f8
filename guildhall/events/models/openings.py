from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.events.models.events import Event
from guildhall.events.querysets import OpeningQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person


class Opening(models.Model):
    """Whoever holds an event asks another institution whether its students may come; with the answer (C15)."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        TAKEN = "taken", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="openings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # whose students may come
    words = models.CharField(_("why"), max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(_("what was answered"), max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OpeningQuerySet.as_manager()
    personal = Personal(
        seen=Seen.BOTH_SIDES,
        words="words answer",
        acts="asked_by answered_by",
        facts="event institution state asked_at answered_at",
    )

    class Meta:
        verbose_name = _("event opened to another institution")
        verbose_name_plural = _("events opened to other institutions")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution"], condition=Q(state="open"), name="opening_waits_once"
            ),
            models.CheckConstraint(
                name="opening_answered_with_its_time",
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.words or str(self.pk)

    @property
    def name(self) -> str:
        return self.event.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.event.scope
