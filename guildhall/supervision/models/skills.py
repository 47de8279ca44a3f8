"""By which skills an institution has placements evaluated."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.supervision.skills import FRAMEWORKS

LONGEST = 80  # characters of one skill


class ChosenSkills(models.Model):
    """The list of skills that an institution chose, and what it asks beside it.

    It serves all that stand below the institution. Evaluations of before keep the skills that they were asked for.
    """

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, primary_key=True, related_name="+")
    framework = models.CharField(
        _("skills"), max_length=20, choices=[(one.code, one.label) for one in FRAMEWORKS.values()]
    )
    own = ArrayField(
        models.CharField(max_length=LONGEST), verbose_name=_("skills of our own"), default=list, blank=True
    )
    changed_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    personal = Personal(seen=Seen.INSTITUTION, words="own", acts="by", facts="institution framework changed_at")

    class Meta:
        verbose_name = _("skills of an institution")
        verbose_name_plural = _("skills of institutions")

    def __str__(self) -> str:
        return str(self.get_framework_display())

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))
