"""What of opportunities waits for one's institutions stands on Today, and each number opens into its rows (B1, C4)."""

import re

import pytest

from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import applying
from guildhall.placements.models import Application
from guildhall.placements.parties import Side
from guildhall.placements.queries.placing import to_put_forward
from guildhall.placements.queries.turns import turn_of
from tests.opportunities.offers import offer, posted
from tests.placements.placed import referred, student

pytestmark = pytest.mark.django_db


def numbers(cast, who):
    """The numbers of the section with the pages that they open."""
    page = cast.client(cast.people[who]).get("/").content.decode()
    section = re.search(r'aria-labelledby="offers">(.*?)</section>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]+)">\s*(\d+)', section.group(1)) if section else []
    return {url: int(n) for url, n in found}


def rows(cast, who, url):
    page = cast.client(cast.people[who]).get(url).content.decode()
    return page.split('<main id="main"')[1].split('class="ruled ledger"')[1].count('class="what"')


def test_each_number_opens_into_its_rows(cast):
    kestrel = cast.shared("Kestrel Aerospace").employer
    offer(cast, kestrel, title="Waits", by="mesa_jobs")
    offer(cast, kestrel, title="Waits at Harbor", by="harbor_wbl")
    silent, first = posted(cast, kestrel, title="Silent"), posted(cast, kestrel, title="Fresh")
    Opportunity.objects.filter(pk=silent.pk).update(asked_on=clock.today())
    referred(cast, student(cast), first)
    told = numbers(cast, "mesa_wbl")
    silent_ones, to_put = "/opportunities/ours/?unanswered=1", "/applications/?state=ours"
    assert told == {"/opportunities/approval/": 1, silent_ones: 1, to_put: 1}
    assert {url: rows(cast, "mesa_wbl", url) for url in told} == told
    assert numbers(cast, "harbor_wbl") == {"/opportunities/approval/": 1}


def test_what_is_counted_is_whose_turn_it_is(cast):
    """An application that the list calls ours is one of which its page says that it is the staff's turn, and back."""
    first = posted(cast, cast.shared("Kestrel Aerospace").employer, places=5)
    rows = [referred(cast, student(cast), first) for _n in range(3)]
    applying.shortlist(rows[1], version=rows[1].version, by=cast.mesa_wbl)
    applying.turn_down(rows[2], version=rows[2].version, by=cast.mesa_wbl)
    ours = set(to_put_forward(cast.mesa_wbl).values_list("pk", flat=True))
    now = Application.objects.all()
    assert ours == {row.pk for row in now if turn_of(row).side == Side.STAFF} == {rows[0].pk, rows[1].pk}


def test_where_nothing_waits_nothing_is_said(cast):
    posted(cast, cast.shared("Kestrel Aerospace").employer)
    assert numbers(cast, "mesa_wbl") == {}
