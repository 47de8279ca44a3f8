"""What somebody was told of, and how each wants to hear of what (B12, N7)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.people.events import BY_NAME, How
from guildhall.people.models.persons import Person


class Notice(models.Model):
    """One thing that one person was told of, in that person's language at the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=40)
    key = models.CharField(max_length=200)  # the same thing is never told twice
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=300)  # where one sees it, within this installation
    about = ArrayField(models.UUIDField())  # whom its words may be shown to: see `lib.scopes.Scope`
    behind = ArrayField(models.UUIDField())
    how = models.CharField(max_length=6, choices=How)  # as chosen when it happened
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_on = models.DateField(null=True)  # the day on which the morning's e-mail told it
    personal = Personal(
        seen=Seen.OWN,
        subject="person",
        words="words",
        facts="event key path about behind how at read_at digest_on",
        kept=Kept(YEAR, "at", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["person"],
                condition=models.Q(digest_on=None, how__in=["daily", "weekly"]),
                name="notice_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def label(self) -> str:
        """What kind of thing it is."""
        event = BY_NAME.get(self.event)
        return str(event.label) if event else str(_("Notice"))


class NoticeChoice(models.Model):
    """How somebody wants to hear of one kind of thing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40)
    how = models.CharField(max_length=6, choices=How)
    personal = Personal(seen=Seen.OWN, subject="person", facts="event how")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.event}: {self.how}"
