"""What hangs on positions whose money ends is seen before it ends, and leads into the handover (P10, H4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guildhall.employers.actions import editing
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.actions.funding import say_funding
from guildhall.people.models import Membership
from guildhall.stewardship.queries.continuity import endings

pytestmark = pytest.mark.django_db


def role_of(person):
    return Membership.objects.get(person=person)


def until(person, days, *, by):
    row = role_of(person)
    return say_funding(row, clock.today() + timedelta(days), version=row.version, by=by)


def test_a_position_that_ends_shows_with_what_hangs_on_it(cast):
    kestrel = cast.shared("Kestrel Aerospace").employer
    editing.own(kestrel, cast.mesa_wbl, by=cast.mesa_wbl)
    until(cast.mesa_wbl, 100, by=cast.mesa_admin)
    until(cast.mesa_cases, 300, by=cast.mesa_admin)
    until(cast.mesa_jobs, 500, by=cast.mesa_admin)
    first, second = endings(cast.mesa_admin)
    assert (first.membership.person, first.soon, first.count) == (cast.mesa_wbl, True, 1)
    assert (second.membership.person, second.soon, second.count) == (cast.mesa_cases, False, 0)


def test_another_college_reads_nothing_of_it_and_says_nothing(cast):
    until(cast.mesa_wbl, 100, by=cast.mesa_admin)
    assert endings(cast.harbor_admin) == []
    with pytest.raises(Refused):
        until(cast.mesa_wbl, 200, by=cast.harbor_admin)
    with pytest.raises(Refused):
        until(cast.mesa_wbl, 200, by=cast.mesa_wbl)


def test_the_end_of_the_money_ends_no_access(cast):
    until(cast.mesa_wbl, 0, by=cast.mesa_admin)
    row = role_of(cast.mesa_wbl)
    assert row.to_date is None and row.version == 2
    with pytest.raises(Conflict):
        say_funding(row, None, version=1, by=cast.mesa_admin)
    say_funding(row, None, version=2, by=cast.mesa_admin)
    assert endings(cast.mesa_admin) == []


def test_the_page_leads_into_the_handover(cast, client):
    kestrel = cast.shared("Kestrel Aerospace").employer
    editing.own(kestrel, cast.mesa_wbl, by=cast.mesa_wbl)
    client.force_login(cast.mesa_admin)
    row = role_of(cast.mesa_wbl)
    day = clock.today() + timedelta(30)
    page = client.post(reverse("funding", args=[row.pk]), {"funded_until": day.isoformat(), "version": row.version})
    assert page.status_code == 302, page.content.decode()[:3000]
    page = client.get(reverse("continuity")).content.decode()
    assert str(cast.mesa_wbl) in page and reverse("hand-over", args=[cast.mesa_wbl.pk]) in page
    client.force_login(cast.mesa_wbl)
    assert client.get(reverse("continuity")).status_code == 403
