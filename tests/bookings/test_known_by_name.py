"""The employer of an event reads the names of those alone who have agreed to it, and each time is logged (C16, R5)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.bookings.actions.closing import close_list
from guildhall.bookings.actions.naming import name_who_came
from guildhall.bookings.actions.telling_employers import tell_employers
from guildhall.bookings.models import Closing, Report
from guildhall.bookings.queries.naming import agreed_of, secret_of_report
from guildhall.employers.models import EmployerLogin
from guildhall.events.actions.taking_part import Part, change_part, name_employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.students.actions.consenting import Signed, revoke, sign
from guildhall.students.models import Consent, Disclosure
from guildhall.visitors.actions import open_session
from guildhall.visitors.doors import door_of
from tests.bookings.at_the_door import fair
from tests.bookings.test_afterward import mails

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


def consents(cast, row, employer=None, *, use="event", parts=("name", "program"), by="mesa_wbl"):
    """A consent of a student on paper."""
    said = Signed(parts, "career fair", "student", row.registration.name, clock.today(), employer=employer, use=use)
    return sign(row.registration, said, by=cast.people[by])


@pytest.fixture
def told(cast):
    """A fair of twelve, the morning after; one agreed for any employer, one for Kestrel, one for another employer, one
    for a place alone, and one who agreed did not come. Both colleges have one who agreed.
    """
    day = fair(cast, mesa=12, harbor=1)
    kestrel = cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    osprey = cast.shared("Osprey Inn").employer
    row = name_employer(day.event, kestrel, Part(contact=kestrel.contacts.first()), by=cast.mesa_wbl)
    change_part(row, Part(contact=row.contact), "confirmed", version=row.version, by=cast.mesa_wbl)
    consents(cast, day.mesa[0])
    consents(cast, day.mesa[1], osprey)
    consents(cast, day.mesa[2], kestrel, use="place")
    consents(cast, day.mesa[11])
    consents(cast, day.harbor[0], kestrel, by="harbor_wbl")
    with clock.at(day.begun):
        for one in (*day.mesa[:11], day.harbor[0]):
            day.here(one)
        close_list(day.roll, by=cast.mesa_wbl)
    day.kestrel, day.osprey = kestrel, osprey
    with clock.at(day.next_morning):
        tell_employers()
        yield day


def door(employer):
    """Somebody who signs in for an employer."""
    facts = {"given_name": "Ana", "family_name": "Ortega", "email": f"ana@{employer.pk}.example"}
    login, client = EmployerLogin.objects.create(employer=employer, opened_at=clock.now(), **facts), Client()
    client.cookies[door_of("employer").cookie] = open_session(login, keep=True)
    return client


def test_those_who_agreed_are_shown_and_logged_and_nobody_else(told):
    report = Report.objects.get()
    assert agreed_of(report).untold == 2 and not agreed_of(report).names
    client, path = door(told.kestrel), f"/employer/attended/{report.pk}/"
    page = client.get(path).content.decode()
    assert "2 students have agreed" in page and "Zamora" not in page and not Disclosure.objects.exists()
    shown = client.post(path, {"show": "yes"}).content.decode()
    assert "Ours0 Zamora" in shown and "Theirs0 Zamora" in shown and "34 CFR 99.33" in shown
    for nobody in ("Ours1 ", "Ours2 ", "Ours3 ", "Ours11 ", "@mesa.example"):
        assert nobody not in shown
    lines = Disclosure.objects.order_by("registration__given_name")
    assert [(row.registration.given_name, row.ground, row.by) for row in lines] == [
        ("Ours0", "consent", told.cast.mesa_wbl), ("Theirs0", "consent", told.cast.harbor_wbl)
    ]  # fmt: skip
    assert {row.purpose for row in lines} == {f"event: {told.event.title}"}
    assert "Ours0 Zamora, Theirs0 Zamora" in client.get(path).content.decode()


def test_revoking_takes_the_name_away_with_the_next_request(told):
    report = Report.objects.get()
    name_who_came(report)
    row = Consent.objects.get(registration=told.mesa[0].registration)
    revoke(row, version=row.version, by=told.cast.mesa_wbl)
    assert agreed_of(report).names == ["Theirs0 Zamora"]
    assert [one["name"] for one in name_who_came(report)] == ["Theirs0 Zamora"]


def test_another_employer_reads_nothing_of_it(told):
    report = Report.objects.get()
    client, path = door(told.osprey), f"/employer/attended/{report.pk}/"
    assert client.get(path).status_code == client.post(path, {"show": "yes"}).status_code == 404
    assert not Disclosure.objects.exists()


def test_the_letter_has_a_link_and_no_name_and_the_link_ends(told):
    letter, report = mails("event report").get(), Report.objects.get()
    path = f"/attended/{secret_of_report(report)}/"
    assert path in letter.text and "Zamora" not in letter.text
    stranger = Client()
    assert "2 students have agreed" in stranger.get(path).content.decode() and not Disclosure.objects.exists()
    assert "Ours0 Zamora" in stranger.post(path, {"show": "yes"}).content.decode()
    assert stranger.get(path[:-3] + "xy/").status_code == 404
    with clock.at(told.begun + timedelta(days=62)):
        assert stranger.get(path).status_code == 404
    told.kestrel.contacts.update(to_date=clock.today() - timedelta(1))
    assert stranger.get(path).status_code == 404


def test_nothing_is_mailed_or_shown_where_nobody_agreed(told):
    Consent.objects.update(revoked_at=clock.now())
    Report.objects.all().delete()
    Closing.objects.update(told_at=None)
    tell_employers()
    letter, report = mails("event report").order_by("-queued_at").first(), Report.objects.get()
    assert "/attended/" not in letter.text
    with pytest.raises(Refused, match="Nobody has agreed"):
        name_who_came(report)
    assert "Nobody who came" in door(told.kestrel).get(f"/employer/attended/{report.pk}/").content.decode()
