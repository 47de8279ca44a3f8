"""Key accounts: who is asked first, which contacts that protects, and who answers for what at a large employer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models.employers import Employer
from guildhall.employers.models.places import Contact, Site
from guildhall.employers.querysets import KeyAccountQuerySet, TouchPointQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class KeyAccount(models.Model):
    """An institution's protected relationship with an employer: others ask its operator first (C9, C11).

    An employer may have several, of colleges and of their faculties. An ended one stays as history.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="key_accounts")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="key_accounts")
    operator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="operated_accounts")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="deputy_accounts")
    note = models.TextField(_("how to approach them"), max_length=1000, blank=True)
    since = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    objects = KeyAccountQuerySet.as_manager()
    on_merge = Move()  # both stand: the strictest wins
    handed_on = {
        "operator": Handed(_("key accounts"), Q(ended_at=None), apart="deputy", said="institution__name"),
        "deputy": Handed(_("key accounts, as deputy"), Q(ended_at=None), apart="operator", said="institution__name"),
    }
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="note ended_because",
        acts="operator deputy",
        facts="employer institution since ended_at",
    )

    class Meta:
        ordering = ["since", "pk"]
        indexes = [
            models.Index(fields=["operator"], condition=Q(ended_at=None), name="key_account_operator"),
            models.Index(fields=["deputy"], condition=Q(ended_at=None), name="key_account_deputy"),
        ]
        constraints = [
            models.CheckConstraint(
                name="key_account_two_people", condition=Q(deputy=None) | ~Q(deputy=models.F("operator"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.operator}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class Protection(models.Model):
    """A contact whose e-mail and telephone nobody is shown before the operator of a key account agrees (C10, N6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="protections")
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="protections")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="protections")

    on_merge = Move()
    personal = Personal(seen=Seen.DIRECTORY, subject="contact", facts="employer account")

    def __str__(self) -> str:
        return f"{self.contact}, {self.account}"


class ContactGrant(models.Model):
    """An operator agreed: one person is shown one protected contact's details until a day (C11, N6).

    It holds as long as the key account for which it was given stands and protects the contact: of another one, whose
    operator nobody has asked, it opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="contact_grants")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="grants")
    # Empty only in rows written before it was kept, where nobody can tell: they open nothing.
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, null=True, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_grants")
    until = models.DateField()
    reason = models.CharField(max_length=300, blank=True)  # what the person asked for: the employer may read it
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()

    on_merge = Move()
    personal = Personal(
        seen=Seen.OPERATORS,
        subject="contact",
        words="reason",
        acts="person by",
        facts="employer account until granted_at",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "until"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.contact}, {self.until}"


class TouchPoint(models.Model):
    """Who answers for one topic or site of an employer that belongs to nobody alone (C13)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="touch_points")
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="touch_points")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="touch_points")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="touch_points")
    since = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = TouchPointQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"person": Handed(_("touch points"), Q(ended_at=None), said="topic")}
    personal = Personal(seen=Seen.DIRECTORY, acts="person", facts="employer topic site institution since ended_at")

    class Meta:
        ordering = ["topic", "pk"]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="touch_point_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The topic, the site or both; whoever has neither answers for everything else."""
        return ", ".join(part for part in (self.topic, self.site.name if self.site else "") if part) or str(
            _("everything else")
        )

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class Contest(models.Model):
    """Somebody says that a key account should not stand; a Regional Director upholds it or ends it (C9, C11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(KeyAccount, on_delete=models.CASCADE, related_name="contests")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why it should not stand"), max_length=300)
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True)  # nobody has answered yet
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    personal = Personal(
        seen=Seen.DIRECTORY,
        words="why answer",
        acts="by answered_by",
        facts="account institution at upheld answered_at",
    )

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "institution"], condition=Q(upheld=None), name="contested_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.why

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.account.employer.scope
