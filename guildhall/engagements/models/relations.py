"""How a relationship fares: temperature, an end with its lesson; and colleagues brought in without an account."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move, MoveUnlessThere
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.models.engagements import Engagement
from guildhall.engagements.querysets import OfEmployerQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class TemperatureCheck(models.Model):
    """One question by a link, "how is it going with us?", answered once from 1 to 5 (F19, M19).

    Without `by` nobody asked: the employer said it by itself, signed in.
    """

    SCORES = ((1, _("badly")), (2, _("not well")), (3, _("so so")), (4, _("well")), (5, _("very well")))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="temperature_checks")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    score = models.SmallIntegerField(null=True, blank=True, choices=SCORES)
    words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployerQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="words",
        acts="by",
        link="secret_hash",
        facts="employer institution sent_at until score answered_at",
    )

    class Meta:
        verbose_name_plural = _("temperature checks")
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["employer", "-answered_at"])]
        constraints = [
            models.CheckConstraint(name="temperature_of_one_to_five", condition=Q(score=None) | Q(score__range=(1, 5))),
            models.CheckConstraint(
                name="temperature_answered_with_its_time",
                condition=Q(score=None, answered_at=None) | Q(score__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score or '–'}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class Ending(models.Model):
    """A relationship that has ended, with what we learned; it may be taken up again (F18)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="endings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("when it ended"))
    reason = models.CharField(_("why"), max_length=300)
    lesson = models.TextField(_("what we learned"), max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    resumed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OfEmployerQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="reason lesson",
        acts="by",
        facts="employer institution ended_on resumed_on",
    )

    class Meta:
        verbose_name_plural = _("ended relationships")
        ordering = ["-ended_on"]
        constraints = [
            models.CheckConstraint(
                name="ending_before_resuming",
                condition=Q(resumed_on=None) | Q(resumed_on__gte=models.F("ended_on")),
            )
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class GuestLink(models.Model):
    """A link that lets a colleague without an account read one engagement or one employer, and answer (B11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="guest_links")
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, null=True, blank=True, related_name="guest_links"
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), max_length=254)
    question = models.CharField(_("what you would like to know"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateField(_("until"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployerQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"by": Handed(_("colleagues brought in"), Q(revoked_at=None), said="question")}
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        identity="name",
        words="question",
        acts="by",
        link="secret_hash",
        facts="employer engagement institution made_at until revoked_at",
        kept=Kept(YEAR, "until"),
    )

    class Meta:
        verbose_name_plural = _("colleagues brought in")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.engagement.scope if self.engagement else self.employer.scope


class GuestWord(models.Model):
    """What a guest answered."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    personal = Personal(seen=Seen.INSTITUTION, words="text", facts="link at")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Pin(models.Model):
    """An employer that somebody keeps at hand (C2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pins")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="pins")
    pinned_at = models.DateTimeField()

    on_merge = MoveUnlessThere(key=("person",))
    personal = Personal(seen=Seen.OWN, subject="person", facts="employer pinned_at")

    class Meta:
        verbose_name_plural = _("pinned employers")
        ordering = ["-pinned_at"]
        constraints = [models.UniqueConstraint(fields=["person", "employer"], name="pinned_once")]

    def __str__(self) -> str:
        return str(self.employer)
