"""How enrollment was counted before, so that a report of a past day can be reproduced (G9, N17).

The database itself keeps these rows (pathways/migrations), whoever changes a count and in whatever way.
"""

from django.db import models

from guildhall.lib.personal import Personal, Seen
from guildhall.pathways.models.counting import CountedTerm
from guildhall.pathways.querysets import OpenToStaffQuerySet, PastEnrolledQuerySet
from guildhall.people.models import Institution


class PastEnrolled(models.Model):
    """How many students a program had, as it was counted from one day to another: at the ends of these days."""

    id = models.BigAutoField(primary_key=True)
    term = models.UUIDField()  # no keys: what is taken away has a past
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.IntegerField()
    part = models.CharField(max_length=8, choices=CountedTerm.Part)
    program = models.UUIDField()
    students = models.IntegerField()
    since_on = models.DateField()
    until_on = models.DateField()  # on this day it was counted otherwise

    objects = PastEnrolledQuerySet.as_manager()
    personal = Personal(
        seen=Seen.SOFTWARE, facts="term institution year part program students since_on until_on"
    )  # fmt: skip

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["year", "part", "until_on"], name="past_enrolled_of_term")]

    def __str__(self) -> str:
        return f"{self.year} {self.part}: {self.students}"


class PastAttested(models.Model):
    """Whether a term was attested, from one day to another."""

    id = models.BigAutoField(primary_key=True)
    term = models.UUIDField()
    attested = models.BooleanField()
    since_on = models.DateField()
    until_on = models.DateField()

    objects = OpenToStaffQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="term attested since_on until_on")

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["term", "until_on"], name="past_attested_of_term")]

    def __str__(self) -> str:
        return f"{self.term}: {self.attested}"
