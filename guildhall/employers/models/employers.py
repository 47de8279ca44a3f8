from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Replace, Upper
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move, MoveUnlessThere, Stay
from guildhall.employers.querysets import LONG_AGO, EmployerQuerySet, NoteQuerySet, designations_in_force
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.store.indexes import index_where_set


class Tag(models.Model):
    """A word that staff put on employers, such as a theme of engagement (C6)."""

    name = models.CharField(max_length=60, unique=True)
    personal = Personal(seen=Seen.EVERYBODY, facts="name")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Motive(models.TextChoices):
    """Why an employer works with colleges, in its own words (F20)."""

    UNSAID = "", _("not said")
    PHILANTHROPY = "philanthropy", _("to give something back")
    TALENT = "talent", _("to find people for later")
    HIRING = "hiring", _("to hire now")


class Employer(models.Model):
    """Any body that we approach: one row for life, in the CRM and after promotion alike (A6, N2).

    Who sees it needs only `posted_at`, `holder` and the two audiences: see `EmployerQuerySet.visible_to`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=250)
    sort_key = models.CharField(max_length=250, db_collation="C", editable=False)
    normal_name = models.CharField(max_length=250, db_collation="C", editable=False)
    domain = models.CharField(_("website"), max_length=200, blank=True)
    naics = models.CharField(_("industry code (NAICS)"), max_length=6, blank=True)
    naics_vintage = models.SmallIntegerField(default=2022)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    staff_count = models.IntegerField(_("staff"), null=True, blank=True)
    third_party_recruiter = models.BooleanField(_("recruits for other employers"), default=False)
    # What the employer says of itself, at its own front door
    description = models.CharField(_("what they do"), max_length=1500, blank=True, default="", db_default="")
    motive = models.CharField(
        _("why they work with colleges"), max_length=12, choices=Motive, blank=True, default="", db_default=""
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="employers")
    place = models.CharField(max_length=120, blank=True, editable=False)  # the main site's city, for lists
    search = SearchVectorField(null=True, editable=False)

    holder = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="held_employers", db_index=False)
    posted_at = models.DateTimeField(null=True, blank=True)
    # Whom the protocol opens it to: None = every institution; else kinds of institution, and single ones.
    default_audience = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    audience = ArrayField(models.UUIDField(), null=True, blank=True)  # a recorded exception to that
    audience_until = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_employers", db_index=False
    )
    last_engaged_at = models.DateTimeField(null=True, blank=True)
    last_exchange_at = models.DateTimeField(null=True, blank=True)  # with both sides heard (M3)
    last_engaged_by = models.ForeignKey(
        Institution, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    open_opportunities = models.IntegerField(default=0, db_default=0)  # that whoever sees it may find (B16)
    open_places = models.IntegerField(default=0, db_default=0)

    many_doors = models.BooleanField(_("several touch points"), default=False)  # nobody's alone: ask first is no rule

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed", db_index=False
    )
    source = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    domain_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1)

    objects = EmployerQuerySet.as_manager()
    handed_on = {"owner": Handed(_("employers looked after"), Q(merged_into=None), through="pk")}
    on_merge = Stay()  # what a record absorbed stays with it: chains are followed, and undone from the end
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="search description",
        acts="owner entered_by domain_by",
        facts=(
            "name sort_key normal_name domain naics naics_vintage industry staff_count third_party_recruiter "
            "place holder posted_at default_audience audience audience_until last_engaged_at last_engaged_by "
            "last_exchange_at many_doors motive open_opportunities open_places merged_into source entered_at tags"
        ),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(posted_at__isnull=False, merged_into=None),
                name="employer_directory",
            ),
            models.Index(
                Upper("place"),  # as the directory's filter compares
                "sort_key",
                "id",
                condition=Q(posted_at__isnull=False, merged_into=None),
                name="employer_by_any_place",
            ),
            models.Index(fields=["holder", "posted_at"]),
            models.Index(
                Coalesce("last_engaged_at", Value(LONG_AGO)),
                "id",
                condition=Q(posted_at__isnull=False, merged_into=None),
                name="employer_by_contact",
            ),
            models.Index(fields=["posted_at"], condition=Q(posted_at__isnull=False), name="employer_posted"),
            models.Index(Replace("normal_name", Value(" "), Value("")), name="employer_joined_name"),
            models.Index(fields=["naics"]),
            index_where_set("owner", "employer_owner"),
            index_where_set("last_engaged_by", "employer_last_engaged_by"),
            index_where_set("merged_into", "employer_merged_into"),
            index_where_set("domain_by", "employer_domain_by"),
            # Words wait unsorted until they fill 128 KB: half the time of writing, a tenth of a millisecond of reading.
            GinIndex(fields=["search"], fastupdate=True, gin_pending_list_limit=128),
            GinIndex(
                fields=["normal_name"],
                condition=Q(posted_at=None),
                name="employer_hidden_names",
                opclasses=["gin_trgm_ops"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="employer_until_needs_audience", condition=Q(audience_until=None) | Q(audience__isnull=False)
            ),
            models.CheckConstraint(
                name="employer_staff_not_negative", condition=Q(staff_count=None) | Q(staff_count__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to; behind the wall, for good those who work there."""
        return Scope(frozenset({self.pk})) if self.posted_at else self.crm_scope

    @property
    def crm_scope(self) -> Scope:
        """The same for what stays in its holder's CRM whether it is posted or not, such as its vetting."""
        return Scope(frozenset({self.pk}), frozenset({self.holder_id}))


class EmployerName(models.Model):
    """One of the names that an employer goes by, besides the one it is listed under."""

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal name")
        TRADING = "trading", _("Trading name")
        FORMER = "former", _("Former name")
        ALIAS = "alias", _("Also known as")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=250)

    on_merge = MoveUnlessThere(key=("name",), own="name")
    personal = Personal(seen=Seen.DIRECTORY, facts="employer kind name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "name"], name="employer_name_once")]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """What a register calls an employer: an EIN or a license number."""

    class Scheme(models.TextChoices):
        EIN = "EIN", _("EIN (federal tax number)")
        LICENSE = "license", _("License number")
        SOURCE = "source", _("Number in a list")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=60)

    on_merge = MoveUnlessThere(key=("scheme", "value"))
    personal = Personal(seen=Seen.DIRECTORY, facts="employer scheme value")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "scheme", "value"], name="employer_identifier_once")]
        indexes = [models.Index(fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Note(models.Model):
    """A remark about an employer. With `stays_with`, it never leaves that institution's CRM (A6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    stays_with = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # it is hidden then; the journal keeps its words
    version = models.IntegerField(default=1)

    objects = NoteQuerySet.as_manager()
    on_merge = Move(walled="stays_with")
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="text",
        acts="by",
        facts="employer institution written_at stays_with edited_at removed_at",
    )

    class Meta:
        indexes = [models.Index(fields=["employer", "-written_at"])]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.employer.crm_scope if self.stays_with_id else self.employer.scope


class Designation(models.Model):
    """A recorded exception to "every college sees it": which institutions, under which clause, by whom, why (B4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="designations")
    institutions = models.ManyToManyField(Institution, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    designated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    on_merge = Move(where=designations_in_force)  # it explains the audience that the survivor takes over
    personal = Personal(
        seen=Seen.DIRECTORY,
        words="reason",
        acts="by",
        facts="employer clause until designated_at ended_at institutions",
    )

    def __str__(self) -> str:
        return f"{self.employer}: {self.reason}"
