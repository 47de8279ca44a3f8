"""What is prepared for a meeting: agenda, papers, check list, existing definitions and priority elements (E13, E16)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.files.models import StoredFile
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.meetings.models.meetings import Meeting, OfMeeting
from guildhall.meetings.querysets import OfMeetingQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class AgendaItem(OfMeeting):
    """A point of the agenda: how long it takes, and who leads it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.IntegerField()
    title = models.CharField(_("what it is about"), max_length=200)
    minutes = models.IntegerField(_("minutes"), null=True, blank=True)
    who = models.CharField(_("who leads it"), max_length=120, blank=True)
    text = models.TextField(_("more about it"), max_length=2000, blank=True)
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="title who text", facts="meeting position minutes")

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("agendas of meetings")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Paper(OfMeeting):
    """A file for a meeting, perhaps for one point of its agenda; `handed_out` ones are read by whoever is invited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # None: taken off
    title = models.CharField(max_length=150)
    handed_out = models.BooleanField(_("whoever is invited may read it"), default=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION, words="title", acts="by", facts="meeting item file handed_out at removed_at"
    )

    class Meta:
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of meetings")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_of_meeting_with_its_file", condition=Q(file__isnull=False) | Q(removed_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title


class LogisticsItem(OfMeeting):
    """A line of the check list: who sees to it, by when, whether it is done; `per_person` ones are counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="logistics")
    position = models.IntegerField()
    label = models.CharField(_("what has to be there"), max_length=200)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    who = models.CharField(_("or somebody else"), max_length=120, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    per_person = models.BooleanField(_("one for each person who comes"), default=False)
    extra = models.IntegerField(_("more of them"), default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    handed_on = {
        "person": Handed(
            _("things to prepare for meetings"), Q(done_at=None, meeting__state="planned"), through="", said="label"
        )
    }
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="label who",
        acts="person done_by",
        facts="meeting position due per_person extra done_at",
    )

    class Meta:
        verbose_name = _("line of a check list")
        verbose_name_plural = _("check lists of meetings")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def seen_to_by(self) -> str:
        """Who sees to it: a colleague, or somebody in words."""
        return self.person.name if self.person is not None else self.who

    def is_late(self, today: date) -> bool:
        """Whether it is not done and its day has passed."""
        return self.done_at is None and self.due is not None and self.due < today

    def needed(self, coming: int) -> int | None:
        """How many there have to be for so many people; None where it is not counted."""
        return coming + self.extra if self.per_person else None


class Definition(OfMeeting):
    """An existing definition of what the group talks about, with its source: shown side by side (E16)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="definitions")
    position = models.IntegerField()
    source = models.CharField(_("whose definition it is"), max_length=200)
    text = models.TextField(_("the definition"), max_length=3000)
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="source text", facts="meeting position")

    class Meta:
        verbose_name = _("existing definition")
        verbose_name_plural = _("existing definitions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.source


class Element(OfMeeting):
    """A priority element that groups choose and the room votes for (E17, N15)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="elements", db_index=False)
    position = models.IntegerField()
    text = models.CharField(_("element"), max_length=200)
    version = models.IntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="text", facts="meeting position")

    class Meta:
        verbose_name = _("priority element")
        verbose_name_plural = _("priority elements")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["meeting", "position"], name="element_of_meeting")]

    def __str__(self) -> str:
        return self.text
