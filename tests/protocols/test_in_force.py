"""Which clause binds whom on which day (B3); read once a request, and never kept beyond it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.lib import clock
from guildhall.lib.once import within_request
from guildhall.lib.verdicts import Refused
from guildhall.protocols.actions import Draft, publish
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clause_in_force

pytestmark = pytest.mark.django_db
GATES = Clause.Subject.GATES


def version(place, *, title="Vetting protocol", number="9.9", days_ago=0, subject=GATES):
    drafts = [Draft(number, "Two gates", "Vetted and ready.", subject)]
    return publish(place, title, drafts, in_force_from=clock.today() - timedelta(days=days_ago), text="", by=None)


def cited(place, day=None):
    clause = clause_in_force(GATES, place, day)
    return clause.citation if clause else ""


def test_the_newest_version_in_force_counts(cast):
    assert cited(cast.region) == "Vetting protocol v1, 2.2"
    version(cast.region, days_ago=10)
    version(cast.region, days_ago=-10)
    assert cited(cast.region) == "Vetting protocol v2, 9.9"
    assert cited(cast.region, clock.today() + timedelta(days=11)) == "Vetting protocol v3, 9.9"
    assert cited(cast.region, date(2021, 1, 1)) == "Vetting protocol v1, 2.2"
    assert cited(cast.region, date(2019, 1, 1)) == ""


def test_an_institutions_own_comes_before_its_parents(cast):
    version(cast.mesa, days_ago=2_000)
    assert cited(cast.mesa) == "Vetting protocol v1, 9.9"
    assert cited(cast.harbor) == "Vetting protocol v1, 2.2"
    assert cited(cast.region) == "Vetting protocol v1, 2.2"


def test_of_two_titles_on_one_subject_the_later_one_counts(cast):
    version(cast.region, title="Gates alone", days_ago=1)
    assert cited(cast.region) == "Gates alone v1, 9.9"
    version(cast.region, days_ago=0)
    assert cited(cast.region) == "Vetting protocol v2, 9.9"


def test_a_version_that_says_nothing_more_of_a_subject_takes_its_clause_away(cast):
    version(cast.region, subject=Clause.Subject.OTHER)
    assert cited(cast.region) == ""


def test_a_protocol_without_clauses_is_none(cast):
    with pytest.raises(Refused, match="at least one clause"):
        publish(cast.region, "Empty", [], in_force_from=date(2020, 1, 1), text="", by=None)


def test_a_request_reads_the_protocol_once_and_anew_after_a_write(cast):
    with within_request():
        with CaptureQueriesContext(connection) as captured:
            for subject in Clause.Subject:
                clause_in_force(subject, cast.mesa)
        assert len(captured) == 1
        version(cast.region)
        assert cited(cast.mesa) == "Vetting protocol v2, 9.9"


def test_a_version_that_another_process_published_binds_the_next_request(cast):
    director, prospect = cast.client(cast.director), cast.vetted("Kestrel Aerospace")
    address = f"/vetting/{prospect.pk}/"
    assert "Vetting protocol v1" in director.get(address).content.decode()
    protocol = version(cast.region)
    Clause.objects.filter(protocol=protocol).update(subject=Clause.Subject.VETTING_CRITERIA)
    assert "Vetting protocol v2" in director.get(address).content.decode()
