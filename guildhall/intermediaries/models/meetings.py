"""When a chamber meets, and what we present there: asked, answered, done (D2)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.engagements.models import Ask, Engagement
from guildhall.intermediaries.models.stories import Story
from guildhall.intermediaries.querysets import BodyMeetingQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission


class BodyMeeting(models.Model):
    """One meeting of a chamber or association, and whether an institution of ours presents at it.

    The asking is an ask under the touch budget, and what came of it an engagement: both stand on the timeline.
    """

    class State(models.TextChoices):
        NOTED = "noted", _("noted")
        ASKED = "asked", _("asked to present")
        AGREED = "agreed", _("we present")
        DECLINED = "declined", _("not this time")
        PRESENTED = "presented", _("we presented")

    WAITING = ("asked", "agreed")  # for an answer, or for what came of it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="body_meetings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("which meeting"), max_length=160)
    held_on = models.DateField(_("when"))
    place = models.CharField(_("where"), max_length=160, blank=True)
    topic = models.CharField(_("what we present"), max_length=200, blank=True)
    presenter = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who presents")
    )
    state = models.CharField(max_length=9, choices=State, default=State.NOTED)
    answer = models.CharField(_("what they said"), max_length=300, blank=True)
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    stories = models.ManyToManyField(Story, blank=True, related_name="told_at_meetings")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    noted_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = BodyMeetingQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"presenter": Handed(_("presentations at chambers"), Q(state__in=WAITING), through="body", said="title",
                                     needs=Permission.RECORD_ENGAGEMENTS)}  # fmt: skip
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="title place topic answer",
        acts="presenter by",
        facts="body institution held_on state ask engagement stories noted_at",
    )

    class Meta:
        verbose_name = _("meeting of a chamber")
        verbose_name_plural = _("meetings of chambers")
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["held_on"], condition=Q(state__in=["asked", "agreed"]), name="body_meeting_due")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        return self.body.scope

    @property
    def is_past(self) -> bool:
        """Whether it has been, or is today."""
        return self.held_on <= clock.today()

    @property
    def is_today(self) -> bool:
        return self.held_on == clock.today()

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words."""
        if self.state in self.WAITING and self.held_on < clock.today():
            return "warn", "clock", _("what came of it?")
        tones = {"agreed": ("good", "done"), "presented": ("good", "done"), "declined": ("note", "archive"),
                 "asked": ("note", "email")}  # fmt: skip
        tone, sign = tones.get(self.state, ("note", "calendar"))
        return tone, sign, self.get_state_display()
