"""Institutions agree to the region's principles and adopt them, each at its own time (B17, H1)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.community import rules
from guildhall.community.models import Adoption, Agreement
from guildhall.lib import clock
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause, Protocol
from guildhall.store.locking import locked

State = Adoption.State


@dataclass(frozen=True, slots=True)
class Adopted:
    """How far an institution is with a clause; a planned one has a day, one done in another way says how."""

    state: str
    from_on: date | None = None
    words: str = ""


@transaction.atomic
def agree(institution: Institution, protocol: Protocol, *, signed_by: str, agreed_on: date, by: Person) -> Agreement:
    """Write down that an institution agrees to a version: who said so for it, and when."""
    locked(Institution, institution.pk)
    require(rules.can_adopt(by, institution, protocol))
    if not signed_by.strip():
        refuse("Name who agreed for the institution.")
    if agreed_on > clock.today():
        refuse("This day is ahead: write it down once it is agreed.")
    require(in_reach(agreed_on))
    if Agreement.objects.filter(institution=institution, protocol=protocol).exists():
        refuse("{place} has agreed to this version already.", place=institution)
    words = {"signed_by": signed_by.strip()[:160], "agreed_on": agreed_on}
    row = Agreement.objects.create(institution=institution, protocol=protocol, by=by, at=clock.now(), **words)
    record("agree to protocol", row, by=by, after=words | {"protocol": protocol.name}, institution=institution)
    return row


@transaction.atomic
def adopt(institution: Institution, clause: Clause, said: Adopted, *, version: int, by: Person) -> Adoption:
    """Say how far an institution is with a clause."""
    locked(Institution, institution.pk)
    require(rules.can_adopt(by, institution, clause.protocol))
    if said.state == State.PLANNED and said.from_on is None:
        refuse("Say from which day it is planned.")
    if said.state == State.VARIED and not said.words.strip():
        refuse("Say how it is done here instead.")
    if said.from_on:
        require(in_reach(said.from_on))
    row = Adoption.objects.select_for_update().filter(institution=institution, clause=clause).first()
    if (row.version if row else 0) != version:
        raise Conflict
    before = {"state": row.state, "from_on": row.from_on, "words": row.words} if row else None
    row = row or Adoption(institution=institution, clause=clause, version=0)
    row.state, row.from_on, row.words = said.state, said.from_on, said.words.strip()[:300]
    row.by, row.at, row.version = by, clock.now(), row.version + 1
    row.save()
    after = {"clause": clause.citation, "state": row.state, "from_on": row.from_on, "words": row.words}
    record("adopt clause", row, by=by, before=before, after=after, institution=institution)
    return row
