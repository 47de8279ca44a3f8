"""Who gets a mailing, who is held and why (C18-C20, N3, N6): every row has its reason, and nobody is everybody."""

from datetime import timedelta

import pytest

from guildhall.employers.actions import key_accounts
from guildhall.employers.models import Contact, Tag
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import ContactLimit, Liaison
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import selecting
from guildhall.mailings.models import Mailbox, Recipient, Source
from guildhall.mailings.queries.sources import contacts_by, employers_by
from guildhall.outbox.models import Suppression
from tests.mailings.written import drafted, employer, fresh, monday, scheduled, told, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast):
    trained(cast)
    return cast


def anew(row, by):
    selecting.select_recipients(fresh(row), by=by)
    return told(row)


def test_without_a_source_nobody_gets_it(ready):
    employer(ready, "Kestrel")
    assert told(drafted(ready, whole=False)) == {}


@pytest.mark.always
@pytest.mark.parametrize(
    "query", ["", "sort=name", "size=huge", "industry=99999", "owner=all", "nonsense=1", "tag=", "contact=soon", "q=,,",
              "all=no", "tag=x&nonsense=1", "offers=none", "place=%00"]
)  # fmt: skip
def test_a_filter_that_makes_no_sense_finds_nobody(ready, query):
    """0 means nobody, never everybody."""
    employer(ready, "Kestrel")
    assert not employers_by(query, ready.mesa_wbl).exists()
    assert not contacts_by(query, ready.mesa_wbl).exists()


def test_the_control_a_filter_that_makes_sense_finds_its_own(ready):
    employer(ready, "Kestrel", city="Mesa")
    employer(ready, "Juniper", city="Harbor")
    assert {e.name for e in employers_by("all=yes", ready.mesa_wbl)} == {"Kestrel", "Juniper"}
    assert {e.name for e in employers_by("place=Mesa", ready.mesa_wbl)} == {"Kestrel"}
    assert {e.name for e in employers_by("q=juni", ready.mesa_wbl)} == {"Juniper"}
    assert {c.family_name for c in contacts_by("agreed=events", ready.mesa_wbl)} == {"Kestrel One", "Juniper One"}


def test_behind_the_wall_nobody_is_reached(ready):
    ready.prospect("Hidden Works", contact={"family_name": "Secret", "email": "s@hidden.example"})
    Contact.objects.update(mail_topics=["events"])
    assert told(drafted(ready, whom="all")) == {}


def test_every_row_that_is_left_out_says_why(ready):
    row = employer(ready, "Kestrel", "Agreed", "Elsewhere", "Never", "Silent", "Bounced", "Back", "Chose")
    contacts = {c.family_name: c for c in row.contacts.all()}
    Contact.objects.filter(family_name="Elsewhere").update(mail_topics=["news"])
    Contact.objects.filter(family_name="Never").update(mail_topics=[])
    Contact.objects.filter(family_name="Silent").update(email="")
    Contact.objects.filter(family_name="Back").update(email_failed_at=clock.now())
    Suppression.objects.create(address=contacts["Bounced"].email.upper(), reason="bounced")
    Mailbox.objects.create(address=contacts["Chose"].email, nothing=True, since=clock.now(), chosen_at=clock.now())
    other = employer(ready, "Juniper", "Twin")
    other.contacts.update(email=contacts["Agreed"].email.upper())
    found = told(drafted(ready, whom="all"))
    assert found == {
        "Agreed": ("included", ""),
        "Elsewhere": ("excluded", "topic"),
        "Never": ("excluded", "no_consent"),
        "Silent": ("excluded", "no_address"),
        "Bounced": ("excluded", "bounced"),
        "Back": ("excluded", "bounced"),
        "Chose": ("excluded", "opted_out"),
        "Twin": ("excluded", "duplicate"),
    }
    for one in Recipient.objects.exclude(state="included"):
        assert str(one.words), "every row has its reason in words"


def test_of_each_employer_the_first_who_agreed(ready):
    employer(ready, "Kestrel", "Second", "First")
    Contact.objects.filter(family_name="Second").update(mail_topics=[])
    assert told(drafted(ready)) == {"First": ("included", "")}


def test_held_for_the_budget_a_pause_quiet_time_and_another_way(ready):
    used, paused, quiet, phone = (employer(ready, name) for name in ("Used", "Paused", "Quiet", "Phone"))
    for n in range(3):
        day = clock.today() - timedelta(n + 1)
        record_engagement(used, Happening("call", "Hello", day, contact=used.contacts.get()), by=ready.mesa_wbl,
                          institution=ready.mesa)  # fmt: skip
    told_us = {"said": "Ana, by telephone", "by": ready.mesa_wbl, "at": clock.now()}
    ContactLimit.objects.create(employer=paused, paused_until=clock.today() + timedelta(60), **told_us)
    ContactLimit.objects.create(employer=phone, channel="phone", **told_us)
    record_engagement(quiet, Happening("call", "Hello", clock.today(), contact=quiet.contacts.get()),
                      by=ready.harbor_wbl, institution=ready.harbor)  # fmt: skip
    found = told(drafted(ready))
    assert found["Used One"] == ("held", "budget")
    assert found["Paused One"] == ("held", "paused")
    assert found["Phone One"] == ("held", "other_way")
    assert found["Quiet One"] in (("held", "quiet"), ("held", "budget"))
    held = Recipient.objects.get(contact__family_name="Paused One")
    assert "asked for quiet until" in held.words


def test_a_key_account_holds_and_one_click_asks_for_all(ready):
    row = employer(ready, "Kestrel")
    star = row.contacts.get()
    key_accounts.open_key_account(
        row, ready.harbor, operator=ready.harbor_wbl, deputy=None, contacts=[star], by=ready.harbor_wbl
    )
    mailing = drafted(ready)
    assert told(mailing) == {"Kestrel One": ("held", "key_account")}
    assert selecting.ask_for_held(mailing, "Our fair is near them.", by=ready.mesa_wbl) == 1
    asked = Liaison.objects.get(contact=star)
    assert asked.asked_by == ready.mesa_wbl
    with pytest.raises(Refused, match="asked already"):
        selecting.ask_for_held(fresh(mailing), "Again.", by=ready.mesa_wbl)
    from guildhall.engagements.actions import liaising

    liaising.agree(asked, until=clock.today() + timedelta(30), by=ready.harbor_wbl)
    assert anew(mailing, ready.mesa_wbl) == {"Kestrel One": ("included", "")}


def test_another_mailing_in_the_same_days_holds_the_later_one(ready):
    employer(ready, "Kestrel")
    scheduled(ready, drafted(ready, subject="First"), at=monday())
    later = drafted(ready, subject="Second")
    assert told(later) == {"Kestrel One": ("held", "other")}
    assert "“First” of Mesa Grande College" in Recipient.objects.get(mailing=later).words


def test_what_the_text_needs_and_nobody_knows_holds(ready):
    employer(ready, "Kestrel")
    mailing = drafted(ready, body="Dear {first_name}, as {position} …")
    assert told(mailing) == {"Kestrel One": ("held", "missing")}
    assert "position" in Recipient.objects.get().words
    Contact.objects.update(title="Chief")
    assert anew(mailing, ready.mesa_wbl) == {"Kestrel One": ("included", "")}


def test_taken_out_by_hand_stays_out_until_it_is_put_back(ready):
    employer(ready, "Kestrel")
    mailing = drafted(ready)
    selecting.take_out(Recipient.objects.get(), by=ready.mesa_wbl)
    assert anew(mailing, ready.mesa_wbl) == {"Kestrel One": ("excluded", "by_hand")}
    selecting.put_back(Recipient.objects.get(), by=ready.mesa_wbl)
    assert told(mailing) == {"Kestrel One": ("included", "")}


def test_a_theme_selects_its_own(ready):
    row = employer(ready, "Kestrel")
    employer(ready, "Juniper")
    row.tags.add(Tag.objects.create(name="robotics"))
    mailing = drafted(ready, whole=False)
    selecting.add_source(mailing, "theme", label="robotics", query="robotics", by=ready.mesa_wbl)
    assert told(mailing) == {"Kestrel One": ("included", "")}
    selecting.remove_source(Source.objects.get(), by=ready.mesa_wbl)
    assert told(mailing) == {}


def test_a_budget_that_others_used_holds_for_everybody_and_a_hidden_one_for_nobody(ready):
    """What stands behind the wall changes no row of what is shared."""
    employer(ready, "Kestrel")
    before = told(drafted(ready, subject="One"))
    hidden = ready.prospect("Hidden Works", contact={"family_name": "Secret", "email": "ana@kestrel.example"})
    record_engagement(hidden.employer, Happening("call", "Hello", clock.today()), by=ready.director,
                      institution=ready.region)  # fmt: skip
    assert told(drafted(ready, subject="Two")) == before
