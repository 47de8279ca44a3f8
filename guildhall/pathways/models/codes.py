"""Codes of the official lists, and the pairs that official crosswalks join (D5)."""

from django.db import models

from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.pathways.querysets import CodeQuerySet


class Code(models.Model):
    """One line of an official list in one of its versions. A code is text: it may begin with a nought."""

    class Scheme(models.TextChoices):
        CIP = "cip", "CIP"
        SOC = "soc", "SOC"
        ONET = "onet", "O*NET-SOC"
        TOP = "top", "TOP"

    scheme = models.CharField(max_length=4, choices=Scheme)
    version = models.CharField(max_length=8)  # the year of the list
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=250)
    level = models.CharField(max_length=10, blank=True)  # how far down the list it stands, in the list's own words
    valid = models.BooleanField(default=True)  # no: moved or deleted in this version; what names it stays readable

    objects = CodeQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="scheme version code title level valid")

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "version", "code"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Crossing(models.Model):
    """A program's code that leads to another list's code, as an official crosswalk has it."""

    origin = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="comes_from")
    personal = Personal(seen=Seen.EVERYBODY, facts="origin target")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "target"], name="crossing_once")]

    def __str__(self) -> str:
        return f"{self.origin.code} {self.target.code}"
