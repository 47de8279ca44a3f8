"""What a party to an agreement does, how much of it, by when; most of it counts itself (N14, F21)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models.agreements import Party, Revision
from guildhall.agreements.querysets import SIGNED, OfRevision
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set


class Obligation(models.Model):
    """A duty of one party: in words, how many of what, and by when. How far it is stands nowhere, unless by hand."""

    class Counts(models.TextChoices):
        BEGUN = "begun", _("students who begin a placement")
        COMPLETED = "completed", _("students who complete a placement")
        HOURS = "hours", _("approved hours of students")
        PLACES = "places", _("places in posted opportunities")
        EVENTS = "events", _("events the employer came to")
        ENGAGEMENTS = "engagements", _("meetings, calls and visits in which both sides were in touch")
        FOLLOW_UPS = "follow_ups", _("follow-ups that were confirmed")
        BY_HAND = "by_hand", _("nothing: it is noted by hand")

    OF_STUDENTS = ("begun", "completed", "hours")
    WITH_KINDS = ("begun", "completed", "hours", "places")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="obligations")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="obligations")
    what = models.CharField(_("what it does"), max_length=200)
    counts = models.CharField(_("what counts"), max_length=12, choices=Counts, default=Counts.BY_HAND)
    kinds = ArrayField(models.CharField(max_length=30), verbose_name=_("kinds that count"), default=list, blank=True)
    wanted = models.IntegerField(_("how many"), default=1)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("by when"))
    noted = models.IntegerField(_("how many so far"), default=0)  # by hand
    note = models.CharField(_("what was done"), max_length=300, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    noted_at = models.DateTimeField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )  # which duty of the text before it goes on; what was noted of that one follows
    version = models.IntegerField(default=1)

    objects = OfRevision.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="what note",
        acts="noted_by",
        facts="revision party counts kinds wanted starts_on due_on noted noted_at continues",
    )

    class Meta:
        verbose_name = _("duty in an agreement")
        verbose_name_plural = _("duties in agreements")
        ordering = ["due_on", "pk"]
        indexes = [index_where_set("continues", "obligation_continues")]
        constraints = [
            models.CheckConstraint(name="obligation_of_something", condition=Q(wanted__range=(1, 100000))),
            models.CheckConstraint(name="obligation_days", condition=Q(due_on__gte=F("starts_on"))),
            models.CheckConstraint(name="obligation_noted", condition=Q(noted__gte=0)),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.what

    @property
    def scope(self) -> Scope:
        return self.revision.scope

    @property
    def is_agreed(self) -> bool:
        """Whether every party signed it; a draft of one side binds nobody, and counts nothing."""
        return self.revision.state in SIGNED

    @property
    def is_of_students(self) -> bool:
        return self.counts in self.OF_STUDENTS

    @property
    def kinds_in_words(self) -> str:
        """The kinds that count; nothing where any does."""
        return ", ".join(str(BY_SLUG[kind].label) for kind in self.kinds if kind in BY_SLUG)

    @property
    def unit(self) -> Any:
        """What is counted, in words; nothing where it is noted by hand."""
        return "" if self.counts == self.Counts.BY_HAND else self.get_counts_display()
