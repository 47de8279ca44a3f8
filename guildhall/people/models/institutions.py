from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.handing import Handed
from guildhall.people.querysets import InstitutionQuerySet


class Institution(models.Model):
    """A body on our side: an agency, region, college, district, school, faculty or department. A tree."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("State agency")
        REGION = "region", _("Region")
        COLLEGE = "college", _("College")
        DISTRICT = "district", _("District")
        SCHOOL = "school", _("School")
        FACULTY = "faculty", _("Faculty")
        DEPARTMENT = "department", _("Department")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(
        _("short name"), max_length=6, help_text=_("Two to six letters that stand for it in lists.")
    )
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    lineage = ArrayField(models.UUIDField(), default=list)  # from the root to itself: makes "its subtree" one condition
    closed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = InstitutionQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="kind name code slug parent lineage closed_on")

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["lineage"])]
        constraints = [
            models.CheckConstraint(
                name="institution_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExternalIdentifier(models.Model):
    """What somebody else calls an institution: (scheme, value), such as (IPEDS, 113980)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=60)
    personal = Personal(seen=Seen.EVERYBODY, facts="institution scheme value")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Territory(models.Model):
    """The one row that says whose installation this is."""

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(_("name of the territory"), max_length=120)
    root = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Los_Angeles")
    brand_hue = models.SmallIntegerField(_("color"), default=188)
    demo = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    scope = OPEN

    handed_on = {"contact": Handed(_("contact for colleges"), through="")}
    personal = Personal(seen=Seen.EVERYBODY, acts="contact", facts="name root time_zone brand_hue demo")

    class Meta:
        verbose_name_plural = "territories"
        constraints = [models.CheckConstraint(name="one_territory", condition=models.Q(only=True))]

    def __str__(self) -> str:
        return self.name
