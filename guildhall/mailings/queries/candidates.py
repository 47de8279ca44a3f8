"""Who could get a mailing: one row for each person, with all that the rules and the letter ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from guildhall.employers.models import Contact, Employer
from guildhall.mailings.models import Mailing, Source
from guildhall.mailings.queries.sources import parts_of, stakeholders_of
from guildhall.partnerships.models import Stakeholder
from guildhall.people.models import Person
from guildhall.store.blocks import among

COLUMNS = (
    "pk", "employer_id", "email", "given_name", "family_name", "title", "mail_topics", "primary", "closed",
    "followed_from_id", "employer_name", "place", "email_failed_at", "email_at", "email_confirmed_at",
)  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """A contact, or a stakeholder who is no contact of the record."""

    pk: UUID
    email: str
    first_name: str
    last_name: str
    position: str
    employer: str
    city: str = ""
    employer_id: UUID | None = None
    topics: Iterable[str] = ()
    primary: bool = False
    closed: bool = False  # a key account protects them from the author
    before: UUID | None = None  # the same person's position before
    is_stakeholder: bool = False
    failed: bool = False  # what was mailed there came back, and nobody has looked at it since
    accepted: bool = True  # of a stakeholder: has said yes to the part
    values: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.email.lower()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def selected(mailing: Mailing, author: Person) -> list[Candidate]:
    """Everybody whom the sources of a mailing name. Without sources nobody."""
    meant, first = Q(pk__in=[]), Q(pk__in=[])
    sources: list[Source] = list(mailing.sources.all())
    for source in sources:
        more, of_employers = parts_of(source, author)
        meant, first = meant | more, first | of_employers
    found = {row.pk: row for row in _contacts(meant, author)}
    at: dict[Any, Candidate] = {}
    for row in _contacts(first, author):
        best = at.get(row.employer_id)
        if best is None or _before(row, best, mailing.topic):
            at[row.employer_id] = row
    found |= {row.pk: row for row in at.values() if row.pk not in found}
    for source in sources:
        if source.kind == Source.Kind.INITIATIVE:
            named = stakeholders_of(source, author).filter(contact=None)
            found |= {row.pk: row for row in _stakeholders(named, author)}
    return list(found.values())


def known_still(mailing: Mailing, author: Person, contacts: list[UUID], stakeholders: list[UUID]) -> list[Candidate]:
    """Of some recipients those whom the author may still write to."""
    rows = _contacts(Q(pk__in=among(contacts)), author) if contacts else []
    if stakeholders:
        still = Stakeholder.objects.visible_to(author).filter(pk__in=stakeholders, contact=None)
        rows += _stakeholders(still.exclude(state=Stakeholder.State.REPLACED), author)
    return rows


def _before(one: Candidate, other: Candidate, topic: str) -> bool:
    """Whether one is asked before another one of the same employer: who agreed, who is the first to ask, by name."""

    def key(row: Candidate) -> Any:
        return (topic not in row.topics, not row.email, not row.primary, row.last_name, row.first_name, row.pk)

    return bool(key(one) < key(other))


def _contacts(condition: Q, author: Person) -> list[Candidate]:
    shared = Employer.objects.shared_with(author).values("pk")
    rows = Contact.objects.current().filter(employer__in=shared).filter(condition).with_closed(author)
    rows = rows.annotate(employer_name=F("employer__name"), place=F("employer__place")).order_by("pk")
    found = []
    for pk, at, email, given, family, title, topics, primary, closed, before, name, city, *mail in rows.values_list(
        *COLUMNS
    ).iterator(chunk_size=10_000):
        own = (topics, primary, closed, before)
        found.append(Candidate(pk, email, given, family, title, name, city, at, *own, failed=came_back(*mail)))
    return found


def came_back(failed: datetime | None, *since: datetime | None) -> bool:
    """Whether mail came back from an address that nobody has written down anew or answered from since."""
    return failed is not None and all(moment is None or failed > moment for moment in since)


def _stakeholders(rows: Any, author: Person) -> list[Candidate]:
    """Somebody at an employer counts there as a contact does: shared with the author, under its budget."""
    found = []
    rows = rows.filter(Q(employer=None) | Q(employer__in=Employer.objects.shared_with(author).values("pk")))
    for row in rows.select_related("employer", "person", "institution"):
        email = row.person.email if row.person else row.email
        name = str(row.person) if row.person else row.name
        given, _space, family = name.partition(" ")
        accepted = row.state == Stakeholder.State.ACCEPTED
        found.append(
            Candidate(row.pk, email or "", given, family, row.post, str(row.employer or row.institution or row.body),
                      employer_id=row.employer_id, is_stakeholder=True, accepted=accepted)
        )  # fmt: skip
    return found
