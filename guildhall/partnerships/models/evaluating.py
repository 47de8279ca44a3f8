"""How well an initiative works: measures from the start, both sides asked the same, what was done (F14, F15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.models.stakeholders import Category, Stakeholder
from guildhall.partnerships.querysets import OfInitiativeQuerySet, OfMeasureQuerySet, OfRoundQuerySet
from guildhall.people.models import Person


class Measure(models.Model):
    """What shows whether an initiative works: of its outcomes, or of its steps and engagement (F14)."""

    class Strand(models.TextChoices):
        OUTCOMES = "outcomes", _("Goals and outcomes")
        ENGAGEMENT = "engagement", _("Action steps and engagement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="measures")
    strand = models.CharField(_("strand"), max_length=10, choices=Strand)
    what = models.CharField(_("what is measured"), max_length=200)
    source = models.CharField(_("where the number comes from"), max_length=200, blank=True)
    target = models.CharField(_("what you aim at"), max_length=120, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="what source target", facts="initiative strand due_on")

    class Meta:
        verbose_name = _("measure of an initiative")
        verbose_name_plural = _("measures of initiatives")
        ordering = ["strand", "due_on", "pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope


class Reading(models.Model):
    """What a measure read on a day, and who says so."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("when"))
    value = models.CharField(_("what it reads"), max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfMeasureQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="value", acts="by", facts="measure on")

    class Meta:
        verbose_name = _("reading of a measure")
        verbose_name_plural = _("readings of measures")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.value

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.measure.scope


class EvaluationRound(models.Model):
    """Both sides are asked the same until a day: the ten questions, or one as a temperature check (F15, F19)."""

    class Kind(models.TextChoices):
        FULL = "full", _("Five categories")
        TEMPERATURE = "temperature", _("Temperature check")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(_("what is asked"), max_length=12, choices=Kind)
    opened_on = models.DateField()
    until = models.DateField(_("until"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfInitiativeQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, acts="by", facts="initiative kind opened_on until")

    class Meta:
        verbose_name = _("evaluation of an initiative")
        verbose_name_plural = _("evaluations of initiatives")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="round_period", condition=Q(until__gte=models.F("opened_on"))),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope

    @property
    def is_open(self) -> bool:
        """Whether it is answered still; nothing is shown until it is over."""
        return self.until >= clock.today()

    @property
    def is_full(self) -> bool:
        return self.kind == self.Kind.FULL


class Side(models.TextChoices):
    """Who is asked: those who have a part, and those who lead."""

    PARTNERS = "partners", _("Partners")
    LEADS = "leads", _("Those who lead")


class Asked(models.Model):
    """That somebody is asked in a round, and whether they have answered: not what, and not when."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="asked")
    side = models.CharField(max_length=8, choices=Side)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True)
    answered = models.BooleanField(default=False)

    objects = OfRoundQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, subject="person", facts="round side stakeholder secret_hash answered")

    class Meta:
        verbose_name = _("question in an evaluation")
        verbose_name_plural = _("questions in evaluations")
        constraints = [
            models.UniqueConstraint(fields=["round", "stakeholder"], name="asked_stakeholder_once"),
            models.UniqueConstraint(fields=["round", "person", "side"], name="asked_person_once"),
            models.UniqueConstraint(fields=["secret_hash"], condition=~Q(secret_hash=""), name="asked_link"),
        ]

    def __str__(self) -> str:
        return str(self.get_side_display())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.round.scope


class Opinion(models.Model):
    """What somebody answered: on which side, and nothing of who it was (N13).

    `sector` is that of a partner where five or more of it were asked, else nothing; it goes when the round is over and
    fewer than five of it have answered. `key_hash` is of a key that only the browser has from which it came: with it
    the answer is changed while the round is open, and then it is forgotten. Nothing joins it to who was asked.
    """

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="opinions")
    side = models.CharField(max_length=8, choices=Side)
    sector = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict)  # 1 to 5 by the code of the question
    words = models.CharField(_("a word"), max_length=500, blank=True)
    key_hash = models.CharField(max_length=64, blank=True, db_default="")

    objects = OfRoundQuerySet.as_manager()
    personal = Personal(seen=Seen.SOFTWARE, words="words", facts="round side sector answers key_hash")

    class Meta:
        verbose_name = _("answer in an evaluation")
        verbose_name_plural = _("answers in evaluations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], condition=~Q(key_hash=""), name="opinion_key"),
        ]

    def __str__(self) -> str:
        return str(self.get_side_display())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.round.scope


class Conclusion(models.Model):
    """What was seen in an evaluation, and what was done about it (F14, F21)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="conclusions")
    text = models.CharField(_("what we see"), max_length=500)
    done = models.CharField(_("what was done about it"), max_length=500, blank=True)
    done_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = OfRoundQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="text done", acts="by", facts="round done_on")

    class Meta:
        verbose_name = _("conclusion of an evaluation")
        verbose_name_plural = _("conclusions of evaluations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.round.scope
