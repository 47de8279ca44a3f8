"""Searches that people keep: each opportunity once a search, and only what is open to whoever keeps it (B1, C24)."""

import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from guildhall import context
from guildhall.employers.actions.filters import rename_filter, save_filter
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.opportunities import rules
from guildhall.opportunities.actions import alerting, deciding, excepting, keeping_searches
from guildhall.opportunities.actions.keeping_searches import Kept
from guildhall.opportunities.forms.for_students import StudentSearchForm, fitting_for
from guildhall.opportunities.forms.searching import fitting
from guildhall.opportunities.models import Alert, KeptSearch, SearchTold
from guildhall.opportunities.stop_links import opened, secret_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.pathways.actions import programs as teach
from guildhall.people.models import Notice, NoticeChoice
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.actions.inviting import end_sign_in, invite
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.moments import days_from_now, next_monday
from tests.opportunities.offers import fresh, posted

pytestmark = pytest.mark.django_db
How = KeptSearch.How
MORNING = "opportunity fits"


@pytest.fixture
def learner(cast):
    """Gil learns nursing at Mesa, and signs in."""
    cast.kestrel = cast.shared("Kestrel Aerospace", city="San Diego", state="CA", zip="92101").employer
    facts = teach.ProgramFacts("Nursing", "associate")
    cast.nursing = teach.enter_program(cast.mesa, facts, by=cast.mesa_wbl)
    cast.welding = teach.enter_program(cast.mesa, teach.ProgramFacts("Welding", "certificate"), by=cast.mesa_wbl)
    student = StudentFacts("Gil", "Ortega", email="gil@mesa.example", program=cast.nursing)
    cast.gil = register(cast.mesa, student, by=cast.mesa_wbl)
    cast.login = invite(cast.gil, by=cast.mesa_wbl)
    return cast


def browser(login):
    client = Client()
    client.cookies[door_of("student").cookie] = open_session(login, keep=True)
    return client


def test_only_filters_that_are_set_are_counted():
    """A box that nobody ticked is no filter."""
    assert StudentSearchForm(QueryDict("")).narrowing == []
    assert StudentSearchForm(QueryDict("q=welder&mine=on")).narrowing == []
    assert StudentSearchForm(QueryDict("paid=on&place=Redstone")).narrowing == ["Place", "Paid only"]


@contextmanager
def begun():
    """A request or a job, which goes by the zone of its territory."""
    zone = str(clock.zone())
    with context.begun(request_id=str(uuid4())), context.at_home(zone):
        yield


def kept_by(login, query="kind=training", **said):
    with begun(), context.visiting(login):
        return keeping_searches.keep_search(query, Kept(**{"name": "Internships"} | said), by=login)


def told():
    with begun(), context.keeping(context.Keeper.NOTICES, "a test"):
        return keeping_searches.tell_students(fitting_for)


def letters():
    return list(OutgoingEmail.objects.filter(kind="search of a student").order_by("queued_at"))


# ── Students ─────────────────────────────────────────────────────────


def test_a_student_hears_once_of_what_is_new_and_open_to_the_own_program(learner):
    posted(learner, learner.kestrel, title="There before")
    search = kept_by(learner.login)
    assert told() == 0, "what stood there is known"
    posted(learner, learner.kestrel, title="For nurses", programs=(learner.nursing,))
    posted(learner, learner.kestrel, title="For welders", programs=(learner.welding,))
    posted(learner, learner.kestrel, title="A tour", kind="workplace_tour")
    limited = posted(learner, learner.kestrel, title="For Harbor only")
    excepting.limit(limited, [learner.harbor], reason="A pilot.", until=None, by=learner.mesa_wbl)
    assert told() == 1
    assert told() == 0
    text = letters()[0].text
    assert "For nurses, Kestrel Aerospace, San Diego" in text
    for words in ("welders", "tour", "Harbor", "There before", "Gil"):
        assert words not in text
    assert letters()[0].to == "gil@mesa.example"
    assert SearchTold.objects.filter(search=search.pk).count() == 1


def test_an_offer_that_is_posted_anew_is_not_told_again(learner):
    kept_by(learner.login)
    row = posted(learner, learner.kestrel, title="Two interns")
    assert told() == 1
    row = fresh(row)
    deciding.close(row, "withdrawn", filled=None, version=row.version, by=learner.mesa_wbl)
    type(row).objects.filter(pk=row.pk).update(state="posted", closed_on=None, posted_at=clock.now())
    assert told() == 0


def test_monday_and_only_here(learner):
    weekly, here = kept_by(learner.login, how=How.WEEKLY), kept_by(learner.login, name="Here", how=How.OFF)
    posted(learner, learner.kestrel, title="Two interns", expires_on=clock.today() + timedelta(60))
    monday = next_monday()
    with clock.at(monday + timedelta(1)):
        assert told() == 0
    with clock.at(monday + timedelta(7)):
        assert told() == 1
    assert "“Internships”" in letters()[0].text
    assert {row.search_id for row in SearchTold.objects.all()} == {weekly.pk, here.pk}
    with clock.at(monday + timedelta(7)):
        page = browser(learner.login).get("/student/searches/").content.decode()
    assert page.count("Two interns") == 2
    with begun(), context.visiting(learner.login):
        keeping_searches.change_search(here.pk, Kept("Here", How.DAILY), version=1, by=learner.login)
    with clock.at(monday + timedelta(8)):
        assert told() == 0, "what stood there already is not mailed afterward"


def test_alerts_stop_with_the_sign_in(learner):
    kept_by(learner.login)
    posted(learner, learner.kestrel)
    end_sign_in(learner.gil, by=learner.mesa_wbl)
    assert told() == 0
    assert not letters()


def test_the_link_stops_one_search_and_opening_it_stops_nothing(learner):
    kept_by(learner.login)
    posted(learner, learner.kestrel)
    told()
    link = re.search(r"/stop-search/(\S+)/", letters()[0].text).group(0)
    client = Client()
    assert "Internships" in client.get(link).content.decode()
    assert KeptSearch.objects.get().how == How.DAILY
    assert "Done" in client.post(link).content.decode()
    assert KeptSearch.objects.get().how == How.OFF
    posted(learner, learner.kestrel, title="Another")
    assert told() == 0
    forged = secret_of("student", KeptSearch.objects.get().pk)[:-2] + "xx"
    assert opened(forged) == ("", "")
    assert client.get(f"/stop-search/{forged}/").status_code == 404


def test_a_student_keeps_changes_and_removes_a_search(learner):
    client = browser(learner.login)
    assert "Keep this search" in client.get("/student/opportunities/?kind=training").content.decode()
    page = client.get("/student/searches/keep/?kind=training&paid=on").content.decode()
    assert "kind=training&amp;paid=on" in page
    data = {"name": "Mine", "how": "weekly", "query": "kind=training&paid=on"}
    assert client.post("/student/searches/keep/", data).url == "/student/searches/"
    assert client.post("/student/searches/keep/", data).url == "/student/searches/", "a second tap"
    again = client.post("/student/searches/keep/", data | {"query": "kind=training"}).content.decode()
    assert "You keep a search of this name already" in again
    row = KeptSearch.objects.get()
    change = f"/student/searches/{row.pk}/change/"
    client.post(change, {"name": "Paid ones", "how": "off", "version": 1})
    row.refresh_from_db()
    assert (row.name, row.how, row.version) == ("Paid ones", "off", 2)
    assert "Somebody" in client.post(change, {"name": "x", "how": "off", "version": 1}).content.decode()
    client.post(f"/student/searches/{row.pk}/drop/", {"version": 1})
    assert KeptSearch.objects.exists(), "somebody else changed it"
    client.post(f"/student/searches/{row.pk}/drop/", {"version": 2})
    assert not KeptSearch.objects.exists()


def test_nobody_else_reads_or_changes_a_search_also_where_a_page_forgot(learner, monkeypatch):
    search = kept_by(learner.login)
    facts = StudentFacts("Ana", "Ibarra", email="ana@mesa.example")
    other = invite(register(learner.mesa, facts, by=learner.mesa_wbl), by=learner.mesa_wbl)
    client = browser(other)
    assert client.get(f"/student/searches/{search.pk}/change/").status_code == 404
    monkeypatch.setattr(type(KeptSearch.objects.all()), "of_login", lambda rows, login: rows.all())
    assert client.get(f"/student/searches/{search.pk}/change/").status_code == 404
    assert "Internships" not in client.get("/student/searches/").content.decode()
    assert "Internships" in browser(learner.login).get("/student/searches/").content.decode(), "the control"

    def seen(who):
        with begun(), who, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM opportunities_keptsearch")
            return cursor.fetchone()[0]

    assert seen(context.acting(learner.mesa_wbl)) == 0
    assert seen(context.visiting(learner.login)) == 1


def test_twenty_searches_are_kept_and_no_more(learner):
    for n in range(rules.MOST_SEARCHES):
        kept_by(learner.login, name=f"Search {n}")
    with pytest.raises(Refused, match="20 searches already"):
        kept_by(learner.login, name="One more")
    with pytest.raises(Conflict), begun(), context.visiting(learner.login):
        keeping_searches.drop_search(uuid4(), version=1, by=learner.login)


# ── The staff ────────────────────────────────────────────────────────


@pytest.fixture
def searching(cast):
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    cast.kept = save_filter("Tours", "kind=workplace_tour", by=cast.harbor_wbl, page="opportunities")
    alerting.set_alert(cast.kept, on=True, by=cast.harbor_wbl)
    return cast


def heard(who):
    return [row.words for row in Notice.objects.filter(event=MORNING, person=who).order_by("at")]


def test_staff_hear_of_each_once_a_search(searching):
    cast = searching
    row = posted(cast, cast.kestrel, kind="workplace_tour", title="Plant tour")
    later = clock.today() + timedelta(3)
    posted(cast, cast.kestrel, kind="workplace_tour", title="Next week", publish_on=later)
    assert alerting.tell_of_new(fitting) == 1
    assert alerting.tell_of_new(fitting) == 0
    type(row).objects.filter(pk=row.pk).update(posted_at=clock.now())
    assert alerting.tell_of_new(fitting) == 0, "posted anew"
    with clock.at(days_from_now(4)):
        assert alerting.tell_of_new(fitting) == 1
    assert len(heard(cast.harbor_wbl)) == 2
    assert Alert.objects.get().looked_at


def test_whoever_wants_to_hear_at_once_does(searching):
    cast = searching
    NoticeChoice.objects.create(person=cast.harbor_wbl, event=MORNING, how="now")
    row = posted(cast, cast.kestrel, kind="workplace_tour", title="Plant tour")
    assert alerting.tell_of_one(row, fitting) == 1
    letter = OutgoingEmail.objects.get(kind=MORNING)
    assert "Plant tour" in letter.text
    assert alerting.tell_of_new(fitting) == 0, "and not again in the morning"
    link = re.search(r"/stop-search/(\S+)/", letter.text).group(0)
    assert "Done" in Client().post(link).content.decode()
    assert not Alert.objects.exists()
    assert Client().post(link).status_code == 404


def test_alerts_of_the_staff_stop_with_the_access(searching):
    cast = searching
    posted(cast, cast.kestrel, kind="workplace_tour")
    type(cast.harbor_wbl).objects.filter(pk=cast.harbor_wbl.pk).update(is_active=False)
    assert alerting.tell_of_new(fitting) == 0
    assert not heard(cast.harbor_wbl)


def test_a_kept_filter_gets_another_name(searching):
    cast = searching
    other = save_filter("Jobs", "kind=work", by=cast.harbor_wbl, page="opportunities")
    rename_filter(cast.kept, "Plant tours", by=cast.harbor_wbl)
    for name, said in (("plant TOURS", "has that name already"), ("  ", "Give the filter a name")):
        with pytest.raises(Refused, match=said):
            rename_filter(other, name, by=cast.harbor_wbl)
    page = cast.client(cast.harbor_wbl).get("/opportunities/?kind=workplace_tour").content.decode()
    assert "Plant tours" in page
    assert "Rename it" in page
    assert cast.client(cast.mesa_wbl).post(f"/employers/filters/{other.pk}/rename/", {"name": "x"}).status_code == 404
