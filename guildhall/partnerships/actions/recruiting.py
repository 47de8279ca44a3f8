"""Profiles, candidates, interviews and the decision about each (F5–F8, F10, H12)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.actions import resumes
from guildhall.partnerships.actions.stakeholders import Part, Somebody, take_in
from guildhall.partnerships.models import Candidate, Category, Initiative, Interview, Profile
from guildhall.people.models import Person
from guildhall.store.locking import locked

State = Candidate.State


@dataclass(frozen=True)
class Sought:
    """Whom an initiative looks for."""

    title: str
    category: Category
    expertise: str
    need: str
    wanted: int = 1


@transaction.atomic
def add_profile(row: Initiative, sought: Sought, *, by: Person) -> Profile:
    """Write down which expertise is looked for and which need it meets (F5)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_change(by, initiative))
    made = Profile.objects.create(initiative=initiative, **vars(sought))
    after = {"title": made.title, "expertise": made.expertise, "need": made.need}
    record("add profile", made, by=by, institution=initiative.institution, after=after)
    return made


@transaction.atomic
def change_profile(row: Profile, sought: Sought, *, closed: bool, version: int, by: Person) -> Profile:
    """Write a profile better, close it, or open it again."""
    saved = locked(Profile, row.pk, "initiative__institution")
    require(rules.can_change(by, saved.initiative))
    if saved.version != version:
        raise Conflict
    before = {"title": saved.title, "expertise": saved.expertise, "need": saved.need, "closed_on": saved.closed_on}
    for name, value in vars(sought).items():
        setattr(saved, name, value)
    saved.closed_on = (saved.closed_on or clock.today()) if closed else None
    saved.version += 1
    saved.save()
    after = {"title": saved.title, "expertise": saved.expertise, "need": saved.need, "closed_on": saved.closed_on}
    record("change profile", saved, by=by, institution=saved.initiative.institution, before=before, after=after)
    return saved


@dataclass(frozen=True)
class Fit:
    """What is known of a candidate: what they want, what they can do, who could introduce us (F6, H12)."""

    interests: str = ""
    abilities: str = ""
    introducer: Person | None = None
    introduction: str = ""


@transaction.atomic
def add_candidate(row: Profile, somebody: Somebody, fit: Fit, *, by: Person) -> Candidate:
    """Name somebody who could fill a profile; whoever is to introduce them is told."""
    profile = locked(Profile, row.pk, "initiative__institution", "category")
    require(rules.can_recruit(by, profile))
    made = Candidate.objects.create(
        profile=profile, **somebody.checked(by), **vars(fit), added_by=by, added_at=clock.now()
    )
    after = {"body": made.body_name, "name": made.person_name}
    record("add candidate", made, by=by, institution=profile.initiative.institution, after=after)
    if made.introducer and made.introducer_id != by.pk:
        emails.ask_introducer(made, by=by)
    return made


@transaction.atomic
def change_candidate(row: Candidate, somebody: Somebody, fit: Fit, *, version: int, by: Person) -> Candidate:
    """Write better who a candidate is and what they want."""
    saved = _held(row.pk, version)
    require(rules.can_decide(by, saved))
    former = saved.introducer_id
    for name, value in (somebody.checked(by) | vars(fit)).items():
        setattr(saved, name, value)
    _keep(saved, "change candidate", by=by, after={"interests": saved.interests, "abilities": saved.abilities})
    if saved.introducer and saved.introducer_id not in (former, by.pk):
        emails.ask_introducer(saved, by=by)
    return saved


@dataclass(frozen=True)
class Conversation:
    """What a conversation brought: the four questions of document 004 (F7)."""

    on: date
    business: str = ""
    position: str = ""
    interest: str = ""
    capacity: str = ""


@transaction.atomic
def note_interview(row: Candidate, said: Conversation, *, by: Person) -> Interview:
    """Write down what a conversation with a candidate brought."""
    candidate = _held(row.pk)
    require(rules.can_decide(by, candidate))
    if said.on > clock.today():
        refuse("This day is ahead: write the interview down when it has been.")
    answers = (said.business, said.position, said.interest, said.capacity)
    if not any(text.strip() for text in answers):
        refuse("Write what you learned: at least one of the four answers.")
    made = Interview.objects.create(candidate=candidate, by=by, **vars(said))
    record("note interview", made, by=by, institution=candidate.profile.initiative.institution, after={"on": made.on})
    return made


@transaction.atomic
def decide(row: Candidate, *, chosen: bool, reason: str, version: int, by: Person) -> Candidate:
    """Choose a candidate, who becomes a stakeholder, or not; with the reason either way (F7)."""
    saved = _held(row.pk, version)
    require(rules.can_decide(by, saved))
    if not reason.strip():
        refuse("Write why: it shows later how the right voices were chosen.")
    if chosen:
        part = Part(saved.profile.category)  # what was noted of a candidate stays with those who lead (F7)
        names = ("employer", "institution", "body", "contact", "person", "name", "post", "email")
        somebody = Somebody(**{name: getattr(saved, name) for name in names})
        saved.stakeholder = take_in(saved.profile.initiative, somebody, part, by=by)
    saved.state = State.CHOSEN if chosen else State.NOT_CHOSEN
    saved.reason, saved.decided_by, saved.decided_on = reason.strip(), by, clock.today()
    saved.kept_until = min(saved.kept_until, resumes.a_year_from_now()) if saved.kept_until else None
    _keep(saved, "decide about candidate", by=by, after={"state": saved.state, "reason": saved.reason})
    return saved


@transaction.atomic
def reconsider(row: Candidate, *, version: int, by: Person) -> Candidate:
    """Consider somebody again who was not chosen."""
    saved = _held(row.pk, version)
    require(rules.can_reconsider(by, saved))
    before = {"state": saved.state, "reason": saved.reason}
    saved.state, saved.reason, saved.decided_by, saved.decided_on = State.CONSIDERED, "", None, None
    _keep(saved, "reconsider candidate", by=by, before=before, after={"state": saved.state})
    return saved


def _held(pk: Any, version: int | None = None) -> Candidate:
    related = ("profile__initiative__institution", "profile__category", "employer", "institution", "contact", "person")
    saved = locked(Candidate, pk, *related, "introducer")
    if version is not None and saved.version != version:
        raise Conflict
    return saved


def _keep(row: Candidate, verb: str, *, by: Person, **said: Any) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.profile.initiative.institution, **said)
