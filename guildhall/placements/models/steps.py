"""What happened with an application or a placement, step by step: who, when, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models.placing import Application, Placement
from guildhall.placements.parties import Side
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet


class Step(OfInstitution):
    """One change of state. It stays as long as the record does, and is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="steps", db_index=False
    )
    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, null=True, blank=True, related_name="steps", db_index=False
    )
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    on = models.DateField()  # the day that it is about
    at = models.DateTimeField()  # when it was said
    side = models.CharField(max_length=8, choices=Side)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="reason",
        acts="by",
        facts="institution application placement before after on at side",
    )

    class Meta:
        verbose_name = _("step of a placement")
        verbose_name_plural = _("steps of placements")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["application", "at"], name="step_of_application"),
            models.Index(fields=["placement", "at"], name="step_of_placement"),
        ]
        constraints = [
            models.CheckConstraint(
                name="step_of_one",
                condition=Q(application=None, placement__isnull=False) | Q(application__isnull=False, placement=None),
            )
        ]

    def __str__(self) -> str:
        return self.after

    @property
    def label(self) -> str:
        """The state that it led to, in words."""
        states = Application.State if self.application_id else Placement.State
        return str(states(self.after).label)
