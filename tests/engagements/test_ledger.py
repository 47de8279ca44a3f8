"""The rows behind an employer's load: every occasion once, and nothing of what is kept from the reader (N3, N5, M5)."""

from datetime import timedelta

import pytest

from guildhall.employers.actions import editing
from guildhall.engagements.actions import holding, relating
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.queries.contacting import less_asked
from guildhall.engagements.queries.ledger import by_contact, contacts_made, ledger
from guildhall.lib import clock

pytestmark = pytest.mark.django_db
OVER = "Their chief asked us not to tell"


@pytest.fixture
def works(cast):
    """An employer called ten days ago with two people, and today in private with one of them and a third."""
    employer = cast.shared("Kestrel Aerospace").employer
    names = ("Ames", "Bell", "Cole")
    people = [editing.save_contact(employer, {"family_name": name}, by=cast.mesa_wbl) for name in names]
    for days, present, visibility in ((10, people[:2], "region"), (0, people[1:], "institution")):
        told = Happening(
            "call",
            "Spoke",
            clock.today() - timedelta(days),
            contacts=tuple(present),
            visibility=visibility,
            over_because=OVER,
        )
        record_engagement(employer, told, by=cast.mesa_wbl, institution=cast.mesa)
    return employer


def test_each_occasion_is_one_row_however_many_were_there(cast, works):
    assert contacts_made(works, 30).count() == len(ledger(cast.mesa_wbl, works)) == 2
    assert contacts_made(works, 5).count() == 1
    told = [(contact.family_name, n) for contact, n in by_contact(cast.mesa_wbl, works, 30)]
    assert told == [("Bell", 2), ("Ames", 1), ("Cole", 1)]


def test_of_what_is_kept_private_there_is_the_number_alone(cast, works):
    ours = cast.client(cast.mesa_cases).get(f"/employers/{works.pk}/counted/").content.decode()
    theirs = cast.client(cast.harbor_wbl).get(f"/employers/{works.pk}/counted/").content.decode()
    assert "Cole" in ours  # the control: it is there to be leaked
    assert "Cole" not in theirs
    assert [(c.family_name, n) for c, n in by_contact(cast.harbor_wbl, works, 30)] == [("Ames", 1), ("Bell", 1)]
    assert "2 contacts in 90 days" in theirs  # that it counted is no secret


def test_a_period_that_is_none_of_ours_shows_ninety_days(cast, works):
    client = cast.client(cast.mesa_wbl)
    for days, told in (("30", "in 30 days"), ("365", "in 365 days"), ("9" * 40, "in 90 days"), ("-1", "in 90 days")):
        assert told in client.get(f"/employers/{works.pk}/counted/", {"days": days}).content.decode()


def test_nobody_is_pointed_to_an_employer_that_rests(cast, works):
    calm, paused, ended = (cast.shared(f"{n} Works", industry="x").employer for n in ("Calm", "Paused", "Ended"))
    holding.set_limit(paused, {"paused_from": clock.today(), "said": "by telephone"}, by=cast.director)
    lesson = relating.Lesson(clock.today(), "no reply", "call first")
    relating.end_relationship(ended, lesson, by=cast.mesa_wbl, institution=cast.mesa)
    assert calm in less_asked(cast.harbor_wbl, works, most=9)
    assert not {paused, ended} & set(less_asked(cast.harbor_wbl, works, most=9))
