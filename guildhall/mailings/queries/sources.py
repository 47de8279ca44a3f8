"""From where recipients come: each source is a set of contacts, and what makes no sense is nobody (C19)."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict

from guildhall.boards.models import Member
from guildhall.employers.industries import SECTORS, SIZES
from guildhall.employers.models import Contact, Employer
from guildhall.employers.models.places import MailTopic
from guildhall.employers.queries.contact_list import STUDENTS, ContactFilters, contacts_of
from guildhall.employers.queries.directory import CONTACT_AGES, Filters, filtered
from guildhall.employers.words import search_query, words_of
from guildhall.events.models import Event, TakingPart
from guildhall.mailings.models import Source
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships.models import Stakeholder
from guildhall.people.models import Person
from guildhall.people.permissions import Permission

Kind = Source.Kind
IGNORED = {"sort", "after", "before", "page"}  # they order a list, and select nothing
WHOLE = "all=yes"  # the whole directory, said in so many words
PRESENT = (TakingPart.State.INVITED, TakingPart.State.CONFIRMED, TakingPart.State.CAME, TakingPart.State.NAMED)


# What a filter may say: a value of a list, or words where there is none. Anything else selects nobody.
OF_EMPLOYERS: dict[str, Any] = {
    "q": None, "tag": None, "place": None, "industry": SECTORS, "size": SIZES, "owner": ("me", "none"),
    "contact": ("active", "never", *CONTACT_AGES), "offers": ("open",),
}  # fmt: skip
OF_CONTACTS: dict[str, Any] = {
    "q": None, "position": None, "place": None, "industry": SECTORS, "standing": ("all",),
    "agreed": (*STUDENTS, *MailTopic.values), "guarded": ("yes", "no"),
}  # fmt: skip


def said_in(query: str, known: dict[str, Any]) -> dict[str, str]:
    """What a filter says, as far as all of it makes sense; else nothing, and nothing selects nobody."""
    given = {name: str(value).strip() for name, value in QueryDict(query).items()}
    said = {name: value for name, value in given.items() if value and name not in IGNORED}
    good = all(
        name in known and value.isprintable() and (known[name] is None or value in known[name])
        for name, value in said.items()
    )
    return said if good else {}


def employers_by(query: str, person: Person) -> Any:
    """The shared employers that a filter of the directory finds. One that is empty or unknown finds nobody."""
    if query == WHOLE:
        return Employer.objects.shared_with(person)
    said = said_in(query, OF_EMPLOYERS)
    words = said.pop("q", None)
    if not said and words is None:
        return Employer.objects.none()
    rows = filtered(person, Filters(**said))  # type: ignore[arg-type]
    if words is None:
        return rows
    found = words_of(words)
    found_by = {"where": ["search @@ to_tsquery('simple', %s)"], "params": [search_query(found)]}
    return rows.extra(**found_by) if found else rows.none()  # type: ignore[arg-type]


def contacts_by(query: str, person: Person) -> Any:
    """The contacts that a filter of their list finds. One that is empty or unknown finds nobody."""
    said = said_in(query, OF_CONTACTS)
    return contacts_of(person, ContactFilters(**said)) if said else Contact.objects.none()


def employers_of(source: Source, person: Person) -> Any:
    """The employers of a source that names employers."""
    shared = Employer.objects.shared_with(person)
    if source.kind == Kind.EMPLOYERS:
        return employers_by(source.query, person)
    if source.kind == Kind.THEME:
        return shared.filter(tags__name=source.query) if source.query else shared.none()
    if source.kind == Kind.OPPORTUNITY:
        offers = Opportunity.objects.open_to(person)
        offers = offers.filter(kind=source.query) if source.query else offers
        return shared.filter(pk__in=offers.values("employer"))
    return shared.none()


def of_event(source: Source, person: Person) -> tuple[Any, Any]:
    """Of an event the contacts who are named there, and the employers of which nobody is."""
    events = Event.objects.visible_to(person).filter(pk=source.key)
    parts = TakingPart.objects.filter(event__in=events, state__in=PRESENT)
    named = Contact.objects.filter(pk__in=parts.filter(contact__isnull=False).values("contact"))
    shared = Employer.objects.shared_with(person)
    return named, shared.filter(pk__in=parts.filter(contact=None).values("employer"))


def stakeholders_of(source: Source, person: Person) -> Any:
    """The stakeholders of an initiative who were not replaced."""
    rows = Stakeholder.objects.visible_to(person).filter(initiative=source.key)
    return rows.exclude(state=Stakeholder.State.REPLACED)


def members_of(source: Source, person: Person) -> Any:
    """Who sits on a board of an institution for which somebody writes; whoever has left it does not."""
    boards = person.below(Permission.DRAFT_MAIL)
    return Member.objects.visible_to(person).current().filter(board=source.key, board__institution__in=boards)


def parts_of(source: Source, person: Person) -> tuple[Q, Q]:
    """What a source asks of contacts: those who are meant themselves, and those of whom the first at each employer is
    meant.
    """
    nobody = Q(pk__in=[])
    if source.kind == Kind.CONTACTS:
        return Q(pk__in=contacts_by(source.query, person).values("pk")), nobody
    if source.kind == Kind.INITIATIVE:
        return Q(pk__in=stakeholders_of(source, person).filter(contact__isnull=False).values("contact")), nobody
    if source.kind == Kind.BOARD:
        return Q(pk__in=members_of(source, person).filter(contact__isnull=False).values("contact")), nobody
    if source.kind == Kind.EVENT:
        named, employers = of_event(source, person)
        first = Q(employer__in=employers.values("pk"))
        return (Q(pk__in=named.values("pk")), first) if source.whom == "first" else (
            Q(pk__in=named.values("pk")) | first, nobody)  # fmt: skip
    meant = Q(employer__in=employers_of(source, person).values("pk"))
    return (nobody, meant) if source.whom == Source.Whom.FIRST else (meant, nobody)
