"""The calendar of the world that permission tests walk: events of every state, for different people."""

from datetime import UTC, timedelta
from typing import Any

from guildhall.events.actions import opening, publishing, taking_in, taking_part
from guildhall.events.actions.entering import Facts, plan_event
from guildhall.events.models import Event, EventFeed, Subscription, TakingPart
from guildhall.lib import clock
from guildhall.people.actions.feeds import renew_feed
from tests.cast import Cast


def calendar_with(uid: str, title: str) -> bytes:
    """A calendar of one event."""
    begin = clock.noon_of(clock.today() + timedelta(80)).astimezone(UTC)
    stamp = begin.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}"]
    return "\r\n".join([*lines, f"DTSTART:{stamp}", "DURATION:PT1H", "END:VEVENT", "END:VCALENDAR", ""]).encode()


def in_calendar(cast: Cast, employer: Any, canary: Any) -> dict[str, Any]:
    """A draft, one for Mesa alone, one of Harbor's, one that is over, one held, one for everybody; an employer."""
    by = {"draft": "mesa_wbl", "own": "mesa_wbl", "harbor": "harbor_wbl", "over": "mesa_jobs", "public": "mesa_career",
          "held": "mesa_jobs"}  # fmt: skip
    rows: dict[str, Event] = {}
    for n, (kind, name) in enumerate(by.items()):
        begin = clock.noon_of(clock.today() + timedelta(30 + 7 * n))
        audience = {"own": "own", "draft": "own", "held": "own", "public": "public"}.get(kind, "all")
        facts = Facts("workshop", canary(f"ev{kind}", "title"), begin, begin + timedelta(hours=1), audience)
        place = cast.harbor if kind == "harbor" else cast.mesa
        rows[kind] = plan_event(facts, institution=place, by=cast.people[name])
    mesa = cast.people["mesa_wbl"]
    part = taking_part.name_employer(rows["own"], employer, taking_part.Part(offers=canary("evown", "offers")), by=mesa)
    stall = taking_part.add_session(rows["own"], taking_part.Stall("stall", "", employer), by=mesa)
    for kind in ("own", "harbor", "over", "public", "held"):
        row = Event.objects.get(pk=rows[kind].pk)
        publishing.publish_event(row, version=row.version, by=cast.people[by[kind]])
    asked = opening.offer(rows["own"], cast.harbor, words=canary("evasked", "words"), by=mesa)
    begun = clock.now() - timedelta(hours=2)
    Event.objects.filter(pk=rows["over"].pk).update(starts_at=begun, ends_at=begun + timedelta(hours=1), last_at=begun)
    Event.objects.filter(pk=rows["held"].pk).update(
        state="held", attended=12, starts_at=begun, ends_at=begun + timedelta(hours=1), last_at=begun
    )
    absent = TakingPart.objects.create(event=rows["held"], employer=employer, state="absent", by=mesa, at=clock.now())
    events = {kind: Event.objects.get(pk=row.pk) for kind, row in rows.items()}
    content = calendar_with("one@x.example", canary("evbrought", "title"))
    intake = taking_in.check_calendar(content, "school.ics", institution=cast.mesa, by=mesa)
    read = {"institution": cast.mesa, "by": mesa, "made_at": clock.now()}
    return {
        "event_intake": intake,
        "event_subscription": Subscription.objects.create(address="https://school.example/a.ics", **read).pk,
        "event_feed": renew_feed(EventFeed, by=cast.people["mesa_jobs"]),
        "events": events,
        "event_part": part,
        "event_part_held": absent,
        "event_employer": employer.pk,
        "event_session": stall.pk,
        "event_opening": asked,
    }
