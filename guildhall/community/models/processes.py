"""How work is done: maps of the region and of institutions, and how each college does a step (B18, B19, B22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.community.querysets import MapQuerySet, StaffQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class ProcessMap(models.Model):
    """The steps of one piece of work, such as from a lead to a placement. A draft is seen by its institution alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="process_maps")
    title = models.CharField(_("what it is about"), max_length=120)
    purpose = models.TextField(_("what it is good for"), max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    internal = models.BooleanField(default=False, db_default=False)  # stays within the institution (H3)
    keeper = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who keeps it current"),
    )
    version = models.IntegerField(default=1)

    objects = MapQuerySet.as_manager()
    handed_on = {"keeper": Handed(_("process maps kept current"), through="", said="title")}
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="title purpose",
        acts="by keeper",
        facts="institution published_at changed_at internal",
    )

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.institution_id})) if self.internal else OPEN


class Step(models.Model):
    """One step of a map: what happens, who does it, and where in the product."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    map = models.ForeignKey(ProcessMap, on_delete=models.CASCADE, related_name="steps")
    position = models.SmallIntegerField()
    title = models.CharField(_("what happens"), max_length=150)
    who = models.CharField(_("who does it"), max_length=120, blank=True)
    text = models.TextField(_("how"), max_length=2000, blank=True)
    destination = models.CharField(_("where in Guildhall"), max_length=40, blank=True)  # see destinations.py
    systems = models.CharField(_("systems used"), max_length=200, blank=True, db_default="")  # between commas
    leads_to = models.ForeignKey(
        ProcessMap, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("another map")
    )
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="title who text systems", facts="map position destination leads_to")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["map", "position"], name="step_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.map.scope


class Branch(models.Model):
    """Where a step leads when something holds; a step without branches leads to the one behind it (B18)."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="branches")
    to = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    condition = models.CharField(_("when?"), max_length=120)

    objects = StaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="condition", facts="step to")

    class Meta:
        ordering = ["to__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "to"], name="branch_once"),
            models.CheckConstraint(name="branch_leads_away", condition=~models.Q(step=models.F("to"))),
        ]

    def __str__(self) -> str:
        return self.condition

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.step.scope


class Connection(models.Model):
    """What one system of a map hands to another, and how: a file, by hand, by itself (B19)."""

    map = models.ForeignKey(ProcessMap, on_delete=models.CASCADE, related_name="connections")
    source = models.CharField(_("from"), max_length=80)
    target = models.CharField(_("to"), max_length=80)
    carries = models.CharField(_("what goes over, and how"), max_length=150)

    objects = StaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="source target carries", facts="map")

    class Meta:
        ordering = ["source", "target", "pk"]

    def __str__(self) -> str:
        return f"{self.source}: {self.target}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.map.scope


class Edition(models.Model):
    """A map as it was published once: it stays readable when the map goes on (B18)."""

    map = models.ForeignKey(ProcessMap, on_delete=models.CASCADE, related_name="editions")
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()  # see queries/mapping.py

    objects = StaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="content", acts="by", facts="map number at")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["map", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.map} {self.number}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.map.scope


class Refinement(models.Model):
    """How one institution does a step of a map of the region; the region's step stays as it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="refinements")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(_("who does it here"), max_length=120, blank=True)
    text = models.TextField(_("how it is done here"), max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="who text", acts="by", facts="step institution at")

    class Meta:
        ordering = ["institution__name"]
        constraints = [models.UniqueConstraint(fields=["step", "institution"], name="refinement_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.text[:60]}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.step.scope
