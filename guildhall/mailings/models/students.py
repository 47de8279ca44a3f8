"""Students who could get a mailing: kept apart from everybody else, under the second lock (ADR 36, 90)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.mailings.models.mailings import Mailing, Source
from guildhall.mailings.models.recipients import TONES, Reason, Recipient
from guildhall.mailings.querysets import StudentRecipientQuerySet
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Registration
from guildhall.students.models.students import OfInstitution


class StudentRecipient(OfInstitution):
    """One student and one mailing: what becomes of them, why, and by which source they are meant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="student_recipients")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=Recipient.State)
    reason = models.CharField(max_length=11, choices=Reason, blank=True, default=Reason.NONE)
    detail = models.CharField(max_length=300, blank=True)  # the reason as the rule said it
    again = models.BooleanField(default=False)  # whether the reason came up when it was leaving
    email = models.UUIDField(null=True, blank=True)  # in the ledger of outgoing e-mail
    at = models.DateTimeField(null=True, blank=True)  # when it was handed over

    objects = StudentRecipientQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="detail",
        facts="institution mailing registration source state reason again email at",
        kept=Kept(YEAR, "at", "delete"),
    )

    class Meta:
        verbose_name = _("student who could get a bulk e-mail")
        verbose_name_plural = _("students who could get bulk e-mails")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="student_recipient_state"),
            models.Index(fields=["registration", "state"], name="student_recipient_student"),
            index_where_set("email", "student_recipient_email"),
            index_where_set("at", "student_recipient_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "registration"], name="student_recipient_once"),
            models.CheckConstraint(
                name="student_recipient_for_a_reason", condition=~Q(state__in=["held", "excluded"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="student_recipient_with_email", condition=~Q(state="sent") | Q(email__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        """Who it is, for whoever sees the row."""
        return self.registration.name

    @property
    def body(self) -> str:
        """By which source they are meant."""
        return self.source.label if self.source else ""

    @property
    def tone(self) -> tuple[str, str]:
        """How the state is shown: the tone, and the sign."""
        return TONES[self.state]

    @property
    def words(self) -> Any:
        """Why somebody does not get it: as the rule said it, or as the reason is called."""
        return self.detail or self.get_reason_display()
