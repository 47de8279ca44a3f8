"""Terms whose figures institutions are to attest, each by a day (N17)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person


class DueTerm(models.Model):
    """A term or year that an institution, and every one below it, attests until a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    due_on = models.DateField(_("to be attested until"))
    entered_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    scope = OPEN
    personal = Personal(seen=Seen.DIRECTORY, acts="by", facts="institution name first_on last_on due_on entered_at")

    class Meta:
        verbose_name = _("term to attest")
        verbose_name_plural = _("terms to attest")
        ordering = ["-last_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "first_on", "last_on"], name="due_term_once"),
            models.CheckConstraint(
                name="due_term_in_order", condition=Q(last_on__gte=F("first_on"), due_on__gt=F("last_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name
