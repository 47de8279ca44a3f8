"""Copies of messages and invitations that somebody sent to their own address, to be logged once they are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.engagements.messages import Message
from guildhall.engagements.querysets import CopyQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person

WAITS_DAYS = 30


class CopyAddress(models.Model):
    """The secret address to which one person sends copies; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="copy_address")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.OWN, subject="person", facts="secret_hash made_at")

    def __str__(self) -> str:
        return f"address for copies of {self.person_id}"


class Copy(models.Model):
    """A message or invitation that waits for its person to log it or set it aside: then its words go.

    What is left of it until `WAITS_DAYS` are over is a mark by which the same one is known again. It has no `scope`:
    nobody but its person reads anything of it.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="copies")
    mark = models.CharField(max_length=64)  # hash of the Message-ID, or of the UID of a meeting
    sequence = models.IntegerField(default=0)  # how often a meeting was changed
    kind = models.CharField(max_length=7, choices=Kind)
    subject = models.CharField(_("subject line"), max_length=200, blank=True)
    body = models.TextField(_("words"), blank=True)
    sender = models.CharField(_("who wrote it"), max_length=254, blank=True)
    others = models.JSONField(_("to whom"), default=list, blank=True)  # addresses in lower case
    happened_on = models.DateField()
    begun_at = models.TimeField(null=True)
    received_at = models.DateTimeField()
    waits_from = models.DateField()  # when it came, or the day of a meeting ahead
    done_at = models.DateTimeField(null=True)  # logged, set aside or canceled

    objects = CopyQuerySet.as_manager()
    personal = Personal(
        seen=Seen.OWN,
        subject="person",
        words="subject body sender others",
        facts="mark sequence kind happened_on begun_at received_at waits_from done_at",
        kept=Kept(WAITS_DAYS, "waits_from", "delete"),
    )

    class Meta:
        verbose_name_plural = "copies"
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "mark"], name="copy_once"),
            models.CheckConstraint(
                name="copy_done_without_words",
                condition=models.Q(done_at=None) | models.Q(subject="", body="", sender="", others=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.kind)

    @property
    def is_ahead(self) -> bool:
        """Whether it has not happened yet: then it waits."""
        return bool(self.happened_on > clock.today())

    @property
    def message(self) -> Message:
        """The same as what is read out of a message file."""
        return Message(self.subject, self.body, self.sender, tuple(self.others), self.happened_on, self.begun_at)
