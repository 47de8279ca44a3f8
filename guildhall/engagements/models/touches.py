"""How often an employer is asked: touches, the asks that reserve them, the limits that hold them down (N3, N4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models.engagements import Engagement, kinds
from guildhall.engagements.querysets import AskQuerySet, TouchQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class Ask(models.Model):
    """Something that we are going to ask of an employer on a day: it holds its place in the touch budget."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=30)  # the slug of a Kind
    planned_on = models.DateField(_("on which day"))
    purpose = models.CharField(_("what it is about"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asks")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="asks")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    engagement = models.OneToOneField(Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="ask")
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = AskQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"by": Handed(_("asks planned"), Q(state="planned"), said="purpose")}
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="purpose",
        acts="by",
        facts="employer kind planned_on institution state engagement made_at",
    )

    class Meta:
        verbose_name_plural = _("asks")
        ordering = ["planned_on", "pk"]
        indexes = [models.Index(fields=["employer", "planned_on"])]

    def __str__(self) -> str:
        return self.purpose

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class CoSigner(models.Model):
    """An institution that asks together with the one that began: one knock instead of two (N4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="co_signers")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("what it is about"), max_length=200)
    signed_at = models.DateTimeField()

    handed_on = {"person": Handed(_("asks signed together"), Q(ask__state="planned"), through="ask__employer")}
    personal = Personal(seen=Seen.DIRECTORY, words="purpose", acts="person", facts="ask institution signed_at")

    class Meta:
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["ask", "institution"], name="co_signer_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.purpose}"


class Touch(models.Model):
    """One contact that we begin, counted for load and budget: once per employer and once per contact (M5).

    Rows with the same `occasion` are one touch of the employer. What the employer starts is none.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", _("Reserved")
        MADE = "made", _("Made")
        RELEASED = "released", _("Released")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occasion = models.UUIDField()  # the engagement or the ask
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="touches")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="touches")
    kind = models.CharField(max_length=30)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, null=True, blank=True, related_name="touches")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, null=True, blank=True, related_name="touches")
    over_because = models.CharField(max_length=300, blank=True)  # over the budget: which, and the words of the person

    objects = TouchQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="over_because",
        acts="by",
        facts="occasion employer kind on state institution engagement ask",
    )

    class Meta:
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["employer", "on"]),
            models.Index(fields=["contact", "on"], condition=Q(contact__isnull=False), name="touch_of_contact"),
            models.Index(fields=["occasion"]),
            models.Index(fields=["on"], condition=Q(state="made"), name="touch_made"),
        ]
        constraints = [models.UniqueConstraint(fields=["occasion", "contact"], name="touch_once")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"

    @property
    def kind_label(self) -> str:
        """What this kind is called."""
        return str(kinds().get(self.kind, self.kind))


class ContactLimit(models.Model):
    """What an employer, or one of its contacts, has told us: how often at most, not before a day, not in some months,
    by which way.

    It only ever tightens the protocol's budget. An employer that was merged may have several: the strictest counts.
    """

    class Channel(models.TextChoices):
        ANY = "", _("any way")
        PHONE = "phone", _("by telephone")
        EMAIL = "email", _("by e-mail")
        VISIT = "visit", _("in person")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="limits")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="limits")
    most = models.SmallIntegerField(_("how often at most"), null=True, blank=True)
    days = models.SmallIntegerField(_("in how many days"), default=30)
    paused_from = models.DateField(_("not from"), null=True, blank=True)
    paused_until = models.DateField(_("until"), null=True, blank=True)
    quiet_months = ArrayField(  # of every year: 1 is January
        models.SmallIntegerField(), default=list, db_default=[], blank=True, verbose_name=_("quiet every year in")
    )
    channel = models.CharField(_("preferably"), max_length=5, choices=Channel, blank=True, default=Channel.ANY)
    said = models.CharField(_("who said so, and how"), max_length=200)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="said",
        acts="by",
        facts="employer most days paused_from paused_until quiet_months channel at",
    )

    class Meta:
        verbose_name_plural = _("wishes about being contacted")
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="limit_of_some", condition=Q(most=None) | Q(most__gte=0)),
            models.CheckConstraint(name="limit_of_some_days", condition=Q(days__range=(1, 366))),
            models.CheckConstraint(
                name="pause_ends_after_it_begins",
                condition=Q(paused_from=None) | Q(paused_until=None) | Q(paused_until__gte=models.F("paused_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def months_in_words(self) -> str:
        """The months in which it wants to be left in peace every year."""
        return ", ".join(str(MONTHS[month]) for month in sorted(self.quiet_months))

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class Conversation(models.Model):
    """ "Hold the door": somebody says that they are talking with an employer until a day; others see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="conversations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("what it is about"), max_length=200)
    until = models.DateField(_("until"))
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    on_merge = Move()
    handed_on = {"person": Handed(_("conversations under way"), Q(ended_at=None), said="about")}
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="about",
        acts="person",
        facts="employer institution until made_at ended_at",
    )

    class Meta:
        verbose_name_plural = _("conversations under way")
        ordering = ["until"]
        indexes = [models.Index(fields=["employer"], condition=Q(ended_at=None), name="conversation_open")]

    def __str__(self) -> str:
        return self.about

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class AvoidedContact(models.Model):
    """A contact that was not made, because the budget, a key account or a joint ask stood in between (M27)."""

    class Why(models.TextChoices):
        BUDGET = "budget", _("The touch budget was used up")
        JOINED = "joined", _("Several institutions asked together")
        ASK_FIRST = "ask_first", _("The key account operator is asked first")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="avoided_contacts")
    why = models.CharField(max_length=10, choices=Why)
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, null=True, blank=True, related_name="avoided")

    on_merge = Move()
    personal = Personal(seen=Seen.DIRECTORY, words="why", acts="by", facts="employer on institution ask")

    class Meta:
        verbose_name_plural = _("contacts avoided")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["institution", "on"])]

    def __str__(self) -> str:
        return f"{self.why}, {self.on}"
