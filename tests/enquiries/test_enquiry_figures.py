"""Who lets an employer wait, and the figures of it."""

from datetime import timedelta

import pytest

from guildhall.enquiries.actions import rising, taking
from guildhall.enquiries.models import EnquiryStep
from guildhall.enquiries.queries import kept_by_institution, lasted, period_of, view_of, waiting_for
from guildhall.lib import clock
from guildhall.people.actions.contacts import change_point_of_contact
from tests.enquiries.test_enquiries import answer, call, mailed, office
from tests.moments import next_monday

pytestmark = pytest.mark.django_db

__all__ = ["office"]


def test_who_lets_an_employer_wait_is_reminded_and_then_the_region_hears_of_it(office):
    monday = next_monday()
    with clock.at(monday):
        row = call(office, employer=office.kestrel)
    with clock.at(monday + timedelta(2)):
        assert rising.rise() == 0
    with clock.at(monday + timedelta(3)):
        assert rising.rise() == 1
        assert rising.rise() == 0
        assert list(view_of(office.mesa_jobs, "late")) == [row]
    assert mailed() == [office.mesa_wbl.email] * 2
    with clock.at(monday + timedelta(7)):
        assert rising.rise() == 1
        assert rising.rise() == 0
        assert list(waiting_for(office.director)) == [row]
    assert mailed(to=office.second.email)  # the territory's contact
    assert [s.kind for s in EnquiryStep.objects.filter(enquiry=row)] == ["taken", "reminded", "raised"]


def test_the_region_hears_again_where_it_was_handed_on_and_still_nobody_answers(office):
    monday = next_monday()
    with clock.at(monday):
        row = call(office, employer=office.kestrel)
    with clock.at(monday + timedelta(3)):
        rising.rise()
    with clock.at(monday + timedelta(7)):
        rising.rise()
        row.refresh_from_db()
        taking.hand_over_enquiry(row, office.mesa, person=office.mesa_jobs, version=row.version, by=office.mesa_wbl)
        assert rising.rise() == 1, "whoever has it now is reminded"
        assert rising.rise() == 0
    with clock.at(monday + timedelta(14)):
        assert rising.rise() == 1
        assert rising.rise() == 0
    kinds = [s.kind for s in EnquiryStep.objects.filter(enquiry=row)]
    assert kinds == ["taken", "reminded", "raised", "handed", "reminded", "raised"]


def test_what_waits_for_somebody_who_is_away_goes_to_the_deputy(office):
    monday = next_monday()
    with clock.at(monday):
        row = call(office, employer=office.kestrel)
        point = office.points["mesa"]
        day = clock.today()
        away = {"away_from": day, "away_to": day + timedelta(9), "deputy": office.mesa_cases}
        change_point_of_contact(point, person=office.mesa_wbl, version=point.version, by=office.mesa_admin, **away)
    with clock.at(monday + timedelta(3)):
        rising.rise()
    row.refresh_from_db()
    assert row.holder == office.mesa_cases


# ── Figures ──────────────────────────────────────────────────────────


def test_figures_open_into_exactly_their_rows(office):
    monday = next_monday()
    with clock.at(monday):
        first, second, third = (call(office, employer=office.kestrel, wants=f"Ask {n}") for n in range(3))
        answer(office, first)
        call(office, by="harbor_admin", employer=office.kestrel)
    with clock.at(monday + timedelta(7)):
        second.refresh_from_db()
        answer(office, second)
        period = period_of(None, None)
        figures = {row.place: row for row in kept_by_institution(office.director, period)}
        mesa = figures[office.mesa]
        assert (mesa.came, mesa.answered, mesa.in_time, mesa.waiting, mesa.late) == (3, 2, 1, 1, 1)
        for view, n in (("came", 3), ("answered", 2), ("intime", 1), ("open", 1), ("late", 1)):
            rows = view_of(office.director, view, institution=office.mesa, period=period)
            assert rows.count() == n, view
        assert figures[office.harbor].waiting == 1
        assert mesa.usual == "4 days"
    assert third.pk


def test_figures_count_only_what_their_reader_sees(office):
    held = office.prospect("Hidden Works").employer
    taking.take_enquiry(
        taking.Call("call", "Hidden"), employer=held, origin=office.region, to=office.region, by=office.director
    )
    period = period_of(None, None)
    seen = {row.place: row.came for row in kept_by_institution(office.mesa_wbl, period)}
    assert not seen.get(office.region)
    assert {row.place: row.came for row in kept_by_institution(office.director, period)}[office.region] == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(60, "1 hour"), (5 * 3600, "5 hours"), (86400, "24 hours"), (3 * 86400, "3 days")]
)
def test_how_long_in_words(seconds, words):
    assert lasted(seconds) == words
