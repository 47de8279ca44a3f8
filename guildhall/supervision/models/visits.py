"""Visits to the site, and what evaluations and the student's reflection say."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet
from guildhall.supervision.models.types import Signer
from guildhall.supervision.skills import Framework, framework


class SiteVisit(OfInstitution):
    """A visit to the place of work: when, who, whom they met, whether it is safe. Read by the institution alone."""

    class Safe(models.TextChoices):
        YES = "yes", _("nothing found")
        NO = "no", _("something has to change")
        NOT_LOOKED = "not_looked", _("not looked at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="site_visits")
    on = models.DateField(_("day"))
    visited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who visited"))
    met = models.CharField(_("whom they met"), max_length=160, blank=True)
    safe = models.CharField(_("safety of the site"), max_length=10, choices=Safe, default=Safe.NOT_LOOKED)
    notes = models.TextField(_("notes"), max_length=4000, blank=True)
    entered_at = models.DateTimeField()

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="met notes",
        acts="visited_by",
        facts="institution placement on safe entered_at",
    )

    class Meta:
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.on)


class Evaluation(OfInstitution):
    """How the supervisor sees the student in the middle or at the end, by skill; or what the student says of it."""

    class Moment(models.TextChoices):
        MIDTERM = "midterm", _("midterm evaluation")
        FINAL = "final", _("final evaluation")
        REFLECTION = "reflect", _("reflection of the student")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="evaluations", db_index=False)
    moment = models.CharField(max_length=8, choices=Moment)
    framework = models.CharField(max_length=20, blank=True)
    asked = models.JSONField(default=list, db_default=[])  # code and words of each skill, as they were asked
    ratings = models.JSONField(default=dict)  # by the code of the skill
    well = models.TextField(_("what went well"), max_length=2000, blank=True)
    next = models.TextField(_("what to work on"), max_length=2000, blank=True)
    side = models.CharField(max_length=11, choices=Signer)
    said_by = models.CharField(_("name"), max_length=160)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="said_by",
        words="well next",
        acts="by",
        facts="institution placement moment framework asked ratings side at",
    )

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["placement", "moment"], name="evaluation_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.Moment(self.moment).label)

    @property
    def skills(self) -> Framework:
        """The skills that it was asked for, whatever the institution chose since."""
        base = framework(self.framework)
        return replace(base, skills=tuple((code, words) for code, words in self.asked)) if self.asked else base

    @property
    def rated(self) -> list[tuple[str, int]]:
        """The skills that were rated, with their ratings."""
        return [(label, self.ratings[code]) for code, label in self.skills.skills if code in self.ratings]
