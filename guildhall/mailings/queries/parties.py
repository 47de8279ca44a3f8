"""Whoever is written to: a contact, or somebody who is no contact of a record and has a part in something of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.boards.models import Member, SeatFor
from guildhall.employers.models import Employer
from guildhall.partnerships.models import Stakeholder
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.store.among import none_or_among

# Where the address of a recipient stands: that of a colleague before one that was typed.
ADDRESSES = ("contact__email", "stakeholder__person__email", "stakeholder__email", "member__person__email",
             "member__email")  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """A contact; or a stakeholder or member of a board who is no contact of a record."""

    pk: UUID
    email: str
    first_name: str
    last_name: str
    position: str
    employer: str
    city: str = ""
    employer_id: UUID | None = None  # whose contact they are, or for whom they speak
    topics: Iterable[str] = ()
    primary: bool = False
    closed: bool = False  # a key account protects them from the author
    before: UUID | None = None  # the same person's position before
    kind: str = "contact"  # in which column of a recipient they stand
    is_colleague: bool = False  # the address is that of an account of the staff
    failed: bool = False  # what was mailed there came back, and nobody has looked at it since
    declined: str = ""  # of others than contacts: why they have not agreed to a part that they are written to for
    why: str = ""  # and for which part they get it, in words

    @property
    def is_contact(self) -> bool:
        return self.kind == "contact"

    @property
    def address(self) -> str:
        return self.email.lower()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def stakeholders(rows: Any, author: Person) -> list[Candidate]:
    """Of some stakeholders those who are no contacts, as far as an author may write to them.

    Somebody at an employer counts there as a contact does: shared with the author, under its budget.
    """
    seen = Stakeholder.objects.visible_to(author).filter(contact=None).exclude(state=Stakeholder.State.REPLACED)
    shared = none_or_among("employer", Employer.objects.shared_with(author))
    rows = rows.filter(shared, pk__in=seen.values("pk"))
    found = []
    for row in rows.select_related("employer", "person", "institution", "initiative"):
        accepted = row.state == Stakeholder.State.ACCEPTED
        found.append(
            _somebody(
                row, "stakeholder", row.name, str(row.employer or row.institution or row.body), row.employer_id,
                position=row.post,
                declined="" if accepted else _("Has not accepted a part in the initiative."),
                why=_("You get this because you have a part in “%(what)s”.") % {"what": row.initiative},
            )
        )  # fmt: skip
    return found


def members(rows: Any, author: Person) -> list[Candidate]:
    """Of some members of boards those who are no contacts, as far as an author may write to them (D13).

    Whoever speaks for one organization alone is asked under its touch budget.
    """
    seen = Member.objects.visible_to(author).current().filter(contact=None)
    places = author.below(Permission.DRAFT_MAIL)
    rows = rows.filter(pk__in=seen.values("pk"), board__closed_on=None, board__institution__in=places)
    rows = list(rows.select_related("person", "board"))
    speaks_for = _organizations({row.seat_id for row in rows}, author)
    found = []
    for row in rows:
        serves = row.state == Member.State.SERVING
        found.append(
            _somebody(
                row, "member", row.given, row.affiliation, speaks_for.get(row.seat_id),
                declined="" if serves else _("Has not taken the seat yet."),
                why=_("You get this because you sit on “%(what)s”.") % {"what": row.board},
            )
        )  # fmt: skip
    return found


def _somebody(row: Any, kind: str, name: str, body: str, employer: UUID | None, **more: Any) -> Candidate:
    person = row.person
    name = str(person) if person else name
    email = person.email if person else row.email
    given, _space, family = name.partition(" ")
    more.setdefault("position", "")
    return Candidate(row.pk, email or "", given, family, employer=body, employer_id=employer, kind=kind,
                     is_colleague=person is not None, **more)  # fmt: skip


def _organizations(seats: Iterable[UUID], author: Person) -> dict[UUID, UUID]:
    """For which organization each seat is, where it is one, and the author sees it."""
    found: dict[UUID, list[UUID]] = {}
    for seat, employer in SeatFor.objects.filter(seat__in=list(seats)).values_list("seat", "employer"):
        found.setdefault(seat, []).append(employer)
    seen = set(SeatFor.objects.visible_to(author).filter(seat__in=list(found)).values_list("employer", flat=True))
    return {seat: some[0] for seat, some in found.items() if len(some) == 1 and some[0] in seen}
