"""What somebody says in the room, from a phone or on paper: sent twice it counts once, and late it changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings import rules
from guildhall.meetings.models import (
    Activity,
    Attendee,
    Ballot,
    Commitment,
    Element,
    Group,
    GroupChoice,
    Response,
    Vote,
)
from guildhall.people.models import Person
from guildhall.store.locking import locked

RELATED = ("meeting__institution",)
KEY = 40  # signs of a key
MOST_SUPPORT = 20  # of one person


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of a form: its own key, and the edition of what the sender had seen."""

    key: str
    edition: int


def _taken(row: Any, sending: Sending) -> bool:
    """Whether a sending is new; one that was taken already is not, and an older one than what stands conflicts."""
    if sending.key and sending.key[:KEY] == row.last_key:
        return False
    if sending.edition != row.edition:
        raise Conflict
    row.edition, row.last_key = row.edition + 1, sending.key[:KEY]
    return True


def _open(activity: Activity) -> Activity:
    """What somebody speaks to, locked until they have spoken: closing it waits for them, and they for its closing."""
    row = locked(Activity, activity.pk, *RELATED)
    require(rules.can_speak(row.meeting, row))
    return row


def _own(model: Any, activity: Activity, attendee: Attendee, **more: Any) -> Any:
    defaults = {"at": clock.now(), **more}
    row, _new = model.objects.get_or_create(activity=activity, attendee=attendee, defaults=defaults)
    return row


# ── Reflection ───────────────────────────────────────────────────────


@transaction.atomic
def reflect(
    activity: Activity, attendee: Attendee, text: str, sending: Sending, *, by: Person | None = None
) -> Response:
    """Say what one thinks of the question that is open (E15)."""
    row = _open(activity)
    words = one_line(text)[:1000]
    if not words:
        refuse("Write a few words.")
    said: Response = _own(Response, row, attendee, text=words)
    before = {"text": said.text} if said.edition else None
    if _taken(said, sending):
        said.text, said.at, said.by = words, clock.now(), by
        said.save(update_fields=["text", "at", "by", "edition", "last_key"])
        record("reflect", said, by=by, before=before, after={"text": words}, institution=row.meeting.institution)
    return said


# ── Small groups ─────────────────────────────────────────────────────


@transaction.atomic
def sit_down(group: Group, attendee: Attendee) -> None:
    """Sit down with a small group; nobody sits in two."""
    row = _open(group.activity)
    others = attendee.groups.filter(activity=row).exclude(pk=group.pk)
    attendee.groups.remove(*others)
    attendee.groups.add(group)


@transaction.atomic
def choose_as_group(
    group: Group, chosen: Mapping[UUID, str], sending: Sending, *, added: str = "", by: Person | None = None
) -> Group:
    """Say which elements a small group holds to be priorities, and why; one that is missing can be `added` (E17)."""
    activity = _open(group.activity)
    row = locked(Group, group.pk)
    if not _taken(row, sending):
        return row
    row.save(update_fields=["edition", "last_key"])
    wanted = dict(chosen)
    if one_line(added):
        wanted.setdefault(_element(activity, one_line(added)[:200]).pk, "")
    before = _names([one.element for one in row.choices.select_related("element")])
    row.choices.all().delete()
    rows = _elements(activity, wanted)
    GroupChoice.objects.bulk_create(GroupChoice(group=row, element=one, why=_why(wanted[one.pk])) for one in rows)
    record("choose as group", row, by=by, before=before, after=_names(rows), institution=activity.meeting.institution)
    return row


def _element(activity: Activity, text: str) -> Element:
    rows = Element.objects.filter(meeting=activity.meeting)
    if (known := rows.filter(text__iexact=text).first()) is not None:
        return known
    last = rows.order_by("-position").values_list("position", flat=True).first() or 0
    if last >= 60:
        refuse("This list is full: {most} lines at most.", most=60)
    return Element.objects.create(meeting=activity.meeting, text=text, position=last + 1)


def _elements(activity: Activity, chosen: Mapping[UUID, str]) -> list[Element]:
    return list(Element.objects.filter(meeting=activity.meeting, pk__in=chosen))


def _why(words: str) -> str:
    return one_line(words)[:300]


def _names(rows: list[Element]) -> dict[str, Any]:
    return {"elements": [row.text for row in rows]}


# ── Votes ────────────────────────────────────────────────────────────


@transaction.atomic
def vote(
    activity: Activity, attendee: Attendee, chosen: Mapping[UUID, str], sending: Sending, *, by: Person | None = None
) -> Ballot:
    """Vote for elements, perhaps with reasons: one vote for each element and person, changed until it is closed (N15).

    What stands afterward is exactly what was chosen, however often and in whatever order it arrives.
    """
    row = _open(activity)
    ballot: Ballot = _own(Ballot, row, attendee)
    if not _taken(ballot, sending):
        return ballot
    ballot.at, ballot.by = clock.now(), by
    ballot.save(update_fields=["at", "by", "edition", "last_key"])
    rows = _elements(row, chosen)
    before = _told(list(Element.objects.filter(votes__ballot=ballot)), by) if ballot.edition > 1 else None
    ballot.votes.exclude(element__in=rows).delete()
    for one in rows:
        Vote.objects.update_or_create(ballot=ballot, element=one, defaults={"why": _why(chosen[one.pk])})
    record("vote in room", ballot, by=by, before=before, after=_told(rows, by), institution=row.meeting.institution)
    return ballot


def _told(rows: list[Element], by: Person | None) -> dict[str, Any]:
    """What the journal keeps of a vote: of one that somebody typed in, for which elements it was."""
    return _names(rows) if by is not None else {"elements": len(rows)}


@transaction.atomic
def vote_on_motion(
    activity: Activity, attendee: Attendee, choice: str, sending: Sending, *, by: Person | None = None
) -> Ballot:
    """Vote on a motion: yes, no or abstaining, one vote for each member, changed until it is closed (D15)."""
    row = _open(activity)
    require(rules.can_vote(row, attendee))
    if choice not in Ballot.Choice.values:
        refuse("Say yes, no, or that you abstain.")
    ballot: Ballot = _own(Ballot, row, attendee)
    before = {"vote": ballot.choice} if ballot.edition and by is not None else None
    if not _taken(ballot, sending):
        return ballot
    ballot.choice, ballot.at, ballot.by = choice, clock.now(), by
    ballot.save(update_fields=["choice", "at", "by", "edition", "last_key"])
    after = {"vote": choice} if by is not None else None  # of a phone only that somebody voted
    record("vote in room", ballot, by=by, before=before, after=after, institution=row.meeting.institution)
    return ballot


# ── Support ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Offer:
    """Support that somebody commits: of which kind, what exactly, until when; `key` is that of the form."""

    kind: str
    words: str
    key: str
    until: date | None = None


@transaction.atomic
def commit_support(activity: Activity, attendee: Attendee, offer: Offer) -> Commitment:
    """Commit support from a phone: time, political support, funds or something else (E19)."""
    row = _open(activity)
    if attendee.commitments.exclude(key=offer.key).count() >= MOST_SUPPORT:
        refuse("Twenty at most: tell the rest to whoever facilitates.")
    return _committed(row.meeting, offer, attendee=attendee)


@transaction.atomic
def note_support(
    meeting: Any, offer: Offer, *, who: str = "", attendee: Attendee | None = None, by: Person
) -> Commitment:
    """Write down support that somebody commits (E19)."""
    row = locked(type(meeting), meeting.pk, "institution")
    require(rules.can_keep_outcome(by, row))
    if attendee is None and not one_line(who):
        refuse("Say who commits it.")
    return _committed(row, offer, attendee=attendee, given=one_line(who)[:160] if attendee is None else "", by=by)


def _committed(meeting: Any, offer: Offer, *, by: Person | None = None, **who: Any) -> Commitment:
    if offer.kind not in Commitment.Kind.values:
        refuse("Say what kind of support it is.")
    if offer.until is not None:
        require(in_reach(offer.until))
    facts = {"kind": offer.kind, "words": _why(offer.words), "until": offer.until, "at": clock.now(), "by": by, **who}
    row, new = Commitment.objects.get_or_create(meeting=meeting, key=offer.key[:KEY], defaults=facts)
    if new:
        after = {"who": row.who, "kind": offer.kind, "until": str(offer.until or "")}
        record("commit support", row, by=by, after=after, institution=meeting.institution)
    return row
