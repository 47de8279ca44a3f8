"""Chambers, associations and unions of the demo: members, our seats, meetings to present at, and success stories."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.demo.timeline import Shared
from guildhall.intermediaries.actions import bodies, meetings, members, stories
from guildhall.intermediaries.actions.bodies import Described, Held
from guildhall.intermediaries.actions.meetings import Noted
from guildhall.intermediaries.actions.stories import Written
from guildhall.intermediaries.models import Story
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.placements.models import Placement
from guildhall.students.actions.consenting import Signed, sign

KINDS = {"813910": "chamber", "813930": "union"}  # by NAICS code
LEVELS = ("local", "county", "state", "local")
MEETS = ("quarterly", "biannual", "yearly", "monthly")
EVERYBODY = 10  # colleges


@dataclass(frozen=True)
class Came:
    """What came of a placement: whose it was, and its story; without a text it waits for the consent."""

    code: str
    name: str
    title: str
    text: str
    quote: str = ""
    audience: str = Story.Audience.REGION
    agreed: bool = True


STORIES = (
    Came("RCC", "Daniela Fuentes", "From the evening class to the day shift",
         "She began in the fabrication shop with two evenings of welding a week, and was hired before her last day. "
         "The shop keeps the place open for the next student.",
         "We taught her our fixtures. She taught us to label them.", Story.Audience.PUBLIC),
    Came("MGC", "Aaliyah Grant", "A term on the ward that settled it",
         "One clinical term was enough to know: she goes on to her bachelor’s degree, and comes back in summer."),
    Came("RCC", "Marcus Yoon", "Composites, and an offer", "He stayed for a second term, and has an offer.",
         agreed=False),
)  # fmt: skip


def tell(rows: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Tell it with the chambers among the employers that every institution sees."""
    for told in STORIES:
        _story(told, days, places[told.code], staff)
    found = [row for row in rows if row.employer.naics in KINDS and len(row.only) == EVERYBODY][: len(LEVELS)]
    others = [row for row in rows if row.employer.naics not in KINDS and len(row.only) == EVERYBODY]
    for n, row in enumerate(found):
        _body(n, row, others, days, staff)
    if found:
        _seats(found[0], days, places, staff)
        _meetings(found, days, places, staff)


def _body(n: int, row: Shared, others: Sequence[Shared], days: Days, staff: Staff) -> None:
    by = staff.directors[0]
    with step("say what a chamber is", row.employer, days.at(90 - n, 10)):
        kind = KINDS[row.employer.naics] if "Council" not in row.employer.name else "association"
        said = Described(kind, LEVELS[n], row.employer.place, MEETS[n])
        bodies.describe(row.employer, said, by=by)
    chosen = dice("members", n).sample(list(others), min(len(others), 14 - 2 * n))
    for one in chosen:
        with step("add a member", one.employer, days.at(88 - n, 11)):
            members.add_member(row.employer, one.employer, from_date=days.back(400 + 90 * n), by=by)


def _seats(row: Shared, days: Days, places: dict[str, Institution], staff: Staff) -> None:
    director, college = staff.directors[0], staff.one("MGC", Role.WBL_COORDINATOR)
    with step("note a seat", row.employer, days.at(80, 10)):
        seat = Held("board", "Workforce", director, days.back(300), days.ahead(60))
        bodies.hold(row.employer, seat, institution=places["REG"], by=director)
        dues = Held("membership", "", college, days.back(500))
        bodies.hold(row.employer, dues, institution=places["MGC"], by=college)


def _meetings(found: Sequence[Shared], days: Days, places: dict[str, Institution], staff: Staff) -> None:
    by, first = staff.one("MGC", Role.WBL_COORDINATOR), found[0]
    place = places["MGC"]
    with step("note a meeting of a chamber", first.employer, days.at(70, 10)):
        been = meetings.note_meeting(
            first.employer, Noted("Quarterly breakfast", days.back(40), "the old depot"), institution=place, by=by
        )
        been = meetings.change_meeting(
            been, Noted(been.title, been.held_on, been.place), topic="What interns did this year", presenter=by,
            version=been.version, by=by,
        )  # fmt: skip
        been = meetings.note_answer(been, True, "Ten minutes after the coffee.", version=been.version, by=by)
    told = list(Story.objects.told())
    with step("note a presentation", first.employer, days.at(39, 9)):
        been = meetings.note_presented(been, "Three members want to host interns", version=been.version, by=by)
        meetings.choose_stories(been, told, version=been.version, by=by)
    for n, (row, title) in enumerate(zip(found, ("Quarterly breakfast", "Members’ meeting"), strict=False)):
        with step("note a meeting to come", row.employer, days.at(10 - n, 10)):
            noted = Noted(title, days.ahead(30 + 14 * n))
            coming = meetings.note_meeting(row.employer, noted, institution=place, by=by)
            if n == 0:
                meetings.choose_stories(coming, told, version=coming.version, by=by)


def _story(told: Came, days: Days, place: Institution, staff: Staff) -> None:
    given, family = told.name.split()
    by = staff.one(told.code, Role.WBL_COORDINATOR)
    row = Placement.objects.filter(
        institution=place, registration__given_name=given, registration__family_name=family, state="completed"
    ).first()
    if row is None:
        return
    if told.agreed:
        with step("sign a consent for a story", told.name, days.at(60, 10)):
            parts = ("name", "institution", "program", "experience")
            signed = Signed(parts, "the story of my placement", "student", told.name, clock.today(), use="story")
            sign(row.registration, signed, by=by)
    with step("write a story", told.name, days.at(59, 11)):
        story = stories.write(row, Written(told.title, told.text, told.quote, told.audience), by=by)
    if told.agreed:
        with step("tell a story", told.name, days.at(58, 12)):
            stories.tell(story, version=story.version, by=by)
