"""The demo region “Two Rivers”: loaded once into an empty installation, by the actions that people use."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from guildhall.context import at_home
from guildhall.demo import demanded
from guildhall.demo.access import confirm_contacts, earn, say_funds, sign_in
from guildhall.demo.advising import advise
from guildhall.demo.companies import Maker
from guildhall.demo.convening import convene
from guildhall.demo.front_door import open_front_doors
from guildhall.demo.institutions import OFFICE, found_office, found_others
from guildhall.demo.kickoff import hold_kickoff
from guildhall.demo.moments import START, Days
from guildhall.demo.protocol import agree, think_ahead
from guildhall.demo.sizes import REGION, Size
from guildhall.demo.staff import CONTACT_FOR_COLLEGES, MAIL, Hiring, Staff, hire_office, hire_others
from guildhall.demo.steps import dice, step
from guildhall.demo.story import Story
from guildhall.demo.together import meet
from guildhall.demo.writing import write
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no, require
from guildhall.people.actions.institutions import settle_territory
from guildhall.people.actions.notices import mark_read
from guildhall.people.models import Institution, Membership
from guildhall.people.permissions import Role
from guildhall.people.queries import territory
from guildhall.people.queries.notices import unread
from guildhall.people.views.sign_in import DEMO_PASSWORD as PASSWORD

NAME = "Two Rivers region"
TIME_ZONE = "America/Los_Angeles"
__all__ = ["PASSWORD", "can_load", "is_loaded", "load", "sign_ins", "summary"]


def can_load(*, here: bool) -> Verdict:
    """Whether the demo may be loaded: only into an empty installation, and on your own server only if you insist."""
    if Institution.objects.exists():
        return no("This database holds institutions already; the demo region is loaded only into an empty one.")
    if settings.EXTERNAL_DATABASE and not here:
        return no("DATABASE_URL names a server of your own. Add --demo-here to load the demo region into it.")
    return YES


def is_loaded() -> bool:
    """Whether this installation is a demo."""
    result = territory()
    return bool(result and result.demo)


def load(time_zone: str = TIME_ZONE, size: Size = REGION) -> None:
    """Build the region: all of it or, when anything fails, nothing. `time_zone` is a name such as "Pacific/Guam"."""
    with at_home(time_zone), transaction.atomic():
        _load(time_zone, size)


def _load(time_zone: str, size: Size) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7261002)")  # the lock of set-up: one of the two is first
    require(can_load(here=True))
    days, hiring = Days(clock.today()), Hiring(PASSWORD)
    with step("found", OFFICE[1], days.at(START, 8)):
        office = found_office()
    staff = hire_office(office, days, hiring)
    with step("settle", NAME, days.at(START, 12)):
        settled = {"demo": True, "contact": staff.by_name[CONTACT_FOR_COLLEGES], "time_zone": time_zone}
        settle_territory(NAME, office, by=staff.administrator, **settled)
        places = found_others(office, by=staff.administrator)
    hire_others(staff, places, days, hiring)
    protocol = agree(office, days, by=staff.directors[0])
    maker = Maker(dice("companies"), staff.by_name, MAIL.values())
    story = Story(days, places, staff, maker, size)
    story.tell()
    think_ahead(protocol, days, by=staff.directors[0])
    earn(office, staff, days)
    confirm_contacts(staff, days)
    say_funds(staff, days)
    meet(places, staff, days)
    hold_kickoff(places, staff, days)
    convene(places, staff, days)
    advise(places, staff, days)
    open_front_doors(places, staff, days)
    write(office, places, staff, days)
    demanded.tell(story.shared, days, places, staff)
    _read_what_is_old(staff)
    sign_in(staff, days)


def _read_what_is_old(staff: Staff) -> None:
    """Everybody has read what they were told of more than two weeks ago."""
    for person in staff.by_name.values():
        mark_read(unread(person).filter(at__lt=clock.now() - timedelta(weeks=2)))


def _posts() -> list[Membership]:
    rows = Membership.objects.in_force().filter(person__demo=True).select_related("person", "institution")
    return list(rows.order_by("from_date", "person__joined_at", "person__email"))


def sign_ins() -> list[tuple[str, str, str]]:
    """One person per role: the role's label, the institution's name, the e-mail address."""
    shown: dict[str, Membership] = {}
    for post in _posts():
        shown.setdefault(post.role, post)
    return [(r.label, shown[r].institution.name, shown[r].person.email) for r in Role if r in shown]


def summary() -> dict[str, Any]:
    """The institutions and the people who may sign in, for other programs."""
    places = Institution.objects.order_by("lineage__len", "name").values("slug", "name", "kind")
    return {
        "institutions": list(places),
        "people": [
            {"email": p.person.email, "password": PASSWORD, "role": p.role, "institution": p.institution.slug}
            for p in _posts()
        ],
    }
