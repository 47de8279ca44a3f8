"""What a single board is measured by where the rule of its kind does not fit: with reason and end (D12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.models.boards import Board
from guildhall.boards.querysets import OpenQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Person


class OwnRule(models.Model):
    """One number that holds for one board in place of what its clause says, until a day, with the reason."""

    class Rule(models.TextChoices):
        MEMBERS = "members", _("Members with a vote, at least")
        BUSINESS = "business", _("Percent of them from business and industry, at least")
        LABOR = "labor", _("Seats for labor, at least")
        MEETINGS = "meetings", _("Meetings a year, at least")
        QUORUM = "quorum", _("Quorum: percent of the members with a vote")
        ATTENDANCE = "attendance", _("Percent of the meetings that a member has to come to")
        TERM_YEARS = "term_years", _("Years that a term lasts")

    LIMITS = {
        Rule.MEMBERS: (1, 60), Rule.BUSINESS: (0, 100), Rule.LABOR: (0, 10), Rule.MEETINGS: (0, 12),
        Rule.QUORUM: (1, 100), Rule.ATTENDANCE: (0, 100), Rule.TERM_YEARS: (1, 10),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="own_rules")
    rule = models.CharField(_("which rule"), max_length=10, choices=Rule)
    value = models.IntegerField(_("what holds for this board"))
    because = models.CharField(_("why"), max_length=300)
    until = models.DateField(_("until"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)  # lifted before its day, or followed by another one
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = OpenQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, words="because", acts="by ended_by", facts="board rule value until at ended_on"
    )

    class Meta:
        verbose_name = _("own rule of a board")
        verbose_name_plural = _("own rules of boards")
        ordering = ["rule", "-at"]
        constraints = [
            models.UniqueConstraint(fields=["board", "rule"], condition=Q(ended_on=None), name="own_rule_once"),
            models.CheckConstraint(name="own_rule_with_a_reason", condition=~Q(because="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.value}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.board.name

    @property
    def holds(self) -> bool:
        """Whether it holds today: its last day has not passed, and nobody lifted it."""
        return self.ended_on is None and self.until >= clock.today()
