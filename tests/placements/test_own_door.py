"""What a student does and reads by the own sign-in: applying, papers, hours; nobody else’s (journey 9, R3)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from guildhall import context
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.placements.actions import own
from guildhall.placements.actions.accepting import accept
from guildhall.placements.actions.applying import offer
from guildhall.placements.models import Application, Experience, Placement, Step
from guildhall.placements.querysets import ApplicationQuerySet, PlacementQuerySet
from guildhall.students.actions.inviting import end_sign_in, invite
from guildhall.students.models import Registration
from guildhall.supervision.actions.hours import Worked, log_oneself
from guildhall.supervision.actions.linking import ask_to_sign
from guildhall.supervision.actions.preparing import prepare
from guildhall.supervision.actions.visiting import Said, evaluate_signed_in, reflect_oneself
from guildhall.supervision.models import Evaluation, HoursEntry, Link, Paper, Signature
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.opportunities.offers import posted
from tests.placements.placed import student
from tests.supervision.placed import placed as supervised

pytestmark = pytest.mark.django_db
FOREIGN = "qxforeignxq"
CONTACT = {"given_name": "Hidden", "family_name": "Ortega", "email": "hidden@kestrel.example", "phone": "555 0147"}
TABLES = ("placements_application", "placements_placement", "placements_experience", "supervision_paper",
          "supervision_signature", "supervision_hoursentry", "supervision_trainingplan",
          "supervision_evaluation")  # fmt: skip
CLOSED = ("placements_step", "placements_question", "supervision_link", "supervision_sitevisit")


def browser(login) -> Client:
    client = Client()
    client.cookies[door_of("student").cookie] = open_session(login, keep=True)
    return client


@pytest.fixture
def door(cast):
    """Gil signs in; Ana is another student of the same college, and signs in as well."""
    cast.kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    cast.offer = posted(cast, cast.kestrel, places=1, contact=cast.kestrel.contacts.get())
    cast.gil = student(cast, "Gil", email="gil@mesa.example")
    cast.ana = student(cast, FOREIGN, email="ana@mesa.example")
    cast.login, cast.other = (invite(row, by=cast.mesa_wbl) for row in (cast.gil, cast.ana))
    return cast


def applied(door, login=None, row=None):
    return own.apply_oneself((row or door.gil).pk, door.offer, by=login or door.login)


def test_from_applying_to_a_place_by_oneself(door):
    client = browser(door.login)
    page = client.get(f"/student/opportunities/{door.offer.pk}/").content.decode()
    assert "Apply" in page
    answer = client.post(f"/student/opportunities/{door.offer.pk}/apply/", {"registration": str(door.gil.pk)})
    row = Application.objects.get()
    assert answer.url == f"/student/applications/{row.pk}/"
    assert (row.state, row.coordinator) == ("applied", None)
    assert Step.objects.get(application=row).side == "student"
    assert "puts you to the employer" in client.get(answer.url).content.decode()
    assert "Your application" in client.get(f"/student/opportunities/{door.offer.pk}/").content.decode()
    row = offer(row, by=door.mesa_wbl)
    assert "They offer you a place" in client.get("/student/").content.decode()
    taken = client.post(answer.url, {"to": "accepted", "version": row.version})
    place = Placement.objects.get()
    assert taken.url == f"/student/placements/{place.pk}/"
    for path in (taken.url, "/student/places/", "/student/"):
        page = client.get(path)
        assert page.status_code == 200
        assert CONTACT["email"] not in page.content.decode() and "Ortega" not in page.content.decode()


def test_whoever_comes_too_late_waits_and_declines(door):
    mine, other = applied(door), applied(door, door.other, door.ana)
    for row in (mine, other):
        offer(row, by=door.mesa_wbl)
    accept(Application.objects.get(pk=other.pk), by=door.mesa_wbl)
    client, path = browser(door.login), f"/student/applications/{mine.pk}/"
    said = {"to": "accepted", "version": Application.objects.get(pk=mine.pk).version}
    assert "waiting list" in client.post(path, said, follow=True).content.decode()
    row = Application.objects.get(pk=mine.pk)
    assert row.state == "waiting"
    client.post(path, {"to": "declined", "version": row.version, "reason": "Found another"})
    row.refresh_from_db()
    assert row.state == "declined"


def test_who_declined_or_gave_the_place_back_may_apply_again(door):
    client, path = browser(door.login), f"/student/opportunities/{door.offer.pk}/"
    row = offer(applied(door), by=door.mesa_wbl)
    own.decide_oneself(row.pk, "declined", {"version": row.version, "reason": "x"}, by=door.login)
    assert f"{path}apply/" in client.get(path).content.decode()
    row = offer(applied(door), by=door.mesa_wbl)
    place = own.decide_oneself(row.pk, "accepted", {"version": row.version, "reason": ""}, by=door.login)
    assert f"{path}apply/" not in client.get(path).content.decode(), "the control: a place is there"
    own.move_oneself(place.pk, "withdrawn", {"version": place.version, "reason": "x"}, by=door.login)
    assert f"{path}apply/" in client.get(path).content.decode()


def test_what_is_stale_is_compared_and_what_is_not_the_student_s_is_refused(door):
    row = applied(door)
    client, path = browser(door.login), f"/student/applications/{row.pk}/"
    page = client.post(path, {"to": "withdrawn", "version": row.version + 7, "reason": "x"})
    assert page.status_code == 200
    page = client.post(path, {"to": "offered", "version": row.version})
    assert "not yours to decide" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "applied"


def test_nobody_else_s_is_there(door):
    foreign = applied(door, door.other, door.ana)
    client = browser(door.login)
    assert client.get(f"/student/applications/{foreign.pk}/").status_code == 404
    assert client.post(f"/student/applications/{foreign.pk}/", {"to": "withdrawn", "version": 1}).status_code == 404
    with pytest.raises(Refused):
        own.decide_oneself(foreign.pk, "withdrawn", {"version": foreign.version, "reason": "x"}, by=door.login)
    with pytest.raises(Refused):
        own.apply_oneself(door.ana.pk, door.offer, by=door.login)
    end_sign_in(door.gil, by=door.mesa_wbl)
    with pytest.raises(Refused):
        own.apply_oneself(door.gil.pk, door.offer, by=door.login)


# ── Papers, hours, reflection ────────────────────────────────────────


@pytest.fixture
def placed(door):
    """Gil and Ana have begun at Kestrel, each with a paper to sign and hours."""
    for name, login in (("mine", door.login), ("foreign", door.other)):
        found = supervised(door, name=name.title(), title=FOREIGN if name == "foreign" else "Wiring")
        one = found.placement
        Registration.objects.filter(pk=found.registration.pk).update(login=login)
        setattr(door, name, Placement.objects.get(pk=one.pk))
        setattr(door, f"{name}_paper", prepare(one, found.type, by=door.mesa_wbl))
        said = FOREIGN if name == "foreign" else "Drilled"
        log_oneself(one.pk, Worked(clock.today(), "key-of-first", hours=2, learned=said), by=login)
        Experience.objects.create(
            institution=door.mesa, person=said, activity="job_shadow", start_on=clock.today(), status="completed",
            mark=said, student=found.registration.student,
        )  # fmt: skip
    return door


def test_a_paper_is_signed_signed_in_and_once(placed):
    ask_to_sign(placed.mine_paper, "student", by=placed.mesa_wbl)
    client, path = browser(placed.login), f"/student/papers/{placed.mine_paper.pk}/"
    assert "Papers to sign" in client.get("/student/").content.decode()
    assert client.get(path).status_code == 200
    for _turn in range(2):
        client.post(path, {"name": placed.mine_paper.placement.registration.name, "agree": "on"})
    row = Signature.objects.get(paper=placed.mine_paper)
    assert (row.signer, row.known, row.email) == ("student", "signed_in", placed.login.email)
    assert Link.objects.get(paper=placed.mine_paper).used_at, "nobody is reminded of what is signed"
    assert "Papers to sign" not in client.get("/student/").content.decode()
    assert client.get(f"/student/papers/{placed.foreign_paper.pk}/").status_code == 404


def test_hours_are_logged_once_however_often_the_form_is_sent(placed):
    client, path = browser(placed.login), f"/student/placements/{placed.mine.pk}/hours/"
    said = {"day": str(clock.today() - timedelta(1)), "hours": "3", "key": "a-double-tap", "learned": "Soldering"}
    for _turn in range(2):
        assert client.post(path, said).url == path
    rows = HoursEntry.objects.filter(placement=placed.mine, key="a-double-tap")
    assert [(row.hours, row.side, row.state) for row in rows] == [(3, "student", "waiting")]
    page = client.get(f"{path}?correct={rows[0].pk}").content.decode()
    assert "Soldering" in page and FOREIGN not in page
    client.post(path, said | {"hours": "4", "key": "another-key", "corrects": str(rows[0].pk), "version": 1})
    assert [row.hours for row in HoursEntry.objects.current().filter(placement=placed.mine, learned="Soldering")] == [4]
    foreign = f"/student/placements/{placed.foreign.pk}/hours/"
    assert client.get(foreign).status_code == 404
    with pytest.raises(Refused):
        log_oneself(placed.foreign.pk, Worked(clock.today(), "key-of-other", hours=1), by=placed.login)


def test_a_reflection_is_said_once_and_is_the_student_s_own(placed):
    client, path = browser(placed.login), f"/student/placements/{placed.mine.pk}/reflect/"
    client.post(path, {"well": "I learned to solder."})
    assert not reflect_oneself(placed.mine.pk, Said(well="Again"), by=placed.login)
    assert Evaluation.objects.get(placement=placed.mine).well == "I learned to solder."
    assert "I learned to solder." in client.get(path).content.decode()
    with pytest.raises(Refused):
        reflect_oneself(placed.foreign.pk, Said(well="x"), by=placed.login)


# ── The second lock ──────────────────────────────────────────────────


def everything(tables):
    """What a raw query reads of some tables as whoever acts now."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def with_more(placed):
    """What hangs on both placements, of every table."""
    for one, login in ((placed.mine, placed.login), (placed.foreign, placed.other)):
        reflect_oneself(one.pk, Said(well=one.title), by=login)
        facts = {"institution": placed.mesa, "placement": one}
        Evaluation.objects.create(**facts, moment="final", side="supervisor", said_by=f"{FOREIGN} boss", at=clock.now())
        Signature.objects.create(
            institution=placed.mesa, paper=Paper.objects.get(placement=one), signer="student", signed_by=one.title,
            way="typed", known="signed_in", at=clock.now(), paper_digest="x", digest="x",
        )  # fmt: skip
        Step.objects.create(**facts, after="started", on=clock.today(), at=clock.now(), side="staff", reason=FOREIGN)
    applied(placed)
    applied(placed, placed.other, placed.ana)


def test_a_raw_query_reads_the_own_rows_alone_and_writes_none(placed):
    with_more(placed)
    with context.begun(request_id=str(uuid4())), context.visiting(placed.login):
        read = everything(TABLES)
        assert FOREIGN not in " ".join(read.values())
        own_ones = [name for name, text in read.items() if text]
        assert set(own_ones) >= set(TABLES) - {"supervision_trainingplan"}, "one's own are there: it could leak"
        assert not any(everything(CLOSED).values()), "what the institution keeps to itself"
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"UPDATE {table} SET institution_id = institution_id")
                assert cursor.rowcount == 0, table


def test_with_the_first_lock_gone_the_pages_show_no_more(placed, monkeypatch):
    with_more(placed)
    monkeypatch.setattr("guildhall.students.queries.of_login", lambda login: Registration.objects.all())
    for queryset in (ApplicationQuerySet, PlacementQuerySet):
        monkeypatch.setattr(queryset, "filter", lambda rows, *a, **k: rows.all())
    client = browser(placed.login)
    for path in ("/student/", "/student/places/"):
        page = client.get(path)
        assert page.status_code == 200
        assert FOREIGN not in page.content.decode(), path


@pytest.mark.parametrize("table", ["placements_placement", "supervision_hoursentry"])
def test_without_the_second_lock_the_same_would_leak(placed, table):
    """The control."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    with context.begun(request_id=str(uuid4())), context.visiting(placed.login):
        assert FOREIGN in everything([table])[table]


def test_an_employer_evaluates_only_what_was_released_to_it(placed):
    from guildhall.employers.actions.logins import NewLogin, open_login

    login = open_login(placed.kestrel, NewLogin("Ama", "Ortega", CONTACT["email"]), by=placed.director)
    with pytest.raises(Refused, match="No consent"):
        evaluate_signed_in(placed.mine.pk, "midterm", Said(well="Good"), by=login)


def test_nobody_applies_alone_for_what_a_class_takes_part_in(door):
    tour = posted(door, door.kestrel, kind="workplace_tour", title="Tour of the shop")
    page = browser(door.login).get(f"/student/opportunities/{tour.pk}/").content.decode()
    assert "Whole classes take part in it" in page and "/apply/" not in page
    with pytest.raises(Refused, match="Whole classes"):
        own.apply_oneself(door.gil.pk, tour, by=door.login)


def test_what_is_not_there_leads_back_behind_the_own_door(door):
    page = browser(door.login).get("/student/nowhere/")
    assert page.status_code == 404 and 'href="/student/"' in page.content.decode()
