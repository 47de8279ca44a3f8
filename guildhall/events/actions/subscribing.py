"""Calendars that are read from an address every day: asked for, read by a job, ended."""

from django.db import transaction
from django.utils.translation import gettext

from guildhall.audit.recording import record
from guildhall.context import acting
from guildhall.events import rules
from guildhall.events.actions.taking_in import apply_intake, check_calendar
from guildhall.events.fetching import NotFetched, fetch, judged
from guildhall.events.models import Subscription
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.queue import enqueue
from guildhall.store.locking import locked

MOST = 20  # addresses of one institution


@transaction.atomic
def subscribe(address: str, *, institution: Institution, by: Person) -> Subscription:
    """Have a calendar read from an address, now and every day; a job fetches it, with limits."""
    require(rules.can_take_in(by, institution))
    try:
        judged(address)
    except NotFetched as why:
        refuse("This address cannot be read: {why}", why=gettext(str(why)))
    standing = Subscription.objects.filter(institution=institution, ended_at=None)
    if standing.filter(address=address).exists():
        refuse("This address is read already.")
    if standing.count() >= MOST:
        refuse("So many addresses are read already. End one of them first.")
    facts = {"institution": institution, "address": address, "by": by, "made_at": clock.now()}
    row = Subscription.objects.create(**facts)
    record("read calendar from address", row, by=by, after={"address": address}, institution=institution)
    transaction.on_commit(lambda: enqueue("events.read_calendar", once=f"calendar:{row.pk}", subscription=str(row.pk)))
    return row


@transaction.atomic
def end_subscription(row: Subscription, *, by: Person) -> None:
    """Read an address no more; what it brought stays."""
    saved = locked(Subscription, row.pk, "institution")
    require(rules.can_work_on(by, saved))
    if saved.ended_at is None:
        saved.ended_at, saved.version = clock.now(), saved.version + 1
        saved.save(update_fields=["ended_at", "version"])
        record("end reading calendar", saved, by=by, institution=saved.institution)


def read_subscription(pk: str) -> bool:
    """Fetch one calendar and apply it in the name of whoever asked for it; what goes wrong is kept to be read there."""
    row = Subscription.objects.filter(pk=pk, ended_at=None).select_related("institution", "by").first()
    if row is None or row.by is None:
        return False
    problem = ""
    try:
        content = fetch(row.address)
        with acting(row.by):
            intake = check_calendar(content, row.address, institution=row.institution, by=row.by, subscription=row)
            apply_intake(intake, version=intake.version, by=row.by)
    except NotFetched as why:
        problem = str(why)
    except Refused as refused:
        problem = str(refused.verdict.reason)
    Subscription.objects.filter(pk=row.pk).update(read_at=clock.now(), problem=problem[:300])
    return not problem


def read_all() -> int:
    """Ask for every address to be read anew; returns how many."""
    keys = list(Subscription.objects.filter(ended_at=None).values_list("pk", flat=True))
    for pk in keys:
        enqueue("events.read_calendar", once=f"calendar:{pk}", subscription=str(pk))
    return len(keys)
