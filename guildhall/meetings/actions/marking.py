"""What the facilitator marks between reflections: connections, disagreements, the elements they speak of (E15, E18)."""

from collections.abc import Iterable

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings import rules
from guildhall.meetings.models import Activity, Element, Mark, Response
from guildhall.people.models import Person
from guildhall.store.locking import locked


def _held(activity: Activity, by: Person) -> Activity:
    row = locked(Activity, activity.pk, "meeting__institution")
    require(rules.can_keep_outcome(by, row.meeting))
    return row


@transaction.atomic
def mark(first: Response, second: Response, kind: str, words: str, *, by: Person) -> Mark:
    """Mark that two reflections belong together, or disagree; the same mark twice counts once."""
    activity = _held(first.activity, by)
    if first.pk == second.pk or second.activity_id != activity.pk:
        refuse("Choose two reflections.")
    if kind not in Mark.Kind.values:
        refuse("Say whether they belong together or disagree.")
    one, other = sorted((first, second), key=lambda row: row.pk)
    facts = {"activity": activity, "words": one_line(words)[:300], "by": by, "at": clock.now()}
    row, new = Mark.objects.get_or_create(first=one, second=other, kind=kind, defaults=facts)
    if new:
        after = {"kind": kind, "words": row.words}
        record("mark reflections", row, by=by, after=after, institution=activity.meeting.institution)
    return row


@transaction.atomic
def take_mark_off(row: Mark, *, by: Person) -> None:
    """Take a mark off."""
    activity = _held(row.activity, by)
    before = {"kind": row.kind, "words": row.words}
    record("take mark off", row, by=by, before=before, institution=activity.meeting.institution)
    row.delete()


@transaction.atomic
def note_elements(row: Response, elements: Iterable[Element], *, by: Person) -> None:
    """Write down of which priority elements a reflection speaks, so that the vote can be read beside it (E18)."""
    activity = _held(row.activity, by)
    named = [one for one in elements if one.meeting_id == activity.meeting_id]
    row.elements.set(named)
    after = {"elements": [one.text for one in named]}
    record("note elements", row, by=by, after=after, institution=activity.meeting.institution)
