"""Papers of a meeting: laid on, handed out to whoever is invited, taken off."""

from collections.abc import Iterable

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.files.actions import drop, keep, plain_name
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings import rules
from guildhall.meetings.actions.planning import held
from guildhall.meetings.models import AgendaItem, Meeting, Paper
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST = 40  # papers of one meeting


@transaction.atomic
def lay_paper(
    meeting: Meeting,
    name: str,
    chunks: Iterable[bytes],
    *,
    item: AgendaItem | None = None,
    handed_out: bool = False,
    by: Person,
) -> Paper:
    """Lay a file on for a meeting, perhaps for a point of its agenda; it is judged and looked through first."""
    row = held(meeting)
    require(rules.can_change(by, row))
    if row.papers.filter(removed_at=None).count() >= MOST:
        refuse("Forty papers at most belong to one meeting; {file} was not added.", file=plain_name(name))
    if item is not None and item.meeting_id != row.pk:
        refuse("This point belongs to another meeting.")
    stored = keep(chunks, name)
    facts = {"title": plain_name(name), "item": item, "handed_out": handed_out}
    paper = Paper.objects.create(meeting=row, file=stored, by=by, at=clock.now(), **facts)
    after = {"title": paper.title, "handed out": handed_out}
    record("lay paper", paper, by=by, after=after, institution=row.institution)
    return paper


@transaction.atomic
def hand_out(row: Paper, *, handed_out: bool, by: Person) -> None:
    """Let whoever is invited read a paper, or not any more."""
    paper = locked(Paper, row.pk, "meeting__institution")
    require(rules.can_change(by, paper.meeting))
    if paper.handed_out == handed_out:
        return
    paper.handed_out = handed_out
    paper.save(update_fields=["handed_out"])
    record("hand out paper", paper, by=by, after={"handed out": handed_out}, institution=paper.meeting.institution)


@transaction.atomic
def take_paper_off(row: Paper, *, by: Person) -> None:
    """Take a paper off; that it was there stays in the journal, and its content goes."""
    paper = locked(Paper, row.pk, "meeting__institution")
    require(rules.can_change(by, paper.meeting))
    if paper.removed_at is not None:
        return
    stored, paper.file, paper.removed_at = paper.file, None, clock.now()
    paper.save(update_fields=["file", "removed_at"])
    if stored is not None:
        drop(stored)
    record("take paper off", paper, by=by, before={"title": paper.title}, institution=paper.meeting.institution)
