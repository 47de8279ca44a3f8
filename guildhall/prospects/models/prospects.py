from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import MoveIfNone
from guildhall.employers.models import Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Person
from guildhall.prospects.querysets import ProspectQuerySet
from guildhall.protocols.models import Clause


class Prospect(models.Model):
    """The CRM's side of an employer: its stage, owner, next step and the two gates (A5, A7)."""

    class Stage(models.TextChoices):
        LEAD = "lead", _("Lead")
        CONTACTED = "contacted", _("Contacted")
        DEVELOPING = "developing", _("Developing")
        VETTING = "vetting", _("Vetting")
        READY = "ready", _("Ready")
        PROMOTED = "promoted", _("Promoted")
        PARKED = "parked", _("Parked")
        DECLINED = "declined", _("Declined")

    class Confirmation(models.TextChoices):
        SECOND_PERSON = "second_person", _("confirmed by a second person")
        EMPLOYER = "employer", _("confirmed by the employer")
        ATTESTED = "attested", _("partner already, by attestation")

    employer = models.OneToOneField(Employer, on_delete=models.CASCADE, primary_key=True, related_name="prospect")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.LEAD)
    stage_since = models.DateTimeField()
    stage_reason = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="prospects", verbose_name=_("owner")
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("due"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    first_contacted_on = models.DateField(null=True, blank=True)

    vetted_at = models.DateTimeField(null=True, blank=True)
    vetted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    vetted_under = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    attested = models.BooleanField(default=False)
    vet_again_by = models.DateField(null=True, blank=True)

    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ready_how = models.CharField(max_length=14, choices=Confirmation, blank=True)
    ready_link = models.BinaryField(max_length=32, null=True)  # SHA-256 of the secret in the employer's link
    ready_link_until = models.DateTimeField(null=True)

    version = models.IntegerField(default=1)

    objects = ProspectQuerySet.as_manager()
    on_merge = MoveIfNone()  # no further stage wins: the survivor keeps its own vetting

    handed_on = {"owner": Handed(_("prospects"), ~Q(stage__in=("promoted", "declined")))}
    personal = Personal(
        seen=Seen.HOLDERS,
        words="stage_reason next_step",
        acts="owner vetted_by ready_by",
        facts=(
            "stage stage_since next_step_on reminded_on first_contacted_on vetted_at vetted_under attested "
            "vet_again_by ready_at ready_how ready_link ready_link_until"
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["stage", "next_step_on"]),
            models.Index(fields=["owner", "stage"]),
            models.Index(fields=["vet_again_by"], name="prospect_vet_again"),
        ]
        constraints = [
            models.CheckConstraint(
                name="prospect_ready_has_how", condition=Q(ready_at=None, ready_how="") | Q(ready_at__isnull=False)
            ),
            models.UniqueConstraint(fields=["ready_link"], name="ready_link_once"),
        ]

    def __str__(self) -> str:
        return str(self.employer)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.crm_scope


class StageEntry(models.Model):
    """When a prospect entered a stage, and who moved it: what times and yields are counted from (M7, M8)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=Prospect.Stage)
    entered_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    personal = Personal(seen=Seen.HOLDERS, words="reason", acts="by", facts="prospect stage entered_at")

    class Meta:
        ordering = ["entered_at"]
        verbose_name_plural = "stage entries"

    def __str__(self) -> str:
        return f"{self.prospect}: {self.stage}"
