"""How enrollment, credits and certifications were counted before, and what they cost (G9, N17): so that a report of a
past day can be reproduced.

The database itself keeps these rows (pathways/migrations), whoever changes a count and in whatever way.
"""

from django.db import models

from guildhall.lib.personal import Personal, Seen
from guildhall.pathways.models.counting import CountedTerm
from guildhall.pathways.models.credit import Articulation
from guildhall.pathways.querysets import PastCountQuerySet, PastQuerySet
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

    objects = PastCountQuerySet.as_manager()
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

    objects = PastQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="term attested since_on until_on")

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["term", "until_on"], name="past_attested_of_term")]

    def __str__(self) -> str:
        return f"{self.term}: {self.attested}"


class PastCredits(models.Model):
    """How many credits of a course were counted as earned in a way, from one day to another."""

    id = models.BigAutoField(primary_key=True)
    term = models.UUIDField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.IntegerField()
    course = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Articulation.Kind)
    students = models.IntegerField()
    credits = models.DecimalField(max_digits=9, decimal_places=2)
    since_on = models.DateField()
    until_on = models.DateField()

    objects = PastCountQuerySet.as_manager()
    personal = Personal(
        seen=Seen.SOFTWARE, facts="term institution year course kind students credits since_on until_on"
    )

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["year", "until_on"], name="past_credits_of_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.credits}"


class PastCertified(models.Model):
    """How many students were counted as having earned a certification, from one day to another."""

    id = models.BigAutoField(primary_key=True)
    term = models.UUIDField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.IntegerField()
    certification = models.UUIDField()
    students = models.IntegerField()
    since_on = models.DateField()
    until_on = models.DateField()

    objects = PastCountQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="term institution year certification students since_on until_on")

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["year", "until_on"], name="past_certified_of_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.students}"


class PastRate(models.Model):
    """What a credit cost at an institution in a school year, as it was said from one day to another."""

    id = models.BigAutoField(primary_key=True)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.IntegerField()
    tuition = models.DecimalField(max_digits=8, decimal_places=2)
    fees = models.DecimalField(max_digits=8, decimal_places=2)
    since_on = models.DateField()
    until_on = models.DateField()

    objects = PastQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="institution year tuition fees since_on until_on")

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["year", "until_on"], name="past_rate_of_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.tuition}"


class PastCost(models.Model):
    """What a certification cost, as it was said from one day to another."""

    id = models.BigAutoField(primary_key=True)
    certification = models.UUIDField()
    cost = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    since_on = models.DateField()
    until_on = models.DateField()

    objects = PastQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="certification cost since_on until_on")

    class Meta:
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["certification", "until_on"], name="past_cost_of_certification")]

    def __str__(self) -> str:
        return str(self.cost)
