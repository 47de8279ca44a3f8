"""Success stories of placements: told only as far, and as long, as a consent for stories covers (D2, ADR 72)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.intermediaries.querysets import StoryQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Consent, Registration
from guildhall.students.models.students import OfInstitution


class Story(OfInstitution):
    """What came of one placement, in words that others may read.

    A draft is part of the student's record. Once it is told, it rests on one consent for stories: `student_name` and
    `program_name` are what that consent released, and nothing else of the record stands in it. Whether the consent is
    still in force is never kept here; it is looked up whenever somebody reads (`StoryQuerySet`, and the second lock).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        TOLD = "told", _("told")
        OFF = "off", _("taken off")

    class Audience(models.TextChoices):
        REGION = "region", _("staff of the region, and partners whom they show it to")
        PUBLIC = "public", _("everybody: also public pages, newsletters and the media")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="stories")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="stories")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(_("headline"), max_length=160)
    text = models.TextField(_("the story"), max_length=3000)
    quote = models.CharField(_("in the employer’s words"), max_length=400, blank=True)
    audience = models.CharField(_("for whom"), max_length=6, choices=Audience, default=Audience.REGION)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="stories",
                                db_index=False)  # fmt: skip
    student_name = models.CharField(_("the student’s name"), max_length=160, blank=True)
    program_name = models.CharField(_("program of study"), max_length=250, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = StoryQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="title text quote student_name program_name",
        acts="by",
        facts="institution registration placement employer audience state consent told_at made_at",
    )

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success stories")
        ordering = ["-told_at", "-pk"]
        indexes = [
            index_where_set("consent", "story_consent"),
            models.Index(fields=["institution", "state"], name="story_of_institution"),
        ]
        constraints = [
            models.CheckConstraint(
                name="story_told_on_a_consent",
                condition=~Q(state="told") | Q(consent__isnull=False, told_at__isnull=False),
            ),
            models.CheckConstraint(
                name="story_draft_says_no_name", condition=Q(state="told") | Q(student_name="", program_name="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words. `stands` is read along by the queryset."""
        if self.state != self.State.TOLD:
            return "note", "edit" if self.state == self.State.DRAFT else "archive", self.get_state_display()
        if not getattr(self, "stands", True):
            return "stop", "no", _("not shown: the consent has ended")
        return "good", "done", self.get_audience_display() if self.audience == "public" else _("shown to the region")
