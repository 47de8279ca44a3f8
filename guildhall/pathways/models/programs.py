"""Pathways, and the programs of study of institutions (D5, D11)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.pathways.clusters import Cluster, cluster_of
from guildhall.pathways.querysets import PathwayQuerySet, ProgramQuerySet
from guildhall.people.models import Institution
from guildhall.store.indexes import index_where_set


class Pathway(models.Model):
    """Programs, from school to college to work, that are aligned with one another (WIOA, Perkins)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="pathways")
    name = models.CharField(_("name"), max_length=160)
    about = models.TextField(_("what it leads to"), max_length=2000, blank=True)
    cluster = models.CharField(_("career cluster"), max_length=12, blank=True)  # the framework's year and the code
    occupations = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # codes of SOC
    soc_version = models.CharField(max_length=8, default="2018")
    skills = ArrayField(models.CharField(max_length=120), default=list, blank=True)  # that the work asks for (D5)
    closed_on = models.DateField(_("ended on"), null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = PathwayQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, facts="institution name about cluster occupations soc_version skills closed_on"
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="pathway_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def in_cluster(self) -> Cluster | None:
        return cluster_of(self.cluster)


def label_of(program: str, institution: str) -> str:
    """A program's name with the stamp of its institution, without a comma: as it stands in a list between commas."""
    return f"{program} ({institution})".replace(",", "")


class Program(models.Model):
    """A program of study of one institution: what it is called there, its codes, what it awards, from when to when."""

    class Credential(models.TextChoices):
        NONCREDIT = "noncredit", _("Noncredit certificate")
        CERTIFICATE = "certificate", _("Certificate")
        ASSOCIATE = "associate", _("Associate degree")
        BACHELOR = "bachelor", _("Bachelor’s degree")
        DIPLOMA = "diploma", _("High school diploma")
        APPRENTICE = "apprentice", _("Apprenticeship certificate")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="programs")
    name = models.CharField(_("name"), max_length=160)
    cip = models.CharField(_("CIP code"), max_length=7, blank=True)
    cip_version = models.CharField(max_length=8, default="2020")
    top = models.CharField(_("TOP code"), max_length=7, blank=True)
    cluster = models.CharField(_("career cluster"), max_length=12, blank=True)
    credential = models.CharField(_("what it awards"), max_length=12, choices=Credential)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.SET_NULL, null=True, blank=True, related_name="programs", db_index=False
    )
    active_from = models.DateField(_("offered from"), null=True, blank=True)
    active_to = models.DateField(_("offered until"), null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True, editable=False)  # the list that brought it
    version = models.IntegerField(default=1)

    objects = ProgramQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        facts="institution name cip cip_version top cluster credential pathway active_from active_to batch",
    )

    class Meta:
        verbose_name = _("program of study")
        verbose_name_plural = _("programs of study")
        ordering = ["name"]
        indexes = [index_where_set("pathway", "program_of_pathway"), index_where_set("batch", "program_of_batch")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name", "credential"], name="program_once"),
            models.CheckConstraint(
                name="program_ends_after_it_begins",
                condition=Q(active_from=None) | Q(active_to=None) | Q(active_to__gte=models.F("active_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_cluster(self) -> Cluster | None:
        return cluster_of(self.cluster)

    @property
    def label(self) -> str:
        """Its name with its institution's stamp, without a comma: as it stands in a list between commas."""
        return label_of(self.name, self.institution.code or self.institution.name)
