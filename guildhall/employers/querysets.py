from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.store.written import Condition

if TYPE_CHECKING:
    from guildhall.people.models import Person

NOBODY = UUID(int=0)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
REGIONAL = (Institution.Kind.AGENCY, Institution.Kind.REGION)


def holders_open_to(person: "Person") -> list[UUID]:
    """The institutions whose unposted employers a person sees (DESIGN decision 3, A1).

    Its own staff who develop employers, and holders of USE_CRM whose subtree contains it; what a region holds
    is seen by its directors alone.
    """
    standing = person.standing
    crm = set(standing.institutions(Permission.USE_CRM))
    own = set(standing.institutions(Permission.DEVELOP_EMPLOYERS))
    above = set(standing.reach(Permission.DEVELOP_EMPLOYERS))
    return [
        place.pk
        for place in person.places
        if crm.intersection(place.lineage)
        or (place.kind not in REGIONAL and (place.pk in above or own.intersection(place.lineage)))
    ]


def audiences_of(person: "Person") -> list[UUID]:
    """The institutions whose audience a person belongs to: what is open to a college is open to its faculties."""
    return [*person.standing.reach(Permission.SEE_DIRECTORY), *person.below(Permission.SEE_DIRECTORY)]


# Kinds that a default audience may name. A region is no such kind: whatever stands below it would be meant.
NAMED_KINDS = frozenset({Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL})


def circle(places: Iterable[tuple[UUID, str]]) -> set[str]:
    """The words by which a default audience names some institutions: their identifiers, and their kinds."""
    results = set()
    for pk, kind in places:
        results.add(str(pk))
        if kind in NAMED_KINDS:
            results.add(str(kind))
    return results


def circle_of(person: "Person") -> list[str]:
    """The words of a default audience that reach a person."""
    mine = set(audiences_of(person))
    return sorted(circle((place.pk, place.kind) for place in person.places if place.pk in mine))


def directed_by(person: "Person") -> list[UUID]:
    """The institutions whose shared employers a director keeps in sight, whatever the default audience says."""
    crm = set(person.standing.institutions(Permission.USE_CRM))
    return [place.pk for place in person.places if crm.intersection(place.lineage)] if crm else []


def is_shared_with(person: "Person", employer: Any) -> bool:
    """Whether one employer, as it was just read, is in a person's directory: `EmployerQuerySet.shared_with` for one."""
    if employer.posted_at is None or employer.merged_into_id or not person.standing.is_staff:
        return False
    ended = employer.audience_until is not None and employer.audience_until < clock.today()
    if employer.audience is not None and not ended:
        return not set(employer.audience).isdisjoint(audiences_of(person))
    if employer.default_audience is None or employer.holder_id in directed_by(person):
        return True
    return not set(employer.default_audience).isdisjoint(circle_of(person))


class Shared(Condition):
    """Whether an employer is in the directory of somebody: by default, or by an exception that still holds."""

    text = """({posted} IS NOT NULL AND CASE WHEN {audience} IS NULL OR {until} < {today}
        THEN {default} IS NULL OR {default} && {circle}::varchar[] OR {holder} = ANY({directed}::uuid[])
        ELSE {audience} && {audiences}::uuid[] END)"""


CLOSED = """(
    EXISTS (SELECT FROM employers_protection p JOIN employers_keyaccount a ON a.id = p.account_id
            WHERE p.contact_id = {contact} AND a.ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM employers_protection p JOIN employers_keyaccount a ON a.id = p.account_id
                    WHERE p.contact_id = {contact} AND a.ended_at IS NULL AND {reader} IN (a.operator_id, a.deputy_id))
    AND NOT EXISTS (SELECT FROM employers_contactgrant g
                    JOIN employers_keyaccount a ON a.id = g.account_id AND a.ended_at IS NULL
                    JOIN employers_protection p ON p.account_id = a.id AND p.contact_id = g.contact_id
                    WHERE g.contact_id = {contact} AND g.person_id = {reader} AND g.until >= {today}))"""


class Closed(Condition):
    """Whether a key account protects a contact, and nobody who answers for it has let the reader through (N6)."""

    text = CLOSED


class EmployerQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EmployerQuerySet":
        """The employers that a person may know of: the shared ones open to them and the restricted ones they hold."""
        return self.filter(merged_into=None).filter(self.shared_condition(person) | self.restricted_condition(person))

    def shared_with(self, person: "Person") -> "EmployerQuerySet":
        """The posted employers that a person sees: the directory (B1, B4, B7)."""
        return self.filter(merged_into=None).filter(self.shared_condition(person))

    def restricted_to(self, person: "Person") -> "EmployerQuerySet":
        """The employers not posted yet that a person sees (A1)."""
        return self.filter(merged_into=None).filter(self.restricted_condition(person))

    @staticmethod
    def shared_condition(person: "Person") -> Q:
        if not person.standing.is_staff:
            return Q(pk__in=[])
        columns = {"posted": "posted_at", "audience": "audience", "until": "audience_until"}
        columns |= {"default": "default_audience", "holder": "holder"}
        reader = {"circle": circle_of(person), "directed": directed_by(person), "audiences": audiences_of(person)}
        return Q(Shared(**columns, **reader, today=clock.today()))

    @staticmethod
    def restricted_condition(person: "Person") -> Q:
        holders = holders_open_to(person)
        return Q(posted_at=None, holder__in=holders) if holders else Q(pk__in=[])

    def with_contact_key(self) -> "EmployerQuerySet":
        """With the moment of the newest contact, the never-contacted counting as long ago: a key to sort by."""
        return self.annotate(contact_key=Coalesce("last_engaged_at", Value(LONG_AGO)))

    def posted(self) -> "EmployerQuerySet":
        return self.filter(posted_at__isnull=False, merged_into=None)

    def shared_with_all(self) -> "EmployerQuerySet":
        """The posted employers that every institution sees: what is counted in words that anybody may read."""
        no_exception = Q(audience=None) | Q(audience_until__lt=clock.today())
        return self.posted().filter(no_exception, default_audience=None)


class ContactQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ContactQuerySet":
        """The contacts of employers that a person sees; their addresses are shown one by one, on request."""
        employers = self.model._meta.get_field("employer").related_model.objects.visible_to(person)
        return self.filter(employer__in=employers)

    def current(self) -> "ContactQuerySet":
        return self.filter(Q(to_date=None) | Q(to_date__gte=clock.today()))

    def with_returned_mail(self) -> "ContactQuerySet":
        """Those to whom e-mail came back since the address was written down: `Contact.mail_fails` for many."""
        written = Q(email_at=None) | Q(email_at__lt=F("email_failed_at"))
        answered = Q(email_confirmed_at=None) | Q(email_confirmed_at__lt=F("email_failed_at"))
        return self.filter(written, answered, email_failed_at__isnull=False).exclude(email="")

    def with_closed(self, person: "Person") -> "ContactQuerySet":
        """With `closed`: protected by a key account whose operator has not agreed that the person sees the details.

        The one place that says so (N6). Operators and deputies have agreed with themselves, at every account that
        protects the contact or at one of them; a grant counts until its day, as long as its account stands and
        protects the contact.
        """
        me = person.pk or NOBODY  # who is not signed in must not fit an account without a deputy
        closed = Closed(contact="pk", reader=me, today=clock.today())
        return self.annotate(closed=closed, closed_for=Value(me, output_field=models.UUIDField()))

    def with_guards(self) -> "ContactQuerySet":
        """With `guards`: the identifiers of the key accounts that protect them."""
        protections = self.model._meta.get_field("protections").related_model._base_manager
        rows = protections.filter(contact=OuterRef("pk"), account__ended_at=None).values("account")
        return self.annotate(guards=ArraySubquery(rows))


class KeyAccountQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "KeyAccountQuerySet":
        """The key accounts of employers that a person sees: who is asked first is no secret among staff (C9)."""
        employers = self.model._meta.get_field("employer").related_model.objects.visible_to(person)
        return self.filter(employer__in=employers)

    def standing(self) -> "KeyAccountQuerySet":
        """The accounts that nobody has ended."""
        return self.filter(ended_at=None)

    def operated_by(self, person: "Person") -> "KeyAccountQuerySet":
        """The accounts for which a person answers, as operator or as deputy."""
        return self.standing().filter(Q(operator=person.pk) | Q(deputy=person.pk))


class TouchPointQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "TouchPointQuerySet":
        """The touch points of employers that a person sees."""
        employers = self.model._meta.get_field("employer").related_model.objects.visible_to(person)
        return self.filter(employer__in=employers)

    def standing(self) -> "TouchPointQuerySet":
        """The touch points that nobody has ended."""
        return self.filter(ended_at=None)


class EmployerLoginQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EmployerLoginQuerySet":
        """The logins of employers that a person sees: who speaks for an employer is no secret among staff (N19)."""
        employers = self.model._meta.get_field("employer").related_model.objects.visible_to(person)
        return self.filter(employer__in=employers)

    def standing(self) -> "EmployerLoginQuerySet":
        """The logins that nobody has ended."""
        return self.filter(ended_at=None)


class NoteQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "NoteQuerySet":
        """The notes on employers that a person sees, without those that stay in a CRM closed to the person (A6)."""
        employers = self.model._meta.get_field("employer").related_model.objects.visible_to(person)
        return self.standing().filter(
            Q(stays_with=None) | Q(stays_with__in=holders_open_to(person)), employer__in=employers
        )

    def standing(self) -> "NoteQuerySet":
        """The notes that nobody has removed."""
        return self.filter(removed_at=None)


def designations_in_force() -> Q:
    """The recorded exceptions that still hold today."""
    return Q(ended_at=None) & (Q(until=None) | Q(until__gte=clock.today()))


class DuplicatePairQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "DuplicatePairQuerySet":
        """The pairs that a person may join or part: data stewards who see both employers (J15)."""
        if not person.standing.holds(Permission.MERGE_EMPLOYERS):
            return self.none()
        employers = self.model._meta.get_field("first").related_model.objects.visible_to(person)
        return self.filter(first__in=employers, second__in=employers)


class MergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MergeQuerySet":
        """The merges of a record that a person sees, with one that the person would see (N16)."""
        if not person.standing.holds(Permission.MERGE_EMPLOYERS):
            return self.none()
        employers = self.model._meta.get_field("survivor").related_model.objects
        would_see = employers.shared_condition(person) | employers.restricted_condition(person)
        known = employers.filter(would_see)
        return self.filter(survivor__in=known.filter(merged_into=None), loser__in=known)

    def standing(self) -> "MergeQuerySet":
        """The merges that nobody has undone."""
        return self.filter(undone_at=None)


class ContactMergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ContactMergeQuerySet":
        """The merges of contacts whose employer a person sees."""
        contacts = self.model._meta.get_field("survivor").related_model.objects.visible_to(person)
        return self.filter(survivor__in=contacts)

    def standing(self) -> "ContactMergeQuerySet":
        """The merges that nobody has undone."""
        return self.filter(undone_at=None)
