"""The roles that employers find hardest to fill, said by themselves or noted by the staff (D6)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.demand.querysets import HardToFillQuerySet
from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person


class HardToFill(models.Model):
    """A role that an employer cannot fill: which occupation, how many, since when, what applicants lack.

    It counts until the day that whoever said it named; then somebody says it again, or it is over.
    """

    class Over(models.TextChoices):
        FILLED = "filled", _("They found people")
        DROPPED = "dropped", _("They look no more")
        MISTAKE = "mistake", _("It was a mistake")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="hard_to_fill", db_index=False)
    title = models.CharField(_("what they call the role"), max_length=160)
    soc = models.CharField(_("SOC code"), max_length=12, blank=True)
    soc_version = models.CharField(max_length=8, blank=True)
    how_many = models.IntegerField(_("how many they look for"), default=1)
    since = models.DateField(_("hard to fill since"), null=True, blank=True)
    until = models.DateField(_("counts until"))
    lacking = models.CharField(_("what applicants lack"), max_length=500, blank=True)
    credential = models.CharField(_("license or credential it takes"), max_length=160, blank=True)
    place = models.CharField(_("where"), max_length=80, blank=True)
    said_by = models.ForeignKey(  # an own declaration, at the front door
        EmployerLogin, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    institution = models.ForeignKey(  # whose staff noted it
        Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_itself = models.BooleanField(default=False)  # the employer said it itself, whoever that was
    said_on = models.DateField()  # when it was said last
    over = models.CharField(_("what became of it"), max_length=8, choices=Over, blank=True)
    over_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = HardToFillQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="title lacking credential place",
        acts="noted_by",
        facts=("employer soc soc_version how_many since until said_by institution by_itself said_on over over_on"),
        kept=Kept(5 * YEAR, "until", "delete"),
    )

    class Meta:
        verbose_name = _("role that is hard to fill")
        verbose_name_plural = _("roles that are hard to fill")
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["employer", "until"], name="hard_role_of_employer"),
            models.Index(fields=["until", "id"], condition=Q(over=""), name="hard_role_open"),
            models.Index(fields=["soc"], condition=Q(over="") & ~Q(soc=""), name="hard_role_of_soc"),
        ]
        constraints = [
            models.CheckConstraint(name="hard_role_some", condition=Q(how_many__range=(1, 9999))),
            models.CheckConstraint(name="hard_role_days", condition=Q(since=None) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="hard_role_over_on_a_day",
                condition=Q(over="", over_on=None) | (~Q(over="") & Q(over_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees the employer."""
        return self.employer.scope

    @property
    def is_open(self) -> bool:
        """Whether it counts today."""
        return not self.over and self.until >= clock.today()

    @property
    def mark(self) -> tuple[str, str, object]:
        """How its state is shown: the tone, the sign, and the words."""
        if self.over:
            return "note", "archive", self.get_over_display()
        if self.is_open:
            return "warn", "flag", _("Hard to fill")
        return "note", "clock", _("To be confirmed again")
