"""The caseload: whom a job placement case manager serves, and what is next for each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.handing import Handed
from guildhall.people.models import Person
from guildhall.students.models.students import OfInstitution, Registration
from guildhall.students.querysets import CaseQuerySet


class Case(OfInstitution):
    """One student who is served by one case manager, with the next step and its day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="cases")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("case manager"))
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("by"), null=True, blank=True)
    opened_on = models.DateField(default=clock.today)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(_("how it ended"), max_length=200, blank=True)
    version = models.IntegerField(default=1)

    objects = CaseQuerySet.as_manager()
    handed_on = {"manager": Handed(_("students of the caseload"), Q(closed_on=None), through="")}
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="next_step closed_because",
        acts="manager",
        facts="institution registration next_on opened_on closed_on",
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["next_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration"], condition=Q(closed_on=None), name="case_open_once")
        ]
        indexes = [models.Index(fields=["manager", "next_on"], condition=Q(closed_on=None), name="case_of_manager")]

    def __str__(self) -> str:
        return self.next_step or str(self.pk)

    @property
    def is_late(self) -> bool:
        return self.closed_on is None and self.next_on is not None and self.next_on < clock.today()
