"""A promotion is undone where it is shown: on the employer's own page, for as long as it can be."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.prospects.actions import promoting

pytestmark = pytest.mark.django_db


def test_undo_is_offered_on_the_timeline(cast):
    prospect = cast.ready("Tern Composites")
    address, act = f"/employers/{prospect.pk}/", f"/vetting/{prospect.pk}/undo/"
    promoting.promote(prospect, by=cast.director)
    assert act in cast.client(cast.director).get(address).content.decode()
    assert act not in cast.client(cast.mesa_wbl).get(address).content.decode()
    with clock.at(clock.now() + timedelta(hours=25)):
        assert act not in cast.client(cast.director).get(address).content.decode()
    cast.client(cast.director).post(act)
    assert cast.client(cast.mesa_wbl).get(address).status_code == 404


def test_it_is_not_offered_where_it_would_be_refused(cast):
    prospect = cast.ready("Tern Composites")
    promoting.promote(prospect, by=cast.director)
    visit = Happening("visit", "We went there", clock.today())
    record_engagement(prospect.employer, visit, by=cast.mesa_wbl, institution=cast.mesa)
    assert "/undo/" not in cast.client(cast.director).get(f"/employers/{prospect.pk}/").content.decode()
