"""Telling the staff of new opportunities that fit a search they keep: once each, and only what they may see then."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from guildhall.employers.models import SavedFilter
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse
from guildhall.opportunities import emails
from guildhall.opportunities.models import Alert, AlertTold, Opportunity
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.people import events
from guildhall.people.events import How
from guildhall.people.models import Person
from guildhall.people.queries.notices import ways_of
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

MOST_TOLD = 20  # of one search at a time; the rest is told the next time, and its own page has them all
PAGE = "opportunities"
Narrowing = Callable[[Person, str], OpportunityQuerySet]


@transaction.atomic
def set_alert(kept: SavedFilter, *, on: bool, by: Person) -> None:
    """Be told of what fits a search of one's own from now on, or no longer."""
    if kept.person_id != by.pk or kept.page != PAGE:
        refuse("Only a search for opportunities that you keep yourself can tell you of new ones.")
    if on:
        Alert.objects.get_or_create(kept=kept, defaults={"person": by, "since": clock.now()})
    else:
        Alert.objects.filter(kept=kept).delete()


def tell_of_new(fitting: Narrowing) -> int:
    """Tell everybody of what is new in the searches that they keep; returns how many were told.

    `fitting` reads a kept search as its person's own form does.
    """
    with apart() as pieces:
        return pieces.each(_tell, list(Alert.objects.order_by("pk").values_list("pk", flat=True)), fitting)


def tell_of_one(row: Opportunity, fitting: Narrowing) -> int:
    """Tell those who want to hear at once of an opportunity that was just posted; the others hear in the morning."""
    alerts = list(Alert.objects.select_related("person").order_by("pk"))
    ways = ways_of({alert.person for alert in alerts}, events.OPPORTUNITY_FITS)
    hasty = [alert.pk for alert in alerts if ways[alert.person_id] == How.AT_ONCE]
    return sum(_tell(pk, fitting, only=row) for pk in hasty)


@transaction.atomic
def _tell(pk: int, fitting: Narrowing, *, only: Opportunity | None = None) -> bool:
    """Tell the person of one search; whoever has no access any more hears nothing."""
    alert = locked(Alert, pk, "kept", "person")
    if not alert.person.is_active:
        return False
    rows = new_since(alert.since, fitting(alert.person, alert.kept.query), AlertTold.objects.filter(alert=alert))
    rows = rows.exclude(entered_by=alert.person).select_related("employer")
    found: list[Opportunity] = list((rows.filter(pk=only.pk) if only else rows)[:MOST_TOLD])
    if only is None:
        Alert.objects.filter(pk=pk).update(looked_at=clock.now())
    if not found:
        return False
    today = clock.today()
    AlertTold.objects.bulk_create([AlertTold(alert=alert, opportunity=row, on=today) for row in found])
    path = reverse(PAGE) + (f"?{alert.kept.query}" if alert.kept.query else "")
    key = f"alert:{alert.pk}:{clock.now().isoformat()}"
    emails.tell_fitting(alert, found, path, key=key)
    return True


def new_since(moment: object, rows: OpportunityQuerySet, told: object) -> OpportunityQuerySet:
    """Of some opportunities that fit those that are shown since a moment, and that a search has not told of (`told`).

    What is opened by an exception that ends, or changed until it fits, counts by the day on which it was posted.
    """
    began = Q(posted_at__gt=moment) | Q(publish_on__gt=clock.day_of(moment))  # type: ignore[arg-type]
    known = Exists(told.filter(opportunity=OuterRef("pk")))  # type: ignore[attr-defined]
    return rows.filter(began, ~known).order_by("posted_at", "pk")
