"""The calendar of the world that permission tests walk: events of every state, for different people."""

from datetime import timedelta
from typing import Any

from guildhall.events.actions import opening, publishing, taking_part
from guildhall.events.actions.entering import Facts, plan_event
from guildhall.events.models import Event
from guildhall.lib import clock
from tests.cast import Cast


def in_calendar(cast: Cast, employer: Any, canary: Any) -> dict[str, Any]:
    """A draft, one for Mesa alone, one of Harbor's, one that is over, one for everybody; an employer, a question."""
    by = {"draft": "mesa_wbl", "own": "mesa_wbl", "harbor": "harbor_wbl", "over": "mesa_jobs", "public": "mesa_career"}
    rows: dict[str, Event] = {}
    for n, (kind, name) in enumerate(by.items()):
        begin = clock.noon_of(clock.today() + timedelta(30 + 7 * n))
        audience = {"own": "own", "draft": "own", "public": "public"}.get(kind, "all")
        facts = Facts("workshop", canary(f"ev{kind}", "title"), begin, begin + timedelta(hours=1), audience)
        place = cast.harbor if kind == "harbor" else cast.mesa
        rows[kind] = plan_event(facts, institution=place, by=cast.people[name])
    mesa = cast.people["mesa_wbl"]
    part = taking_part.name_employer(rows["own"], employer, taking_part.Part(offers=canary("evown", "offers")), by=mesa)
    stall = taking_part.add_session(rows["own"], taking_part.Stall("stall", "", employer), by=mesa)
    for kind in ("own", "harbor", "over", "public"):
        row = Event.objects.get(pk=rows[kind].pk)
        publishing.publish_event(row, version=row.version, by=cast.people[by[kind]])
    asked = opening.offer(rows["own"], cast.harbor, words=canary("evasked", "words"), by=mesa)
    begun = clock.now() - timedelta(hours=2)
    Event.objects.filter(pk=rows["over"].pk).update(starts_at=begun, ends_at=begun + timedelta(hours=1), last_at=begun)
    events = {kind: Event.objects.get(pk=row.pk) for kind, row in rows.items()}
    return {
        "events": events,
        "event_part": part,
        "event_employer": employer.pk,
        "event_session": stall.pk,
        "event_opening": asked,
    }
