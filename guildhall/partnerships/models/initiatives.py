"""An initiative: why partners of several sectors work together, who leads it, how and until when (F1–F4, N20)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models.bodies import OfBody, of_one_body
from guildhall.partnerships.querysets import InitiativeQuerySet, OfInitiativeQuerySet
from guildhall.pathways.models import Pathway
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class Initiative(models.Model):
    """What partners of several sectors are brought together for, by whom, why, how and when.

    `institution` convenes. While it is prepared only those who lead it see it; then all of the staff do. `acceptance`
    says how partners agree to their role in this territory: by word, or in writing (E14).
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        RUNNING = "running", _("Under way")
        ENDED = "ended", _("Ended")

    class Acceptance(models.TextChoices):
        SPOKEN = "spoken", _("By word is enough")
        WRITTEN = "written", _("In writing")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("what it is called"), max_length=150)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="initiatives")
    purpose = models.TextField(_("purpose statement"), max_length=2000, blank=True)
    why = models.TextField(_("why"), max_length=2000, blank=True)
    how = models.TextField(_("how"), max_length=2000, blank=True)
    what = models.TextField(_("what"), max_length=2000, blank=True)
    timing = models.TextField(_("when"), max_length=2000, blank=True)
    goals = models.TextField(_("goals"), max_length=2000, blank=True)
    partners = models.TextField(_("partners"), max_length=2000, blank=True)
    budget = models.TextField(_("budget"), max_length=2000, blank=True)
    topics = ArrayField(models.CharField(max_length=120), default=list, blank=True)  # open to input (F4)
    stages = ArrayField(models.CharField(max_length=12, choices=Stage), default=list, blank=True)
    # Whose enrollment and credit are its figures (F16); which pathways it is about.
    pathways = models.ManyToManyField(Pathway, blank=True, related_name="initiatives", verbose_name=_("pathways"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acceptance = models.CharField(_("how a role is accepted"), max_length=8, choices=Acceptance, default="spoken")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    lesson = models.TextField(_("what we learned"), max_length=2000, blank=True)
    # Who may read its purpose, profiles and process without signing in: nobody, who has the link, or everybody (F5).
    link_hash = models.CharField(max_length=64, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = InitiativeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="title purpose why how what timing goals partners budget topics lesson",
        acts="started_by",
        facts="institution stages pathways starts_on ends_on acceptance state link_hash public_at started_at",
    )

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="initiative_period",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(fields=["link_hash"], condition=~Q(link_hash=""), name="initiative_link"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.institution_id})) if self.state == self.State.PREPARED else OPEN


class Lead(models.Model):
    """Somebody of the staff who leads an initiative (F1)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="leads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="led_initiatives")
    since = models.DateField()

    objects = OfInitiativeQuerySet.as_manager()
    handed_on = {"person": Handed(_("initiatives"), ~Q(initiative__state="ended"), once=True, through="")}
    personal = Personal(seen=Seen.EVERYBODY, acts="person", facts="initiative since")

    class Meta:
        verbose_name = _("lead of an initiative")
        verbose_name_plural = _("leads of initiatives")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "person"], name="lead_once")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope


class Intermediary(OfBody):
    """Who brings employers and schools of a part of the territory together for an initiative (F1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="intermediaries")
    area = models.CharField(_("for which part of the territory"), max_length=120)
    person = models.CharField(_("who answers there"), max_length=160, blank=True)

    objects = OfInitiativeQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.EVERYBODY, identity="person", words="area body", facts="initiative employer institution"
    )

    class Meta:
        verbose_name = _("intermediary of an initiative")
        verbose_name_plural = _("intermediaries of initiatives")
        ordering = ["area", "pk"]
        constraints = [of_one_body("intermediary_of_one")]

    def __str__(self) -> str:
        return self.body_name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope | self.employer_scope
