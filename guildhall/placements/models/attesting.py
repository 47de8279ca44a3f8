"""What an institution attests, and what figures were made of before: any earlier report can be counted again (N17, G9).

The database itself keeps the former versions (placements/migrations: `placements_keep`), whoever changes a row.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.placements.querysets import AttestationQuerySet, OwnQuerySet
from guildhall.store.indexes import index_where_set


class PastExperience(models.Model):
    """How a participation counted, from one change to another. It names nobody: `counts_as` tells people apart."""

    id = models.BigAutoField(primary_key=True)
    experience = models.UUIDField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=10)
    counts_as = models.UUIDField()
    activity = models.CharField(max_length=30)
    host = models.UUIDField(null=True)
    start_on = models.DateField()
    since = models.BigIntegerField()
    since_on = models.DateField()
    until = models.BigIntegerField()
    until_on = models.DateField()

    objects = OwnQuerySet.as_manager()
    personal = Personal(
        seen=Seen.SOFTWARE,
        facts="experience institution who counts_as activity host start_on since since_on until until_on",
    )

    class Meta:
        ordering = ["until"]
        indexes = [
            models.Index(fields=["activity", "start_on"], name="past_experience_counted"),
            models.Index(fields=["institution", "until"], name="past_experience_until"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.start_on}"


class PastHost(models.Model):
    """Which employer a name meant, from one change to another. No key to the employer: a merge changes no past."""

    id = models.BigAutoField(primary_key=True)
    host = models.UUIDField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=250)
    employer = models.UUIDField(null=True)
    alone = models.BooleanField()
    since = models.BigIntegerField()
    since_on = models.DateField()
    until = models.BigIntegerField()
    until_on = models.DateField()

    objects = OwnQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, facts="host institution key employer alone since since_on until until_on")

    class Meta:
        ordering = ["until"]
        indexes = [models.Index(fields=["institution", "until"], name="past_host_until")]

    def __str__(self) -> str:
        return self.key


class Attestation(models.Model):
    """An institution stands by its figures of a period: who, when, what they were, and counted by which definition.

    `number` is the change up to which it was counted, so that the same can be counted again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    number = models.BigIntegerField()
    definition = models.SmallIntegerField()
    figures = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    withdrawn_because = models.CharField(_("why"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = AttestationQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="note withdrawn_because",
        acts="by withdrawn_by",
        facts="institution first_on last_on number definition figures at withdrawn_at",
    )

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="attestation_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="attestation_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-at"], name="attestation_of_institution"),
            models.Index(fields=["by"], name="attestation_by"),
            index_where_set("withdrawn_by", "attestation_withdrawn_by"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.first_on} – {self.last_on}"

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None
