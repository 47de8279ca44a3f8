"""Who could get a mailing: one row for each person, with all that the rules and the letter ask for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from guildhall.boards.models import Member
from guildhall.employers.models import Contact, Employer
from guildhall.mailings.models import Mailing, Recipient, Source
from guildhall.mailings.models.recipients import WHO
from guildhall.mailings.queries.parties import Candidate, members, stakeholders
from guildhall.mailings.queries.sources import members_of, parts_of, stakeholders_of
from guildhall.partnerships.models import Stakeholder
from guildhall.people.models import Person
from guildhall.store.blocks import among

COLUMNS = (
    "pk", "employer_id", "email", "given_name", "family_name", "title", "mail_topics", "primary", "closed",
    "followed_from_id", "employer_name", "place", "came_back",
)  # fmt: skip


# Whether mail came back from an address that nobody has written down anew or answered from since.
CAME_BACK = ExpressionWrapper(
    Q(email_failed_at__isnull=False)
    & (Q(email_at=None) | Q(email_failed_at__gt=F("email_at")))
    & (Q(email_confirmed_at=None) | Q(email_failed_at__gt=F("email_confirmed_at"))),
    output_field=BooleanField(),
)


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
            found |= {row.pk: row for row in stakeholders(stakeholders_of(source, author), author)}
        elif source.kind == Source.Kind.BOARD:
            found |= {row.pk: row for row in members(members_of(source, author), author)}
    return list(found.values())


def known_still(author: Person, recipients: Iterable[Recipient]) -> list[Candidate]:
    """Of some recipients those whom the author may still write to."""
    keys: dict[str, list[UUID]] = {name: [] for name in WHO}
    for one in recipients:
        for name, key in zip(WHO, one.who, strict=True):
            if key:
                keys[name].append(key)
    rows = _contacts(Q(pk__in=among(keys["contact"])), author) if keys["contact"] else []
    if keys["stakeholder"]:
        rows += stakeholders(Stakeholder.objects.filter(pk__in=keys["stakeholder"]), author)
    if keys["member"]:
        rows += members(Member.objects.filter(pk__in=keys["member"]), author)
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
    rows = rows.annotate(came_back=CAME_BACK)
    found = []
    for pk, at, email, given, family, title, topics, primary, closed, before, name, city, failed in rows.values_list(
        *COLUMNS
    ).iterator(chunk_size=10_000):
        own = (topics, primary, closed, before)
        found.append(Candidate(pk, email, given, family, title, name, city, at, *own, failed=failed))
    return found
