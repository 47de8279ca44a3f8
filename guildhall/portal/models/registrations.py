from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.portal.querysets import RegisteringQuerySet


class Registration(models.Model):
    """Somebody asks to sign in for an employer: who, why it may be one of ours, and who decided.

    With `invited_by` a colleague asks instead, and whoever confirms the address signs in from then on.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("The e-mail is not confirmed")
        CONFIRMED = "confirmed", _("The e-mail is confirmed")
        WAITING = "waiting", _("Waits for a decision")
        APPROVED = "approved", _("Let in")
        REFUSED = "refused", _("Not let in")

    class Why(models.TextChoices):
        DOMAIN = "domain", _("The address of the e-mail or website is that of this employer")
        NAME = "name", _("The name is like that of this employer")
        NEW = "new", _("No employer that is known here")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    title = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254)
    named = models.CharField(_("employer"), max_length=250)
    website = models.CharField(_("website"), max_length=200, blank=True)
    language = models.CharField(max_length=7, blank=True, default="")
    secret_hash = models.CharField(max_length=64, null=True, unique=True)
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    employer = models.ForeignKey(
        Employer, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    why = models.CharField(max_length=8, choices=Why, blank=True, default="")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("why not"), max_length=300, blank=True, default="")
    invited_by = models.ForeignKey(EmployerLogin, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    administers = models.BooleanField(_("invites colleagues"), default=False, db_default=False)
    login = models.ForeignKey(EmployerLogin, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = RegisteringQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.HOLDERS,
        subject="email",
        identity="email given_name family_name title",
        words="named website reason",
        acts="decided_by",
        link="secret_hash",
        facts="language until asked_at state employer why institution invited_by administers decided_at login",
        kept=Kept(YEAR, "asked_at", then="delete"),
    )

    class Meta:
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="registration_waiting")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who asks, and for which employer."""
        return f"{self.given_name} {self.family_name}, {self.named}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: those who see the employer, else those who decide."""
        if self.employer:
            return self.employer.scope
        return Scope(behind=frozenset({self.institution_id})) if self.institution_id else Scope()
