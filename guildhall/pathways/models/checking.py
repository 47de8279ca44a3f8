"""What shows that a pathway has the elements that the law asks for (WIOA section 3(7))."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.pathways.elements import BY_LETTER, LETTERS, Element
from guildhall.pathways.models.programs import Pathway
from guildhall.pathways.querysets import OpenToStaffQuerySet
from guildhall.people.models import Person


class ElementEvidence(models.Model):
    """One element of one pathway: whether it is met, and what shows it."""

    class State(models.TextChoices):
        MET = "met", _("met")
        PARTLY = "partly", _("partly met")
        MISSING = "missing", _("missing")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="evidence", db_index=False)
    element = models.CharField(max_length=1, choices=LETTERS)
    state = models.CharField(_("is it met?"), max_length=8, choices=State)
    shown_by = models.TextField(_("what shows it"), max_length=2000, blank=True)
    link = models.URLField(_("where it can be read"), max_length=400, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    noted_on = models.DateField()
    version = models.IntegerField(default=1)

    objects = OpenToStaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, words="shown_by link", acts="noted_by", facts="pathway element state noted_on"
    )

    class Meta:
        verbose_name = _("evidence for a pathway")
        verbose_name_plural = _("evidence for pathways")
        ordering = ["element"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "element"], name="element_evidence_once"),
            models.CheckConstraint(
                name="element_evidence_says_what", condition=models.Q(state="missing") | ~models.Q(shown_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway}, {self.element}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def of_law(self) -> Element:
        return BY_LETTER[self.element]
