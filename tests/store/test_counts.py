"""Several lists in one statement, and one list counted from several points of time on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.store.counts import Since, counts

pytestmark = pytest.mark.django_db


def test_a_list_is_read_once_for_several_numbers(cast):
    employer, today = cast.shared("Kestrel Aerospace").employer, clock.today()
    for days in (0, 3, 3, 40):
        happened = Happening("visit", f"{days} days ago", today - timedelta(days))
        record_engagement(employer, happened, by=cast.mesa_wbl, institution=cast.mesa)
    rows = Engagement.objects.filter(kind="visit")
    points = [today - timedelta(days) for days in (0, 3, 39, 400)]
    with CaptureQueriesContext(connection) as asked:
        assert counts([rows, Since(rows, "happened_on", points), None, rows.filter(body="x")]) == [4, 1, 3, 3, 4, 0, 0]
    assert len(asked) == 1
    assert [rows.filter(happened_on__gte=point).count() for point in points] == [1, 3, 3, 4]


def test_what_is_not_there_has_no_rows(cast):
    nothing = Engagement.objects.none()
    with CaptureQueriesContext(connection) as asked:
        assert counts([None, Since(nothing, "happened_on", [clock.today()] * 3), nothing]) == [0] * 5
    assert not asked
    assert counts([Engagement.objects.all(), Since(nothing, "happened_on", [clock.today()])]) == [0, 0]
