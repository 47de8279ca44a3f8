"""The training plan of a placement: what is done and learned, and what the law on young workers asks about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.personal import Personal, Seen
from guildhall.placements.models import Placement
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet
from guildhall.supervision.skills import FRAMEWORKS


class TrainingPlan(OfInstitution):
    """What the student does and learns, where, and whether any of it is hazardous work."""

    FRAMEWORK = [(one.code, one.label) for one in FRAMEWORKS.values()]

    placement = models.OneToOneField(
        Placement, on_delete=models.CASCADE, primary_key=True, related_name="training_plan"
    )
    tasks = models.TextField(_("what the student does and learns"), max_length=4000, blank=True)
    on_site = models.BooleanField(_("works at the employer’s site"), default=True)
    hazards = ArrayField(models.SmallIntegerField(), verbose_name=_("hazardous work"), default=list, blank=True)
    student_learner = models.BooleanField(_("student-learner with work experience education"), default=False)
    framework = models.CharField(
        _("skills"), max_length=20, choices=FRAMEWORK, blank=True, default=""
    )  # empty: as the institution chose
    version = models.IntegerField(default=1)

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="tasks",
        facts="institution placement on_site hazards student_learner framework",
    )

    class Meta:
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")

    def __str__(self) -> str:
        return str(self.placement)

    @property
    def name(self) -> str:
        return self.placement.name
