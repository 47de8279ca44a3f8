"""Terms, courses and points of contact."""

from datetime import timedelta
from typing import Any

from guildhall.lib import clock
from guildhall.people.actions import earning
from guildhall.people.actions.contacts import name_point_of_contact
from tests.cast import Cast
from tests.permissions.world.words import canary


def taught(cast: Cast) -> dict[str, Any]:
    """Terms that nobody has to accept yet, and a course of each with sessions ahead and held: nothing is closed."""
    later = clock.today() + timedelta(days=400)
    found: dict[str, Any] = {"terms": {}, "courses": {}, "sessions": {}, "free": {}, "held": {}, "points": {}}
    holders = {"office": (cast.region, "administrator"), "mesa": (cast.mesa, "mesa_admin")}
    for kind, (place, by) in (holders | {"harbor": (cast.harbor, "harbor_admin")}).items():
        person = cast.people[by]
        found["terms"][kind] = earning.publish_terms(place, canary(kind, "terms"), in_force_from=later, by=person)
        values = {"title": canary(kind, "course"), "about": "", "unlocks": ["BULK_MAIL"], "valid_months": 12}
        course = earning.open_course(place, values | {"required_from": later}, by=person)
        where = {"place": canary(kind, "room"), "link": "", "seats": 9, "trainer": None}
        ahead, past = (clock.now() + timedelta(days=n) for n in (9, -9))
        found["courses"][kind] = course
        found["sessions"][kind] = earning.plan_session(course, where | {"starts_at": ahead}, by=person)
        found["free"][kind] = earning.plan_session(course, where | {"starts_at": ahead}, by=person)
        found["held"][kind] = earning.plan_session(course, where | {"starts_at": past}, by=person)
    earning.book(found["sessions"]["office"], by=cast.people["mesa_cases"])
    for kind, place in (("mesa", cast.mesa), ("harbor", cast.harbor)):
        found["points"][kind] = name_point_of_contact(place, "employers", cast.people[f"{kind}_wbl"], by=None)
    return found
