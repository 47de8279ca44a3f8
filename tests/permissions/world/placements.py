"""Students who applied, who have a place, and groups."""

from typing import Any

from guildhall.lib import clock
from guildhall.placements.actions import accepting, applying, grouping
from guildhall.placements.actions import asking as questions
from guildhall.placements.actions.agreeing import Agreed, agree_duty
from guildhall.placements.actions.planning import Plan
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary, secret_of


def placed(cast: Cast, shared: Record, more: dict[str, Any]) -> dict[str, Any]:
    """Of each college a student who applied, one who has a place, a group, and what an employer is asked by a link."""
    found: dict[str, Any] = {"applications": {}, "placements": {}, "groups": {}, "classes": {}, "put": {}, "duties": {}}
    contact = shared.employer.contacts.get(pk=shared.ids["contact"])
    for kind, (place, name) in {"mesa": (cast.mesa, "mesa_wbl"), "harbor": (cast.harbor, "harbor_wbl")}.items():
        by, student = cast.people[name], more["students"][kind]
        note = canary(kind, "applicationnote")
        found["applications"][kind] = applying.refer(student, more["offers"]["shared"], note=note, by=by)
        found["put"][kind] = applying.shortlist(applying.refer(student, more["offers"]["public"], by=by), by=by)
        plan = Plan(shared.employer, "internship_paid", canary(kind, "placement"), supervisor=contact)
        found["placements"][kind] = accepting.place(student, plan, by=by)
        agreed = Agreed(6, clock.today(), clock.today(), said=canary(kind, "dutysaid"))
        found["duties"][kind] = agree_duty(shared.employer, agreed, institution=place, by=by)
        group = grouping.Group("workplace_tour", clock.today(), "elementary", 24, canary(kind, "group"))
        a_class = grouping.Group("workplace_tour", clock.today(), "high", 12, canary(kind, "class"))
        found["classes"][kind] = grouping.count_group(place, shared.employer, a_class, by=by)
        found["groups"][kind] = grouping.count_group(place, shared.employer, group, by=by)
    questions.ask_about(found["placements"]["mesa"], "start", by=cast.people["mesa_wbl"])
    found["placements"]["mesa"].refresh_from_db()
    return found | {"placement_question": secret_of("placement question", "placement")}
