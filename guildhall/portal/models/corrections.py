from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.portal.querysets import CorrectionQuerySet


class Correction(models.Model):
    """What an employer says is wrong with what stands about it: the wrong person is asked, or a fact is not so."""

    class Kind(models.TextChoices):
        PERSON = "person", _("You ask the wrong person")
        FACT = "fact", _("Something about us is not so")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="corrections")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")  # whom it is told
    login = models.ForeignKey(EmployerLogin, on_delete=models.SET_NULL, null=True, related_name="corrections")
    kind = models.CharField(max_length=6, choices=Kind)
    words = models.CharField(_("what is right"), max_length=500, blank=True)
    said_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = CorrectionQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="words",
        acts="settled_by",
        facts="employer institution login kind said_at settled_at",
        kept=Kept(3 * YEAR, "said_at", then="delete"),
    )

    class Meta:
        ordering = ["said_at"]
        indexes = [models.Index(fields=["employer"], condition=Q(settled_at=None), name="correction_open")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.get_kind_display()}: {self.employer.name}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: those who see the employer, at the institution it is told."""
        return self.employer.scope | Scope(behind=frozenset({self.institution_id}))
