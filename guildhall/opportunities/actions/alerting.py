"""Telling people of new opportunities that fit a search they keep: once each, and only what they may see then."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from guildhall.employers.models import SavedFilter
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse
from guildhall.opportunities import emails
from guildhall.opportunities.models import Alert, Opportunity
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST_TOLD = 20  # of one search; its own page has them all
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
    """Tell everybody of what was posted since they were told last; returns how many were told.

    `fitting` reads a kept search as its person's own form does.
    """
    return sum(_tell(pk, fitting) for pk in list(Alert.objects.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _tell(pk: int, fitting: Narrowing) -> bool:
    alert = locked(Alert, pk, "kept", "person")
    now = clock.now()
    rows = fitting(alert.person, alert.kept.query)
    new = rows.filter(posted_at__gt=alert.since, posted_at__lte=now) | rows.filter(
        publish_on__gt=clock.day_of(alert.since), publish_on__lte=clock.today(), posted_at__lte=now
    )
    found: list[Opportunity] = list(new.exclude(entered_by=alert.person).select_related("employer")[:MOST_TOLD])
    alert.since = now
    alert.save(update_fields=["since"])
    if not found or not alert.person.is_active:
        return False
    path = reverse(PAGE) + (f"?{alert.kept.query}" if alert.kept.query else "")
    key = f"alert:{alert.pk}:{now.isoformat()}"
    emails.tell_fitting(alert.person, alert.kept.name, found, path, key=key)
    return True
