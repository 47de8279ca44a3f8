"""What an initiative tells of itself, to whom and how often: words and figures as they were then (F13, H14, G9)."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.kinds import HowOften
from guildhall.partnerships.models.activities import Activity
from guildhall.partnerships.models.evaluating import Measure
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.models.stakeholders import Stakeholder
from guildhall.partnerships.querysets import (
    FollowerQuerySet,
    OfFollowerQuerySet,
    OfUpdateQuerySet,
    UpdateQuerySet,
)
from guildhall.people.models import Person


class ProgressUpdate(models.Model):
    """How far an initiative is, in words and figures. Once it is published it stands still; who errs takes it back.

    `activity` is the line of the communications plan that it is written for; where it `settles` the line, publishing
    reports that line as done.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="updates")
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("in two sentences"), max_length=600, blank=True)
    text = models.TextField(_("what happened"), max_length=6000, blank=True)
    ahead = models.TextField(_("what comes next"), max_length=2000, blank=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    public = models.BooleanField(_("everybody may read it"), default=False)
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="updates")
    settles = models.BooleanField(_("the line of the plan is done with it"), default=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = UpdateQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="title summary text ahead because",
        acts="started_by published_by",
        facts="initiative first_on last_on public activity settles state started_at published_at",
    )

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["initiative", "-published_at"], name="update_of_initiative")]
        constraints = [
            models.CheckConstraint(name="update_period", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="update_published_by",
                condition=Q(state="draft") | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(name="update_withdrawn_because", condition=~Q(state="withdrawn") | ~Q(because="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class UpdateFigure(models.Model):
    """A figure in an update: which one; once it is published, what it read then, under which words, and when (G9).

    `label` and `definition` are kept as they stand in the code, so that they are read in any language, and stay what
    they were when the code counts otherwise.
    """

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=20)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    position = models.SmallIntegerField(default=0)
    label = models.CharField(max_length=200, blank=True)
    definition = models.CharField(max_length=500, blank=True)
    value: Any = models.JSONField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects = OfUpdateQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="update key measure position label definition value counted_at")

    class Meta:
        verbose_name = _("figure in an update")
        verbose_name_plural = _("figures in updates")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "key", "measure"], nulls_distinct=False, name="figure_once_in_an_update"
            )
        ]

    def __str__(self) -> str:
        return gettext(self.label) if self.label else self.key

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.update.scope


class Follower(models.Model):
    """Somebody who hears of updates, and how often they chose (H14): a stakeholder, a colleague, or an address.

    `themselves` says that they chose it and nobody for them. `waits` is why a letter that is due has not gone yet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="followers")
    stakeholder = models.OneToOneField(
        Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="follower"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(max_length=10, blank=True)
    how = models.CharField(_("how often"), max_length=9, choices=HowOften, default=HowOften.MONTHLY)
    themselves = models.BooleanField(default=False)
    since = models.DateField()  # what was published before is not sent
    waits = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = FollowerQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="person email",
        words="waits",
        facts="initiative stakeholder language how themselves since",
    )

    class Meta:
        verbose_name = _("follower of an initiative")
        verbose_name_plural = _("followers of initiatives")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="follower_is_one",
                condition=Q(stakeholder__isnull=False, person=None, email="")
                | Q(stakeholder=None, person__isnull=False, email="")
                | (Q(stakeholder=None, person=None) & ~Q(email="")),
            ),
            models.UniqueConstraint(fields=["initiative", "person"], name="follower_person_once"),
            models.UniqueConstraint(
                fields=["initiative", "email"], condition=~Q(email=""), name="follower_address_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.stakeholder or self.person or self.email)

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def colleague(self) -> Person | None:
        """Whoever of the staff it is, who hears of it as of other things."""
        return self.stakeholder.person if self.stakeholder else self.person

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.stakeholder.scope if self.stakeholder else self.initiative.scope


class Letter(models.Model):
    """That a follower was sent an update: once, alone or together with others."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="letters")
    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="letters")
    sent_at = models.DateTimeField()

    objects = OfFollowerQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="follower update sent_at")

    class Meta:
        verbose_name = _("letter with an update")
        verbose_name_plural = _("letters with updates")
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["follower", "update"], name="letter_once")]

    def __str__(self) -> str:
        return str(self.update)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.follower.scope
