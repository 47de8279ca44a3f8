"""Challenges, process maps, wishes and news."""

from typing import Any

from guildhall.community.actions import adopting, announcing, challenges, improvements, processes
from guildhall.lib import clock
from guildhall.people.actions.contacts import name_point_of_contact
from tests.cast import Cast
from tests.permissions.world.words import canary


def together(cast: Cast) -> dict[str, Any]:
    """A challenge with an answer and a decision, maps of the region and a college, a wish with a super user."""
    mesa, people = cast.mesa, cast.people
    row = challenges.raise_challenge("Nobody answers", "For weeks.", by=people["mesa_wbl"], institution=mesa)
    said = challenges.contribute(row, "The same here.", by=people["harbor_wbl"], institution=cast.harbor)
    row.refresh_from_db()
    settled = challenges.Decided("One call a month.", "The directors", clock.today())
    made = challenges.decide(row, settled, version=row.version, by=people["director"])
    row.refresh_from_db()
    found: dict[str, Any] = {"maps": {}, "steps": {}, "map_versions": {}}
    second: dict[str, Any] = {"branches": {}, "connections": {}, "second_steps": {}}
    office, own = (cast.region, "director"), (mesa, "mesa_admin")
    for kind, (place, by) in (("office", office), ("mesa", own), ("draft", own)):
        drawn = processes.begin_map(f"From lead to placement, {kind}", "", institution=place, by=people[by])
        told = {"step": None, "version": 0, "by": people[by]}
        steps = [processes.save_step(drawn, {"title": t, "destination": "employers"}, **told) for t in ("Call", "Vet")]
        processes.save_step(drawn, {"systems": "paper, Guildhall"}, step=steps[1], version=1, by=people[by])
        second["branches"][kind] = processes.branch(steps[0], steps[1], "soon", by=people[by]).pk
        joined = processes.connect(drawn, "Guildhall", "paper", "names", by=people[by])
        second["connections"][kind], second["second_steps"][kind] = joined.pk, steps[1].pk
        drawn.refresh_from_db()
        if kind != "draft":
            drawn = processes.publish_map(drawn, on=True, version=drawn.version, by=people[by])
        found["maps"][kind], found["steps"][kind], found["map_versions"][kind] = drawn.pk, steps[0].pk, drawn.version
    words = (canary("mesa", "internal"), canary("mesa", "internaltext"))
    inside = challenges.raise_challenge(*words, internal=True, by=people["mesa_wbl"], institution=mesa)
    found["internal"] = inside.pk
    principle = cast.clause("gates")
    adopting.adopt(mesa, principle, adopting.Adopted("varied", words="On Fridays."), version=0, by=people["mesa_admin"])
    found["principle"] = principle.pk
    improvements.name_super_user(mesa, people["mesa_cases"], by=people["mesa_admin"])
    wish = improvements.suggest("wish", "A larger button", "", by=people["mesa_jobs"], institution=mesa)
    name_point_of_contact(mesa, "news", people["mesa_cases"], by=people["mesa_admin"])
    news = announcing.announce("A fair in May", "All colleges.", institution=cast.region, by=people["director"])
    found |= {"news": news.pk, "delivery": news.deliveries.get(institution=mesa).pk}
    ids = {"challenge": row.pk, "contribution": said.pk, "decision": made.pk, "improvement": wish.pk}
    return found | second | ids | {"challenge_version": row.version}
