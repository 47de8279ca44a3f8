from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models.feeds import SecretFeed


class Visitor(models.Model):
    """A login of somebody who is no staff. The app that knows such people makes a table of it, and adds whose it is.

    Subclasses set `kind`, and take `Visitor.Meta` into their own: an address has one login of a kind at a time.
    """

    kind: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(max_length=7, blank=True, default="")  # of e-mail; "": the installation's
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when a mailed link or code first signed in
    last_seen_on = models.DateField(null=True, blank=True)  # the day of the last sign-in
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(ended_at=None) & ~Q(email=""),  # an erased login has none
                name="%(app_label)s_%(class)s_address_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the visitor is called, in lists and in the journal."""
        return self.email

    @property
    def works(self) -> bool:
        """Whether the login opens anything today; subclasses narrow it by whose it is."""
        return self.ended_at is None and bool(self.email)

    @property
    def scope(self) -> Scope:
        """Whom e-mail to this visitor may be shown to, in a ledger; subclasses narrow it to whose the login is."""
        return OPEN


class SignIn(models.Model):
    """A sign-in that was asked for: hashes of the mailed link and code, and whether they were used.

    A row is written for every address; only a known one gets an e-mail, and with it the hashes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    email = models.EmailField(max_length=254)
    visitor = models.UUIDField(null=True)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=7, blank=True, default="")
    path = models.CharField(max_length=300, blank=True, default="")  # the page that was asked for
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    personal = Personal(
        seen=Seen.SOFTWARE,
        subject="email",
        identity="email",
        link="secret_hash",
        facts="kind visitor code_hash language path until used_at",
        kept=Kept(1, "until", then="delete"),
    )

    def __str__(self) -> str:
        return self.kind


class VisitorSession(models.Model):
    """A browser in which a visitor is signed in: by a cookie of which only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    visitor = models.UUIDField()
    key_hash = models.CharField(max_length=64, unique=True)
    kept = models.BooleanField(default=False)  # also when the browser is closed
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    personal = Personal(
        seen=Seen.SOFTWARE, facts="kind visitor key_hash kept made_at until", kept=Kept(1, "until", then="delete")
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "visitor"])]

    def __str__(self) -> str:
        return self.kind


class VisitorFeed(SecretFeed):
    """The secret address at which a calendar reads what a visitor comes to (ADR 57); not in the journal."""

    kind = models.CharField(max_length=20)
    visitor = models.UUIDField()
    personal = Personal(seen=Seen.SOFTWARE, facts="kind visitor secret_hash made_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "visitor"], name="visitor_feed_once")]

    def __str__(self) -> str:
        return self.kind
