"""Whom a placement's missing papers were told to: each once before a first day, and once after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.placements.models import Placement
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet
from guildhall.supervision.models.types import PaperType, Signer


class MissingTold(OfInstitution):
    """That a paper is missing was told to the student, a guardian, the supervisor, or the institution's own staff."""

    class Moment(models.TextChoices):
        AHEAD = "ahead", _("before the first day")
        BEGUN = "begun", _("after the first day")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="missing_told", db_index=False)
    type = models.ForeignKey(PaperType, on_delete=models.PROTECT, null=True, related_name="+")
    asked = models.CharField(max_length=20, blank=True)  # what an employer asks for and no type of paper covers yet
    first_day = models.DateField(null=True)  # of the placement then: of another first day it is told anew
    to = models.CharField(max_length=11, choices=Signer)
    moment = models.CharField(max_length=5, choices=Moment)
    on = models.DateField()

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, facts="institution placement type asked first_day to moment on")

    class Meta:
        verbose_name = _("missing paper that was told of")
        verbose_name_plural = _("missing papers that were told of")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "type", "asked", "to", "moment", "first_day"],
                name="missing_told_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.type or self.asked)
