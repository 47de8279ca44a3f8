"""A month as a list, as phones show it: it begins with today."""

from datetime import time, timedelta

import pytest

from guildhall.events.models import Event
from guildhall.events.queries.calendar import month_of
from guildhall.lib import clock
from tests.events.plans import at, published

pytestmark = pytest.mark.django_db
NOON = time(12)


def days(sheet):
    return [day.day for day in sheet.gone], [day.day for day in sheet.ahead]


def test_days_of_this_month_that_are_over_stand_apart(cast):
    first = clock.day_of(at(40)).replace(day=1)
    for n in (1, 9, 14, 20):
        published(cast, days=(first - clock.today()).days + n)
    on = [first + timedelta(n) for n in (1, 9, 14, 20)]
    with clock.at(clock.moment_of(first + timedelta(14), NOON)):
        assert days(month_of(Event.objects.all(), first)) == (on[:2], on[2:])
    assert days(month_of(Event.objects.all(), first)) == ([], on), "a month to come has no such days"
    with clock.at(clock.moment_of(first + timedelta(40), NOON)):
        assert days(month_of(Event.objects.all(), first)) == ([], on), "a month that is over is read whole"
