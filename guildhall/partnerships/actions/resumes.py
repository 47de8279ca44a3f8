"""What a candidate gave us about themselves: a short biography or a résumé, read by those who lead, and not for long.

It is kept until a year after the decision, or for two years where nobody decides (ADR 93).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from guildhall.audit.recording import accessed, record
from guildhall.files.actions import drop, keep, plain_name
from guildhall.lib import clock
from guildhall.lib.personal import YEAR
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import rules
from guildhall.partnerships.models import Candidate
from guildhall.people.models import Person
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

DECIDED, UNDECIDED = timedelta(YEAR), timedelta(2 * YEAR)
AT_ONCE = 500  # of one night; the rest follows the next


@dataclass(frozen=True)
class Given:
    """A short biography, or a file with its name, and when they gave it to us."""

    on: date
    biography: str = ""
    name: str = ""
    chunks: Iterable[bytes] = ()


def a_year_from_now() -> date:
    """Until when it is kept once it was decided about somebody."""
    return clock.today() + DECIDED


@transaction.atomic
def keep_resume(row: Candidate, given: Given, *, version: int, by: Person) -> Candidate:
    """Keep what a candidate gave us: the words in place of those before; a file in place of the one before."""
    saved = _held(row, version)
    require(rules.can_decide(by, saved))
    if given.on > clock.today():
        refuse("This day is ahead: write down when they gave it to you.")
    if not (given.biography.strip() or given.name or saved.resume_id):
        refuse("Write a few words, or choose a file.")
    saved.biography, saved.given_on = given.biography.strip(), given.on
    saved.kept_until = clock.today() + UNDECIDED
    former = None
    if given.name:
        former, saved.resume = saved.resume, keep(given.chunks, given.name)
        saved.resume_name = plain_name(given.name)
    _save(saved, "keep resume of candidate", by=by, on=given.on, file=bool(saved.resume_id))
    if former and former.pk != saved.resume_id:
        drop(former)
    return saved


@transaction.atomic
def remove_resume(row: Candidate, *, version: int, by: Person) -> Candidate:
    """Let go of what a candidate gave us: they asked for it back, or nobody needs it any more."""
    saved = _held(row, version)
    require(rules.can_lead(by, saved.profile.initiative))  # also of an initiative that has ended: it is theirs
    _forget(saved)
    _save(saved, "remove resume of candidate", by=by, on=None, file=False)
    return saved


def read_resume(row: Candidate, *, by: Person) -> None:
    """Write down who read the file that a candidate gave us (G1)."""
    accessed(
        "opened the résumé of a candidate", row, by=by, detail=row.body_name,
        institution=row.profile.initiative.institution,
    )  # fmt: skip


def forget_resumes() -> int:
    """What candidates gave us and was kept long enough goes; returns of how many. The caller is a keeper."""
    rows = list(Candidate.objects.filter(kept_until__lt=clock.today())[:AT_ONCE])
    with apart() as pieces:
        pieces.each(_forget_in_time, rows)
    return len(rows)


def _forget_in_time(candidate: Candidate) -> None:
    row = locked(Candidate, candidate.pk, "resume")
    if row.kept_until is None or row.kept_until >= clock.today():
        return  # given anew meanwhile
    _forget(row)
    row.save(update_fields=["biography", "resume", "resume_name", "given_on", "kept_until"])


def _forget(row: Candidate) -> None:
    former, row.resume = row.resume, None
    row.biography, row.resume_name, row.given_on, row.kept_until = "", "", None, None
    Candidate.objects.filter(pk=row.pk).update(resume=None)
    if former:
        drop(former)


def _held(row: Candidate, version: int) -> Candidate:
    saved = locked(Candidate, row.pk, "profile__initiative__institution", "resume")
    if saved.version != version:
        raise Conflict
    return saved


def _save(row: Candidate, verb: str, *, by: Person, on: date | None, file: bool) -> None:
    row.version += 1
    row.save()
    after = {"on": on, "file": file}  # neither what it says nor what it is called: the journal outlives it
    record(verb, row, by=by, institution=row.profile.initiative.institution, after=after)
