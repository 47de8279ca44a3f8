"""The journal and the ledger of e-mail as one reader may see them (A1): that something happened, and to those who may
know what it is about, what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _

from guildhall.audit.models import Access, Entry, Value
from guildhall.community.models import Challenge, Improvement
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.key_accounts import closed_addresses
from guildhall.employers.queries.sight import Sight, sight_of
from guildhall.lib.scopes import OPEN
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.stewardship.acts import ACTS, BOTH_WAYS, GROUPS, OF_A_KIND
from guildhall.stewardship.queries.inventory import label_of
from guildhall.stewardship.queries.letters_to_students import hidden_from
from guildhall.stewardship.words import OWN_REASONS, READINGS
from guildhall.visitors.doors import addresses_of_the_demo

EMPLOYER = Employer._meta.label_lower
STAFF = [role.value for role, granted in GRANTS.items() if Permission.SEE_DIRECTORY in granted]
NAMED = (Challenge, Improvement)
VALUES = 20  # of one entry: an import changes a thousand records at once
ADDRESSES = {Contact._meta.label_lower: ("email", "phone")}  # shown one by one, on request, and written down (C24)


# ── The journal ──────────────────────────────────────────────────────


@dataclass(frozen=True)
class ShownValue:
    """One changed record of an entry; closed where the reader may not know of it."""

    object_type: str
    open: bool
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Line:
    """One entry as its reader may see it."""

    entry: Entry
    open: bool
    act: str
    values: list[ShownValue] = field(default_factory=list)
    value_count: int = 0
    name: str = ""  # of what it is about, where everybody may know that

    @property
    def reason(self) -> str:
        """Why, in the words of whoever acted; the software's own reasons in the reader's language."""
        return str(OWN_REASONS.get(self.entry.reason, self.entry.reason))


def entries(*, verb: str = "", who: str = "") -> QuerySet[Entry]:
    """The journal, by act and person; each entry with its first values and how many there are."""
    counted = Value.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Count("pk")).values("n")
    rows = Entry.objects.annotate(value_count=Coalesce(Subquery(counted), 0))
    if verb:
        rows = rows.filter(verb__iexact=verb)
    if who:
        rows = rows.filter(actor_name__icontains=who)
    return rows.prefetch_related(Prefetch("values", Value.objects.order_by("id")[:VALUES], to_attr="first_values"))


def lines(person: Person, rows: Sequence[Any]) -> list[Line]:
    """Entries as a person may see them."""
    ids = {pk for row in rows for pk in row.about or ()}
    ids |= {UUID(v.object_id) for row in rows for v in row.first_values if v.object_type == EMPLOYER}
    sight, names = sight_of(person, ids), _names(rows)
    results = []
    for row in rows:
        if sight.opens(row.about, row.behind):
            values = [_shown(row, value, sight) for value in row.first_values]
            results.append(Line(row, True, _act(row), values, row.value_count, names.get(row.object_id, "")))
        else:
            results.append(Line(row, False, _act(row)))
    return results


def _act(entry: Entry) -> str:
    """What was done, as a person would say it."""
    if entry.verb in BOTH_WAYS:
        fact, done, undone = BOTH_WAYS[entry.verb]
        said = next((v.after for v in entry.first_values if v.after and fact in v.after), None)  # type: ignore[attr-defined]
        if said:  # an erased value does not tell
            return str(done if said[fact] else undone)
    return str(OF_A_KIND.get((entry.verb, entry.object_type)) or ACTS.get(entry.verb, entry.verb))


def _names(rows: Sequence[Any]) -> dict[str, str]:
    """What the records are called that everybody on the staff may read, by their identifier, in one statement."""
    ids = {row.object_id for row in rows if row.object_type in {kind._meta.label_lower for kind in NAMED}}
    first, *others = (kind.objects.filter(pk__in=ids).order_by().values_list("pk", "title") for kind in NAMED)
    return {str(pk): title for pk, title in first.union(*others)} if ids else {}


def known_acts() -> list[tuple[str, list[tuple[str, str]]]]:
    """The acts that the journal can be searched for, group by group: (verb, words)."""
    results = [(str(group), [(verb, str(words)) for verb, words in acts.items()]) for group, acts in GROUPS]
    return [(group, sorted(acts, key=lambda act: act[1])) for group, acts in results]


def _shown(entry: Entry, value: Value, sight: Sight) -> ShownValue:
    if not _may_show(entry, value, sight):
        return ShownValue(value.object_type, False)
    before, after = (
        _named(value.object_type, _without_addresses(value.object_type, said)) for said in (value.before, value.after)
    )
    return ShownValue(value.object_type, True, before, after)


def _named(object_type: str, said: Any) -> Any:
    """What was kept of a record, each column by its words instead of its name."""
    if not isinstance(said, dict):
        return said
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):  # a kind that there is no more
        return said
    columns = {column.name for column in model._meta.concrete_fields}
    results: dict[str, Any] = {}
    for key, value in said.items():
        name = key.removesuffix("_id")
        label = label_of(model, name) if name in columns else name.replace("_", " ")
        results[f"{label} ({name})" if label in results else label] = value
    return results


def _may_show(entry: Entry, value: Value, sight: Sight) -> bool:
    """A record of its own is asked for by itself; the others go with their entry, where that says what it is about."""
    if value.object_type == EMPLOYER:
        return sight.opens([UUID(value.object_id)], entry.behind)
    if entry.about or (value.object_type, value.object_id) == (entry.object_type, entry.object_id):
        return True
    return getattr(apps.get_model(value.object_type), "scope", None) is OPEN


def _without_addresses(object_type: str, said: Any) -> Any:
    hidden = ADDRESSES.get(object_type, ())
    return {k: v for k, v in said.items() if k not in hidden} if isinstance(said, dict) else said


# ── What was shown and exported ──────────────────────────────────────


@dataclass(frozen=True)
class ShownAccess:
    """One reading of protected details as the reader of this page may see it."""

    access: Access
    open: bool

    @property
    def words(self) -> str:
        return str(READINGS.get(self.access.kind, self.access.kind))


def accesses() -> QuerySet[Access]:
    """Who was shown, or exported, protected details (G1)."""
    return Access.objects.all()


def seen_accesses(person: Person, rows: Sequence[Access]) -> list[ShownAccess]:
    """The same, as a person may see it."""
    sight = sight_of(person, {pk for row in rows for pk in row.about or ()})
    return [ShownAccess(row, sight.opens(row.about, row.behind)) for row in rows]


# ── The ledger of e-mail ─────────────────────────────────────────────

SIGN_IN = "visitor sign-in"  # the kind of e-mail with a link and a code for a front door
INVENTED = r"@(.+\.)?(example|test|invalid|localhost|example\.(com|net|org))$"


@dataclass(frozen=True)
class Letter:
    """One e-mail as a reader of the ledger may see it; `to` is empty where the address alone would tell too much."""

    email: OutgoingEmail
    open: bool
    to: str
    student_of: str | None = None  # of which institution the student is to whom it goes, whom the reader does not see

    @property
    def subject(self) -> str:
        if self.student_of is not None:
            return _("An e-mail to a student")
        return self.email.subject if self.open else _("An e-mail about a restricted record")

    @property
    def whom(self) -> str:
        """To whom it goes, as far as the reader may know."""
        if self.student_of:
            return _("a student of %s, or somebody who signs for one") % self.student_of
        if self.student_of is not None:
            return _("a student, or somebody who signs for one")
        return self.to or (_("a contact of the employer") if self.email.about else _("somebody outside of the staff"))


def emails(person: Any, *, demo: bool) -> QuerySet[OutgoingEmail]:
    """The ledger of outgoing e-mail; in a demo, which everybody may read, only what went to invented people.

    A person who is entered into a demo is real, and reads the whole ledger as an administrator does elsewhere.
    """
    rows = OutgoingEmail.objects.all()
    if not demo or (person.is_authenticated and not person.demo and person.may(Permission.READ_OUTBOX)):
        return rows
    return to_invented_people(rows)


def to_invented_people(rows: QuerySet[OutgoingEmail]) -> QuerySet[OutgoingEmail]:
    """E-mails to addresses that no mail server can deliver to (RFC 2606) and that nobody real signs in with."""
    real = Person.objects.filter(demo=False).annotate(low=Lower("email")).values("low")
    return rows.annotate(low=Lower("to")).filter(low__regex=INVENTED).exclude(low__in=real)


def unknown(rows: QuerySet[OutgoingEmail]) -> list[OutgoingEmail]:
    """All e-mails of which it is not known whether they left: somebody must look, so they stand first."""
    return list(rows.filter(state=OutgoingEmail.State.UNKNOWN).order_by("-queued_at"))


def in_state(rows: QuerySet[OutgoingEmail], state: str) -> QuerySet[OutgoingEmail]:
    """E-mails in one state; without one all but those of unknown fate, which stand first."""
    unknown = OutgoingEmail.State.UNKNOWN
    return rows.filter(state=state) if state else rows.exclude(state=unknown)


def letters(person: Any, rows: Sequence[OutgoingEmail], *, demo: bool = False) -> list[Letter]:
    """E-mails as a person may see them. Of a closed one, only an addressee on our own staff is named: the address of
    an employer's contact mostly names the employer. That of a protected contact is never named to others (N6), nor
    that of a student or a parent to whoever does not see the student; in a demo they are invented, and read by all, and
    so are the links and codes by which somebody tries a front door that names the address itself.
    """
    sight = sight_of(person, {pk for row in rows for pk in row.about or ()})
    at_doors = addresses_of_the_demo() if demo else set()
    to_try = {row.pk for row in rows if row.kind == SIGN_IN and row.to.lower() in at_doors}
    opened = {row.pk: row.pk in to_try or sight.opens(row.about, row.behind) for row in rows}
    kept = closed_addresses(person, {row.to for row in rows})  # of contacts that a key account protects (N6)
    staff = Person.objects.filter(email__in={row.to.lower() for row in rows}, memberships__role__in=STAFF)
    ours = set(staff.values_list("email", flat=True)) if rows else set()
    named = {row.pk: (opened[row.pk] or row.to.lower() in ours) and row.to.lower() not in kept for row in rows}
    hidden = hidden_from(person, rows, ours)
    to_students = {pk: place for pk, place in hidden.items() if not (demo and opened[pk])}
    return [
        Letter(row, opened[row.pk], row.to if named[row.pk] else "")
        if row.pk not in to_students
        else Letter(row, False, "", to_students[row.pk])
        for row in rows
    ]
