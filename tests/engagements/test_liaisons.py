"""Asking first: the answer, the silence, the leaver, the employer with many doors (C11, C13, N6)."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from guildhall.audit.models import Entry
from guildhall.employers import rules
from guildhall.employers.actions import editing, key_accounts
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions import liaising
from guildhall.engagements.models import Liaison
from guildhall.engagements.queries.liaisons import waiting_for
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.lib.working_days import after_working_days
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.persons import end_membership
from tests.moments import days_from_now, next_monday

pytestmark = pytest.mark.django_db
MONDAY = next_monday()


@pytest.fixture(autouse=True)
def _monday():
    """The first Monday after the day on which the test runs."""
    global MONDAY
    MONDAY = next_monday()


@pytest.fixture
def kestrel(cast):
    employer = cast.shared("Kestrel Aerospace", city="Redstone").employer
    ada = editing.save_contact(employer, {"family_name": "Nova", "email": "ada@kestrel.example"}, by=cast.mesa_jobs)
    people = {"operator": cast.mesa_jobs, "deputy": cast.mesa_cases}
    employer.account = key_accounts.open_key_account(employer, cast.mesa, **people, contacts=[ada], by=cast.mesa_jobs)
    employer.ada = Contact.objects.select_related("employer__holder").get(pk=ada.pk)
    return employer


def ask(cast, kestrel, *, why="a class visit in May", by="harbor_wbl"):
    return liaising.ask_first(kestrel.ada, why, by=cast.people[by], institution=cast.harbor)


def may(person, contact):
    return bool(rules.can_show_address(person, Contact.objects.select_related("employer__holder").get(pk=contact.pk)))


@contextmanager
def day(number):
    """So many days after a Monday."""
    with clock.at(MONDAY + timedelta(days=number)):
        yield


def mailed():
    return list(
        OutgoingEmail.objects.filter(kind__in=["contact asked", "contact answered"])
        .order_by("queued_at")
        .values_list("to", flat=True)
    )


def test_working_days_leave_weekends_out():
    assert after_working_days(date(2030, 3, 4), 3) == date(2030, 3, 7)
    assert after_working_days(date(2030, 3, 7), 3) == date(2030, 3, 12)
    assert after_working_days(date(2030, 3, 9), 1) == date(2030, 3, 11)
    assert after_working_days(date(2030, 3, 8), 0) == date(2030, 3, 8)


def test_the_operator_agrees_and_one_person_sees_the_details_for_a_while(cast, kestrel):
    """C11, N6."""
    liaison = ask(cast, kestrel)
    assert list(waiting_for(cast.mesa_jobs)) == [liaison]
    assert not waiting_for(cast.mesa_cases).exists()
    assert not may(cast.harbor_wbl, kestrel.ada)
    liaising.agree(liaison, until=clock.today() + timedelta(30), by=cast.mesa_jobs)
    assert may(cast.harbor_wbl, kestrel.ada)
    assert not may(cast.harbor_admin, kestrel.ada)
    with clock.at(days_from_now(31)):
        assert not may(cast.harbor_wbl, kestrel.ada)
    assert mailed() == [cast.mesa_jobs.email, cast.harbor_wbl.email]


def test_asking_twice_is_told_who_has_it_and_what_becomes_of_silence(cast, kestrel):
    row = ask(cast, kestrel)
    client, url = cast.client(cast.harbor_wbl), f"/employers/{kestrel.pk}/ask-first/"
    page = client.post(url, {"contact": kestrel.ada.pk, "why": "once more"}).content.decode()
    assert f"You asked {cast.mesa_jobs} on" in page
    assert "it goes to the deputy" in page
    assert f"/ask-first/{row.pk}/" in page
    assert f"You to {cast.mesa_jobs}: a class visit in May" in client.get("/ask-first/").content.decode()
    assert "You to" not in cast.client(cast.mesa_jobs).get("/ask-first/").content.decode()


def test_declined_or_answered_on_behalf_nothing_opens(cast, kestrel):
    with pytest.raises(Refused, match="Say why not"):
        liaising.decline(ask(cast, kestrel), words=" ", by=cast.mesa_jobs)
    liaison = Liaison.objects.get()
    liaising.decline(liaison, words="We see them next week.", by=cast.mesa_jobs)
    again = ask(cast, kestrel, why="is there a tour?")
    liaising.answer_on_behalf(again, words="Tours are on Fridays.", by=cast.mesa_cases)
    assert not may(cast.harbor_wbl, kestrel.ada)
    assert set(Liaison.objects.values_list("state", flat=True)) == {"declined", "answered"}
    with pytest.raises(Refused, match="answered already"):
        liaising.agree(liaison, until=clock.today(), by=cast.mesa_jobs)


def test_who_asks_and_who_answers(cast, kestrel):
    with pytest.raises(Refused, match="need not ask"):
        liaising.ask_first(kestrel.ada, "why", by=cast.mesa_jobs, institution=cast.mesa)
    with pytest.raises(Refused, match="Say why"):
        ask(cast, kestrel, why=" ")
    liaison = ask(cast, kestrel)
    with pytest.raises(Refused, match="asked already"):
        ask(cast, kestrel)
    for who in ("director", "mesa_wbl", "harbor_admin", "harbor_wbl"):
        with pytest.raises(Refused):
            liaising.agree(liaison, until=clock.today(), by=cast.people[who])
    with pytest.raises(Refused, match="next twelve months"):
        liaising.agree(liaison, until=clock.today() + timedelta(999), by=cast.mesa_jobs)
    with pytest.raises(Refused, match="Only whoever asked"):
        liaising.withdraw(liaison, by=cast.mesa_jobs)
    liaising.withdraw(liaison, by=cast.harbor_wbl)
    assert set(Entry.objects.filter(object_id=str(liaison.pk)).values_list("verb", flat=True)) == {
        "ask first",
        "withdraw request to ask first",
    }


def test_silence_goes_to_the_deputy_and_then_up_each_told_once(cast, kestrel):
    """N6: three working days, the weekend aside; the first may still answer."""
    with day(0):
        liaison = ask(cast, kestrel)
    holders = []
    for number in range(12):
        with day(number):
            for _again in range(3):  # the job may run as often as it likes
                liaising.hand_on_silent()
            liaison.refresh_from_db()
            holders.append(liaison.holder)
    assert holders[:4] == [cast.mesa_jobs] * 4, "Monday to Thursday"
    assert holders[4:10] == [cast.mesa_cases] * 6, "Friday to Wednesday"
    assert holders[10:] == [cast.mesa_admin] * 2, "then the institution's administrator"
    assert mailed() == [p.email for p in (cast.mesa_jobs, cast.mesa_cases, cast.mesa_admin)]
    liaising.agree(liaison, until=clock.today(), by=cast.mesa_jobs)


def test_a_request_in_time_is_not_handed_on(cast, kestrel):
    """The control."""
    with day(0):
        liaison = ask(cast, kestrel)
    with day(3):
        assert liaising.hand_on_silent() == 0
    liaison.refresh_from_db()
    assert liaison.holder == cast.mesa_jobs


def test_the_clause_says_how_long_silence_may_last(cast, kestrel):
    from guildhall.protocols.actions import Draft, publish
    from guildhall.protocols.models import Clause

    drafts = [Draft("1", "Ask first", "Within a day.", Clause.Subject.LIAISON, {"days": 1})]
    publish(cast.region, "Contact protocol", drafts, in_force_from=date(2020, 1, 1), text="", by=None)
    with day(0):
        liaison = ask(cast, kestrel)
    with day(2):
        assert liaising.hand_on_silent() == 1
    liaison.refresh_from_db()
    assert liaison.holder == cast.mesa_cases


def test_a_leaver_holds_nothing_up(cast, kestrel):
    liaison = ask(cast, kestrel)
    end_membership(cast.mesa_jobs.memberships.get(), by=cast.mesa_admin)
    cast.mesa_jobs.forget_standing()
    assert liaising.hand_on_silent() == 1
    liaison.refresh_from_db()
    assert liaison.holder == cast.mesa_cases
    assert liaison.steps.last().because == "gone"
    end_membership(cast.mesa_cases.memberships.get(), by=cast.mesa_admin)
    liaising.hand_on_silent()
    again = ask(cast, kestrel, by="harbor_admin")
    assert again.holder == cast.mesa_admin, "a new request does not even go to them"


def test_a_request_that_nobody_needs_any_more_is_closed(cast, kestrel):
    liaison = ask(cast, kestrel)
    key_accounts.end_key_account(kestrel.account, reason="she retired", by=cast.mesa_jobs)
    liaising.hand_on_silent()
    liaison.refresh_from_db()
    assert liaison.state == "withdrawn"
    assert may(cast.harbor_wbl, kestrel.ada)


def test_whose_account_has_ended_opens_nothing_that_another_one_protects(cast, kestrel):
    """N6: the request goes to whoever protects the contact now."""
    liaison = ask(cast, kestrel)
    people = {"operator": cast.mesa_wbl, "deputy": cast.mesa_career, "contacts": [kestrel.ada]}
    with_access = {"until": clock.today() + timedelta(30), "by": cast.mesa_jobs}
    liaising.agree(ask(cast, kestrel, by="harbor_admin"), **with_access)  # the control: as long as it stands
    assert may(cast.harbor_admin, kestrel.ada)
    values = {"account": kestrel.account, "until": clock.today(), "reason": "x", "by": cast.mesa_jobs}
    key_accounts.grant_contact(kestrel.ada, cast.mesa_wbl, **values)
    key_accounts.open_key_account(kestrel, cast.mesa, by=cast.mesa_wbl, **people)
    key_accounts.end_key_account(kestrel.account, reason="she moved", by=cast.mesa_jobs)
    with pytest.raises(Refused, match="does not protect"):
        liaising.agree(liaison, **with_access)
    assert not may(cast.harbor_wbl, kestrel.ada)
    liaising.hand_on_silent()
    liaison.refresh_from_db()
    assert (liaison.state, liaison.holder) == ("open", cast.mesa_wbl)
    liaising.agree(liaison, **with_access | {"by": cast.mesa_wbl})
    assert may(cast.harbor_wbl, kestrel.ada)


def test_a_question_to_a_large_employer_goes_to_whoever_answers_for_its_topic(cast):
    """C13, journey 5."""
    employer = cast.shared("Redstone Health", city="Redstone", street="1 Main").employer
    key_accounts.mark_doors(employer, many=True, by=cast.mesa_wbl)
    employer = Employer.objects.get(pk=employer.pk)
    editing.own(employer, cast.mesa_admin, by=cast.mesa_admin)
    for topic, person, place in (("nursing", cast.mesa_jobs, cast.mesa), ("robots", cast.harbor_admin, cast.harbor)):
        values = {"topic": topic, "site": None, "institution": place, "person": person}
        key_accounts.save_touch_point(employer, values, by=person)
    asked = {"by": cast.harbor_wbl, "institution": cast.harbor}
    holders = [
        liaising.ask_touch_point(employer, topic, "may we visit?", **asked).holder
        for topic in ("Nursing students", "robots for schools", "something else")
    ]
    assert holders == [cast.mesa_jobs, cast.harbor_admin, cast.mesa_admin]
    open_one = editing.save_contact(employer, {"family_name": "Nova", "email": "n@x.example"}, by=cast.mesa_wbl)
    assert may(cast.harbor_wbl, open_one), "nobody is asked first there"


def test_the_link_in_the_mail_changes_nothing_by_being_opened(cast, kestrel):
    liaison = ask(cast, kestrel)
    text = OutgoingEmail.objects.get(kind="contact asked").text
    assert f"/ask-first/{liaison.pk}/" in text
    client = cast.client(cast.mesa_jobs)
    assert client.get(f"/ask-first/{liaison.pk}/").status_code == 200
    liaison.refresh_from_db()
    assert liaison.state == "open"
    assert client.get(f"/ask-first/{liaison.pk}/answer/")["Location"] == f"/ask-first/{liaison.pk}/", "opened again"
    assert cast.client(None).get(f"/ask-first/{liaison.pk}/").status_code == 302
    assert cast.client(cast.mesa_wbl).get(f"/ask-first/{liaison.pk}/").status_code == 404
    assert f"/ask-first/{liaison.pk}/" in client.get("/").content.decode(), "it stands on Today"
    done = client.post(f"/ask-first/{liaison.pk}/answer/", {"act": "agree", "period": "30", "words": ""})
    assert done.status_code == 302
    assert may(cast.harbor_wbl, kestrel.ada)
