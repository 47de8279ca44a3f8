"""What a chamber or an association is, who its members are, and what our institutions hold there (D1)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move, MoveIfNone, MoveUnlessThere
from guildhall.employers.models import Employer
from guildhall.intermediaries.querysets import AffiliationQuerySet, IntermediaryQuerySet, MemberQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.indexes import index_where_set


class Intermediary(models.Model):
    """That an employer of the record is a chamber, an association or a union: of which level, and how often it meets.

    Members, seats and meetings hang on the employer itself, so that they survive a merge and this row is one of facts.
    """

    class Kind(models.TextChoices):
        CHAMBER = "chamber", _("Chamber of commerce")
        ASSOCIATION = "association", _("Trade or industry association")
        UNION = "union", _("Labor union")
        OTHER = "other", _("Other intermediary")

    class Level(models.TextChoices):
        LOCAL = "local", _("Local")
        COUNTY = "county", _("County")
        STATE = "state", _("State")
        NATIONAL = "national", _("National")

    class Meets(models.TextChoices):
        UNSAID = "", _("nobody knows yet")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        BIANNUAL = "biannual", _("twice a year")
        YEARLY = "yearly", _("once a year")

    MONTHS = {"monthly": 1, "quarterly": 3, "biannual": 6, "yearly": 12}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.OneToOneField(Employer, on_delete=models.CASCADE, related_name="intermediary")
    kind = models.CharField(_("what it is"), max_length=11, choices=Kind, default=Kind.CHAMBER)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.LOCAL)
    area = models.CharField(_("which area or industry"), max_length=120, blank=True)
    meets = models.CharField(_("how often it meets"), max_length=9, choices=Meets, blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = IntermediaryQuerySet.as_manager()
    on_merge = MoveIfNone()
    personal = Personal(seen=Seen.DIRECTORY, words="area", acts="by", facts="employer kind level meets said_at")

    class Meta:
        verbose_name = _("chamber or association")
        verbose_name_plural = _("chambers and associations")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.employer.name)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.scope


class Member(models.Model):
    """That an employer is a member of a chamber or association, from when until when; both are employers here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="members")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="member_of", verbose_name=_("member"))
    from_date = models.DateField(_("since"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    batch = models.UUIDField(null=True, editable=False)  # the list that brought it
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = MemberQuerySet.as_manager()
    on_merge = MoveUnlessThere(key=("body", "employer"), says=("to_date",))
    personal = Personal(seen=Seen.DIRECTORY, acts="by", facts="body employer from_date to_date batch added_at")

    class Meta:
        verbose_name = _("member of a chamber or association")
        verbose_name_plural = _("members of chambers and associations")
        ordering = ["added_at", "pk"]
        indexes = [index_where_set("batch", "member_batch")]
        constraints = [
            models.CheckConstraint(
                name="member_days",
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer}, {self.body}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees both."""
        return self.employer.scope | self.body.scope


class Affiliation(models.Model):
    """A membership or a seat that an institution of ours holds at a chamber: who has it, and until when (D1)."""

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", _("Membership")
        BOARD = "board", _("Seat on the board")
        COMMITTEE = "committee", _("Seat on a committee")

    SOON = 90  # days before its end in which somebody sees to it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind, default=Kind.MEMBERSHIP)
    title = models.CharField(_("of what, or as what"), max_length=120, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who of us")
    )
    from_date = models.DateField(_("since"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    noted_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = AffiliationQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"person": Handed(_("memberships and seats at chambers"), through="body", until="to_date", said="title",
                                  needs=Permission.RECORD_ENGAGEMENTS)}  # fmt: skip
    personal = Personal(
        seen=Seen.DIRECTORY, words="title", acts="person by", facts="body institution kind from_date to_date noted_at"
    )

    class Meta:
        verbose_name = _("membership or seat at a chamber")
        verbose_name_plural = _("memberships and seats at chambers")
        ordering = ["-from_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_days",
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.body}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)

    @property
    def scope(self) -> Scope:
        return self.body.scope

    @property
    def is_over(self) -> bool:
        return self.to_date is not None and self.to_date < clock.today()

    @property
    def ends_soon(self) -> bool:
        """Whether it is over within ninety days."""
        return self.to_date is not None and 0 <= (self.to_date - clock.today()).days <= self.SOON
