"""Links of one purpose, for those who have no account: each opens one page of one placement (R28)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution
from guildhall.supervision.models.papers import Paper
from guildhall.supervision.models.types import Signer
from guildhall.supervision.querysets import LinkQuerySet


class Link(OfInstitution):
    """Whom something was asked by e-mail, and until when the link opens it. Of the secret only the hash is kept."""

    class Purpose(models.TextChoices):
        SIGN = "sign", _("sign a paper")
        LOG = "log", _("log hours")
        APPROVE = "approve", _("approve hours")
        MIDTERM = "midterm", _("evaluate at midterm")
        FINAL = "final", _("evaluate at the end")
        REFLECT = "reflect", _("reflect on the placement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="links", db_index=False)
    paper = models.ForeignKey(
        Paper, on_delete=models.CASCADE, null=True, blank=True, related_name="links", db_index=False
    )
    purpose = models.CharField(max_length=8, choices=Purpose)
    signer = models.CharField(max_length=11, choices=Signer)  # in which part they are asked
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
        seen=Seen.INSTITUTION,
        subject="email",
        identity="sent_to",
        acts="by",
        facts="institution placement paper purpose signer secret_hash sent_at until used_at revoked_at reminded_on",
        kept=Kept(YEAR, "until", "delete"),
    )

    class Meta:
        verbose_name = _("link of a placement")
        verbose_name_plural = _("links of placements")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["placement", "purpose"], name="link_of_placement"),
            models.Index(fields=["until"], condition=Q(used_at=None, revoked_at=None), name="link_unanswered"),
            index_where_set("paper", "link_paper"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.Purpose(self.purpose).label)

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.until >= clock.today()
