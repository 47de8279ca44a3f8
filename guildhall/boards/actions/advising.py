"""What a board recommends and what becomes of it: written down, asked for, decided with reason and evidence (D16)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.boards import emails, rules
from guildhall.boards.models import Board, BoardMeeting, Disposition, Member, Recommendation, Remark
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = Recommendation.State
RELATED = ("board__institution", "board__secretary", "institution", "person", "program")
MOST_REMARKS = 20  # of one member about one recommendation


@dataclass(frozen=True, slots=True)
class Advice:
    """What a board recommends: about what, in which words, to whom, by when it is decided."""

    about: str
    subject: str
    text: str
    institution: Institution
    person: Person | None = None
    program: Program | None = None
    decide_by: date | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as columns."""
        names = ("about", "institution", "person", "program", "decide_by")
        facts = {name: getattr(self, name) for name in names}
        return facts | {"subject": one_line(self.subject)[:200], "text": self.text.strip()[:2000]}


def _check(advice: Advice) -> None:
    if advice.about not in Recommendation.About.values:
        refuse("Say what it is about.")
    if not one_line(advice.subject) or not advice.text.strip():
        refuse("Say which course, unit or tool it is about, and what the board recommends.")
    if advice.person is not None and not advice.person.is_active:
        refuse("{person} is no longer active.", person=advice.person)
    if advice.decide_by is not None:
        require(in_reach(advice.decide_by))


@transaction.atomic
def give_advice(board: Board, advice: Advice, *, held: BoardMeeting | None = None, by: Person) -> Recommendation:
    """Write down what a board recommends; whoever is to decide is told (D16)."""
    row = locked(Board, board.pk, "institution")
    require(rules.can_advise(by, row))
    _check(advice)
    if held is not None and held.board_id != row.pk:
        refuse("That meeting is another board’s.")
    made = Recommendation.objects.create(board=row, held=held, made_at=clock.now(), by=by, **advice.facts)
    after = {name: text_of(value) for name, value in advice.facts.items()}
    record("give advice", made, by=by, after=after, institution=row.institution)
    emails.tell_advice(made, by=by)
    return made


def held_advice(row: Recommendation, version: int) -> Recommendation:
    """A recommendation, locked; raises `Conflict` where somebody changed it since."""
    one = locked(Recommendation, row.pk, *RELATED)
    if one.version != version:
        raise Conflict
    return one


@transaction.atomic
def change_advice(row: Recommendation, advice: Advice, *, version: int, by: Person) -> Recommendation:
    """Write a recommendation better, until somebody has decided on it."""
    one = held_advice(row, version)
    require(rules.can_change_advice(by, one))
    _check(advice)
    asked = one.person_id
    before = {name: text_of(getattr(one, name)) for name in advice.facts}
    for name, value in advice.facts.items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    after = {name: text_of(value) for name, value in advice.facts.items()}
    record("change advice", one, by=by, before=before, after=after, institution=one.board.institution)
    if one.person_id not in (None, asked):
        emails.tell_advice(one, by=by)
    return one


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of a recommendation: how, why, what shows it, and by when it is looked at again."""

    state: str
    reason: str = ""
    evidence: str = ""
    decide_by: date | None = None


@transaction.atomic
def decide(row: Recommendation, decided: Decided, *, version: int, by: Person) -> Recommendation:
    """Say what becomes of advice; it is closed once it is declined, or adopted and something shows it (D16)."""
    one = held_advice(row, version)
    require(rules.can_decide(by, one))
    reason, evidence = one_line(decided.reason)[:500], one_line(decided.evidence)[:500]
    if decided.state not in State.values or decided.state == State.OPEN:
        refuse("Say what becomes of it.")
    if decided.state in (State.DECLINED, State.LATER, State.ADAPTED) and not reason:
        refuse("Say why: the board reads it at its next meeting.")
    if decided.decide_by is not None:
        require(in_reach(decided.decide_by))
    final = decided.state == State.DECLINED or (decided.state in (State.ADOPTED, State.ADAPTED) and bool(evidence))
    before = {"state": one.state, "reason": one.reason, "evidence": one.evidence}
    one.state, one.reason, one.evidence = decided.state, reason, evidence
    one.decided_by, one.decided_on = by, clock.today()
    one.closed_on = clock.today() if final else None
    one.decide_by = decided.decide_by or one.decide_by
    one.version += 1
    one.save()
    Disposition.objects.create(
        recommendation=one, state=one.state, reason=reason, evidence=evidence, by=by, at=clock.now()
    )
    after = {"state": one.state, "reason": reason, "evidence": evidence}
    record("decide on advice", one, by=by, before=before, after=after, institution=one.board.institution)
    emails.tell_decided(one, by=by)
    return one


@transaction.atomic
def remark(row: Recommendation, member: Member, text: str) -> Remark:
    """A member says something to a recommendation of their board, by their link; the same words twice count once."""
    words = one_line(text)[:1000]
    one = locked(Recommendation, row.pk, "board__institution")
    require(rules.is_open_by_link(member))
    if member.board_id != one.board_id or one.closed_on is not None:
        refuse("This takes no comment any more.")
    if not words:
        refuse("Write a few words.")
    known = one.remarks.filter(member=member)
    if (same := known.filter(text=words).first()) is not None:
        return same
    if known.count() >= MOST_REMARKS:
        refuse("Twenty comments at most: tell the rest at the meeting.")
    said = Remark.objects.create(recommendation=one, member=member, text=words, at=clock.now())
    record("comment on advice", said, by=None, after={"text": words}, institution=one.board.institution)
    return said
