"""Somebody with two affiliations: a contact at an employer who is a colleague of ours as well (D10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person
from guildhall.relations.querysets import InTheFieldQuerySet


class Affiliation(models.Model):
    """That a contact and a colleague are one person, such as an adjunct who works in the field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="affiliations", verbose_name=_("contact")
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("colleague"))
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    noted_on = models.DateField()

    objects = InTheFieldQuerySet.as_manager()
    personal = Personal(seen=Seen.DIRECTORY, subject="contact person", acts="noted_by", facts="noted_on")

    class Meta:
        verbose_name = _("second affiliation")
        verbose_name_plural = _("second affiliations")
        ordering = ["noted_on", "pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.contact.employer}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.person.name

    @property
    def scope(self) -> Scope:
        """What is written about it names an employer: it is read by whoever sees that one."""
        return self.contact.employer.scope
