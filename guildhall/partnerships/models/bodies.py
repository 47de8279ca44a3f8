"""Which organization, and who there: records that exist already, or names where there are none."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models import Institution, Person


class OfBody(models.Model):
    """An employer, an institution of ours, or an organization that has no record here: one of the three."""

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, null=True, blank=True, related_name="%(app_label)s_%(class)ss"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="%(app_label)s_%(class)ss"
    )
    body = models.CharField(_("body"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def body_name(self) -> str:
        """Its name, whichever record it is."""
        record = self.employer or self.institution
        return record.name if record else self.body

    @property
    def employer_scope(self) -> Scope:
        """Whom a line about it may be shown to, as far as the employer goes."""
        return self.employer.scope if self.employer else OPEN


class SomebodyThere(OfBody):
    """An organization and, where that is known, who speaks for it: a contact, a colleague, or a name."""

    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="%(app_label)s_%(class)ss"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="%(app_label)s_%(class)ss"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    post = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person_name}, {self.body_name}" if self.person_name else self.body_name

    @property
    def person_name(self) -> str:
        """Who it is; empty where only the organization is known."""
        record = self.contact or self.person
        return record.name if record else self.name

    @property
    def reads_mail(self) -> bool:
        """Whether a link that was mailed is in their hands: not of who has left, nor of who was erased."""
        if self.contact:
            return self.contact.reads_mail
        return self.person.is_active if self.person else bool(self.email)

    @property
    def position(self) -> str:
        """What they are there."""
        return self.contact.title if self.contact else self.post


def of_one_body(name: str) -> models.CheckConstraint:
    """The constraint that a row speaks of one organization and no more."""
    record = Q(employer__isnull=False, institution=None) | Q(employer=None, institution__isnull=False)
    named = Q(employer=None, institution=None) & ~Q(body="")
    return models.CheckConstraint(name=name, condition=Q(body="") & record | named)
