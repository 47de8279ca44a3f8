"""A year of advisory boards in the demo: one with meetings, votes and advice, one just begun, and what has none."""

from datetime import datetime, timedelta
from uuid import uuid4

from guildhall.boards.actions import advising, convening, excepting, founding, seating, serving, together, voting
from guildhall.boards.actions.advising import Advice, Decided
from guildhall.boards.actions.excepting import Own
from guildhall.boards.actions.founding import Described
from guildhall.boards.actions.seating import Wanted
from guildhall.boards.actions.serving import Named
from guildhall.boards.actions.voting import Put
from guildhall.boards.models import Board, BoardMeeting, Member, Recommendation, Seat
from guildhall.demo.moments import Days, moment
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.employers.models import Employer
from guildhall.meetings.actions import joining, opening, outcome, speaking
from guildhall.meetings.actions.joining import Name
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.actions.speaking import Sending
from guildhall.meetings.models import Attendee, Meeting
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.supervision.questions_of_both import QUESTIONS

COLLEGE, ANOTHER = "MGC", "RCC"
OTHERS = (  # who else sits there: the category of the seat, the name, for whom they speak
    ("labor", "Rosa Almeida", "Nurses’ union"),
    ("workforce", "Gordon Lam", "Workforce board"),
    ("secondary", "Lucia Paredes", "Mesa Grande Unified School District"),
    ("business", "Ned Forsythe", "Forsythe Medical Supply"),
    ("student", "Mara Kowal", "Graduate of two years ago"),
)
MINUTES = (
    "The chair welcomed two new members. The program showed what its graduates do a year later.\n\n"
    "Members spoke about what beginners lack in their first weeks: doses, and handing over at the end of a shift."
)
GIVEN = (  # about what, which course, what the board recommends
    ("sequence", "Pharmacology before the first ward", "Move it from the third to the first term, so that "
     "students know doses before they come to us."),
    ("unit_plan", "Unit 4: handing over at the end of a shift", "Let each student hand over once."),
    ("equipment", "Infusion pumps as on the wards", "Teach on the pumps that we use; we lend two."),
)  # fmt: skip


def advise(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """A board from its founding to the advice that it asks after; another one that has just begun."""
    by, program = staff.one(COLLEGE, Role.CTE_TEACHER), _program(places[COLLEGE])
    if program is None:
        return
    with step("found a board", program.name, days.at(300, 9)):
        described = Described(f"{program.name} advisory board"[:160], purpose=_purpose(program))
        board = founding.found_board(described, [program], institution=places[COLLEGE], secretary=by, by=by)
    with step("seat a board", board, days.at(290, 10)):
        _seat(board, program, by)
    first = _meet(board, days, 250, by)
    with step("write down what a board recommends", board, days.at(249, 14)):
        advice = [_give(board, first, one, days, by) for one in GIVEN]
    with step("decide on a board’s advice", board, days.at(160, 9)):
        _decide(advice, days, staff.one(COLLEGE, Role.WBL_COORDINATOR))
    second = _meet(board, days, 90, by, before=first)
    with step("note a conflict of interest", second, days.at(80, 9)):
        member = board.members.current().filter(given="Ned Forsythe").first()
        if member is not None:
            serving.note_interest(member, "Sells simulators to colleges", by=by)
    with step("say how working together goes", board, days.at(30, 9)):
        _say_how_it_goes(board, by)
    with step("plan a board’s next meetings", board, days.at(20, 9)):
        starts = [moment(days.ahead(n), 15) for n in (12, 150)]
        convening.plan_meetings(board, [_planned(start) for start in starts], by=by)
    _begin_another(places, staff, days)
    _say_why_none(places[COLLEGE], program, days, by)


def _program(place: Institution) -> Program | None:
    """The nursing program of a college, or its first one by name."""
    rows = Program.objects.filter(institution=place).order_by("name", "pk")
    return rows.filter(name__icontains="nurs").first() or rows.first()


def _purpose(program: Program) -> str:
    return f"Guides what {program.name} teaches and in which order, and opens places to learn at work."


def _hosts(program: Program, by: Person) -> list[Employer]:
    rows = Employer.objects.visible_to(by).filter(posted_at__isnull=False, placements__program=program)
    found = list(rows.distinct().order_by("name").defer("search")[:4])
    others = Employer.objects.visible_to(by).filter(posted_at__isnull=False).exclude(pk__in=[one.pk for one in found])
    return [*found, *others.order_by("name").defer("search")[:3]]


def _seat(board: Board, program: Program, by: Person) -> None:
    """Two of those who host have a seat, two share one; labor, school, workforce board and a graduate sit there too."""
    hosts = _hosts(program, by)
    for employer in hosts[:2]:
        seat = seating.add_seat(board, Wanted("business", organizations=[employer]), by=by)
        contact = employer.contacts.current().order_by("family_name", "given_name", "pk").first()
        if contact is not None:
            serving.take_seat(seat, Named(contact=contact, has_accepted=True), by=by)
    shared = Wanted("business", organizations=hosts[3:5], cluster="Small practices of the valley")
    seating.add_seat(board, shared, by=by)
    for category, name, speaks_for in OTHERS:
        mail = f"{name.lower().replace(' ', '.')}@partners.example"
        named = Named(given=name, email=mail, affiliation=speaks_for, has_accepted=True)
        serving.take_seat(seating.add_seat(board, Wanted(category), by=by), named, by=by)
    chair = Member.objects.get(board=board, given="Lucia Paredes")
    serving.give_office(chair, "chair", version=chair.version, by=by)


def _planned(start: datetime) -> Planned:
    ends = start + timedelta(hours=2)
    return Planned("Advisory board meeting", start, ends, place="Mesa Grande College", room="Skills lab")


def _meet(board: Board, days: Days, back: int, by: Person, *, before: BoardMeeting | None = None) -> BoardMeeting:
    """A meeting that was planned, held with votes by phone, and written down."""
    start = moment(days.back(back), 15)
    with step("plan a board’s meeting", board, days.at(back + 30, 9)):
        [held] = convening.plan_meetings(board, [_planned(start)], by=by)
    with step("hold a board’s meeting", board, start + timedelta(minutes=20)):
        people = _come(held, by, absent=("Gordon Lam",))
        if before is not None:
            _vote(held, Put("Approve the minutes", "minutes", minutes_of=before), people, by)
        _vote(held, Put("Meet in the skills lab from now on, not in the board room"), people, by, against=1)
    with step("write the minutes of a board’s meeting", board, start + timedelta(hours=5)):
        meeting = Meeting.objects.get(pk=held.meeting_id)
        meeting = outcome.write_minutes(meeting, MINUTES, version=meeting.version, by=by)
        outcome.finish_meeting(meeting, version=meeting.version, by=by)
    return BoardMeeting.objects.select_related("meeting", "board").get(pk=held.pk)


def _come(held: BoardMeeting, by: Person, *, absent: tuple[str, ...]) -> list[Attendee]:
    """Everybody entitled comes in by phone, but for some."""
    meeting = opening.open_room(held.meeting, by=by)
    rows = held.entitled.filter(votes=True).select_related("member__person", "member__contact", "participant")
    coming = [one for one in rows if one.member.name not in absent and one.participant is not None]
    return [joining.join(meeting, uuid4().hex, Name(one.participant)) for one in coming]


def _vote(held: BoardMeeting, put: Put, people: list[Attendee], by: Person, *, against: int = 0) -> None:
    motion = voting.put_motion(held, put, by=by)
    voting.open_vote(motion, by=by)
    for n, one in enumerate(people):
        choice = "no" if n < against else "yes"
        speaking.vote_on_motion(motion.activity, one, choice, Sending(uuid4().hex, 0))
    voting.settle_motion(motion, by=by)


def _give(board: Board, held: BoardMeeting, one: tuple[str, str, str], days: Days, by: Person) -> Recommendation:
    about, subject, text = one
    person = board.secretary
    said = Advice(about, subject, text, board.institution, person, decide_by=days.back(150))
    return advising.give_advice(board, said, held=held, by=by)


def _decide(advice: list[Recommendation], days: Days, by: Person) -> None:
    """One is adopted with evidence, one comes later; nobody has decided on the third."""
    said = Decided("adopted", "Students asked for it as well.", "Course outline of record, second edition")
    advising.decide(advice[0], said, version=1, by=by)
    later = Decided("later", "The unit is written anew in spring.", decide_by=days.ahead(60))
    advising.decide(advice[1], later, version=1, by=by)


def _say_how_it_goes(board: Board, by: Person) -> None:
    """Both sides answer the same questions: seven members by their link, the secretary signed in."""
    rows = Member.objects.serving().filter(board=board, person=None).order_by("starts_on", "pk")
    related = ("board__institution", "board__secretary", "seat", "person", "contact__employer")
    for n, member in enumerate(rows.select_related(*related)[:7]):
        together.assess_by_link(member, {code: 3 + (n + m) % 3 for m, (code, _label) in enumerate(QUESTIONS)})
    together.assess_ourselves(board, {code: 4 for code, _label in QUESTIONS}, by=by)


def _begin_another(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    by = staff.one(ANOTHER, Role.CTE_TEACHER)
    rows = Program.objects.filter(institution=places[ANOTHER]).order_by("name", "pk")
    with step("found another board", places[ANOTHER], days.at(9, 9)):
        board = founding.found_board(
            Described("Skilled trades advisory board"), rows[:2], institution=places[ANOTHER], secretary=by, by=by
        )
        for category in ("business", "business", "labor", "secondary"):
            seating.add_seat(board, Wanted(category), by=by)
        vacant = Seat.objects.filter(board=board, category="labor").first()
        assert vacant is not None
        serving.take_seat(vacant, Named(given="Joe Brandt", affiliation="Electrical workers, local 11"), by=by)
        why = "Two programs share it, and its members come from two counties."
        excepting.give_own_rule(board, Own("meetings", 1, why, days.ahead(300)), by=by)


def _say_why_none(place: Institution, program: Program, days: Days, by: Person) -> None:
    other = Program.objects.filter(institution=place).exclude(pk=program.pk).order_by("name", "pk").first()
    if other is not None:
        with step("say why a program has no board", other, days.at(60, 11)):
            words = "Begun last fall; its board is founded with the first placements."
            founding.say_why_none(other, words, until=days.ahead(90), by=by)
