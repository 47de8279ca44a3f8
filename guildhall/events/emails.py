"""Notices about events to colleagues, and what employers who take part are written; the wording lies in templates."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from guildhall.employers.models import Contact
from guildhall.employers.rules import can_show_address
from guildhall.employers.telling import reader_at_employer, tell_who_sees
from guildhall.events.models import Clash, Event, Opening, Session, TakingPart
from guildhall.events.overrides import details_of
from guildhall.outbox.actions import hand_over
from guildhall.people import events as table
from guildhall.people.emails import answered_by
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory
from guildhall.ui.dates import short_moment_lazy


def _tell(
    event: table.Event, people: Any, template: str, row: Event, *, key: str, page: str = "event", **words: Any
) -> None:
    words |= {"event": row, "territory": territory(), "when": short_moment_lazy(row.starts_at)}
    path = reverse(page, args=[row.pk]) if page == "event" else reverse(page)
    key = f"event:{row.pk}:{key}"
    tell_who_sees(event, people, f"events/email/{template}.txt", words, path=path, key=key, scope=row.scope)


def _concerned(row: Event) -> list[Person]:
    """Colleagues who have something to do with an event: who planned it, who named employers, who let students come,
    and who plans events where it is hosted with us.
    """
    found = [row.organizer, *(part.by for part in row.parts.select_related("by")), *_hosts(row)]
    found += [one.answered_by for one in row.openings.filter(state=Opening.State.AGREED).select_related("answered_by")]
    seen = Event.objects.filter(pk=row.pk)
    return [one for one in dict.fromkeys(found) if one is not None and seen.visible_to(one).exists()]


def _hosts(row: Event) -> list[Person]:
    """Those who plan events at the institutions that host it with us."""
    people: list[Person] = []
    for place in row.partners.all():
        people += list(people_with(Permission.RECORD_ENGAGEMENTS, place)[:20])
    return list(dict.fromkeys(people))


def tell_hosts(row: Event, *, by: Person) -> None:
    """Tell those who plan events at the institutions that host it with us that it is published."""
    people = [one for one in _hosts(row) if one.pk != by.pk]
    _tell(table.EVENT_HOSTED, people, "hosted", row, key="published", by=by)


def tell_changed(
    row: Event, how: str, *, by: Person, moment: datetime | None = None, to: datetime | None = None
) -> None:
    """Tell everybody concerned, once, that an event moves, is elsewhere, canceled, or has a day more, less, at another
    time, elsewhere or with another title (`how`); employers who come too.
    """
    people = [one for one in _concerned(row) if one.pk != by.pk]
    words = {"how": how, "by": by, "day": short_moment_lazy(moment) if moment else "", "where": where_of(row, moment)}
    words["called"] = details_of(row, moment).title if moment else row.title
    words["then"] = short_moment_lazy(to) if to else ""
    _tell(table.EVENT_CHANGED, people, "changed", row, key=f"{row.version}:{how}", **words)
    coming = row.parts.filter(state=TakingPart.State.CONFIRMED, contact__isnull=False)
    for part in coming.select_related("contact__employer", "employer"):
        _write(part, row, how, by=by, **{name: words[name] for name in ("day", "where", "then", "called")})


def tell_booth_canceled(row: Session, *, by: Person) -> None:
    """Tell the contact of an employer, once, that its booth, or its time, at an event is canceled, and why."""
    parts = row.event.parts.filter(employer=row.employer_id, contact__isnull=False).exclude(employer=None)
    coming = parts.filter(state__in=(TakingPart.State.CONFIRMED, TakingPart.State.CAME))  # others were never told of it
    for part in coming.select_related("contact__employer", "employer"):
        details = {"session": row, "why": row.canceled_because, "day": "", "where": "", "then": "", "called": ""}
        _write(part, row.event, "booth", by=by, of=f":{row.pk}", **details)


def where_of(row: Event, moment: datetime | None = None) -> str:
    """Where it takes place, or the one time at a moment does, in words."""
    details = details_of(row, moment) if moment else row
    return ", ".join(filter(None, (details.place, details.room, details.link)))


def _write(part: TakingPart, row: Event, how: str, *, by: Person, of: str = "", **words: Any) -> None:
    """Write to the contact of an employer who comes: an answer, so no touch; a protected one only where `by` may."""
    contact = part.contact
    if contact is None or not contact.email or not contact.is_current:
        return
    if not can_show_address(by, Contact.objects.select_related("employer").get(pk=contact.pk)):
        return
    words |= {"event": row, "contact": contact, "by": by, "how": how, "when": short_moment_lazy(row.starts_at)}
    words |= {"territory": territory(), **answered_by(by, row.institution)}
    details = {"kind": "event changed", "scope": part.scope, "reply_to": by.email}
    key = f"event:{row.pk}:{row.version}:{how}:{part.pk}{of}"
    hand_over(reader_at_employer(contact), "events/email/employer_changed.txt", words, key=key, **details)


def tell_clash(clash: Clash, *, by: Person) -> None:
    """Tell whoever planned the other event that one is kept at the same time, and why; by name only if they see it."""
    other, organizer = clash.other, clash.other.organizer
    if organizer.pk == by.pk:
        return
    seen = Event.objects.visible_to(organizer).filter(pk=clash.event_id).exists()
    words = {"clash": clash, "seen": seen, "by": by, "mine": clash.event if seen else None}
    _tell(table.CLASH_KEPT, [organizer], "clash", other, key=f"clash:{clash.pk}:{clash.event.version}", **words)


def tell_offered(opening: Opening, *, by: Person) -> None:
    """Tell those who plan events at an institution that its students may come to one, if they agree (C15)."""
    people = [one for one in people_with(Permission.RECORD_ENGAGEMENTS, opening.institution)[:50] if one.pk != by.pk]
    words = {"opening": opening, "by": by}
    _tell(
        table.OPENING_ASKED,
        people,
        "offered",
        opening.event,
        key=f"offered:{opening.pk}",
        page="event-openings",
        **words,
    )


def tell_answered(opening: Opening, *, by: Person) -> None:
    """Tell whoever asked what the other institution answered."""
    people = [one for one in (opening.asked_by, opening.event.organizer) if one is not None and one.pk != by.pk]
    _tell(
        table.OPENING_ANSWERED, people, "answered", opening.event, key=f"answered:{opening.pk}", opening=opening, by=by
    )
