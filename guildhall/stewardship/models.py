"""Handovers: what a leaver's work became (N18, B20); requests about personal data (G7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models import Institution, Person
from guildhall.stewardship.querysets import DataRequestQuerySet, HandoverChoiceQuerySet, HandoverQuerySet
from guildhall.store.indexes import index_where_set


class Handover(models.Model):
    """One act by which the open work of a leaver went to successors, with a brief for each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(_("a word for the successors"), max_length=2000, blank=True)

    objects = HandoverQuerySet.as_manager()
    scope = OPEN  # it names persons and numbers; the records are read through their own sight
    personal = Personal(seen=Seen.INSTITUTION, subject="leaver", words="words", acts="by", facts="at")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.leaver}, {clock.day_of(self.at)}"


class HandedOver(models.Model):
    """One successor's share of one kind of work: how much, and with which employers."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="shares")
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=80)  # the model and its column
    count = models.IntegerField()
    employers = models.JSONField(default=list)
    personal = Personal(seen=Seen.INSTITUTION, acts="successor", facts="handover duty count employers")

    class Meta:
        ordering = ["duty"]

    def __str__(self) -> str:
        return f"{self.duty}: {self.count}"


class HandoverChoice(models.Model):
    """Who is to take one thing of a leaver: kept while somebody plans a handover, gone once it is made."""

    leaver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    duty = models.CharField(max_length=80)  # the model and its column
    row = models.CharField(max_length=40)
    successor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = HandoverChoiceQuerySet.as_manager()
    scope = OPEN  # it names persons and numbers
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="leaver",
        acts="by successor",
        facts="duty row at",
        kept=Kept(YEAR, "at", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leaver", "by", "duty", "row"], name="handover_choice_once")]

    def __str__(self) -> str:
        return f"{self.duty}: {self.successor}"


class DataRequest(models.Model):
    """Somebody asks what is kept about them, or asks that it be erased (G7, R27).

    It is answered to the e-mail address that it is about and to nobody else. After an erasure it has no address.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("to see what we keep")
        ERASURE = "erasure", _("to have it erased")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_WAY = "under_way", _("Under way")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")

    UNDECIDED = (State.OPEN, State.UNDER_WAY)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("what they ask"), max_length=10, choices=Kind)
    institution = models.ForeignKey(  # that decides about its own education records; None: the region answers
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    address = models.EmailField(_("e-mail address of the person"), max_length=254, blank=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    refused_because = models.CharField(_("why it is refused"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # the first of two
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    link_until = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    objects = DataRequestQuerySet.as_manager()
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="address",
        words="refused_because",
        acts="by agreed_by answered_by",
        facts="kind institution received_on due_on state answered_at secret_hash link_until opened_at",
        kept=Kept(3 * YEAR, "received_on", "delete"),
    )

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name_plural = _("requests about personal data")
        indexes = [index_where_set("institution", "data_request_institution")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.received_on}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: of education records the institution's own people."""
        return Scope(behind=frozenset({self.institution_id})) if self.institution_id else OPEN
