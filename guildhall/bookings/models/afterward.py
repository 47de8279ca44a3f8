"""After an event: what people are asked, what they say of it, and what each employer was told (C16, D2, R6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.feedback_questions import REASON_WORDS
from guildhall.bookings.models.attending import OfRoll
from guildhall.bookings.models.bookings import Booking
from guildhall.bookings.models.rolls import Roll
from guildhall.bookings.querysets import OfReportQuerySet, OfRollQuerySet, QuestionQuerySet
from guildhall.events.models import TakingPart
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.students.models import Registration
from guildhall.students.models.students import OfInstitution


class AskedAfter(OfInstitution):
    """A student is asked by a link why they did not come, or how it was; once. Of the secret only the hash is kept.

    What somebody says of how it was does not stand here, and nothing leads from here to it.
    """

    class About(models.TextChoices):
        MISSED = "missed", _("why they did not come")
        FEEDBACK = "feedback", _("how it was")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="asked", db_index=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8, choices=About)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)  # none: asked on the student's own page alone
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    answered_on = models.DateField(null=True, blank=True)  # a day: a moment would lead to what was said
    reason = models.CharField(max_length=8, blank=True)  # by its code: why they did not come
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = QuestionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        words="reason",
        acts="by",
        link="secret_hash",
        facts="institution booking registration about sent_at until answered_on",
        kept=Kept(YEAR, "until"),
    )

    class Meta:
        verbose_name = _("question after an event")
        verbose_name_plural = _("questions after events")
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["booking", "about"], name="asked_after_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.About(self.about).label)

    @property
    def reason_label(self) -> str:
        """Why they did not come, in English as it is translated on pages."""
        return REASON_WORDS.get(self.reason, "")

    @property
    def is_live(self) -> bool:
        """Whether the link opens something today."""
        return self.until >= clock.today()


class Reason(OfRoll):
    """Why somebody of an institution did not come, for the numbers: nobody is named, and no other row leads here.

    It stays when what a student said is erased or retires: else the blocks of five that others have read would be cut
    anew, and tell by the difference what was taken out (ADR 48, 51).
    """

    id = models.BigAutoField(primary_key=True)
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="reasons")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8)  # by its code
    on = models.DateField()

    objects = OfRollQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="roll institution reason on")

    class Meta:
        verbose_name = _("reason of somebody who did not come")
        verbose_name_plural = _("reasons of those who did not come")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.reason


class Feedback(OfRoll):
    """What somebody who was there says of an event. Nobody is named, and no other row leads here (ADR 48)."""

    id = models.BigAutoField(primary_key=True)  # in the order in which they came, without the moment
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="feedback")
    answers = models.JSONField(default=dict)  # 1 to 5 by the code of the question
    words = models.CharField(_("what would make it better"), max_length=500, blank=True)
    at_door = models.BooleanField(default=False, db_default=False)  # by the code at the door, without a booking

    objects = OfRollQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="words", facts="roll answers at_door")

    class Meta:
        verbose_name = _("feedback on an event")
        verbose_name_plural = _("feedback on events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Report(models.Model):
    """How a day of an event was attended, as an employer who took part was sent it: the numbers of that morning."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    part = models.ForeignKey(TakingPart, on_delete=models.CASCADE, related_name="reports", db_index=False)
    day = models.DateField()
    sent_at = models.DateTimeField()
    numbers = models.JSONField(default=dict)

    objects = OfReportQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="part day sent_at numbers")

    class Meta:
        verbose_name = _("attendance report to an employer")
        verbose_name_plural = _("attendance reports to employers")
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["part", "day"], name="report_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.part.employer.name)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.part.scope
