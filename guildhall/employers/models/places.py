from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import MoveUnlessThere
from guildhall.employers.models.employers import Employer
from guildhall.employers.querysets import ContactQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import SELF, YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set


class Site(models.Model):
    """A place of work of an employer, with its address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="sites")
    label = models.CharField(_("what it is called"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=2, blank=True)
    zip = models.CharField(_("ZIP code"), max_length=10, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    main = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    on_merge = MoveUnlessThere(
        key=("street", "city", "state", "zip", "closed_on"), says=("label", "phone"), once="main"
    )
    personal = Personal(seen=Seen.DIRECTORY, facts="employer label street city state zip phone main closed_on")

    class Meta:
        ordering = ["-main", "city", "street"]
        constraints = [models.UniqueConstraint(fields=["employer"], condition=Q(main=True), name="one_main_site")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label, or the address of a site that has none."""
        return self.label or self.address

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope

    @property
    def address(self) -> str:
        """The address in one line."""
        tail = " ".join(part for part in (self.state, self.zip) if part)
        return ", ".join(part for part in (self.street, self.city, tail) if part)


class MailTopic(models.TextChoices):
    """What a contact may agree to be mailed about in bulk."""

    EVENTS = "events", _("events at the colleges")
    STUDENTS = "students", _("students who look for places")
    BOARDS = "boards", _("advisory boards")
    NEWS = "news", _("news of the region")


class Contact(models.Model):
    """A named person in a position at an employer, from a day to a day; former ones are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="contacts")
    site = models.ForeignKey(
        Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts", db_index=False
    )
    given_name = models.CharField(_("first name"), max_length=80, blank=True)
    family_name = models.CharField(_("last name"), max_length=80)
    title = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Who wrote the e-mail address down, or let in the login that did, and when: unknown means with the employer.
    # When its owner answered from it.
    email_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    email_at = models.DateTimeField(null=True, editable=False)
    email_confirmed_at = models.DateTimeField(null=True, editable=False)
    email_failed_at = models.DateTimeField(null=True, editable=False)  # e-mail came back: to be looked at
    primary = models.BooleanField(_("first person to ask"), default=False)
    from_date = models.DateField(_("since"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    approach = models.CharField(_("how to approach"), max_length=500, blank=True)
    students_may_email = models.BooleanField(_("students may see the e-mail"), default=False)
    students_may_phone = models.BooleanField(_("students may see the telephone"), default=False)
    mail_topics = ArrayField(models.CharField(max_length=20, choices=MailTopic), default=list, blank=True)
    followed_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_to", db_index=False
    )  # the same person's position before, often at another employer
    starred = models.BooleanField(default=False, editable=False)  # protected by a key account: worked out anew
    version = models.IntegerField(default=1)

    objects = ContactQuerySet.as_manager()
    on_merge = MoveUnlessThere(
        key=("given_name", "family_name", "to_date"),
        says=("title", "email", "phone", "site", "from_date", "approach", "followed_from"),
        once="primary",
        strictest=("students_may_email", "students_may_phone", "mail_topics"),
    )
    personal = Personal(
        seen=Seen.ON_REQUEST,
        subject=SELF,
        identity="given_name family_name title email phone",
        words="approach",
        acts="email_by",
        facts=(
            "email_at email_confirmed_at email_failed_at employer site primary from_date to_date students_may_email "
            "students_may_phone mail_topics followed_from starred"
        ),
        kept=Kept(3 * YEAR, "to_date"),
    )

    class Meta:
        ordering = ["-primary", "family_name", "given_name"]
        indexes = [
            index_where_set("site", "contact_site"),
            index_where_set("followed_from", "contact_followed_from"),
            models.Index(fields=["family_name", "given_name", "id"], name="contact_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_dates",
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=models.F("from_date")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} *" if self.starred else self.name

    @property
    def name(self) -> str:
        """The name alone; `str` adds the mark of those whom one asks for first (C12)."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def mail_fails(self) -> bool:
        """Whether e-mail came back since the address was written down, and its owner has not answered from it."""
        since = [moment for moment in (self.email_at, self.email_confirmed_at) if moment]
        return bool(self.email and self.email_failed_at and all(self.email_failed_at > moment for moment in since))

    @property
    def is_current(self) -> bool:
        """Whether the person has the position today: `ContactQuerySet.current` for one."""
        return self.to_date is None or self.to_date >= clock.today()

    @property
    def reads_mail(self) -> bool:
        """Whether a link that was mailed is in their hands: not of who has left, nor of who was erased."""
        return self.is_current and bool(self.email)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope
