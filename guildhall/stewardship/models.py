"""Handovers: what a leaver's work became (N18, B20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person
from guildhall.stewardship.querysets import HandoverQuerySet


class Handover(models.Model):
    """One act by which the open work of a leaver went to successors, with a brief for each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(_("a word for the successors"), max_length=2000, blank=True)

    objects = HandoverQuerySet.as_manager()
    scope = OPEN  # it names persons and numbers; the records are read through their own sight

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.leaver}, {self.at:%Y-%m-%d}"


class HandedOver(models.Model):
    """One successor's share of one kind of work: how much, and with which employers."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="shares")
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=80)  # the model and its column
    count = models.IntegerField()
    employers = models.JSONField(default=list)

    class Meta:
        ordering = ["duty"]

    def __str__(self) -> str:
        return f"{self.duty}: {self.count}"
