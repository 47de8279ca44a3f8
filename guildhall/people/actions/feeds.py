"""The secret address at which one's own calendar reads: made, made anew, ended, read (ADR 46)."""

from typing import TypeVar

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.people.models import Person
from guildhall.people.models.feeds import SecretFeed

F = TypeVar("F", bound=SecretFeed)


@transaction.atomic
def renew_feed(kind: type[F], *, by: Person) -> str:
    """Make one's own address of a kind and return its secret; an earlier one opens nothing any more."""
    secret = new_secret()
    values = {"secret_hash": kept(secret).hex(), "made_at": clock.now()}
    feed, _created = kind._default_manager.update_or_create(person_id=by.pk, defaults=values)
    record(kind.renewed, feed, by=by)
    return secret


@transaction.atomic
def end_feed(kind: type[F], *, by: Person) -> bool:
    """End one's own address: calendars that read it get nothing any more. False where there was none."""
    feed = kind._default_manager.filter(person=by).first()
    if feed is None:
        return False
    record(kind.ended, feed, by=by)
    feed.delete()
    return True


def feed_of(kind: type[F], secret: str) -> F | None:
    """The feed of a secret, as long as its person works here."""
    feed = kind._default_manager.filter(secret_hash=kept(secret).hex()).select_related("person").first()
    here = feed is not None and feed.person.is_active and feed.person.standing.is_staff
    return feed if here else None
