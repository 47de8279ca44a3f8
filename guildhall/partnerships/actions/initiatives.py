"""Initiatives: started, described, led, put before the colleagues, ended with what was learned (F1–F4, F18)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.models import Candidate, Category, Initiative, Intermediary, Lead
from guildhall.partnerships.starters import CATEGORIES
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = Initiative.State


@dataclass(frozen=True)
class Described:
    """What an initiative is, as somebody writes it."""

    title: str
    purpose: str = ""
    why: str = ""
    how: str = ""
    what: str = ""
    timing: str = ""
    goals: str = ""
    partners: str = ""
    budget: str = ""
    topics: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    starts_on: date | None = None
    ends_on: date | None = None
    acceptance: str = Initiative.Acceptance.SPOKEN
    pathways: tuple[Pathway, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the row itself."""
        return {name: value for name, value in vars(self).items() if name != "pathways"}


@transaction.atomic
def start_initiative(words: Described, *, institution: Institution, by: Person) -> Initiative:
    """Start an initiative; whoever does leads it, until others are named (F1)."""
    require(rules.can_start(by, institution))
    _check(words)
    row = Initiative.objects.create(**words.columns, institution=institution, started_by=by, started_at=clock.now())
    row.pathways.set(words.pathways)
    Lead.objects.create(initiative=row, person=by, since=clock.today())
    begin_categories()
    record("start initiative", row, by=by, institution=institution, after={"title": row.title})
    return row


def begin_categories() -> None:
    """Write the sectors of document 002 down, for people to change, unless there are any (E1)."""
    if Category.objects.exists():
        return
    Category.objects.bulk_create(
        [Category(name=name, groups="\n".join(groups), position=n) for n, (name, groups) in enumerate(CATEGORIES)],
        ignore_conflicts=True,
    )


def _check(words: Described) -> None:
    if not words.title.strip():
        refuse("Give the initiative a name.")
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        refuse("It ends before it begins.")


@transaction.atomic
def change_initiative(row: Initiative, words: Described, *, version: int, by: Person) -> Initiative:
    """Write better what it is for, how and until when."""
    saved = held(row.pk, version)
    require(rules.can_change(by, saved))
    _check(words)
    new = words.columns
    before = {name: getattr(saved, name) for name, value in new.items() if getattr(saved, name) != value}
    after = {name: new[name] for name in before}
    for name, value in new.items():
        setattr(saved, name, value)
    former = [one.name for one in saved.pathways.all()]
    saved.pathways.set(words.pathways)
    if former != (chosen := sorted(one.name for one in words.pathways)):
        before, after = before | {"pathways": former}, after | {"pathways": chosen}
    keep(saved, "change initiative", by=by, before=before, after=after)
    return saved


@transaction.atomic
def run_initiative(row: Initiative, *, version: int, by: Person) -> Initiative:
    """Put an initiative before all of the staff."""
    saved = held(row.pk, version)
    require(rules.can_run(by, saved))
    saved.state = State.RUNNING
    keep(saved, "run initiative", by=by, after={"state": saved.state})
    for line in saved.activities.filter(state="open").exclude(person=None).exclude(person=by).select_related("person"):
        line.initiative = saved
        emails.give_activity(line, by=by)
    return saved


@transaction.atomic
def end_initiative(row: Initiative, lesson: str, *, version: int, by: Person) -> Initiative:
    """End an initiative, with what was learned (F18)."""
    saved = held(row.pk, version)
    require(rules.can_end(by, saved))
    if not lesson.strip():
        refuse("Write what was learned: it is what the next initiative begins with.")
    saved.state, saved.lesson = State.ENDED, lesson.strip()
    _let_candidates_go(saved, by)
    keep(saved, "end initiative", by=by, after={"state": saved.state, "lesson": saved.lesson})
    return saved


def _let_candidates_go(row: Initiative, by: Person) -> None:
    """About nobody is decided any more: from now on the time runs after which what is known of them goes (G7)."""
    waiting = Candidate.objects.filter(profile__initiative=row, state=Candidate.State.CONSIDERED)
    details = {"decided_by": by, "decided_on": clock.today(), "reason": gettext("The initiative ended.")}
    waiting.update(state=Candidate.State.NOT_CHOSEN, version=F("version") + 1, **details)


@transaction.atomic
def reopen_initiative(row: Initiative, *, version: int, by: Person) -> Initiative:
    """Go on with an initiative that had ended; what was learned stays."""
    saved = held(row.pk, version)
    require(rules.can_reopen(by, saved))
    saved.state = State.RUNNING
    keep(saved, "reopen initiative", by=by, after={"state": saved.state})
    return saved


@transaction.atomic
def name_lead(row: Initiative, person: Person, *, by: Person) -> Lead:
    """Name one more lead, who is told (F1)."""
    saved = locked(Initiative, row.pk, "institution")
    require(rules.can_change(by, saved))
    require(rules.can_be_named_lead(person))
    lead, is_new = Lead.objects.get_or_create(initiative=saved, person=person, defaults={"since": clock.today()})
    if not is_new:
        refuse("{person} leads it already.", person=person)
    record("name lead", lead, by=by, institution=saved.institution, after={"person": person.name})
    emails.tell_lead(saved, person, by=by)
    return lead


@transaction.atomic
def release_lead(lead: Lead, *, by: Person) -> None:
    """Take a lead off; an initiative keeps at least one."""
    saved = locked(Initiative, lead.initiative_id, "institution")
    require(rules.can_change(by, saved))
    require(rules.can_leave_lead(saved))
    record("release lead", lead, by=by, institution=saved.institution, before={"person": lead.person.name})
    lead.delete()


@transaction.atomic
def add_intermediary(row: Initiative, details: dict[str, Any], *, by: Person) -> Intermediary:
    """Say who brings employers and schools together in one part of the territory (F1)."""
    saved = locked(Initiative, row.pk, "institution")
    require(rules.can_change(by, saved))
    made = Intermediary.objects.create(initiative=saved, **details)
    after = {"area": made.area, "body": made.body_name}
    record("add intermediary", made, by=by, institution=saved.institution, after=after)
    return made


@transaction.atomic
def remove_intermediary(made: Intermediary, *, by: Person) -> None:
    """Take an intermediary off."""
    saved = locked(Initiative, made.initiative_id, "institution")
    require(rules.can_change(by, saved))
    before = {"area": made.area, "body": made.body_name}
    record("remove intermediary", made, by=by, institution=saved.institution, before=before)
    made.delete()


# ── Read by others ───────────────────────────────────────────────────


@transaction.atomic
def open_link(row: Initiative, *, version: int, by: Person) -> str:
    """Make a link by which purpose, profiles and process are read without signing in; returns its secret (F5, F8).

    A link that was made before opens nothing from now on.
    """
    saved = held(row.pk, version)
    require(rules.can_change(by, saved))
    secret = new_secret()
    saved.link_hash = kept(secret).hex()
    keep(saved, "open link of initiative", by=by)
    return secret


@transaction.atomic
def close_link(row: Initiative, *, version: int, by: Person) -> Initiative:
    """End the link."""
    saved = held(row.pk, version)
    require(rules.can_lead(by, saved))
    saved.link_hash = ""
    keep(saved, "close link of initiative", by=by)
    return saved


@transaction.atomic
def publish_initiative(row: Initiative, *, public: bool, version: int, by: Person) -> Initiative:
    """Put purpose, profiles and process before everybody, or take them back."""
    saved = held(row.pk, version)
    require(rules.can_lead(by, saved))
    if public and saved.state == State.PREPARED:
        refuse("Put it before your colleagues first.")
    saved.public_at = clock.now() if public else None
    if public:
        keep(saved, "publish initiative", by=by)
    else:
        keep(saved, "unpublish initiative", by=by)
    return saved


def held(pk: Any, version: int) -> Initiative:
    """An initiative, locked; raises `Conflict` where somebody else saved it meanwhile."""
    saved = locked(Initiative, pk, "institution")
    if saved.version != version:
        raise Conflict
    return saved


def keep(row: Initiative, verb: str, *, by: Person, **said: Any) -> None:
    """Save an initiative, and write down what was done."""
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.institution, **said)
