"""Success stories: written from a placement, told on a consent for stories, taken off (D2, ADR 49, 72)."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.intermediaries import rules
from guildhall.intermediaries.models import Story
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.placements.queries.doing import done_for
from guildhall.store.locking import locked
from guildhall.students.actions.disclosing import release
from guildhall.students.models import Part, Registration, Use

RELEASED = (Part.NAME, Part.INSTITUTION, Part.PROGRAM, Part.EXPERIENCE)  # what of a record a story may tell
State = Story.State


@dataclass(frozen=True, slots=True)
class Written:
    """A story as somebody writes it."""

    title: str
    text: str
    quote: str = ""
    audience: str = Story.Audience.REGION


@transaction.atomic
def write(placement: Placement, written: Written, *, by: Person) -> Story:
    """Draft a story of a completed placement; nobody outside its institution reads it."""
    row = locked(Placement, placement.pk, "institution", "employer")
    require(rules.can_tell_of(by, row))
    values = _checked(written)
    story = Story.objects.create(
        institution=row.institution, registration_id=row.registration_id, placement=row, employer=row.employer, by=by,
        made_at=clock.now(), **values,
    )  # fmt: skip
    record("write story", story, by=by, after={"title": story.title}, institution=row.institution)
    return story


@transaction.atomic
def change(story: Story, written: Written, *, version: int, by: Person) -> Story:
    """Change a story that is not told."""
    row = _held(story, version, by)
    require(rules.can_change_story(by, row))
    values = _checked(written)
    before = {name: getattr(row, name) for name in values}
    _save(row, values)
    record("change story", row, by=by, before=before, after=values, institution=row.institution)
    return row


@transaction.atomic
def tell(story: Story, *, version: int, by: Person) -> Story:
    """Tell a story: what the consent covers is released, written down, and nothing else of the record goes with it.

    The record is locked first, so that a consent which is revoked at the same moment either stops it or takes it off.
    """
    require(rules.can_write(by, story.institution))
    registration = locked(Registration, story.registration_id, "institution")
    row = _held(story, version, by)
    consent = rules.consent_for(registration)
    require(rules.can_tell(by, row, registration, consent))
    assert consent
    parts = [part for part in RELEASED if part in consent.parts]
    told = release(
        registration, parts, employer=row.employer, use=Use.STORY, purpose=f"success story: {row.title}", by=by,
        also={Part.EXPERIENCE: done_for},
    )  # fmt: skip
    values = {
        "state": State.TOLD,
        "consent": consent,
        "told_at": clock.now(),
        "student_name": told.get(Part.NAME, "")[:160],
        "program_name": told.get(Part.PROGRAM, "")[:250],
    }
    _save(row, values)
    after = {"state": row.state, "audience": row.audience, "parts": parts}
    record("tell story", row, by=by, after=after, institution=row.institution)
    return row


@transaction.atomic
def take_off(story: Story, *, version: int, by: Person) -> Story:
    """Take a story off: nobody outside its institution reads it any more, and it may be changed."""
    row = _held(story, version, by)
    require(rules.can_take_off(by, row))
    _save(row, {"state": State.OFF, "student_name": "", "program_name": ""})
    row.told_at_meetings.clear()
    record("take story off", row, by=by, after={"state": row.state}, institution=row.institution)
    return row


@transaction.atomic
def remove(story: Story, *, version: int, by: Person) -> None:
    """Throw a draft away."""
    row = _held(story, version, by)
    require(rules.can_change_story(by, row))
    record("remove story", row, by=by, before={"title": row.title}, institution=row.institution)
    row.delete()


def _held(story: Story, version: int, by: Person) -> Story:
    """The row, locked. Asked first who may write: the second lock hides it from whoever may not, told or not."""
    require(rules.can_write(by, story.institution))
    row = locked(Story, story.pk, "institution", "employer")
    if row.version != version:
        raise Conflict
    return row


def _save(row: Story, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _checked(written: Written) -> dict[str, Any]:
    values = {one.name: getattr(written, one.name) for one in fields(written)}
    values["title"], values["quote"] = one_line(written.title)[:160], one_line(written.quote)[:400]
    values["text"] = written.text.strip()[:3000]
    if not values["title"] or not values["text"]:
        refuse("Give it a headline, and tell the story.")
    if written.audience not in Story.Audience.values:
        refuse("Say for whom the story is.")
    return values
