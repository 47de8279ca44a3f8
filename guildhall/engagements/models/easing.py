"""What institutions take off an employer's hands, so that red tape keeps nobody from working with us (F22)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.engagements.querysets import RedTapeQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person

SOON = 60  # days before it runs out in which somebody is reminded


class RedTape(models.Model):
    """One paper or duty that an institution sees to for an employer: a certificate of insurance, the bus (F22)."""

    class Kind(models.TextChoices):
        INSURANCE = "insurance", _("Liability insurance")
        COMPENSATION = "compensation", _("Workers’ compensation for students")
        TRANSPORT = "transport", _("Transport of students")
        BACKGROUND = "background", _("Background checks")
        PAPERS = "papers", _("Training agreements and other papers")
        SAFETY = "safety", _("Safety training")
        PERMITS = "permits", _("Work permits of minors")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="red_tape")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    what = models.CharField(_("how it is taken care of"), max_length=300)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="red_tape")  # who sees to it
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("valid until"), null=True, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = RedTapeQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"person": Handed(_("red tape taken off employers"), Q(ended_at=None), said="what")}
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="what",
        acts="person",
        facts="employer kind institution until made_at ended_at",
    )

    class Meta:
        verbose_name_plural = _("red tape taken off employers")
        ordering = ["kind", "made_at"]
        indexes = [models.Index(fields=["person", "until"], condition=Q(ended_at=None), name="red_tape_open")]

    def __str__(self) -> str:
        return self.what

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope

    @property
    def days_left(self) -> int | None:
        """The days until it runs out, less than nought when it has; None where it has no end."""
        return (self.until - clock.today()).days if self.until else None

    @property
    def runs_out(self) -> bool:
        """Whether somebody should see to it again."""
        return self.days_left is not None and self.days_left <= SOON
