"""The secret address of one's own calendar: made, made anew, ended, read."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.engagements.models import CalendarFeed
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.people.models import Person


@transaction.atomic
def renew_feed(*, by: Person) -> str:
    """Make an address for one's own calendar and return its secret; an earlier one opens nothing any more."""
    secret = new_secret()
    values = {"secret_hash": kept(secret).hex(), "made_at": clock.now()}
    feed, _created = CalendarFeed.objects.update_or_create(person_id=by.pk, defaults=values)
    record("renew calendar", feed, by=by)
    return secret


@transaction.atomic
def end_feed(*, by: Person) -> bool:
    """End one's own address: calendars that read it get nothing any more."""
    feed = CalendarFeed.objects.filter(person=by).first()
    if feed is None:
        return False
    record("end calendar", feed, by=by)
    feed.delete()
    return True


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of a secret, as long as its person works here."""
    feed = CalendarFeed.objects.filter(secret_hash=kept(secret).hex()).select_related("person").first()
    here = feed is not None and feed.person.is_active and feed.person.standing.is_staff
    return feed if here else None
