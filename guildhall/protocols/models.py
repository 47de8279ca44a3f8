"""Protocols: rules agreed by people, written as numbered clauses, versioned and dated (B3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.protocols.querysets import ProtocolQuerySet


class Protocol(models.Model):
    """One version of the rules of an institution and its subtree: a draft, and once published in force from a date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="protocols")
    title = models.CharField(_("title"), max_length=120)
    number = models.IntegerField(_("version"))
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    text = models.TextField(_("introduction"), blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    drafted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a draft that was given up
    version = models.IntegerField(default=1)

    objects = ProtocolQuerySet.as_manager()
    scope = OPEN
    handed_on = {
        "drafted_by": Handed(
            _("drafts of protocols"),
            models.Q(published_at=None, withdrawn_at=None),
            through="",
            said="title",
        )
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        acts="drafted_by published_by",
        facts="institution title number in_force_from text drafted_at published_at withdrawn_at",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "title", "number"],
                condition=models.Q(withdrawn_at=None),
                name="protocol_version_once",
            ),
            models.CheckConstraint(
                name="published_protocol_has_a_date",
                condition=models.Q(published_at=None) | models.Q(in_force_from__isnull=False, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title with the number of the version."""
        return f"{self.title} v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.withdrawn_at is None


class Clause(models.Model):
    """One numbered rule; `subject` says which rule of the software reads its `parameters` (see parameters.py)."""

    class Subject(models.TextChoices):
        VETTING_CRITERIA = "vetting_criteria", _("Vetting criteria")
        GATES = "gates", _("The two gates")
        DEFAULT_AUDIENCE = "default_audience", _("Default audience")
        AUDIENCE_EXCEPTION = "audience_exception", _("Exceptions to the default audience")
        COLLEGE_VETTING = "college_vetting", _("Colleges' own vetting")
        ATTESTATION = "attestation", _("Attestation of existing partners")
        BLIND_MATCH = "blind_match", _("Asking to join a regional relationship")
        TOUCH_BUDGET = "touch_budget", _("Touch budget")
        QUIET_PERIOD = "quiet_period", _("Quiet period")
        MEANINGFUL = "meaningful", _("What counts as meaningful")
        LIAISON = "liaison", _("Asking a key-account operator first")
        FOLLOW_UPS = "follow_ups", _("Follow-ups")
        ENQUIRIES = "enquiries", _("Inquiries of employers")
        OPPORTUNITIES = "opportunities", _("Opportunities of employers")
        KEY_ACCOUNT = "key_account", _("Key accounts")
        BOARDS_PROGRAM = "boards_program", _("Advisory boards of programs")
        BOARDS_PATHWAY = "boards_pathway", _("Advisory boards of pathways")
        BOARDS_ACADEMY = "boards_academy", _("Advisory boards of academies")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=10)
    subject = models.CharField(max_length=30, choices=Subject, default=Subject.OTHER)
    heading = models.CharField(max_length=120)
    text = models.TextField()
    parameters = models.JSONField(default=dict)
    may_refine = models.BooleanField(default=False)  # institutions below may be stricter for themselves (B17)
    position = models.SmallIntegerField()
    personal = Personal(
        seen=Seen.EVERYBODY,
        facts="protocol number subject heading text parameters may_refine position",
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["protocol", "number"], name="clause_number_once")]

    def __str__(self) -> str:
        return f"{self.protocol.title} {self.number}"

    @property
    def citation(self) -> str:
        """How a sentence names this clause: title, version and number."""
        return f"{self.protocol.title} v{self.protocol.number}, {self.number}"


class Acceptance(models.Model):
    """Somebody has read a version that binds them, and accepts it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.ADMINISTRATORS, subject="person", facts="protocol at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["protocol", "person"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.protocol}"
