"""What an employer agreed to do by a day, such as to host six interns by June; placements count it (N14)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.people.models import Person
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet


class Duty(OfInstitution):
    """How many students of an institution an employer agreed to host in a period, of some kinds or of any.

    How far it is stands nowhere: it is counted from the placements that began, whenever somebody asks.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="duties", db_index=False)
    kinds = ArrayField(models.CharField(max_length=30), verbose_name=_("kinds of placement"), default=list, blank=True)
    wanted = models.SmallIntegerField(_("how many students"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    said = models.CharField(_("what was agreed"), max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # it is agreed no more
    version = models.IntegerField(default=1)

    objects = OfInstitutionQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="said",
        acts="by",
        facts="institution employer kinds wanted first_on last_on made_at ended_at",
    )

    class Meta:
        verbose_name = _("agreed number of students")
        verbose_name_plural = _("agreed numbers of students")
        ordering = ["last_on", "pk"]
        indexes = [models.Index(fields=["employer", "last_on"], name="duty_of_employer")]
        constraints = [
            models.CheckConstraint(name="duty_of_somebody", condition=Q(wanted__range=(1, 2000))),
            models.CheckConstraint(name="duty_days", condition=Q(last_on__gte=F("first_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.wanted}, {self.last_on}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def kinds_in_words(self) -> str:
        """The kinds that count; nothing where any does."""
        return ", ".join(str(BY_SLUG[kind].label) for kind in self.kinds if kind in BY_SLUG)

    @property
    def is_over(self) -> bool:
        return self.last_on < clock.today()
