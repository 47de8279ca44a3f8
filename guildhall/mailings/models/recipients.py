"""Everybody who could get a mailing: who does, who is held and who is left out, each with its reason in words."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhall.boards.models import Member
from guildhall.employers.models import Contact
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.mailings.models.mailings import Mailing
from guildhall.mailings.querysets import RecipientQuerySet
from guildhall.partnerships.models import Stakeholder
from guildhall.store.indexes import index_where_set


class Reason(models.TextChoices):
    """Why somebody does not get a mailing."""

    NONE = "", _("nothing is in the way")
    # Left out: nothing can be asked for
    NO_ADDRESS = "no_address", _("No e-mail address is known.")
    NO_CONSENT = "no_consent", _("Has not agreed to bulk e-mail.")
    TOPIC = "topic", _("Has not agreed to e-mail about this topic.")
    OPTED_OUT = "opted_out", _("Has asked for no such e-mail.")
    BOUNCED = "bounced", _("The address does not take our e-mail.")
    DUPLICATE = "duplicate", _("The same person gets it already.")
    LEFT = "left", _("Has left, or the employer is no longer shared with you.")
    BY_HAND = "by_hand", _("Taken out by hand.")
    TOO_YOUNG = "too_young", _("Is not 13 yet.")
    # Held: may change, or be asked for
    BUDGET = "budget", _("The touch budget is used up.")
    PAUSED = "paused", _("Asked for quiet.")
    QUIET = "quiet", _("Another institution was in touch just now.")
    KEY_ACCOUNT = "key_account", _("A key account protects this contact: ask its operator.")
    OTHER_MAILING = "other", _("Another mailing reaches them in the same days.")
    OTHER_WAY = "other_way", _("Wants to be contacted in another way.")
    MISSING = "missing", _("Something that the text names is not known.")
    ENOUGH = "enough", _("Has had as many letters as a student gets in a week.")


HELD = (
    Reason.BUDGET,
    Reason.PAUSED,
    Reason.QUIET,
    Reason.KEY_ACCOUNT,
    Reason.OTHER_MAILING,
    Reason.OTHER_WAY,
    Reason.MISSING,
    Reason.ENOUGH,
)


WHO = ("contact", "stakeholder", "member")  # whose row it is: one of these
TONES = {
    "included": ("good", "check"),
    "held": ("warn", "pause"),
    "excluded": ("note", "x"),
    "sent": ("good", "done"),
    "carried": ("good", "join"),
    "failed": ("stop", "warn"),
}


class Recipient(models.Model):
    """One person and one mailing. The reason is worked out when recipients are selected, and again when it leaves."""

    class State(models.TextChoices):
        INCLUDED = "included", _("Gets it")
        HELD = "held", pgettext_lazy("bulk e-mail", "Held")
        EXCLUDED = "excluded", _("Left out")
        SENT = "sent", _("Handed over")
        CARRIED = "carried", _("Got it within another mailing")
        FAILED = "failed", _("Did not reach them")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
                                db_index=False)  # fmt: skip
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
                                    db_index=False)  # fmt: skip
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
                               db_index=False)  # fmt: skip
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=11, choices=Reason, blank=True, default=Reason.NONE)
    detail = models.CharField(max_length=300, blank=True)  # the reason as the rule said it
    again = models.BooleanField(default=False)  # whether the reason came up when it was leaving
    email = models.UUIDField(null=True, blank=True)  # in the ledger of outgoing e-mail
    at = models.DateTimeField(null=True, blank=True)  # when it was handed over

    objects = RecipientQuerySet.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="detail",
        facts="mailing stakeholder member state reason again email at",
        kept=Kept(3 * YEAR, "at", "delete"),
    )

    class Meta:
        verbose_name = _("recipient of a bulk e-mail")
        verbose_name_plural = _("recipients of bulk e-mails")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="recipient_state"),
            models.Index(fields=["contact", "state"], condition=Q(contact__isnull=False), name="recipient_contact"),
            index_where_set("stakeholder", "recipient_stakeholder"),
            index_where_set("member", "recipient_member"),
            index_where_set("email", "recipient_email"),
            index_where_set("at", "recipient_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "contact"], name="recipient_contact_once"),
            models.UniqueConstraint(fields=["mailing", "stakeholder"], name="recipient_stakeholder_once"),
            models.UniqueConstraint(fields=["mailing", "member"], name="recipient_member_once"),
            models.CheckConstraint(
                name="recipient_is_one_person",
                condition=Q(contact__isnull=False, stakeholder=None, member=None)
                | Q(contact=None, stakeholder__isnull=False, member=None)
                | Q(contact=None, stakeholder=None, member__isnull=False),
            ),
            models.CheckConstraint(
                name="recipient_held_for_a_reason", condition=~Q(state__in=["held", "excluded"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="recipient_sent_with_its_email", condition=~Q(state="sent") | Q(email__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key(self) -> Any:
        """The key of whoever it is."""
        return next(key for key in self.who if key)

    @property
    def who(self) -> tuple[Any, ...]:
        """The keys in the columns of `WHO`, of which one is set."""
        return tuple(getattr(self, f"{name}_id") for name in WHO)

    @property
    def name(self) -> str:
        """Who it is."""
        if self.member:
            return self.member.name
        record = self.contact or self.stakeholder
        return str(self.contact.name) if self.contact else str(getattr(record, "person_name", "") or record)

    @property
    def body(self) -> str:
        """Where they are."""
        if self.member:
            return self.member.place
        return str(self.contact.employer.name) if self.contact else str(getattr(self.stakeholder, "body_name", ""))

    @property
    def tone(self) -> tuple[str, str]:
        """How the state is shown: the tone, and the sign."""
        return TONES[self.state]

    @property
    def words(self) -> Any:
        """Why somebody does not get it: as the rule said it, or as the reason is called."""
        return self.detail or self.get_reason_display()
