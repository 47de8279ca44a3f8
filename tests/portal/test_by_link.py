"""What an employer is asked by e-mail it does by a link as well, without an account (N19)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.employers.models import Contact, EmployerLogin
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding, standing
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.opportunities.models import OfferLink, Opportunity
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.portal.models import ColleagueQuestion, Registration
from tests.opportunities.offers import fresh, offer, posted
from tests.portal.test_registering import knock

pytestmark = pytest.mark.django_db
State = Opportunity.State
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}
PUT_RIGHT = {"kind": "internship_paid", "title": "Two interns, paid", "places": "2", "pay_low": "21", "pay_per": "hour"}


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT, domain="kestrel.example").employer


def link_in(kind, page):
    text = OutgoingEmail.objects.filter(kind=kind).latest("queued_at").text
    return re.search(rf"/[\w/-]*{page}/[\w-]+/", text).group(0)


def refused(cast, kestrel):
    """A refused opportunity, as its contact was told, and the address of the link."""
    row = offer(cast, kestrel, contact=kestrel.contacts.get())
    said = deciding.Refusal("The pay is missing.", "Say what an hour is paid.")
    deciding.refuse_opportunity(row, said, version=row.version, by=cast.mesa_wbl)
    return fresh(row), link_in("opportunity refused", "change-offer")


# ── What was refused ─────────────────────────────────────────────────


def test_a_contact_without_an_account_puts_right_what_was_refused(cast, kestrel, client):
    row, link = refused(cast, kestrel)
    page = client.get(link).content.decode()
    assert "The pay is missing." in page
    assert "Say what an hour is paid." in page
    assert fresh(row).state == State.REFUSED, "opening it changes nothing"
    client.post(link, PUT_RIGHT | {"places": "0", "version": row.version})
    assert fresh(row).state == State.REFUSED, "what cannot be changes nothing, and uses nothing up"
    assert client.post(link, PUT_RIGHT | {"version": row.version}).status_code == 302
    now = fresh(row)
    assert (now.state, now.title, now.pay_low) == (State.WAITING, "Two interns, paid", 21)
    assert Notice.objects.filter(event="opportunity waits", person=cast.mesa_wbl).exists(), "whoever reads it is told"
    assert "reads it, and tells you" in client.get(link).content.decode()


def test_the_link_works_once_and_not_for_ever(cast, kestrel, client):
    row, link = refused(cast, kestrel)
    client.post(link, PUT_RIGHT | {"version": row.version})
    now = fresh(row)
    deciding.refuse_opportunity(now, deciding.Refusal("Still no."), version=now.version, by=cast.mesa_wbl)
    assert "refused again" in client.get(link).content.decode()
    client.post(link, PUT_RIGHT | {"title": "Sneaked in", "version": fresh(row).version})
    assert fresh(row).title != "Sneaked in"
    newest = link_in("opportunity refused", "change-offer")
    assert newest != link
    OfferLink.objects.update(until=clock.today() - timedelta(1))
    assert client.get(newest).status_code == 404
    assert client.get("/change-offer/nothing-like-it/").status_code == 404


def test_what_ended_by_itself_is_offered_again_by_a_link(cast, kestrel, client):
    row = posted(cast, kestrel, contact=kestrel.contacts.get(), requirements="Steady hands")
    yesterday = clock.today() - timedelta(1)
    Opportunity.objects.filter(pk=row.pk).update(publish_on=yesterday, expires_on=yesterday, starts_on=yesterday)
    standing.keep_fresh()
    link = link_in("opportunity ended", "change-offer")
    page = client.get(link).content.decode()
    assert "Steady hands" in page
    assert yesterday.isoformat() not in page, "the days of then are not offered again"
    again = PUT_RIGHT | {"requirements": "Steady hands", "version": fresh(row).version}
    for _press in range(2):
        client.post(link, again)
    new = Opportunity.objects.exclude(pk=row.pk).get()
    assert (new.state, new.contact, new.holder, new.entered_by) == (State.WAITING, row.contact, row.holder, None)
    assert fresh(row).state == State.CLOSED
    assert "reads it, and tells you" in client.get(link).content.decode()
    assert "Ana Ortega" in cast.client(cast.mesa_wbl).get(f"/opportunities/{new.pk}/").content.decode()


def by_themselves(cast, kestrel):
    """What Ama, who signs in, offered with Ana as its contact; refused, and so two letters with a link were written."""
    ama = open_login(kestrel, NewLogin("Ama", "Diallo", "ama@kestrel.example", administers=True), by=cast.director)
    words = Offer("internship_paid", "Two interns", contact=kestrel.contacts.get(email="ana@kestrel.example"))
    row = enter_opportunity(kestrel, words, holder=cast.mesa, by=ama)
    deciding.refuse_opportunity(row, deciding.Refusal("The pay is missing."), version=row.version, by=cast.mesa_wbl)
    text = OutgoingEmail.objects.filter(to="ama@kestrel.example").latest("queued_at").text
    mine = re.search(r"/[\w/-]*change-offer/[\w-]+/", text).group(0)
    return ama, row, mine, link_in("opportunity refused", "change-offer")


def test_the_link_of_a_sign_in_ends_with_it_and_that_of_the_contact_does_not(cast, kestrel, client):
    """A letter that lies in the mailbox of somebody who was let go puts nothing right, whoever else is known there."""
    ama, row, mine, contacts = by_themselves(cast, kestrel)
    assert mine != contacts
    assert client.get(mine).status_code == 200, "the control: as long as they sign in it works"
    end_login(ama, by=cast.director)
    assert client.get(mine).status_code == 404
    assert client.post(mine, PUT_RIGHT | {"version": row.version}).status_code == 404
    assert fresh(row).state == State.REFUSED
    assert client.post(contacts, PUT_RIGHT | {"version": fresh(row).version}).status_code == 302
    assert fresh(row).state == State.WAITING


def test_the_link_of_a_contact_who_left_opens_nothing(cast, kestrel, client):
    row, link = refused(cast, kestrel)
    assert client.get(link).status_code == 200, "the control"
    Contact.objects.filter(pk=row.contact_id).update(to_date=clock.today() - timedelta(1))
    assert client.get(link).status_code == 404


def test_what_is_offered_again_by_a_link_keeps_who_offered_it(cast, kestrel, client):
    ama = open_login(kestrel, NewLogin("Ama", "Diallo", "ama@kestrel.example", administers=True), by=cast.director)
    row = enter_opportunity(kestrel, Offer("internship_paid", "Two interns"), holder=cast.mesa, by=ama)
    deciding.approve(row, version=row.version, by=cast.mesa_wbl)
    yesterday = clock.today() - timedelta(1)
    Opportunity.objects.update(publish_on=yesterday, expires_on=yesterday)
    standing.keep_fresh()
    client.post(link_in("opportunity ended", "change-offer"), PUT_RIGHT | {"version": fresh(row).version})
    new = Opportunity.objects.exclude(pk=row.pk).get()
    assert (new.offered_by, new.entered_by) == (ama, None)
    assert "Ama Diallo" in cast.client(cast.mesa_wbl).get(f"/opportunities/{new.pk}/").content.decode()


def test_what_somebody_closed_is_not_offered_by_a_link(cast, kestrel, client):
    row, link = refused(cast, kestrel)
    deciding.close(row, "withdrawn", filled=None, version=row.version, by=cast.mesa_wbl)
    assert "It is over" in client.get(link).content.decode()
    client.post(link, PUT_RIGHT | {"version": fresh(row).version})
    assert Opportunity.objects.count() == 1


def test_two_people_with_the_same_link_overwrite_nothing(cast, kestrel, client):
    row, link = refused(cast, kestrel)
    Opportunity.objects.filter(pk=row.pk).update(version=row.version + 1, title="Changed by a college")
    page = client.post(link, PUT_RIGHT | {"version": row.version}).content.decode()
    assert "Changed by a college" in page
    assert fresh(row).title == "Changed by a college"


# ── Who is a colleague ───────────────────────────────────────────────


@pytest.fixture
def asked(cast, kestrel):
    """Ama administers the logins of Kestrel, and Marisol asks to sign in: the address of Ama's link."""
    cast.ama = open_login(kestrel, NewLogin("Ama", "Diallo", "ama@kestrel.example", administers=True), by=cast.director)
    cast.row = knock()
    return link_in("front door colleague_asks", "knows")


def test_a_colleague_lets_somebody_in_by_the_link(cast, asked, client):
    page = client.get(asked).content.decode()
    assert "Marisol Ortega" in page
    cast.row.refresh_from_db()
    assert cast.row.state == Registration.State.WAITING, "opening it changes nothing"
    client.post(asked, {"answer": "yes"})
    login = EmployerLogin.objects.get(email="marisol@kestrel.example")
    assert (login.invited_by, login.administers) == (cast.ama, False)
    client.post(asked, {"answer": "no"})
    cast.row.refresh_from_db()
    assert cast.row.state == Registration.State.APPROVED, "the first answer counts"
    assert "They are let in" in client.get(asked).content.decode()


def test_a_colleague_who_does_not_know_them_keeps_them_out(cast, asked, client):
    client.post(asked, {"answer": "no"})
    cast.row.refresh_from_db()
    assert cast.row.state == Registration.State.REFUSED
    assert not EmployerLogin.objects.filter(email="marisol@kestrel.example").exists()


@pytest.mark.parametrize("ends", ["the login", "the right to invite", "the days"])
def test_the_link_ends_with_what_it_rests_on(cast, asked, client, ends):
    if ends == "the login":
        end_login(cast.ama, by=cast.director)
    elif ends == "the right to invite":
        EmployerLogin.objects.filter(pk=cast.ama.pk).update(administers=False)
    else:
        ColleagueQuestion.objects.update(until=clock.today() - timedelta(1))
    assert Client().get(asked).status_code == 404
    assert Client().post(asked, {"answer": "yes"}).status_code == 404
    cast.row.refresh_from_db()
    assert cast.row.state == Registration.State.WAITING
