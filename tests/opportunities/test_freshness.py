"""Exceptions, whether it still stands, what everybody may read, alerts, and the facts on employers (B6, B16, F22)."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest

from guildhall.employers.actions.filters import save_filter
from guildhall.employers.models import Employer
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.opportunities import rules
from guildhall.opportunities.actions import alerting, deciding, excepting, standing
from guildhall.opportunities.actions.listing import count_for, refresh_words
from guildhall.opportunities.forms.searching import fitting
from guildhall.opportunities.models import Opportunity, StillOpen
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.protocols.actions import Draft, publish
from tests.opportunities.offers import fresh, offer, posted

pytestmark = pytest.mark.django_db
State = Opportunity.State
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT, city="San Diego", state="CA", zip="92101").employer


def aged(row, days):
    """A posted opportunity as if it had been approved so many days ago."""
    Opportunity.objects.filter(pk=row.pk).update(posted_at=clock.now() - timedelta(days))
    return fresh(row)


def secret():
    text = OutgoingEmail.objects.filter(kind="opportunity still open").latest("queued_at").text
    return re.search(r"/still-open/([\w-]+)/", text).group(1)


# ── Exceptions ───────────────────────────────────────────────────────


def test_an_exception_is_recorded_changed_and_lifted(cast, kestrel):
    row = posted(cast, kestrel)
    first = excepting.limit(row, [cast.mesa], reason="A pilot.", until=None, by=cast.mesa_wbl)
    assert first.clause.number == "2.4"
    assert not Opportunity.objects.open_to(cast.harbor_wbl).exists()
    second = excepting.limit(row, [cast.mesa, cast.harbor], reason="Both.", until=None, by=cast.mesa_wbl)
    assert Opportunity.objects.open_to(cast.harbor_wbl).exists()
    first.refresh_from_db()
    assert first.ended_at, "what stood before is history"
    with pytest.raises(Refused, match="why"):
        excepting.lift(second, reason=" ", by=cast.mesa_wbl)
    excepting.lift(second, reason="over", by=cast.mesa_wbl)
    assert fresh(row).audience is None
    second.refresh_from_db()
    with pytest.raises(Refused, match="ended already"):
        excepting.lift(second, reason="again", by=cast.mesa_wbl)


def test_an_exception_says_for_whom_and_why(cast, kestrel):
    row = posted(cast, kestrel)
    for places, why, said in (([], "x", "at least one institution"), ([cast.mesa], " ", "Say why")):
        with pytest.raises(Refused, match=said):
            excepting.limit(row, places, reason=why, until=None, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        excepting.limit(row, [cast.harbor], reason="x", until=None, by=cast.harbor_wbl)


def test_the_clause_may_leave_exceptions_to_directors(cast, kestrel):
    words = Draft("2.4", "Exceptions", "By directors.", "audience_exception", {"who": "directors", "longest": 30})
    publish(cast.region, "Exceptions", [words], in_force_from=clock.today(), text="", by=None)
    row = posted(cast, kestrel)
    assert not rules.can_limit(cast.mesa_wbl, row)
    with pytest.raises(Refused, match="30 days at most"):
        excepting.limit(row, [cast.mesa], reason="x", until=None, by=cast.director)


def test_the_default_audience_holds_for_opportunities_too(cast, kestrel):
    """B6: the clause on the default audience decides who sees what is posted, when it changes as well."""
    row = posted(cast, kestrel)
    words = Draft("2.3", "Default audience", "Schools.", "default_audience", {"audience": "kinds", "kinds": ["school"]})
    publish(cast.region, "Audience", [words], in_force_from=clock.today(), text="", by=None)
    assert excepting.settle_default_audiences() == 1
    assert fresh(row).default_audience == ["school", str(cast.mesa.pk)]
    assert excepting.settle_default_audiences() == 0
    assert not Opportunity.objects.open_to(cast.harbor_wbl).exists()
    assert Opportunity.objects.open_to(cast.mesa_jobs).exists(), "the college that looks after it keeps it"


# ── Whether it still stands ──────────────────────────────────────────


def test_old_ones_are_asked_about_and_taken_off_when_nobody_answers(cast, kestrel):
    row = aged(posted(cast, kestrel, contact=kestrel.contacts.get()), 61)
    recent = aged(posted(cast, kestrel, title="recent"), 59)
    assert standing.keep_fresh() == (0, 1, 0)
    assert standing.keep_fresh() == (0, 0, 0), "asked once"
    assert not Touch.objects.exists(), "a question about their own offer is no touch"
    Opportunity.objects.filter(pk=row.pk).update(asked_on=clock.today() - timedelta(15))
    assert standing.keep_fresh() == (0, 0, 1)
    row = fresh(row)
    assert (row.state, row.closed_because) == (State.CLOSED, "silent")
    assert Notice.objects.filter(event="opportunity stands", person=cast.mesa_wbl).exists()
    assert fresh(recent).state == State.POSTED


def test_without_a_contact_whoever_entered_it_is_asked(cast, kestrel):
    aged(posted(cast, kestrel), 61)
    standing.keep_fresh()
    assert not StillOpen.objects.exists()
    assert "Does it still stand?" in Notice.objects.get(event="opportunity stands").words


def test_its_last_day_ends_it_in_the_regions_time(cast, kestrel):
    row = posted(cast, kestrel)
    Opportunity.objects.filter(pk=row.pk).update(
        publish_on=clock.today() - timedelta(9), expires_on=clock.today() - timedelta(1)
    )
    assert standing.keep_fresh() == (1, 0, 0)
    assert fresh(row).closed_because == "expired"


def test_the_link_answers_once_and_opening_it_changes_nothing(cast, kestrel, client):
    row = posted(cast, kestrel, contact=kestrel.contacts.get(), places=4)
    standing.ask_whether_open(row, by=cast.mesa_wbl)
    page = f"/still-open/{secret()}/"
    assert client.get(page).status_code == 200
    assert StillOpen.objects.get().answered_at is None
    assert "Does it still stand?" in client.post(page, {}).content.decode()
    assert StillOpen.objects.get().answered_at is None, "an answer was left out"
    assert "go on showing it" in client.post(page, {"answer": "yes"}).content.decode()
    assert fresh(row).confirmed_on == clock.today()
    assert "answered already" in client.post(page, {"answer": "no"}).content.decode()
    assert fresh(row).state == State.POSTED
    assert client.get("/still-open/nothing-like-it/").status_code == 404


def test_the_employer_closes_it_by_the_link(cast, kestrel, client):
    row = posted(cast, kestrel, contact=kestrel.contacts.get(), places=4)
    standing.ask_whether_open(row, by=cast.mesa_wbl)
    page = f"/still-open/{secret()}/"
    assert "Places offered: 4" in client.post(page, {"answer": "no", "filled": "9"}).content.decode()
    client.post(page, {"answer": "no", "filled": "3"})
    row = fresh(row)
    assert (row.state, row.closed_because, row.filled) == (State.CLOSED, "withdrawn", 3), "the last is offered no more"


def test_somebody_who_asked_says_that_it_stands(cast, kestrel):
    row = aged(posted(cast, kestrel), 61)
    with pytest.raises(Refused, match="no contact"):
        standing.ask_whether_open(row, by=cast.mesa_wbl)
    standing.confirm(row, version=row.version, by=cast.mesa_wbl)
    assert standing.keep_fresh() == (0, 0, 0)


# ── What everybody may read ──────────────────────────────────────────


def public(cast, kestrel, **facts):
    row = posted(cast, kestrel, **facts)
    return deciding.make_public(row, on=True, version=row.version, by=cast.mesa_wbl)


def test_the_public_page_says_what_search_engines_read(cast, kestrel, client):
    facts = {"pay_low": Decimal("22.50"), "pay_per": "hour", "description": "Make </script><b>parts</b>", "places": 3}
    row = public(cast, kestrel, site=kestrel.sites.get(), contact=kestrel.contacts.get(), **facts)
    text = client.get(f"/open/{row.pk}/").content.decode()
    assert "ana@kestrel.example" not in text
    assert "Ortega" not in text
    posting = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1))
    assert (posting["@type"], posting["employmentType"], posting["totalJobOpenings"]) == ("JobPosting", "INTERN", 3)
    assert posting["description"] == "Make </script><b>parts</b>"
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "unitText": "HOUR", "value": 22.5}
    assert posting["jobLocation"]["address"]["postalCode"] == "92101"
    assert posting["validThrough"].startswith(str(row.expires_on))


def test_a_tour_is_no_job_posting(cast, kestrel, client):
    row = public(cast, kestrel, kind="workplace_tour")
    text = client.get(f"/open/{row.pk}/").content.decode()
    assert "ld+json" not in text


def test_the_public_reads_nothing_that_is_kept_from_anybody(cast, kestrel, client):
    row = public(cast, kestrel)
    page = f"/open/{row.pk}/"
    assert client.get(page).status_code == 200
    hidden = {"audience": [cast.mesa.pk]}, {"default_audience": ["college"]}, {"posted_at": None}
    for facts in hidden:
        Employer.objects.filter(pk=kestrel.pk).update(**facts)
        assert client.get(page).status_code == 404, facts
        Employer.objects.filter(pk=kestrel.pk).update(audience=None, default_audience=None, posted_at=clock.now())
    assert client.get(page).status_code == 200
    excepting.limit(fresh(row), [cast.mesa], reason="x", until=None, by=cast.mesa_wbl)
    assert client.get(page).status_code == 404
    assert not rules.can_make_public(cast.mesa_wbl, fresh(row))
    waiting = offer(cast, kestrel)
    assert client.get(f"/open/{waiting.pk}/").status_code == 404


# ── Alerts ───────────────────────────────────────────────────────────


def test_a_kept_search_tells_of_what_is_new_once(cast, kestrel):
    posted(cast, kestrel, title="old news", kind="job_full_time")
    kept = save_filter("jobs", "kind=work", by=cast.harbor_wbl, page="opportunities")
    alerting.set_alert(kept, on=True, by=cast.harbor_wbl)
    with pytest.raises(Refused):
        alerting.set_alert(kept, on=True, by=cast.mesa_wbl)
    assert alerting.tell_of_new(fitting) == 0
    posted(cast, kestrel, title="a new job", kind="job_full_time")
    posted(cast, kestrel, title="a new tour", kind="workplace_tour")
    hidden = posted(cast, kestrel, title="not for Harbor", kind="job_part_time")
    excepting.limit(hidden, [cast.mesa], reason="x", until=None, by=cast.mesa_wbl)
    assert alerting.tell_of_new(fitting) == 1
    assert alerting.tell_of_new(fitting) == 0, "once"
    notice = Notice.objects.get(event="opportunity fits")
    assert (notice.person, "1 new opportunity" in notice.words) == (cast.harbor_wbl, True)
    assert notice.path == "/opportunities/?kind=work"


# ── Facts on employers ───────────────────────────────────────────────


def counted(kestrel):
    row = Employer.objects.get(pk=kestrel.pk)
    return row.open_opportunities, row.open_places


def test_employers_say_what_everybody_finds(cast, kestrel):
    row = posted(cast, kestrel, places=4)
    other = posted(cast, kestrel, places=2)
    assert counted(kestrel) == (2, 6)
    excepting.limit(other, [cast.mesa], reason="x", until=None, by=cast.mesa_wbl)
    assert counted(kestrel) == (1, 4), "a number must not tell of what is kept from somebody"
    deciding.close(row, "over", filled=None, version=fresh(row).version, by=cast.mesa_wbl)
    assert counted(kestrel) == (0, 0)
    Employer.objects.filter(pk=kestrel.pk).update(open_opportunities=7)
    assert count_for() == 1
    assert counted(kestrel) == (0, 0)


def test_the_directory_shows_and_finds_them(cast, kestrel):
    cast.shared("Without anything")
    posted(cast, kestrel, places=4)
    text = cast.client(cast.harbor_wbl).get("/employers/?offers=open").content.decode()
    assert "Kestrel Aerospace" in text
    assert "Without anything" not in text
    assert "with 4 places" in " ".join(text.split())


def test_a_new_name_of_the_employer_is_found_after_a_night(cast, kestrel):
    row = posted(cast, kestrel, site=kestrel.sites.get())
    Employer.objects.filter(pk=kestrel.pk).update(name="Falcon Works")
    kestrel.sites.update(zip="92243", city="El Centro")
    assert refresh_words() == 1
    assert refresh_words() == 0
    row = fresh(row)
    assert (row.listed_as, row.zip, row.place) == ("Falcon Works", "92243", "El Centro")
    assert [one.pk for one in fitting(cast.harbor_wbl, "q=falcon")] == [row.pk]
