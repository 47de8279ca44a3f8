"""What happens at the door of an event, and when its list is closed (M18, journey 6)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.models.rolls import Roll
from guildhall.bookings.querysets import OfRollQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set

MOST_WALK_INS = 1000  # counted with one tap
DOOR_OPENS, DOOR_STAYS = timedelta(hours=12), timedelta(days=30)  # before it begins, and after: lists typed in later


class OfRoll(models.Model):
    """A row about one time of an event, shown to whoever plans the event."""

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.roll.name)  # type: ignore[attr-defined]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: how many came, or did not, the own people alone."""
        event = self.roll.event  # type: ignore[attr-defined]
        return Scope(behind=frozenset({event.institution_id})) | event.scope


class Tap(OfRoll):
    """What somebody tapped at the door: that somebody is here or is not, or how many came without booking.

    The device gives it its key, so one that is sent twice counts once, also where another door tapped in between. It
    names nobody: whose booking it is stands under the second lock.
    """

    class Act(models.TextChoices):
        HERE = "here", _("here")
        NOT_HERE = "not_here", _("not here after all")
        WALK_IN = "walk_in", _("came without booking")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="taps", db_index=False)
    act = models.CharField(max_length=8, choices=Act)
    booking = models.UUIDField(null=True, editable=False)
    part = models.UUIDField(null=True, editable=False)  # of an employer who takes part
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # of those who are counted alone
    people = models.IntegerField(_("how many came without booking"), null=True, blank=True)
    tapped_at = models.DateTimeField()  # by the clock of the device, as far as that can be
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = OfRollQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        acts="by",
        facts="key roll act booking part institution people tapped_at at",
    )

    class Meta:
        verbose_name = _("tap at the door of an event")
        verbose_name_plural = _("taps at the doors of events")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["roll", "act"], name="tap_of_roll"),
            index_where_set("institution", "tap_institution"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["roll", "key"], name="tap_once"),
            models.CheckConstraint(
                name="tap_walk_ins",
                condition=Q(people=None) | Q(act="walk_in", people__gte=1, people__lte=MOST_WALK_INS),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Closing(OfRoll):
    """The list of one time of an event is closed: who had booked and did not come is noted as missing (M18)."""

    roll = models.OneToOneField(Roll, on_delete=models.CASCADE, primary_key=True, related_name="closing")
    closed_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    told_at = models.DateTimeField(null=True, blank=True)  # when employers were sent how it was attended

    objects = OfRollQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, acts="by", facts="roll closed_at told_at")

    class Meta:
        verbose_name = _("closed list of an event")
        verbose_name_plural = _("closed lists of events")
        ordering = ["closed_at"]
        indexes = [models.Index(fields=["closed_at"], condition=Q(told_at=None), name="closing_untold")]

    def __str__(self) -> str:
        return self.name
