"""Access that is earned: on at once, off at once, and everywhere the same words of what is lacking (N10, M23)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.employers.models import Note
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import Refused
from guildhall.people import queries
from guildhall.people.actions import earning
from guildhall.people.models import Attendance, Person
from guildhall.people.permissions import ALWAYS_EARNED, EARNED, GRANTS, Permission, Role
from guildhall.people.queries.access import access_rows, training_coverage
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db
P = Permission


def course(cast, *, place=None, by=None, unlocks=("EDIT_EMPLOYERS",), days=0, **more):
    values = {"title": "Working with employers", "about": "", "unlocks": list(unlocks), "valid_months": 12}
    values |= {"required_from": clock.today() + timedelta(days=days)} | more
    return earning.open_course(place or cast.region, values, by=by or cast.administrator)


def session(cast, of, *, days=7, **more):
    values = {"starts_at": clock.now() + timedelta(days=days), "place": "Room 4", "link": "", "seats": None}
    return earning.plan_session(of, values | {"trainer": None} | more, by=cast.administrator)


def terms(cast, *, days=0, place=None, text="Be kind."):
    day = clock.today() + timedelta(days=days)
    return earning.publish_terms(place or cast.region, text, in_force_from=day, by=cast.administrator)


def may(person, permission=P.EDIT_EMPLOYERS):
    return Person.objects.get(pk=person.pk).may(permission)


def attend(cast, of, *people, ago=1):
    held = session(cast, of, days=-ago)
    earning.note_attendance(held, people, by=cast.administrator)
    return held


# ── The proof of N10 ──


def test_without_courses_and_terms_nobody_lacks_anything(cast):
    for person in cast.people.values():
        for permission in Permission:
            held = any(permission in GRANTS[post.role] for post in person.standing.posts)
            assert bool(person.may(permission)) == (held and permission not in ALWAYS_EARNED), (person, permission)


def test_attending_opens_at_once_and_twelve_months_close_it(cast):
    needed = course(cast)
    session(cast, needed, days=7)
    refused = may(cast.mesa_wbl)
    assert not refused
    assert "the training “Working with employers”, next on" in refused.reason
    assert refused.way == "your-access"
    attend(cast, needed, cast.mesa_wbl)
    assert may(cast.mesa_wbl)
    assert not may(cast.harbor_wbl), "somebody else's training opens nothing"
    last_day = months_after(clock.today() - timedelta(days=1), 12)
    with clock.at(days_from_now((last_day - clock.today()).days - 1)):
        assert may(cast.mesa_wbl)
    with clock.at(days_from_now((last_day - clock.today()).days)):
        lapsed = may(cast.mesa_wbl)
        assert not lapsed
        assert "yours counted until" in lapsed.reason


def test_new_terms_close_on_their_day_and_accepting_opens_at_once(cast):
    first = terms(cast)
    assert "terms of use v1" in may(cast.mesa_wbl).reason
    earning.accept_terms(first, by=cast.mesa_wbl)
    assert may(cast.mesa_wbl)
    second = terms(cast, days=5, text="Be kinder.")
    assert may(cast.mesa_wbl), "it is not its day yet"
    with clock.at(days_from_now(5)):
        assert "terms of use v2" in may(cast.mesa_wbl).reason
        earning.accept_terms(second, by=cast.mesa_wbl)
        assert may(cast.mesa_wbl)


def test_both_are_named_when_both_are_lacking(cast):
    session(cast, course(cast), days=9)
    terms(cast)
    reason = may(cast.mesa_wbl).reason
    assert "terms of use v1 of Two Rivers Office (read and accept them)" in reason
    assert "the training" in reason


def test_a_refusal_of_the_page_says_what_is_lacking_and_nothing_is_written(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    terms(cast)
    client = cast.client(cast.mesa_wbl)
    answer = client.post(f"/employers/{employer.pk}/notes/", {"text": "a remark"})
    page = answer.content.decode()
    assert "terms of use v1" in page
    assert not Note.objects.filter(text="a remark").exists()
    client.post(f"/terms/{cast.region.terms.get().pk}/accept/")
    assert client.post(f"/employers/{employer.pk}/notes/", {"text": "a remark"}).status_code == 302
    assert Note.objects.filter(text="a remark").exists()


def test_what_rests_on_sight_of_a_restricted_record_is_closed_too(cast):
    prospect = cast.prospect("Held", holder=cast.mesa, by=cast.mesa_wbl)
    terms(cast)
    client = cast.client(cast.mesa_wbl)
    assert client.get(f"/vetting/{prospect.pk}/").status_code == 200, "sight is not taken away"
    answer = client.post(f"/vetting/{prospect.pk}/move/", {"stage": "parked", "reason": "quiet"})
    prospect.refresh_from_db()
    assert prospect.stage == "lead"
    assert "terms of use v1" in answer.content.decode()


def test_sight_is_never_taken_away(cast):
    """Whoever lacks terms finds every page that only shows something as before."""
    cast.prospect("Held", holder=cast.mesa, by=cast.mesa_wbl)
    pages = {
        "mesa_wbl": ("/", "/vetting/", "/employers/", "/employers/asked/", "/trainings/", "/points-of-contact/"),
        "director": ("/", "/crm/", "/crm/list/?view=all", "/crm/requests/", "/protocols/"),
        "mesa_admin": ("/access/",),
    }
    read = lambda: {(who, p): cast.client(cast.people[who]).get(p).status_code for who in pages for p in pages[who]}  # noqa: E731
    before = read()
    terms(cast)
    assert read() == before
    assert "Held" in cast.client(cast.mesa_wbl).get("/vetting/").content.decode()


def test_the_page_shows_what_is_lacking_and_where_to_get_it(cast):
    planned = session(cast, course(cast), days=3)
    terms(cast)
    client = cast.client(cast.mesa_wbl)
    page = client.get("/your-access/").content.decode()
    assert "Edit shared employers and their contacts" in page
    assert f"/terms/{cast.region.terms.get().pk}/" in page
    assert f"/trainings/sessions/{planned.pk}/book/" in page
    client.post(f"/trainings/sessions/{planned.pk}/book/", {"from": "your-access"})
    client.post(f"/terms/{cast.region.terms.get().pk}/accept/")
    page = client.get("/your-access/").content.decode()
    assert "You have a seat" in page
    assert "read and accept them" not in page


# ── How far it reaches ──


def test_a_course_opens_only_what_it_names(cast):
    course(cast, unlocks=["EDIT_EMPLOYERS"])
    assert not may(cast.mesa_wbl)
    assert may(cast.mesa_wbl, P.RECORD_ENGAGEMENTS)
    assert may(cast.mesa_wbl, P.SEE_DIRECTORY)


def test_a_colleges_course_concerns_its_own_staff(cast):
    course(cast, place=cast.mesa, by=cast.mesa_admin)
    assert not may(cast.mesa_wbl)
    assert may(cast.harbor_wbl)
    assert may(cast.director)


def test_a_day_ahead_gives_people_time(cast):
    course(cast, days=10)
    assert may(cast.mesa_wbl)
    with clock.at(days_from_now(10)):
        assert not may(cast.mesa_wbl)


def test_one_of_two_courses_that_open_the_same_is_enough(cast):
    course(cast)
    own = course(cast, place=cast.mesa, by=cast.mesa_admin, title="Mesa's way")
    attend(cast, own, cast.mesa_wbl)
    assert may(cast.mesa_wbl)


def test_a_closed_course_is_not_needed_any_more(cast):
    needed = course(cast)
    earning.close_course(needed, by=cast.administrator)
    assert may(cast.mesa_wbl)


def test_nobody_is_shut_out_of_getting_what_they_lack(cast):
    """Whoever lacks everything still reads, accepts, books, and the administrator still holds trainings."""
    session(cast, course(cast, unlocks=[p.name for p in EARNED]), days=2)
    terms(cast)
    for name in ("administrator", "mesa_admin", "director"):
        assert may(cast.people[name], P.HOLD_TRAININGS)
        assert may(cast.people[name], P.SEE_DIRECTORY)
    assert may(cast.administrator, P.CHANGE_TERRITORY)


def test_bulk_mail_always_needs_both(cast):
    reason = may(cast.mesa_wbl, P.BULK_MAIL).reason
    assert "none are in force" in reason
    assert "none is offered yet" in reason
    earning.accept_terms(terms(cast), by=cast.mesa_wbl)
    mailing = course(cast, unlocks=["BULK_MAIL"], days=100, title="Bulk e-mail")
    assert "Bulk e-mail" in may(cast.mesa_wbl, P.BULK_MAIL).reason, "needed whatever the day on which it begins"
    attend(cast, mailing, cast.mesa_wbl)
    assert may(cast.mesa_wbl, P.BULK_MAIL)
    assert "Your role" in may(cast.mesa_cases, P.BULK_MAIL).reason


def test_it_costs_no_query_of_its_own(cast):
    course(cast)
    terms(cast)
    person = Person.objects.get(pk=cast.mesa_wbl.pk)
    assert person.posts and person.places  # the roles and what surrounds them: a statement each, once a request
    with CaptureQueriesContext(connection) as captured:
        for permission in Permission:
            person.may(permission)
        queries.powers(person)
        queries.terms_to_accept(person)
    assert len(captured) == 0


def test_nothing_is_needed_from_yesterday_on(cast):
    with pytest.raises(Refused, match="today at the earliest"):
        course(cast, days=-1)
    with pytest.raises(Refused, match="today at the earliest"):
        terms(cast, days=-1)


# ── Who has what (B8, M23) ──


def test_an_administrator_sees_who_has_what_and_what_is_blocked(cast):
    needed = course(cast)
    attend(cast, needed, cast.mesa_wbl, cast.mesa_jobs)
    rows = access_rows(cast.mesa_admin)
    state = {row.membership.person: bool(row.lacks) for row in rows}
    assert state[cast.mesa_wbl] is False
    assert state[cast.mesa_cases] is True
    assert state[cast.mesa_student] is False
    assert cast.harbor_wbl not in state
    page = cast.client(cast.mesa_admin).get("/access/").content.decode()
    assert "Working with employers" in page


def test_training_coverage_is_what_plain_counting_says(cast):
    needed = course(cast)
    attend(cast, needed, cast.mesa_wbl, cast.mesa_jobs)
    told = training_coverage(access_rows(cast.administrator))
    people = [p for p in cast.people.values() if any(P.EDIT_EMPLOYERS in GRANTS[Role(m.role)] for m in p.posts)]
    trained = set(Attendance.objects.filter(attended=True, session__course=needed).values_list("person", flat=True))
    assert told.operators == len(people)
    assert told.trained == len(trained) == 2
    assert told.blocked == len(people) - 2


def test_nothing_to_count_where_nothing_is_needed(cast):
    told = training_coverage(access_rows(cast.administrator))
    assert (told.operators, told.trained, told.blocked) == (0, 0, 0)


def test_terms_that_say_the_same_bind_nobody_again(cast):
    terms(cast)
    with pytest.raises(Refused, match="words of version 1"):
        terms(cast, days=3, text=" Be kind. ")
    assert terms(cast, days=3, text="Be kinder.").number == 2, "the control"
