"""What tests of events begin with."""

from datetime import time, timedelta

from guildhall.events.actions.entering import Facts, plan_event
from guildhall.events.actions.publishing import publish_event
from guildhall.events.models import Event
from guildhall.lib import clock
from tests.moments import days_from_now


def at(days, hour=10, minutes=0):
    """A moment some days ahead, at an hour of the region."""
    return clock.moment_of(clock.day_of(days_from_now(days)), time(hour, minutes))


def facts(title="Nursing careers", *, days=20, hour=10, hours=2, **more):
    starts = more.pop("starts_at", None) or at(days, hour)
    ends = more.pop("ends_at", None) or starts + timedelta(hours=hours)
    return Facts(
        **({"kind": "employer_talk", "title": title, "audience": "all", "starts_at": starts, "ends_at": ends} | more)
    )


def draft(cast, title="Nursing careers", *, by="mesa_wbl", institution=None, **more):
    """A draft of Mesa's coordinator, or of somebody else."""
    place = institution or (cast.harbor if by.startswith("harbor") else cast.mesa)
    return plan_event(facts(title, **more), institution=place, by=cast.people[by])


def published(cast, title="Nursing careers", *, by="mesa_wbl", because="", **more):
    row = draft(cast, title, by=by, **more)
    return publish_event(row, because=because, version=row.version, by=cast.people[by])


def fresh(row):
    """The event as it stands in the database."""
    return Event.objects.select_related("institution", "organizer").get(pk=row.pk)
