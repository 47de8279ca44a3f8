"""One event that is asked about by itself is open to whom the list says so (C16)."""

import pytest

from guildhall.employers.models import Employer
from guildhall.events.models import Event
from guildhall.events.querysets import is_open_at
from guildhall.lib import clock
from tests.events.plans import draft, published

pytestmark = pytest.mark.django_db


def test_one_event_is_open_to_whom_the_list_says(cast):
    rows = [published(cast, f"For {who}", audience=who, days=20 + n) for n, who in enumerate(("own", "all", "public"))]
    rows.append(draft(cast, "Not yet", days=30))
    hidden, seen = cast.shared("Bayview").employer, cast.shared("Kestrel").employer
    for n, hosts in enumerate(([hidden], [seen], [seen, hidden])):
        row = published(cast, f"Elsewhere {n}", audience="all", days=40 + n)
        for host in hosts:
            row.parts.create(employer=host, host=True, by=cast.mesa_wbl, at=clock.now())
        rows.append(row)
    Employer.objects.filter(pk=hidden.pk).update(audience=[cast.mesa.pk])
    gone = published(cast, "Canceled", audience="all", days=60)
    Event.objects.filter(pk=gone.pk).update(state="canceled", canceled_at=clock.now())
    answers = set()
    for row in Event.objects.filter(pk__in=[one.pk for one in [*rows, gone]]):
        for place in (cast.mesa, cast.harbor):
            listed = Event.objects.filter(pk=row.pk).open_at(place).exists()
            assert is_open_at(row, place) == listed, (row.title, place.name)
            answers.add((row.title, listed))
    assert ("Elsewhere 2", False) in answers and ("Elsewhere 1", True) in answers and ("Not yet", True) not in answers
