"""Enquiries: an employer calls or writes to us; one record, whoever takes it, and one answer (H6, P12, P14)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models import Engagement
from guildhall.engagements.models.engagements import kinds
from guildhall.enquiries.querysets import EnquiryQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class Enquiry(models.Model):
    """What an employer wants of us: who took it, whose it is to answer, by when, and what was answered.

    `named` is who it was in the words of whoever took it, until somebody says which employer it is. `origin` is where
    it was taken, `institution` whose it is now, `holder` its person there.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without an answer")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, null=True, blank=True, related_name="enquiries")
    named = models.CharField(_("which employer"), max_length=200, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries")
    caller = models.CharField(_("who called or wrote"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    kind = models.CharField(_("by which way"), max_length=30)  # the slug of a Kind
    wants = models.CharField(_("what they want"), max_length=200)
    words = models.TextField(_("what they said"), max_length=2000, blank=True)
    came_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="enquiries")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held_enquiries")
    answer_by = models.DateField(_("to be answered by"))
    reminded_on = models.DateField(null=True)
    raised_on = models.DateField(null=True)  # the region was told that nobody has answered
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("what was answered"), max_length=1000, blank=True)
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, related_name="enquiries")
    closed_because = models.CharField(_("why it was closed"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = EnquiryQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"holder": Handed(_("inquiries of employers"), Q(state="open"), said="wants")}
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact email",
        identity="caller phone",
        words="named wants words answer closed_because",
        acts="taken_by holder answered_by",
        facts="employer kind came_at origin institution answer_by reminded_on raised_on state answered_at engagement",
        kept=Kept(3 * YEAR, "came_at"),
    )

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries of employers")
        ordering = ["-came_at", "-pk"]
        indexes = [
            models.Index(fields=["holder", "answer_by"], condition=Q(state="open"), name="enquiry_of_holder"),
            models.Index(fields=["employer", "-came_at"], name="enquiry_of_employer"),
            models.Index(fields=["institution", "-came_at"], name="enquiry_of_institution"),
            models.Index(fields=["-came_at", "-id"], name="enquiry_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_answered_by_somebody",
                condition=~Q(state="answered") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.wants

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope if self.employer else Scope(behind=frozenset({self.institution_id}))

    @property
    def is_open_to_reader(self) -> bool:
        """Whether its reader may read what was done about it: nobody has said which employer it is, or they know it.

        Read it of rows that were read by `visible_to`; of any other nothing is open.
        """
        return self.employer_id is None or bool(getattr(self, "known", False))

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.answer_by < clock.today()

    @property
    def kind_label(self) -> str:
        """By which way it came."""
        return str(kinds().get(self.kind, self.kind))

    @property
    def kind_icon(self) -> str:
        return kinds()[self.kind].icon if self.kind in kinds() else "meeting"


class EnquiryStep(models.Model):
    """What happened with an enquiry, in the words of whoever did it."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("took it down")
        HANDED = "handed", _("handed it over")
        REMINDED = "reminded", _("reminded")
        RAISED = "raised", _("told the region")
        NAMED = "named", _("said which employer it is")
        ANSWERED = "answered", _("answered")
        ADDED = "added", _("answered as well")
        CLOSED = "closed", _("closed it without an answer")
        REOPENED = "reopened", _("opened it again")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # whose it became
    words = models.CharField(max_length=1000, blank=True)
    personal = Personal(seen=Seen.DIRECTORY, words="words", acts="by person", facts="enquiry kind at")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"

    @property
    def label(self) -> Any:
        """What was done."""
        return self.get_kind_display()
