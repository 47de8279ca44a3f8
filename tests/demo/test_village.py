"""A village of the demo, all its steps with fewer employers: the same at two drawn moments."""

from collections import Counter

import pytest
import time_machine
from django.db import connection, transaction

from guildhall.demo import region
from guildhall.demo.sizes import VILLAGE
from guildhall.employers.models import Employer
from guildhall.people.models import Territory
from tests.at_moments import drawn
from tests.demo.digests import difference, story

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def told_at(moment):
    """What the village tells when it is loaded at a moment and in its zone; nothing of it stays."""
    with time_machine.travel(moment.at, tick=True), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE placements_change RESTART")  # an attestation tells its number
        region.load(moment.zone, VILLAGE)
        told = story()
        assert Territory.objects.get().time_zone == moment.zone
        assert 60 < Employer.objects.count() < 120
        transaction.set_rollback(True)
    return told


@pytest.mark.always
def test_the_village_is_the_same_at_two_moments():
    """Which ones is drawn, and printed at the end of the run; `script/prove dates` loads the whole region at all."""
    one, other = drawn(2)
    assert difference(told_at(one), told_at(other)) == [], f"{one} and {other}"


def test_a_difference_is_noticed():
    """The control: one row more, or another one."""
    one, other = {"x.Y": Counter([("a",), ("b",)])}, {"x.Y": Counter([("a",), ("c",)])}
    assert difference(one, other) == ["x.Y - ('b',)", "x.Y + ('c',)"]
    assert difference(one, one) == []
