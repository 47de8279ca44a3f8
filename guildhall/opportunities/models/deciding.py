"""What is decided about opportunities: exceptions to who sees them, reasons that are kept, whether they still stand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.opportunities.models.opportunities import Opportunity
from guildhall.opportunities.querysets import LimitationQuerySet, SavedReasonQuerySet
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.store.indexes import index_where_set


class Limitation(models.Model):
    """A recorded exception to "every institution sees it": for whom it is meant, under which clause, why (B6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="limitations")
    institutions = models.ManyToManyField(Institution, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LimitationQuerySet.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY, words="reason", acts="by", facts="opportunity clause until made_at ended_at institutions"
    )

    class Meta:
        verbose_name_plural = _("exceptions to who sees an opportunity")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity"], condition=Q(ended_at=None), name="one_limitation_stands")
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.opportunity.employer.scope | Scope(behind=frozenset({self.opportunity.holder_id}))


class SavedReason(models.Model):
    """Why an institution refuses opportunities, in words that it uses again, and what to change."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why"), max_length=300)
    advice = models.CharField(_("what to change"), max_length=300, blank=True)
    used_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # offered to nobody any more
    version = models.IntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = SavedReasonQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.INSTITUTION, words="reason advice", acts="by", facts="institution used_at retired_at")

    class Meta:
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["institution", "reason"], name="reason_kept_once")]

    def __str__(self) -> str:
        return self.reason


class StillOpen(models.Model):
    """The question to an employer, by a link, whether an opportunity still stands; answered once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="questions")
    contact = models.ForeignKey(
        "employers.Contact", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    stands = models.BooleanField(null=True)

    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        link="secret_hash",
        facts="opportunity sent_at until answered_at stands",
    )

    class Meta:
        verbose_name_plural = _("questions whether an opportunity still stands")
        ordering = ["-sent_at"]
        indexes = [index_where_set("contact", "still_open_contact")]

    def __str__(self) -> str:
        return str(self.opportunity)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.opportunity.scope


class OfferLink(models.Model):
    """A link by which an employer puts right what was refused, without signing in; it works once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="links")
    contact = models.ForeignKey(
        "employers.Contact", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    login = models.ForeignKey(  # where it was written to whoever offered it at the front door
        "employers.EmployerLogin", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)

    personal = Personal(
        seen=Seen.DIRECTORY, subject="contact", link="secret_hash", facts="opportunity login sent_at until used_at"
    )

    class Meta:
        verbose_name_plural = _("links to put an opportunity right")
        ordering = ["-sent_at"]
        indexes = [index_where_set("contact", "offer_link_contact"), index_where_set("login", "offer_link_login")]

    def __str__(self) -> str:
        return str(self.opportunity)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.opportunity.scope
