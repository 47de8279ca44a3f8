"""Regional lists of occupations in high demand: decisions with criteria, each version approved by somebody (D5)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.demand.models.figures import Release
from guildhall.demand.querysets import DemandListQuerySet, ListedQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person


class DemandList(models.Model):
    """One version of a region's list of occupations in high demand.

    A draft until somebody approves it; then it stands, and another version follows it. That it is in force stands
    nowhere: it follows from its days.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Given up")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    criteria = models.TextField(_("criteria in words"), max_length=2000, blank=True)
    wage_floor = models.DecimalField(_("median wage an hour, at least"), max_digits=6, decimal_places=2, null=True)
    openings_floor = models.IntegerField(_("openings a year, at least"), null=True)
    growth_floor = models.DecimalField(_("growth in percent, at least"), max_digits=5, decimal_places=1, null=True)
    employment_floor = models.IntegerField(_("jobs here, at least"), null=True)
    education = ArrayField(
        models.CharField(max_length=40), verbose_name=_("typical education to enter"), default=list, blank=True
    )
    wages = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    projections = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    starts_on = models.DateField(_("in force from"), null=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True)
    decision = models.CharField(_("where it was decided"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = DemandListQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="criteria ended_because decision",
        acts="made_by approved_by",
        facts=(
            "institution number state wage_floor openings_floor growth_floor employment_floor education wages "
            "projections starts_on ends_on made_at approved_at"
        ),
    )

    class Meta:
        verbose_name = _("list of occupations in high demand")
        verbose_name_plural = _("lists of occupations in high demand")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="demand_list_number_once"),
            models.UniqueConstraint(fields=["institution"], condition=Q(state="draft"), name="demand_list_one_draft"),
            models.CheckConstraint(name="demand_list_days", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="demand_list_approved_whole",
                condition=~Q(state="approved") | Q(approved_at__isnull=False, starts_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What pages and the journal call it."""
        return f"{self.institution.name} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Whether it holds today."""
        return self.holds_on(clock.today())

    def holds_on(self, day: Any) -> bool:
        """Whether it holds on a day."""
        begun = self.state == self.State.APPROVED and self.starts_on is not None and self.starts_on <= day
        return begun and (self.ends_on is None or self.ends_on >= day)

    @property
    def mark(self) -> tuple[str, str, Any]:
        """How its state is shown: the tone, the sign, and the words."""
        if self.state != self.State.APPROVED:
            return "note", "edit" if self.is_draft else "archive", self.get_state_display()
        if self.is_in_force:
            return "good", "done", _("In force")
        later = self.starts_on is not None and self.starts_on > clock.today()
        return ("note", "calendar", _("Approved, not begun yet")) if later else ("note", "archive", _("Over"))


class ListedOccupation(models.Model):
    """An occupation on a list, or taken off it with a reason; `basis` keeps the figures that it was judged by."""

    class How(models.TextChoices):
        FIGURES = "figures", _("meets the criteria")
        ADDED = "added", _("added by hand")

    list = models.ForeignKey(DemandList, on_delete=models.CASCADE, related_name="occupations", db_index=False)
    soc = models.CharField(_("SOC code"), max_length=7)
    soc_version = models.CharField(max_length=8, default="2018")
    title = models.CharField(max_length=250)
    how = models.CharField(max_length=7, choices=How)
    taken_off = models.BooleanField(default=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    basis = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ListedQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, words="reason", acts="by", facts="list soc soc_version title how taken_off basis"
    )

    class Meta:
        verbose_name = _("occupation on a list of high demand")
        verbose_name_plural = _("occupations on lists of high demand")
        ordering = ["soc"]
        constraints = [
            models.UniqueConstraint(fields=["list", "soc"], name="listed_once"),
            models.CheckConstraint(
                name="listed_with_a_reason",
                condition=Q(how="figures", taken_off=False) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soc} {self.title}"
