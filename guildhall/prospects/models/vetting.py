from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.prospects.models.prospects import Prospect
from guildhall.prospects.querysets import PromotionQuerySet
from guildhall.prospects.questions import CRITERIA
from guildhall.protocols.models import Clause


class Criterion(models.Model):
    """One question of the vetting criteria of a protocol version (A4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="criteria")
    number = models.SmallIntegerField()
    question = models.CharField(max_length=250)
    guidance = models.CharField(max_length=300, blank=True)
    # Carried into the next version with its words unchanged it stays the same question: answers to it still count.
    root = models.UUIDField(default=new_id, editable=False)

    carried_along = True  # goes with its clause into the draft of the next version
    starters = dict.fromkeys((Clause.Subject.VETTING_CRITERIA, Clause.Subject.COLLEGE_VETTING), CRITERIA)
    personal = Personal(seen=Seen.EVERYBODY, facts="clause number question guidance root")

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "criteria"
        indexes = [models.Index(fields=["root"], name="prospects_c_root_idx")]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="criterion_once")]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def begin(cls, clause: Clause, questions: Iterable[tuple[str, str]]) -> None:
        """Give a clause its first questions, each with its guidance, in their order."""
        rows = enumerate(questions, 1)
        cls.objects.bulk_create(cls(clause=clause, number=n, question=q, guidance=g) for n, (q, g) in rows)


class Answer(models.Model):
    """The answer of a named person to one criterion, with evidence."""

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_APPLICABLE = "na", _("Does not apply")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    choice = models.CharField(_("answer"), max_length=3, choices=Choice)
    evidence = models.CharField(_("evidence"), max_length=500)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    personal = Personal(
        seen=Seen.HOLDERS,
        words="evidence",
        acts="by",
        facts="prospect criterion choice answered_at",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prospect", "criterion"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.choice}"


class Promotion(models.Model):
    """The recorded act of opening an employer to the colleges; may be undone for a day (N2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="promotions")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    promoted_at = models.DateTimeField()
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    audience = ArrayField(models.UUIDField(), null=True)
    stage_before = models.CharField(max_length=12)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    objects = PromotionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.HOLDERS,
        words="reason",
        acts="by undone_by",
        facts="prospect promoted_at clause audience stage_before undone_at",
    )

    class Meta:
        ordering = ["-promoted_at"]

    def __str__(self) -> str:
        return f"{self.prospect}, {clock.day_of(self.promoted_at)}"
