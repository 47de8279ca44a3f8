from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.prospects.querysets import JoinRequestQuerySet


class Probe(models.Model):
    """One blind check against the CRM: who typed what, and whether something matched. Listed for directors (N1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    typed = models.CharField(max_length=250)
    matched = models.BooleanField()
    probed_at = models.DateTimeField(auto_now_add=True)
    personal = Personal(
        seen=Seen.HOLDERS,
        subject="person",
        words="typed",
        facts="institution matched probed_at",
        kept=Kept(YEAR, "probed_at", "delete"),
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-probed_at"])]

    def __str__(self) -> str:
        return self.typed


class JoinRequest(models.Model):
    """A college asks to join a regional relationship that it may not see (J2, N1)."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        ANSWERED = "answered", _("answered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="join_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    typed = models.CharField(max_length=250)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    directed_to = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"directed_to": Handed(_("requests to join"), Q(state="open"))}
    personal = Personal(
        seen=Seen.BOTH_SIDES,
        words="typed message answer",
        acts="asked_by directed_to answered_by",
        facts="employer institution asked_at state answered_at",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "-asked_at"])]

    def __str__(self) -> str:
        return self.typed

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.crm_scope
