from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models.employers import Employer
from guildhall.employers.models.places import Contact
from guildhall.employers.querysets import EmployerLoginQuerySet
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person
from guildhall.visitors.models import Visitor


class EmployerLogin(Visitor):
    """Somebody who signs in for an employer: no member of the staff, and no role at an institution (N19).

    An employer has several; whoever `administers` invites colleagues and ends their logins.
    """

    kind: ClassVar[str] = "employer"

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="logins")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="logins")
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    administers = models.BooleanField(_("invites colleagues"), default=False)
    opened_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    demo = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    objects = EmployerLoginQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact email",
        identity="email given_name family_name",
        acts="approved_by",
        facts=("employer administers opened_at invited_by demo language confirmed_at last_seen_on ended_at"),
        kept=Kept(2 * YEAR, "ended_at"),
    )

    class Meta(Visitor.Meta):
        indexes = [models.Index(fields=["employer"], condition=Q(ended_at=None), name="employer_logins_open")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.email

    @property
    def let_in_by(self) -> Person | None:
        """Whoever of the staff let in the first of those who invited one another: what the login writes is on them."""
        login, known = self, {self.pk}
        while login.approved_by is None and login.invited_by is not None and login.invited_by.pk not in known:
            login = login.invited_by
            known.add(login.pk)
        return login.approved_by

    @property
    def works(self) -> bool:
        """Whether it opens anything today: not for a contact whose last day has passed."""
        return super().works and (self.contact is None or self.contact.is_current)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope
