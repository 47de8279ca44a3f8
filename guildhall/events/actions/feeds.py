"""The secret address at which one's own calendar reads the events: made, made anew, ended, read (ADR 46)."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.events.models import EventFeed
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.people.models import Person


@transaction.atomic
def renew_event_feed(*, by: Person) -> str:
    """Make an address and return its secret; an earlier one opens nothing any more."""
    secret = new_secret()
    values = {"secret_hash": kept(secret).hex(), "made_at": clock.now()}
    feed, _created = EventFeed.objects.update_or_create(person_id=by.pk, defaults=values)
    record("renew calendar of events", feed, by=by)
    return secret


@transaction.atomic
def end_event_feed(*, by: Person) -> bool:
    """End one's own address: calendars that read it get nothing any more."""
    feed = EventFeed.objects.filter(person=by).first()
    if feed is None:
        return False
    record("end calendar of events", feed, by=by)
    feed.delete()
    return True


def event_feed_of(secret: str) -> EventFeed | None:
    """The feed of a secret, as long as its person works here."""
    feed = EventFeed.objects.filter(secret_hash=kept(secret).hex()).select_related("person").first()
    here = feed is not None and feed.person.is_active and feed.person.standing.is_staff
    return feed if here else None
