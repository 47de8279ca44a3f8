"""Who sits on a seat: named, asked under the rules of contact, answering, renewed, given an office, leaving (D14)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.audit.recording import record
from guildhall.boards import emails, rules
from guildhall.boards.actions.convening import call, end_invitations, let_go
from guildhall.boards.models import Interest, Member, Seat
from guildhall.boards.queries.measures import measures_of
from guildhall.employers.models import Contact
from guildhall.employers.queries.contacts import contact_at
from guildhall.engagements.actions.letters import refuse_address, touch_address
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.periods import months_after
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings.actions.inviting import count_touch
from guildhall.people.models import Person
from guildhall.store.locking import locked

LONGEST = 12  # years that a term may reach ahead
State, Office, Way = Member.State, Member.Office, Member.Way
RELATED = ("board__institution", "board__secretary", "seat", "person", "contact__employer")


@dataclass(frozen=True, slots=True)
class Named:
    """Who sits on a seat: a colleague, a contact, or a name with an e-mail; from when, until when."""

    person: Person | None = None
    contact: Contact | None = None
    given: str = ""
    email: str = ""
    affiliation: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    has_accepted: bool = False  # told by word of mouth, or they have sat there for long


def held_member(row: Member, version: int | None = None) -> Member:
    """A member, locked; raises `Conflict` where somebody changed the row since."""
    member = locked(Member, row.pk, *RELATED)
    if version is not None and member.version != version:
        raise Conflict
    return member


def keep_member(row: Member, *names: str) -> None:
    """Save some columns of a member as the next edition."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


@transaction.atomic
def take_seat(seat: Seat, named: Named, *, by: Person) -> Member:
    """Name somebody for a vacant seat; nobody is written to by that."""
    row = locked(Seat, seat.pk, "board__institution", "board__secretary")
    require(rules.can_keep(by, row.board))
    if row.removed_on is not None:
        refuse("This seat was taken away.")
    _check_name(named, by)
    first = named.starts_on or clock.today()
    last = named.ends_on or term_from(row, first)
    _check_term(first, last)
    facts: dict[str, Any] = {
        "person": named.person, "contact": named.contact, "given": one_line(named.given)[:160],
        "email": named.email.strip(), "affiliation": one_line(named.affiliation)[:160],
        "starts_on": first, "ends_on": last, "added_by": by,
    }  # fmt: skip
    if named.has_accepted:
        facts |= {"state": State.SERVING, "accepted_on": first, "answered_at": clock.now(), "answer_way": Way.NOTED}
    try:
        with transaction.atomic():
            member = Member.objects.create(board=row.board, seat=row, **facts)
    except IntegrityError:
        refuse("The seat is taken, or they sit on this board already.")
    after = {"name": member.name, "from": str(first), "until": str(last)}
    record("take seat", member, by=by, after=after, institution=row.board.institution)
    call(member, by=by)
    return member


def _check_name(named: Named, by: Person) -> None:
    if named.person is None and named.contact is None and not any(sign.isalpha() for sign in named.given):
        refuse("Say who it is.")
    if named.contact is not None:
        require(rules.can_sit(by, named.contact))
    elif named.person is None and (known := contact_at(named.email, by)) is not None:
        refuse_address(known)


def term_from(seat: Seat, first: date) -> date:
    """When a term ends that begins on a day, by the rules for this kind of board."""
    years = measures_of(seat.board).term_years
    return months_after(first, 12 * years) - timedelta(1)


def _check_term(first: date, last: date) -> None:
    if last < first:
        refuse("The term ends before it begins.")
    require(in_reach(first, back=LIFE))
    require(in_reach(last, ahead=LONGEST))


# ── Asked, and answering ─────────────────────────────────────────────


@transaction.atomic
def invite_member(row: Member, *, again: int | None = None, by: Person) -> bool:
    """Ask somebody by mail to take their seat, with the link to answer by; returns whether a letter goes (N3, D14).

    To a contact it is a touch, under the employer's budget. Who was written to gets no second letter, unless `again`
    is the version in which somebody saw that, and asked for one more.
    """
    member = held_member(row)
    require(rules.can_invite(by, member))
    if member.invited_at is not None and again != member.version:
        return False
    place = member.board.institution
    if member.contact is not None:
        count_touch(member.contact, f"Asked to sit on a board: {member.board.name}"[:200], institution=place, by=by)
    elif member.person is None:
        touch_address(member.email, by=by, institution=place)
    member.invited_at, member.state = clock.now(), State.INVITED
    keep_member(member, "invited_at", "state")
    record("invite member", member, by=by, after={"name": member.name}, institution=member.board.institution)
    emails.invite(member, by=by)
    return True


@transaction.atomic
def answer_by_link(row: Member, *, accepts: bool, words: str = "", version: int) -> Member:
    """Take the seat, or decline it, by the link in the letter."""
    member = held_member(row, version)
    require(rules.is_open_by_link(member))
    return _answered(member, accepts, words, Way.LINK, by=None)


@transaction.atomic
def note_answer(row: Member, *, accepts: bool, words: str = "", version: int, by: Person) -> Member:
    """Write down what somebody answered, or answer for oneself."""
    member = held_member(row, version)
    require(rules.can_answer(by, member))
    return _answered(member, accepts, words, Way.NOTED, by=by)


def _answered(member: Member, accepts: bool, words: str, way: str, *, by: Person | None) -> Member:
    before = {"state": member.state}
    said = one_line(words)[:300]
    state = State.SERVING if accepts else State.DECLINED
    if member.state == state and member.words == said:
        return member  # sent twice
    member.state, member.words, member.answer_way, member.answered_at = state, said, way, clock.now()
    if accepts:
        member.accepted_on = member.accepted_on or clock.today()
    else:
        member.ended_on, member.office = clock.today(), Office.NONE
        member.ended_because = said or "Declined"
    keep_member(
        member, "state", "words", "answer_way", "answered_at", "accepted_on", "ended_on", "ended_because", "office"
    )
    after = {"state": str(state), "way": str(way)}
    record("answer about seat", member, by=by, before=before, after=after, institution=member.board.institution)
    if not accepts:
        let_go(member, by=by)
    if before["state"] != state:  # other words alone stand on the page: a link writes no letter at each press
        emails.tell_answered(member, by=by)
    return member


# ── Terms and offices ────────────────────────────────────────────────


@transaction.atomic
def renew_term(row: Member, last: date, *, version: int, by: Person) -> Member:
    """Let a term last longer: until another day."""
    member = held_member(row, version)
    require(rules.can_change_member(by, member))
    _check_term(member.starts_on, last)
    if last < clock.today():
        refuse("That day has passed.")
    before, member.ends_on = {"until": str(member.ends_on)}, last
    keep_member(member, "ends_on")
    after = {"until": str(last)}
    record("renew term", member, by=by, before=before, after=after, institution=member.board.institution)
    return member


@transaction.atomic
def give_office(row: Member, office: str, *, version: int, by: Person) -> Member:
    """Make somebody chair or vice chair, or an ordinary member; whoever was chair before is a member again."""
    member = held_member(row, version)
    require(rules.can_change_member(by, member))
    if office not in Office.values:
        refuse("Say which office.")
    if office == Office.CHAIR:
        others = Member.objects.select_for_update().current().filter(board=member.board, office=Office.CHAIR)
        for other in others.exclude(pk=member.pk):
            other.office = Office.NONE
            keep_member(other, "office")
    before, member.office = {"office": member.office}, office
    keep_member(member, "office")
    after = {"office": office}
    record("give office", member, by=by, before=before, after=after, institution=member.board.institution)
    return member


@transaction.atomic
def end_term(row: Member, because: str, *, version: int, by: Person) -> Member:
    """End somebody's term with the reason: the seat is vacant again, and what they did stays (F10)."""
    member = held_member(row, version)
    require(rules.can_change_member(by, member))
    if not (words := one_line(because)[:300]):
        refuse("Say why they leave the board.")
    member.state, member.ended_on, member.ended_because = State.ENDED, clock.today(), words
    member.office = Office.NONE
    keep_member(member, "state", "ended_on", "ended_because", "office")
    record("end term", member, by=by, reason=words, institution=member.board.institution)
    let_go(member, by=by)
    return member


@transaction.atomic
def end_link(row: Member, *, by: Person) -> None:
    """End the link of a member, such as one that was passed on: the next letter has another one.

    Its page showed their invitations to the meetings ahead, so their links end as well.
    """
    member = held_member(row)
    require(rules.can_change_member(by, member))
    member.links_ended += 1
    keep_member(member, "links_ended")
    end_invitations(member, by=by)
    record("end member link", member, by=by, institution=member.board.institution)


# ── Conflicts of interest ────────────────────────────────────────────


@transaction.atomic
def note_interest(row: Member, about: str, *, on: date | None = None, by: Person) -> Interest:
    """Write down a conflict of interest that a member declared: on motions about it they abstain."""
    member = held_member(row)
    require(rules.can_change_member(by, member))
    if not (words := one_line(about)[:300]):
        refuse("Say in what.")
    interest = Interest.objects.create(member=member, about=words, declared_on=on or clock.today(), by=by)
    record("note interest", interest, by=by, after={"about": words}, institution=member.board.institution)
    return interest


@transaction.atomic
def end_interest(row: Interest, *, by: Person) -> Interest:
    """Say that a conflict of interest is over."""
    interest = locked(Interest, row.pk, "member__board__institution", "member__contact__employer", "member__person")
    require(rules.can_keep(by, interest.member.board))
    if interest.over_on is None:
        interest.over_on = clock.today()
        interest.save(update_fields=["over_on"])
        record("end interest", interest, by=by, institution=interest.member.board.institution)
    return interest
