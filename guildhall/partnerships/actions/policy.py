"""Barriers of rules and policy, and models of other states and regions (E8, Table 4)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.models import Barrier, Initiative, PeerModel
from guildhall.people.models import Person
from guildhall.store.locking import locked

State = Barrier.State


@dataclass(frozen=True)
class InTheWay:
    """What stands in the way, whose rule it is, what is asked of them, who of us sees to it."""

    what: str
    whose: str
    rule: str = ""
    asked: str = ""
    person: Person | None = None
    due_on: date | None = None


@transaction.atomic
def note_barrier(row: Initiative, found: InTheWay, *, by: Person) -> Barrier:
    """Write down a rule that stands in the way; whoever is to see to it is told."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_keep_policy(by, initiative))
    _check(found)
    made = Barrier.objects.create(initiative=initiative, found_on=clock.today(), **vars(found))
    record("note barrier", made, by=by, institution=initiative.institution, after=_said(made))
    if made.person_id != by.pk:
        emails.give_barrier(made, by=by)
    return made


@transaction.atomic
def change_barrier(row: Barrier, found: InTheWay, *, version: int, by: Person) -> Barrier:
    """Write a barrier better; whoever sees to it from now on is told."""
    saved = _held(row.pk, version)
    require(rules.can_keep_policy(by, saved.initiative))
    _check(found)
    before, former = _said(saved), saved.person_id
    for name, value in vars(found).items():
        setattr(saved, name, value)
    _keep(saved, "change barrier", by=by, before=before, after=_said(saved))
    if saved.person_id not in (former, by.pk):
        emails.give_barrier(saved, by=by)
    return saved


def _check(found: InTheWay) -> None:
    if not found.what.strip():
        refuse("Say what stands in the way.")
    if not found.whose.strip():
        refuse("Say whose rule it is: they are the ones who can change it.")


@transaction.atomic
def report_barrier(row: Barrier, state: str, result: str, *, version: int, by: Person) -> Barrier:
    """Say how far a barrier is; once it is settled, with what came of it."""
    saved = _held(row.pk, version)
    require(rules.can_report_barrier(by, saved))
    settled = state in Barrier.SETTLED
    if settled and not result.strip():
        refuse("Write what came of it, in a few words.")
    before = {"state": saved.state, "result": saved.result}
    saved.state, saved.result = state, result.strip()
    saved.settled_on = (saved.settled_on or clock.today()) if settled else None
    _keep(saved, "report barrier", by=by, before=before, after={"state": saved.state, "result": saved.result})
    return saved


def _said(row: Barrier) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in ("what", "rule", "whose", "asked", "due_on")}
    return facts | {"person": text_of(row.person)}


def _held(pk: Any, version: int) -> Barrier:
    saved = locked(Barrier, pk, "initiative__institution", "person")
    if saved.version != version:
        raise Conflict
    return saved


def _keep(row: Barrier, verb: str, *, by: Person, **said: Any) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.initiative.institution, **said)


# ── Models of others ─────────────────────────────────────────────────


@dataclass(frozen=True)
class Elsewhere:
    """What another state or region does, where it can be read, and what is taken from it."""

    place: str
    title: str
    shows: str
    looked_on: date
    link: str = ""
    taken: str = ""


@transaction.atomic
def add_peer_model(row: Initiative, seen: Elsewhere, *, by: Person) -> PeerModel:
    """Write down what another state or region does."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_keep_policy(by, initiative))
    _look(seen)
    made = PeerModel.objects.create(initiative=initiative, by=by, **vars(seen))
    record("add peer model", made, by=by, institution=initiative.institution, after=vars(seen))
    return made


@transaction.atomic
def change_peer_model(row: PeerModel, seen: Elsewhere, *, version: int, by: Person) -> PeerModel:
    """Write better what another state or region does."""
    saved = locked(PeerModel, row.pk, "initiative__institution")
    require(rules.can_keep_policy(by, saved.initiative))
    _look(seen)
    if saved.version != version:
        raise Conflict
    before = {name: getattr(saved, name) for name in vars(seen)}
    for name, value in vars(seen).items():
        setattr(saved, name, value)
    saved.version += 1
    saved.save()
    record("change peer model", saved, by=by, institution=saved.initiative.institution, before=before, after=vars(seen))
    return saved


def _look(seen: Elsewhere) -> None:
    if seen.looked_on > clock.today():
        refuse("This day is ahead: write it down when it has been looked at.")


@transaction.atomic
def remove_peer_model(row: PeerModel, *, by: Person) -> None:
    """Take a model off the list: entered by mistake, or of no use."""
    saved = locked(PeerModel, row.pk, "initiative__institution")
    require(rules.can_keep_policy(by, saved.initiative))
    before = {"place": saved.place, "title": saved.title, "link": saved.link}
    record("remove peer model", saved, by=by, institution=saved.initiative.institution, before=before)
    saved.delete()
