"""The action plan: lines written, taken from the check list of document 002, reported on (E9, F12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.models import Activity, Initiative, Stakeholder
from guildhall.partnerships.queries.planning import responsibility
from guildhall.people.models import Person
from guildhall.store.locking import locked

State = Activity.State


@dataclass(frozen=True)
class Planned:
    """One line of the plan; `after` are the lines that must be done before it."""

    title: str
    stage: str
    part: str = Activity.Part.WORK
    audience: str = ""
    person: Person | None = None
    stakeholder: Stakeholder | None = None
    starts_on: date | None = None
    due_on: date | None = None
    after: tuple[Activity, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the row itself."""
        return {name: value for name, value in vars(self).items() if name != "after"}


@transaction.atomic
def plan_activity(row: Initiative, planned: Planned, *, by: Person) -> Activity:
    """Write a line into the plan; whoever is to see to it is told."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_plan(by, initiative))
    _check(initiative, planned, None)
    made = Activity.objects.create(initiative=initiative, **planned.columns)
    made.after.set(planned.after)
    record("plan activity", made, by=by, institution=initiative.institution, after=_said(made))
    if made.person and made.person_id != by.pk:
        emails.give_activity(made, by=by)
    return made


@transaction.atomic
def change_activity(row: Activity, planned: Planned, *, version: int, by: Person) -> Activity:
    """Plan a line anew; whoever sees to it from now on is told."""
    saved = _held(row.pk, version)
    require(rules.can_plan(by, saved.initiative))
    _check(saved.initiative, planned, saved)
    before, former = _said(saved), saved.person_id
    for name, value in planned.columns.items():
        setattr(saved, name, value)
    saved.after.set(planned.after)
    _keep(saved, "change activity", by=by, before=before, after=_said(saved))
    if saved.person and saved.person_id not in (former, by.pk):
        emails.give_activity(saved, by=by)
    return saved


def _check(initiative: Initiative, planned: Planned, row: Activity | None) -> None:
    if not planned.title.strip():
        refuse("Say what is to be done.")
    if planned.starts_on and planned.due_on and planned.due_on < planned.starts_on:
        refuse("It ends before it begins.")
    if planned.stakeholder and planned.stakeholder.initiative_id != initiative.pk:
        refuse("Choose a stakeholder of this initiative.")
    if any(one.initiative_id != initiative.pk for one in planned.after):
        refuse("Choose lines of the same plan.")
    if row and _waits_for(planned.after, row.pk):
        refuse("These would wait for each other.")


def _waits_for(lines: Iterable[Activity], pk: Any) -> bool:
    """Whether one of some lines is the row, or waits for it, however far along."""
    seen: set[Any] = set()
    ahead = list(lines)
    while ahead:
        one = ahead.pop()
        if one.pk == pk:
            return True
        if one.pk not in seen:
            seen.add(one.pk)
            ahead.extend(one.after.all())
    return False


@transaction.atomic
def take_responsibilities(row: Initiative, keys: Iterable[str], *, by: Person) -> list[Activity]:
    """Write ticked responsibilities into the plan, for somebody to be named and a day to be set (E9)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_plan(by, initiative))
    chosen = [line for line in map(responsibility, keys) if line]
    if not chosen:
        refuse("Tick at least one.")
    return [plan_activity(initiative, Planned(title, stage), by=by) for stage, title in chosen]


@dataclass(frozen=True)
class Report:
    """How far a line is: its state, a word on the progress, what came of it."""

    state: str
    progress: str = ""
    result: str = ""


@transaction.atomic
def report_activity(row: Activity, said: Report, *, version: int, by: Person) -> Activity:
    """Say how far a line of the plan is (E9)."""
    saved = _held(row.pk, version)
    require(rules.can_report(by, saved))
    if said.state == State.DONE and not said.result.strip():
        refuse("Write what came of it, in a few words.")
    if said.state == State.DROPPED and not said.result.strip():
        refuse("Write why it is dropped.")
    before = {"state": saved.state, "progress": saved.progress, "result": saved.result}
    saved.state, saved.progress, saved.result = said.state, said.progress.strip(), said.result.strip()
    after = {"state": saved.state, "progress": saved.progress, "result": saved.result}
    _keep(saved, "report activity", by=by, before=before, after=after)
    return saved


def _said(row: Activity) -> dict[str, Any]:
    facts = {"title": row.title, "stage": row.stage, "starts_on": row.starts_on, "due_on": row.due_on}
    partner = row.stakeholder
    who = (partner.person_name or partner.body_name) if partner else ""
    return facts | {"person": text_of(row.person), "stakeholder": who}


def _held(pk: Any, version: int) -> Activity:
    saved = locked(Activity, pk, "initiative__institution", "person", "stakeholder")
    if saved.version != version:
        raise Conflict
    return saved


def _keep(row: Activity, verb: str, *, by: Person, **said: Any) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.initiative.institution, **said)
