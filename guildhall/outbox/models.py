"""The ledger of outgoing e-mail: at most once, never silently lost (R8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen


class Content(models.Model):
    """What the e-mails of one sending have in common: who sends it and its words, with slots. It never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.CharField(max_length=320, blank=True)  # "Mesa College <office@mesa.example>"; else the installation
    reply_to = models.EmailField(max_length=254, blank=True)  # whom an answer to it reaches
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    personal = Personal(seen=Seen.ADMINISTRATORS, words="sender reply_to subject text html", facts="made_at")

    def __str__(self) -> str:
        return self.subject


class OutgoingEmail(models.Model):
    """One e-mail to one address. A worker that dies while sending leaves it `unknown`: nobody sends it twice."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        KEPT = "kept", _("kept here, because no mail server is set up")
        BOUNCED = "bounced", _("came back: the address does not take it")
        REFUSED = "refused", _("refused by the mail server")
        SUPPRESSED = "suppressed", _("not sent, because the address asked for none")
        WITHDRAWN = "withdrawn", _("not sent, because its reader may not see any more what it speaks of")
        HELD = "held", _("not sent, because a rule forbade it when it was to leave")
        UNKNOWN = "unknown", _("not known whether it left")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True, null=True)  # the same notice is never queued twice
    kind = models.CharField(max_length=40)
    reference = models.UUIDField(null=True)  # the record of that kind that asked for it, such as a mailing
    to = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)  # whom an answer to it reaches
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    content = models.ForeignKey(Content, models.PROTECT, null=True)  # its words, where many e-mails share them
    values = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))  # for the slots in them
    unsubscribe = models.CharField(max_length=500, blank=True, default="", db_default="")  # one click, by POST
    calendar = models.TextField(blank=True, default="", db_default="")  # an entry for the reader's own calendar
    confidential = models.BooleanField(default=False)  # holds a sign-in or reset link
    about = ArrayField(models.UUIDField(), null=True)  # whom the ledger may show it to: see `lib.scopes.Scope`
    behind = ArrayField(models.UUIDField(), null=True)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    paced = models.BooleanField(default=False, db_default=False)  # `due_at` is its turn at the pace of its domain
    leased_by = models.UUIDField(null=True)  # the worker that has it in hand
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="to",
        words="reply_to subject text html values unsubscribe calendar error",
        facts=(
            "key kind reference content confidential about behind state attempts queued_at due_at paced "
            "leased_by leased_until sent_at"
        ),
        kept=Kept(YEAR, "queued_at"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="email_waiting"),
            models.Index(fields=["leased_until"], condition=models.Q(state="sending"), name="email_leased"),
            models.Index(fields=["-queued_at"]),
            models.Index(fields=["-queued_at"], condition=models.Q(state="unknown"), name="email_unknown"),
            models.Index(fields=["reference", "state"], condition=models.Q(reference__isnull=False), name="email_of"),
            models.Index(Lower("to"), condition=models.Q(state="queued"), name="email_waiting_to"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class Suppression(models.Model):
    """An address that must not be written to, and why."""

    address = models.EmailField(max_length=254, unique=True)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField(auto_now_add=True)
    personal = Personal(seen=Seen.SOFTWARE, subject="address", words="reason", facts="since")

    class Meta:
        indexes = [models.Index(Lower("address"), name="suppressed_address")]

    def __str__(self) -> str:
        return self.address


class Returned(models.Model):
    """What was reported of one e-mail: it came back for good or for now, or its reader complained of it."""

    class Kind(models.TextChoices):
        HARD = "hard", _("the address does not exist, or takes no e-mail")
        SOFT = "soft", _("the mailbox could not take it then")
        COMPLAINT = "complaint", _("its reader marked it as unwanted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.ForeignKey(OutgoingEmail, models.CASCADE, related_name="returned")
    address = models.EmailField(max_length=254)  # in lower case
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=20, blank=True)  # RFC 3463, such as 5.1.1
    words = models.CharField(max_length=300, blank=True)  # of the mail server
    key = models.CharField(max_length=100, unique=True)  # the same report counts once
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)  # somebody has looked: the address is right
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="address",
        words="words",
        facts="email kind status key at settled_at",
        kept=Kept(YEAR, "at"),
    )

    class Meta:
        indexes = [models.Index(fields=["address", "kind"], name="returned_address")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.address}"


class Pace(models.Model):
    """How fast e-mail leaves for one domain, for all workers together."""

    domain = models.CharField(max_length=253, primary_key=True)
    free_at = models.DateTimeField()  # when the turn of the next e-mail comes
    held_until = models.DateTimeField(null=True)  # its servers said that we are too fast
    personal = Personal(seen=Seen.SOFTWARE, facts="domain free_at held_until")

    def __str__(self) -> str:
        return self.domain
