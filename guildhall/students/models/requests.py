"""Consents that a student or a parent is asked for by a link, and what came of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set
from guildhall.students.models.consents import Consent, Parted, Use
from guildhall.students.models.students import Guardian, Registration
from guildhall.students.querysets import RequestQuerySet


class ConsentRequest(Parted):
    """What somebody is asked to consent to: which parts, for which purpose, to whom, until when.

    Of the secret in the e-mail, and of that in its reminder, only the hash is kept. The link that was answered goes on
    to open what was signed, so that it can be revoked there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="requests")
    guardian = models.ForeignKey(Guardian, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    signer = models.CharField(max_length=10, choices=Consent.Signer)
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=8, blank=True)
    use = models.CharField(_("for what"), max_length=6, choices=Use, default=Use.PLACE)
    purpose = models.CharField(_("purpose"), max_length=200)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="consent_requests", db_index=False
    )
    expires_on = models.DateField(_("last day"))  # of the consent
    secret_hash = models.CharField(max_length=64, unique=True)
    reminder_hash = models.CharField(max_length=64, unique=True, null=True)
    sent_at = models.DateTimeField()
    until = models.DateField()  # the last day to answer
    reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, null=True, related_name="request")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = RequestQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        identity="name",
        words="purpose",
        acts="by",
        facts=(
            "institution registration guardian signer language parts use employer expires_on secret_hash reminder_hash "
            "sent_at until reminded_on answered_at withdrawn_at consent"
        ),
    )

    class Meta:
        verbose_name = _("consent that was asked for")
        verbose_name_plural = _("consents that were asked for")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["registration", "-sent_at"], name="request_of_registration"),
            index_where_set("guardian", "request_guardian"),
            index_where_set("employer", "request_employer"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def state(self) -> str:
        """signed, declined, withdrawn, late or open."""
        if self.consent_id:
            return "signed"
        if self.withdrawn_at:
            return "withdrawn"
        if self.answered_at:
            return "declined"
        return "late" if self.until < clock.today() else "open"
