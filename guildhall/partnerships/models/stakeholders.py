"""Who has a part in an initiative, in which role, stage and standing (E1–E10, F9, F10, F25, H10)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.partnerships.kinds import Consideration, Role, Stage
from guildhall.partnerships.models.bodies import SomebodyThere, of_one_body
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.querysets import OfInitiativeQuerySet, OfStakeholderQuerySet
from guildhall.people.models import Person


class Category(models.Model):
    """A sector that stakeholders come from; the list is the territory's own (E1)."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    groups = models.TextField(_("example groups, one a line"), max_length=1000, blank=True)
    position = models.SmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="name groups position retired_on")

    class Meta:
        verbose_name = _("category of stakeholders")
        verbose_name_plural = _("categories of stakeholders")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return gettext(self.name)

    @property
    def examples(self) -> list[str]:
        """Groups that belong to it, each in the reader's language where it came with the product."""
        return [gettext(line) for line in self.groups.splitlines() if line.strip()]


class CoverageRule(models.Model):
    """How many of something an initiative needs (E6, F25, N15); without a row the number of document 002 holds."""

    class Key(models.TextChoices):
        DECIDERS = "deciders", _("Decision makers in each sector")
        DOERS = "doers", _("Doers in each sector")
        CONNECTORS = "connectors", _("Connectors in all")
        CHAMPIONS = "champions", _("Champions, in percent of everybody with a part")
        HEADS = "heads", _("Heads of an organization, such as a superintendent, in all")

    key = models.CharField(primary_key=True, max_length=12, choices=Key)
    least = models.PositiveSmallIntegerField(_("at least"))
    version = models.IntegerField(default=1)

    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="key least")

    class Meta:
        verbose_name = _("rule of coverage")
        verbose_name_plural = _("rules of coverage")

    def __str__(self) -> str:
        return str(self.get_key_display())


class Stakeholder(SomebodyThere):
    """An organization or person with a part in an initiative (E2–E8): who they are, and their role and stage.

    `works_for` is the champion or decision maker who names them to do the work (E7). `state` says how far the ask for
    their part has come; who was the wrong voice is replaced, with the reason (F10).
    """

    class Authority(models.TextChoices):
        DECIDES = "decides", _("Decides")
        WORKS = "works", _("Does the work")
        BOTH = "both", _("Decides, and does the work")

    class State(models.TextChoices):
        LISTED = "listed", _("On the list")
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Has accepted")
        DECLINED = "declined", _("Has declined")
        REPLACED = "replaced", _("Replaced")

    class How(models.TextChoices):
        SPOKEN = "spoken", _("said so")
        WRITTEN = "written", _("wrote it")
        LINK = "link", _("by the link")
        DOOR = "door", _("at the front door")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="stakeholders")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="stakeholders")
    also_at = models.CharField(_("also at"), max_length=200, blank=True)  # a second affiliation (D10)
    authority = models.CharField(_("decides, or does the work"), max_length=8, choices=Authority, blank=True)
    head = models.BooleanField(_("heads the organization"), default=False)
    roles = ArrayField(models.CharField(max_length=10, choices=Role), default=list, blank=True)
    stages = ArrayField(models.CharField(max_length=12, choices=Stage), default=list, blank=True)
    responsibilities = models.TextField(_("responsibilities"), max_length=1000, blank=True)
    brings = models.TextField(_("knowledge and capacity that they bring"), max_length=1000, blank=True)
    lacks = models.TextField(_("what they still need to know or have"), max_length=1000, blank=True)
    benefit = models.TextField(_("what they get out of it"), max_length=1000, blank=True)  # F20
    works_for = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="staff")
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)
    answered_on = models.DateField(null=True, blank=True)
    answered_how = models.CharField(max_length=8, choices=How, blank=True)
    answer = models.CharField(_("their words"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")
    because = models.CharField(_("why"), max_length=300, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.EVERYBODY,
        subject="contact person email",
        identity="name post also_at",
        words="body responsibilities brings lacks benefit answer because",
        acts="recorded_by added_by",
        facts=(
            "employer institution initiative category authority head roles stages works_for state answered_on "
            "answered_how replaced_by added_at"
        ),
    )

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["category__position", "added_at", "pk"]
        indexes = [models.Index(fields=["initiative", "state"], name="stakeholder_of_initiative")]
        constraints = [
            of_one_body("stakeholder_of_one"),
            models.CheckConstraint(
                name="stakeholder_one_person",
                condition=Q(contact=None) | Q(person=None),
            ),
            models.CheckConstraint(
                name="stakeholder_answered",
                condition=~Q(state__in=["accepted", "declined"]) | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="stakeholder_replaced_because", condition=~Q(state="replaced") | ~Q(because="")
            ),
        ]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope | self.employer_scope

    @property
    def role_names(self) -> list[str]:
        """Its roles in the reader's language, in the order of the document."""
        return [str(role.label) for role in Role if role in self.roles]

    @property
    def stage_names(self) -> list[str]:
        """The parts of the work in which it is most engaged."""
        return [str(stage.label) for stage in Stage if stage in self.stages]


class Evidence(models.Model):
    """A consideration that a stakeholder meets, and what shows it (E4, H10)."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="evidence")
    consideration = models.CharField(max_length=12, choices=Consideration)
    shown_by = models.CharField(_("what shows it"), max_length=300, blank=True)

    objects = OfStakeholderQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="shown_by", facts="stakeholder consideration")

    class Meta:
        verbose_name = _("consideration that a stakeholder meets")
        verbose_name_plural = _("considerations that stakeholders meet")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["stakeholder", "consideration"], name="evidence_once")]

    def __str__(self) -> str:
        return str(self.get_consideration_display())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.stakeholder.scope
