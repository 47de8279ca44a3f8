"""What of rules and policy stands in the way of an initiative, and what others did who had the same aim (E8, Table 4).

Document 002 asks to remove barriers where policy is misaligned and to learn from models of other states; 004 tells of
both.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.querysets import OfInitiativeQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class Barrier(models.Model):
    """One rule that stands in the way: whose it is, what is asked of them, how far that is, what came of it."""

    class State(models.TextChoices):
        FOUND = "found", _("Found")
        RAISED = "raised", _("Raised with them")
        PROMISED = "promised", _("They want to change it")
        REMOVED = "removed", _("Removed")
        STANDS = "stands", _("Stays as it is")
        NONE = "none", _("Was no barrier after all")

    SETTLED = (State.REMOVED, State.STANDS, State.NONE)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="barriers")
    what = models.CharField(_("what stands in the way"), max_length=200)
    rule = models.CharField(_("which rule"), max_length=300, blank=True)
    whose = models.CharField(_("whose rule it is"), max_length=200)
    asked = models.TextField(_("what is asked of them"), max_length=1000, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="initiative_barriers"
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("how far it is"), max_length=10, choices=State, default=State.FOUND)
    result = models.CharField(_("what came of it"), max_length=500, blank=True)
    found_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    handed_on = {
        "person": Handed(_("barriers of initiatives"), Q(settled_on=None), through="", said="what"),
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="what rule whose asked result",
        acts="person",
        facts="initiative due_on state found_on settled_on",
    )

    class Meta:
        verbose_name = _("barrier of an initiative")
        verbose_name_plural = _("barriers of initiatives")
        ordering = ["settled_on", "due_on", "found_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="barrier_settled_with_its_result",
                condition=Q(settled_on=None) & ~Q(state__in=["removed", "stands", "none"])
                | Q(settled_on__isnull=False, state__in=["removed", "stands", "none"]) & ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope

    @property
    def is_open(self) -> bool:
        return self.settled_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < clock.today()


class PeerModel(models.Model):
    """What another state or region does, with where it can be read, and what is taken from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="peer_models")
    place = models.CharField(_("which state or region"), max_length=120)
    title = models.CharField(_("what it is called"), max_length=150)
    link = models.URLField(_("where it can be read"), max_length=300, blank=True)
    shows = models.TextField(_("what they do there"), max_length=1000)
    taken = models.TextField(_("what is taken from it"), max_length=1000, blank=True)
    looked_on = models.DateField(_("looked at on"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY, words="place title link shows taken", acts="by", facts="initiative looked_on"
    )

    class Meta:
        verbose_name = _("model of another state or region")
        verbose_name_plural = _("models of other states and regions")
        ordering = ["place", "title", "pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.place}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope
