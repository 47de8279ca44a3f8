"""Figures that somebody enters by hand for an area: decisions with a source, a day and a reason (D5)."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.demand.models.figures import Area
from guildhall.demand.querysets import EnteredQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person

NUMBERS = ("employment", "hourly_50", "openings", "growth")


class EnteredFigure(models.Model):
    """What a region holds to be true of an occupation in an area, where no release says it or says it well.

    It stands before what is published of the same area until it ends; another one for the same occupation ends it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    soc = models.CharField(_("SOC code"), max_length=7)
    soc_version = models.CharField(max_length=8, default="2018")
    title = models.CharField(max_length=250)
    employment = models.IntegerField(_("jobs"), null=True)
    hourly_50 = models.DecimalField(_("median wage an hour"), max_digits=7, decimal_places=2, null=True)
    openings = models.IntegerField(_("openings a year"), null=True)
    growth = models.DecimalField(_("growth in percent"), max_digits=6, decimal_places=1, null=True)
    education = models.CharField(_("typical education to enter"), max_length=40, blank=True)
    source = models.CharField(_("where it is said"), max_length=200)
    as_of = models.DateField(_("as of"))
    why = models.CharField(_("why it is entered"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = EnteredQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="source why ended_because",
        acts="by ended_by",
        facts=(
            "area soc soc_version title employment hourly_50 openings growth education as_of made_at ended_at"
        ),
    )  # fmt: skip

    class Meta:
        verbose_name = _("figure entered by hand")
        verbose_name_plural = _("figures entered by hand")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="entered_figure_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "soc"], condition=Q(ended_at=None), name="entered_figure_one_stands"
            ),
            models.CheckConstraint(
                name="entered_figure_of_something",
                condition=~Q(employment=None, hourly_50=None, openings=None, growth=None, education=""),
            ),
            models.CheckConstraint(
                name="entered_figure_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.soc} {self.title}, {self.area}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def values(self) -> dict[str, Any]:
        """The figures that were entered; what was left empty says nothing."""
        found = {name: getattr(self, name) for name in (*NUMBERS, "education")}
        return {name: value for name, value in found.items() if value not in (None, "")}
