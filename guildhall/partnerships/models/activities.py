"""What is to be done, by whom and until when: responsibilities per stage, the action plan, communications (E9, F12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.models.stakeholders import Stakeholder
from guildhall.partnerships.querysets import OfInitiativeQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class Activity(models.Model):
    """One line of the action plan. `person` sees to it for us; `stakeholder` where a partner does."""

    class Part(models.TextChoices):
        WORK = "work", _("Work")
        COMMUNICATION = "communication", _("Communication")

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="activities")
    stage = models.CharField(_("part of the work"), max_length=12, choices=Stage)
    part = models.CharField(_("what it is"), max_length=14, choices=Part, default=Part.WORK)
    title = models.CharField(_("what is to be done"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=150, blank=True)  # of a communication (E20)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="initiative_activities"
    )
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    progress = models.CharField(_("how far it is"), max_length=300, blank=True)
    result = models.CharField(_("what came of it"), max_length=500, blank=True)
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    handed_on = {
        "person": Handed(_("activities of initiatives"), Q(state__in=["open", "under_way"]), through="", said="title")
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="title audience progress result",
        acts="person",
        facts="initiative stage part stakeholder starts_on due_on after state",
    )

    class Meta:
        verbose_name = _("activity of an initiative")
        verbose_name_plural = _("activities of initiatives")
        ordering = ["due_on", "starts_on", "pk"]
        indexes = [models.Index(fields=["person", "due_on"], name="activity_of_person")]
        constraints = [
            models.CheckConstraint(
                name="activity_period",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        scope = self.initiative.scope
        return scope | self.stakeholder.employer_scope if self.stakeholder else scope

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.UNDER_WAY)

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < clock.today()

    @property
    def responsible(self) -> str:
        """Who sees to it, in words: of a partner whom the reader does not see that there is one."""
        if self.stakeholder_id and not self.stakeholder:
            return gettext("a partner")
        if self.stakeholder:
            return self.stakeholder.person_name or self.stakeholder.body_name
        return self.person.name if self.person else ""
