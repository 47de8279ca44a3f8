"""How the demo's people have earned their access: trainings, terms of use, points of contact that were confirmed."""

from datetime import timedelta

from guildhall.demo.moments import Days, moment
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.people.actions import contacts, earning
from guildhall.people.actions.funding import say_funding
from guildhall.people.models import Course, Institution, Membership, Person, PointOfContact
from guildhall.people.permissions import Permission, Role
from guildhall.people.queries import staff_of
from guildhall.people.starter import TERMS

P = Permission
OPENED, HELD, LAPSED = 430, 200, 400  # days back
LATE, NEVER = "Annika Voss", "Marcus Dunleavy"  # whose training has lapsed, and who has not come yet
UNSEEN = {"Curtis Valdivia", "Gordon Whitlock", "Augusto Bellini", "Noelle Whitaker"}  # had an invitation
LONG_AGO = "Tobias Menendez"
AWAY = "BVC"
NEWER = "\n\n6. Messages to many go out through the shared record alone, and only to those who want them."


def earn(office: Institution, staff: Staff, days: Days) -> None:
    """Two trainings, terms of use in two versions, and who has attended and accepted what."""
    by, people = staff.administrator, list(staff_of(office))
    with step("open the first training", office, days.at(OPENED)):
        first = _course(
            office, "The shared record in practice",
            "How we write about employers, what the wall is for, and whom to ask before you call.",
            [P.RECORD_ENGAGEMENTS, P.EDIT_EMPLOYERS, P.DEVELOP_EMPLOYERS], days.back(OPENED - 10), by,
        )  # fmt: skip
        terms = earning.publish_terms(office, TERMS, in_force_from=days.back(OPENED - 10), by=by)
        for person in people:
            earning.accept_terms(terms, by=person)
    late = [person for person in people if str(person) == LATE]
    _held(first, days, LAPSED, "Boardroom of the regional office", late, by)
    _held(first, days, HELD, "Online", [p for p in people if str(p) not in (LATE, NEVER)], by)
    with step("open the second training", office, days.at(30)):
        mail = _course(
            office, "E-mail to many, and data protection",
            "Who may be written to, how often, and what stands at the end of each message.",
            [P.BULK_MAIL], days.back(30), by,
        )  # fmt: skip
        newer = earning.publish_terms(office, TERMS + NEWER, in_force_from=days.ahead(10), by=by)
        for person in people[::2]:
            earning.accept_terms(newer, by=person)
    many = [staff.one("MGC", role) for role in (Role.WBL_COORDINATOR, Role.COLLEGE_ADMINISTRATOR)]
    _held(mail, days, 12, "Online", [*staff.directors[:2], *many], by)
    room = "Mesa Grande College, room 114"
    for course, place, ahead in ((first, room, 9), (mail, "Online", 6), (mail, "Online", 27)):
        _planned(course, days, ahead, place, people[:3], by, staff.directors[-1])


def _course(
    office: Institution, title: str, about: str, unlocks: list[Permission], required_from: object, by: Person
) -> Course:
    names = [permission.name for permission in unlocks]
    values = {"title": title, "about": about, "unlocks": names, "valid_months": 12, "required_from": required_from}
    return earning.open_course(office, values, by=by)


def _held(course: Course, days: Days, ago: int, place: str, people: list[Person], by: Person) -> None:
    with step("hold a training", course, days.at(ago, 16)):
        values = {"starts_at": days.at(ago, 14), "place": place, "link": "", "seats": None, "trainer": by}
        session = earning.plan_session(course, values, by=by)
        earning.note_attendance(session, people, by=by)


def _planned(
    course: Course, days: Days, ahead: int, place: str, people: list[Person], by: Person, trainer: Person
) -> None:
    with step("plan a training", course, days.at(3)):
        values = {"starts_at": moment(days.ahead(ahead), 14), "place": place, "seats": 20, "trainer": trainer}
        session = earning.plan_session(course, values | {"link": ""}, by=by)
        for person in people:
            earning.book(session, by=person)


def confirm_contacts(staff: Staff, days: Days) -> None:
    """Most points of contact were confirmed this fall; one is away, and the deputy answers."""
    by = staff.administrator
    points = PointOfContact.objects.select_related("institution", "person").order_by("institution__code", "kind")
    for n, point in enumerate(points):
        if n % 9 != 4:
            with step("confirm a point of contact", point, days.at(300 if n % 7 == 6 else 20 + n)):
                contacts.confirm_point_of_contact(point, by=point.person)
        if point.institution.code == AWAY and point.kind == PointOfContact.Kind.EMPLOYERS:
            deputy = next(p for p in staff_of(point.institution) if p != point.person)
            with step("send a point of contact away", point, days.at(3)):
                point.refresh_from_db()
                contacts.change_point_of_contact(
                    point, person=point.person, deputy=deputy, away_from=days.back(2),
                    away_to=days.today + timedelta(days=9), version=point.version, by=by,
                )  # fmt: skip


def say_funds(staff: Staff, days: Days) -> None:
    """Three positions that a grant pays for, and until when."""
    for n, code in enumerate(("MGC", "RCC", "HPC")):
        row = Membership.objects.filter(person=staff.in_touch(code)[0]).earliest("from_date")
        with step("say until when a position is funded", code, days.at(50 - n, 9)):
            say_funding(row, days.ahead(95 + 110 * n), version=row.version, by=staff.administrator)


def sign_in(staff: Staff, days: Days) -> None:
    """Most people were here lately; a few never, and one not for months: that is what coverage shows."""
    for n, (name, person) in enumerate(sorted(staff.by_name.items())):
        if name not in UNSEEN:
            person.last_login = days.at(130 if name == LONG_AGO else 1 + n % 9, 9)
            person.save(update_fields=["last_login"])
