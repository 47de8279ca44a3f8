"""Who signed which text of an agreement, and who was asked to by a mailed link (ADR 42, 68)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.models.agreements import Party, Revision
from guildhall.agreements.querysets import LinkQuerySet, OfRevision
from guildhall.files.models import StoredFile
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set
from guildhall.supervision.models import Signature

Way, Known = Signature.Way, Signature.Known


class PartySignature(models.Model):
    """Who signed for a party, in which way, how that is known, when, and over which digest. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signatures")
    signed_by = models.CharField(_("name"), max_length=160)
    position = models.CharField(_("position"), max_length=120, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    known = models.CharField(max_length=11, choices=Known)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    drawing = models.TextField(blank=True)  # the strokes, as an SVG path of our own making
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    text_digest = models.CharField(max_length=64)  # of the text that was signed
    digest = models.CharField(max_length=64)  # over everything that the signature says
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_digest = models.CharField(max_length=64, blank=True, default="")

    objects = OfRevision.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="email",
        identity="signed_by position drawing",
        words="file_name",
        acts="person",
        facts="revision party way known file at text_digest digest erased_at erased_digest",
    )

    class Meta:
        verbose_name = _("signature under an agreement")
        verbose_name_plural = _("signatures under agreements")
        ordering = ["at", "pk"]
        indexes = [index_where_set("file", "party_signature_file")]
        constraints = [
            models.UniqueConstraint(fields=["revision", "party"], name="party_signs_once"),
            models.CheckConstraint(
                name="party_signature_erased_whole",
                condition=Q(erased_at=None) | Q(signed_by="", position="", drawing="", email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.signed_by

    @property
    def name(self) -> str:
        """What the journal calls it: for whom it was signed, not by whom."""
        return str(self.party.name)

    @property
    def scope(self) -> Scope:
        return self.revision.scope


class SigningLink(models.Model):
    """Whom a party's signature was asked of by e-mail, and until when the link opens. The secret is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="links")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="links")
    sent_to = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), max_length=254)
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    until = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = LinkQuerySet.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="email",
        identity="sent_to",
        acts="by",
        link="secret_hash",
        facts="revision party sent_at until used_at revoked_at reminded_on",
        kept=Kept(YEAR, "until", "delete"),
    )

    class Meta:
        verbose_name = _("link to sign an agreement")
        verbose_name_plural = _("links to sign agreements")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["until"], condition=Q(used_at=None, revoked_at=None), name="signing_link_unanswered")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.party.name)

    @property
    def scope(self) -> Scope:
        return self.revision.scope
