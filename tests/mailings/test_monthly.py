"""The figures of bulk e-mail, each equal to its rows: e-mails per contact and month, and what mailings carry (M6)."""

import re
from datetime import timedelta

import pytest

from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.mailings.actions import sending
from guildhall.mailings.models import Carried, Mailing
from guildhall.mailings.queries.charting import Wanted
from guildhall.mailings.queries.monthly import emails_of, months_of, share_carrying
from tests.events.plans import published
from tests.mailings.written import drafted, employer, monday, scheduled, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast):
    """A mailing to three contacts of two employers, one e-mail to one of them, a call, and a hidden employer."""
    trained(cast)
    cast.kestrel = employer(cast, "Kestrel", "One", "Two")
    cast.juniper = employer(cast, "Juniper")
    scheduled(cast, drafted(cast, whom="all"), at=monday())
    with clock.at(monday(11)):
        sending.send_due()
    return cast


def wrote(cast, of, by, kind="email"):
    did = Happening(kind, "Hello", clock.today(), contact=of.contacts.first())
    record_engagement(of, did, by=by, institution=cast.mesa)


def test_emails_are_counted_for_each_contact_bulk_and_individual(told):
    with clock.at(monday(12)):
        wrote(told, told.kestrel, told.mesa_wbl)
        wrote(told, told.kestrel, told.mesa_wbl, "call")
        now, *before = months_of(told.harbor_wbl, Wanted())
        assert (now.contacts, now.bulk, now.single, now.per_contact) == (3, 3, 1, "1.3")
        assert all((one.contacts, one.per_contact) == (0, "") for one in before) and len(before) == 5
        for way, n in (("", 4), ("bulk", 3), ("single", 1)):
            assert emails_of(told.harbor_wbl, Wanted(), now.first, way).count() == n
        narrowed = months_of(told.mesa_wbl, Wanted(employer=told.juniper))[0]
        assert (narrowed.contacts, narrowed.bulk, narrowed.single) == (1, 1, 0)


def test_what_is_behind_the_wall_is_in_no_figure(told):
    with clock.at(monday(12)):
        before = months_of(told.harbor_wbl, Wanted())
        hidden = told.prospect("Hidden Works", contact={"family_name": "Secret", "email": "s@hidden.example"}).employer
        did = Happening("email", "Hello", clock.today(), contact=hidden.contacts.first())
        record_engagement(hidden, did, by=told.director, institution=told.region)
        assert months_of(told.harbor_wbl, Wanted()) == before
        assert months_of(told.director, Wanted())[0].single == before[0].single + 1, "the control"


def test_the_page_opens_each_number_into_its_rows(told):
    with clock.at(monday(12)):
        client = told.client(told.mesa_wbl)
        page = client.get("/contacts-over-time/").content.decode()
        links = re.findall(r'href="(/contacts-over-time/rows/\?month=[^"]+way=bulk[^"]*)"', page)
        rows = client.get(links[0].replace("&amp;", "&")).content.decode()
        assert rows.count('class="line plain"') == 3
        assert client.get("/contacts-over-time/rows/?month=1999-01").status_code == 200, "an old month is this week"


def test_the_share_of_mailings_that_carry_what_others_have_on(told):
    assert (share_carrying(told.mesa_wbl).carrying, share_carrying(told.mesa_wbl).of) == (0, 1)
    assert share_carrying(told.mesa_career).of == 1 and share_carrying(told.harbor_wbl).of == 0
    row, event = Mailing.objects.get(), published(told, "Open day", by="harbor_wbl", audience="public")
    facts = {"mailing": row, "by": told.mesa_wbl, "at": clock.now()}
    own = Carried.objects.create(event=event, institution=told.mesa, **facts)
    assert share_carrying(told.mesa_wbl).carrying == 0, "one’s own is no cross-promotion"
    Carried.objects.filter(pk=own.pk).update(institution=told.harbor)
    share = share_carrying(told.mesa_wbl)
    assert (share.carrying, share.of, share.percent) == (1, 1, 100)
    client = told.client(told.mesa_wbl)
    for of, n in (("carrying", 1), ("year", 1)):
        assert client.get(f"/mailings/?view=sent&of={of}").content.decode().count('class="line plain"') == n
    Mailing.objects.update(finished_at=clock.now() - timedelta(days=400))
    assert share_carrying(told.mesa_wbl).of == 0
