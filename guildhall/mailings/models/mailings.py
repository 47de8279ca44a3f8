"""A bulk e-mail for its whole life: written, approved, scheduled, sent; whom it is for, and what it carries along."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models.places import MailTopic
from guildhall.events.models import Event
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.mailings.models.senders import Sender
from guildhall.mailings.querysets import MailingQuerySet, OfMailing
from guildhall.opportunities.models import Opportunity
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.indexes import index_where_set


class StudentTopic(models.TextChoices):
    """What students are mailed about in bulk: they may end each."""

    EVENTS = "student_events", _("events for students")
    OFFERS = "student_offers", _("jobs, internships and visits")
    NEWS = "student_news", _("news of the school or college")


TOPICS = [*MailTopic.choices, *StudentTopic.choices]


class Elements(models.TextChoices):
    """What an outreach message must hold (E11)."""

    RATIONALE = "rationale", _("why we do it")
    ROLE = "role", _("their role and responsibilities")
    BENEFIT = "benefit", _("what they get out of it")
    SUPPORTS = "supports", _("incentives and supports")
    DATES = "dates", _("important dates")


LETTERS, LETTERS_TO_STUDENTS = "mailing", "student mailing"  # kinds of outgoing e-mail
MARKS = {
    "draft": ("note", "edit"),
    "waiting": ("warn", "clock"),
    "approved": ("good", "check"),
    "scheduled": ("note", "calendar"),
    "sending": ("note", "email"),
    "sent": ("good", "done"),
    "stopped": ("stop", "no"),
}


class Mailing(models.Model):
    """One bulk e-mail. Whatever is changed after it was approved makes it a draft again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    class Merge(models.TextChoices):
        NONE = "", _("stands alone")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("travels with another one")

    class Audience(models.TextChoices):
        EMPLOYERS = "employers", _("people at employers and partners")
        STUDENTS = "students", _("students of ours")

    OPEN = ("draft", "waiting", "approved")
    ON_ITS_WAY = ("scheduled", "sending")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    audience = models.CharField(
        max_length=9, choices=Audience, default=Audience.EMPLOYERS, db_default=Audience.EMPLOYERS
    )  # said when it is begun, and never changed
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="mailings")
    topic = models.CharField(_("topic"), max_length=20, choices=TOPICS)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), max_length=20000)
    outreach = models.BooleanField(_("asks for something"), default=False)
    elements = ArrayField(models.CharField(max_length=10, choices=Elements), default=list, blank=True)
    asks_for = models.CharField(_("what they are asked for"), max_length=300, blank=True)
    missing = ArrayField(models.CharField(max_length=10), default=list, blank=True, db_default=[])  # when it was put up
    anyway = models.CharField(_("why it goes anyway"), max_length=300, blank=True)  # although that is missing
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )  # whose words or recipients it has last
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    send_from = models.DateTimeField(_("not before"), null=True, blank=True)
    an_hour = models.IntegerField(_("at most so many an hour"), default=500)
    links = models.JSONField(default=dict, blank=True, db_default={})  # each address in the text: whether it answered
    selected_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)  # when the latest letters were handed to the outbox
    finished_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(_("why"), max_length=300, blank=True)  # it was returned or stopped
    travels_with = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="travelers", db_index=False
    )
    merge = models.CharField(max_length=8, choices=Merge, blank=True, default=Merge.NONE)
    version = models.IntegerField(default=1)

    objects = MailingQuerySet.as_manager()
    handed_on = {
        "author": Handed(_("bulk e-mails being written"), Q(state__in=OPEN), through="", said="subject",
                         needs=Permission.DRAFT_MAIL),
    }  # fmt: skip
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="subject body asks_for anyway because",
        acts="author changed_by approver sent_by",
        facts=(
            "institution audience sender topic outreach elements missing state made_at approved_at send_from an_hour "
            "links selected_at started_at handed_at finished_at travels_with merge"
        ),
    )

    class Meta:
        verbose_name = _("bulk e-mail")
        verbose_name_plural = _("bulk e-mails")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["institution", "state"], name="mailing_of_institution"),
            models.Index(fields=["send_from"], condition=Q(state__in=["scheduled", "sending"]), name="mailing_due"),
            index_where_set("travels_with", "mailing_travels_with"),
        ]
        constraints = [
            models.CheckConstraint(name="mailing_an_hour", condition=Q(an_hour__range=(1, 100000))),
            models.CheckConstraint(
                name="mailing_approved_by_somebody",
                condition=~Q(state__in=["approved", "scheduled", "sending", "sent"])
                | Q(approver__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mailing_scheduled_by_somebody",
                condition=~Q(state__in=["scheduled", "sending", "sent"])
                | Q(sent_by__isnull=False, send_from__isnull=False),
            ),
            models.CheckConstraint(name="mailing_missing_because", condition=Q(missing=[]) | ~Q(anyway="")),
            models.CheckConstraint(
                name="mailing_merges_with_one",
                condition=Q(merge="", travels_with=None) | (~Q(merge="") & Q(travels_with__isnull=False)),
            ),
            models.CheckConstraint(
                name="mailing_topic_of_audience",
                condition=Q(audience="students", topic__startswith="student_")
                | (Q(audience="employers") & ~Q(topic__startswith="student_")),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.subject

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))

    @property
    def to_students(self) -> bool:
        """Whether it is for students: under rules of their own, and without any employer's address."""
        return self.audience == self.Audience.STUDENTS

    @property
    def ledger(self) -> Any:
        """Its recipients, where they are kept: students under the second lock."""
        return self.student_recipients if self.to_students else self.recipients

    @property
    def kind_of_letters(self) -> str:
        """What its letters are called in the ledger of outgoing e-mail."""
        return LETTERS_TO_STUDENTS if self.to_students else LETTERS

    @property
    def is_open(self) -> bool:
        """Whether it is being written or decided about."""
        return self.state in self.OPEN

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words."""
        return (*MARKS[self.state], self.get_state_display())


class Source(models.Model):
    """Where the recipients of a mailing come from: a filter, a theme, an event, an initiative, a board."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", _("employers by a filter of the directory")
        CONTACTS = "contacts", _("contacts by a filter of their list")
        THEME = "theme", _("employers with a tag")
        EVENT = "event", _("employers at an event")
        OPPORTUNITY = "opportunity", _("employers with open opportunities")
        INITIATIVE = "initiative", _("stakeholders of an initiative")
        BOARD = "board", _("members of an advisory board")
        # Of students
        MISSED = "missed", _("students who did not come to an event")
        BOOKED = "booked", _("students with a place at an event")
        WAITING = "waiting", _("students on the waiting list of an event")
        FITTING = "fitting", _("students whom an opportunity fits")
        PROGRAM = "program", _("students of a program")
        YEAR = "year", _("students of a year or grade")
        CASELOAD = "caseload", _("students of a caseload")

    class Whom(models.TextChoices):
        FIRST = "first", _("the first person to ask at each employer")
        ALL = "all", _("every contact who agreed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=11, choices=Kind)
    query = models.CharField(max_length=500, blank=True)  # as in the address of the list that it filters
    key = models.UUIDField(null=True, blank=True)  # of the event, initiative, board, opportunity or program
    label = models.CharField(max_length=200)
    whom = models.CharField(_("whom"), max_length=5, choices=Whom, default=Whom.FIRST)

    objects = OfMailing.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="query label", facts="mailing kind key whom")

    class Meta:
        verbose_name = _("source of recipients")
        verbose_name_plural = _("sources of recipients")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "kind", "query", "key"], name="source_once",
                                    nulls_distinct=False),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label


class Carried(models.Model):
    """An event or opportunity of somebody else that a mailing carries along, instead of one more e-mail (N9, C19)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="carried")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # whose it is
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfMailing.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, acts="by", facts="mailing event opportunity institution at")

    class Meta:
        verbose_name = _("what a bulk e-mail carries along")
        verbose_name_plural = _("what bulk e-mails carry along")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="carried_is_one_thing",
                condition=Q(event__isnull=False, opportunity=None) | Q(event=None, opportunity__isnull=False),
            ),
            models.UniqueConstraint(fields=["mailing", "event"], name="carried_event_once"),
            models.UniqueConstraint(fields=["mailing", "opportunity"], name="carried_opportunity_once"),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> Any:
        """The event or opportunity."""
        return self.event or self.opportunity
