"""Letters leave in working hours, at their pace, and every rule is asked once more (C18–C20, M5, R8)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guildhall.employers.models import Contact
from guildhall.engagements.models import ContactLimit, Engagement, Touch
from guildhall.lib import clock
from guildhall.mailings.actions import deciding, sending
from guildhall.mailings.actions.choosing import get_no_more
from guildhall.mailings.models import Mailbox, Recipient
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.outbox.queries import held_by_rules
from tests.mailings.written import drafted, employer, fresh, monday, scheduled, told, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast):
    trained(cast)
    return cast


def sent(row):
    with clock.at(monday()):
        sending.send_due()
    return fresh(row)


def letters():
    return OutgoingEmail.objects.filter(kind="mailing")


def test_each_gets_one_letter_and_it_counts_as_one_touch(ready):
    """M5: one touch of each contact, one of its employer, once on the timeline."""
    kestrel = employer(ready, "Kestrel", "One", "Two")
    employer(ready, "Juniper")
    row = sent(scheduled(ready, drafted(ready, whom="all"), at=monday()))
    assert row.state == "sent"
    assert letters().count() == 3
    assert Engagement.objects.filter(employer=kestrel, kind="email").count() == 1
    entry = Engagement.objects.get(employer=kestrel, kind="email")
    assert (entry.summary, entry.meaningful, entry.answered) == ("Our fall fair", False, False)
    touches = Touch.objects.filter(employer=kestrel)
    assert {t.contact.family_name for t in touches} == {"One", "Two"}
    assert touches.values("occasion").distinct().count() == 1
    assert {p.contact.family_name for p in entry.participants.all()} | {entry.contact.family_name} == {"One", "Two"}


def test_a_letter_says_who_writes_why_and_how_to_end_it(ready):
    employer(ready, "Kestrel")
    sent(scheduled(ready, drafted(ready), at=monday()))
    letter = letters().get()
    text, html = words_of(letter)
    assert text.startswith("Dear Ana,")
    assert "1 College Way, Mesa" in text
    assert letter.content.reply_to == "career@mesa.example"
    assert letter.content.sender.startswith('"Career center, Mesa Grande College" <')
    assert "events at the colleges" in text
    link = re.search(r"/mail-choices/\S+", text)
    assert link
    assert link.group(0) in html
    assert letter.unsubscribe.endswith(link.group(0))
    assert letter.key.startswith("mailing:")


def test_outside_working_hours_nothing_leaves(ready):
    employer(ready, "Kestrel")
    row = scheduled(ready, drafted(ready), at=monday())
    for moment in (monday(8), monday(17), monday(22), monday() + timedelta(days=5)):
        with clock.at(moment):
            assert sending.send_due() == 0
    assert fresh(row).state == "scheduled"
    assert sent(row).state == "sent"


def test_the_pace_of_a_mailing_is_kept(ready):
    for n in range(7):
        employer(ready, f"Kestrel {n}")
    row = scheduled(ready, drafted(ready, an_hour=3), at=monday())
    moment, after = monday(), []
    for minute in range(120):
        with clock.at(moment + timedelta(minutes=minute)):
            sending.send_due()
        after.append(letters().count())
    assert (after[0], after[59], after[119]) == (1, 3, 6), "one a minute, and no more than three in an hour"
    assert fresh(row).state == "sending"


@pytest.mark.always
@pytest.mark.parametrize("since", ["left", "topic", "paused", "opted", "unshared", "key"])
def test_the_rules_are_asked_again_when_it_leaves(ready, since):
    kestrel = employer(ready, "Kestrel")
    employer(ready, "Juniper")
    row = scheduled(ready, drafted(ready), at=monday())
    contact = kestrel.contacts.get()
    if since == "left":
        Contact.objects.filter(pk=contact.pk).update(to_date=clock.today() - timedelta(1))
    elif since == "topic":
        Contact.objects.filter(pk=contact.pk).update(mail_topics=["news"])
    elif since == "paused":
        until = {"paused_until": monday().date() + timedelta(9)}
        ContactLimit.objects.create(employer=kestrel, said="Ana", at=clock.now(), **until)
    elif since == "opted":
        Mailbox.objects.create(address=contact.email, nothing=True, since=clock.now(), chosen_at=clock.now())
    elif since == "unshared":
        type(kestrel).objects.filter(pk=kestrel.pk).update(audience=[ready.harbor.pk])
    else:
        from guildhall.employers.actions import key_accounts

        key_accounts.open_key_account(
            kestrel, ready.harbor, operator=ready.harbor_wbl, deputy=None, contacts=[contact], by=ready.harbor_wbl
        )
    row = sent(row)
    found = told(row)
    assert found["Juniper One"] == ("sent", ""), "the control"
    assert found["Kestrel One"][0] in ("held", "excluded")
    assert Recipient.objects.get(contact=contact).again
    assert [letter.to for letter in letters()] == ["juniper.one@juniper.example"]
    assert not Touch.objects.filter(employer=kestrel).exists()


def test_a_choice_holds_for_what_is_queued_already(ready):
    """0 sent after the commit of an opt-out; the link in the letter is the way."""
    kestrel = employer(ready, "Kestrel")
    employer(ready, "Juniper")
    row = sent(scheduled(ready, drafted(ready), at=monday()))
    letter = letters().get(to=kestrel.contacts.get().email)
    assert not held_by_rules([letter])
    link = re.search(r"(/mail-choices/\S+)", letter.unsubscribe).group(1)
    reader = Client(enforce_csrf_checks=True)
    assert reader.get(link).status_code == 200
    assert not held_by_rules([letter]), "opening it changes nothing"
    assert reader.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert letter.pk in held_by_rules([letter])
    assert not held_by_rules(letters().exclude(pk=letter.pk)), "the control: others still leave"
    states = dict(letters().values_list("to", "state"))
    assert states == {letter.to: "suppressed", "juniper.one@juniper.example": "queued"}
    with clock.at(monday() + timedelta(hours=1)):
        sending.send_due()
    assert told(row)["Kestrel One"] == ("failed", "")
    assert not Touch.objects.filter(employer=kestrel).exists(), "what reached nobody uses no budget"
    assert Engagement.objects.get(employer=kestrel, kind="email").removed_at


def test_a_choice_by_topic_and_sender_leaves_the_rest(ready):
    kestrel = employer(ready, "Kestrel")
    sent(scheduled(ready, drafted(ready), at=monday()))
    box = Mailbox.objects.get(address=kestrel.contacts.get().email)
    link = re.search(r"(/mail-choices/\S+)", letters().get().unsubscribe).group(1)
    values = {"topics": ["students", "boards", "news"], "senders": [str(ready.mesa.pk)], "version": box.version}
    answer = Client().post(link, values | {"said_by": "Ana, for the whole desk"})
    assert answer.status_code == 302
    box.refresh_from_db()
    assert not box.wants("events", ready.mesa.pk)
    assert box.wants("news", ready.mesa.pk)
    assert "Ana, for the whole desk" in Client().get(link).content.decode(), "others of the desk see whose choice it is"
    stale = Client().post(link, values)
    assert stale.status_code == 200, "the second of two is shown the difference"


def test_a_link_works_for_years_and_a_wrong_one_opens_nothing(ready):
    employer(ready, "Kestrel")
    row = sent(scheduled(ready, drafted(ready), at=monday()))
    link = re.search(r"(/mail-choices/\S+)", letters().get().unsubscribe).group(1)
    Recipient.objects.all().delete()
    letters().delete()
    row.sources.all().delete()
    with clock.at(clock.now() + timedelta(days=4 * 365)):
        assert Client().get(link).status_code == 200
    for wrong in (link[:-3] + "xx/", "/mail-choices/x/", f"/mail-choices/{'a' * 107}/"):
        assert Client().get(wrong).status_code == 404


def test_taken_up_again_nobody_gets_it_twice(ready):
    for n in range(3):
        employer(ready, f"Kestrel {n}")
    row = scheduled(ready, drafted(ready, an_hour=1), at=monday())
    row = sent(row)
    assert letters().count() == 1
    deciding.stop(row, "Wrong day", version=row.version, by=ready.mesa_wbl)
    row = fresh(row)
    assert letters().get().state == "held", "what was queued is taken back"
    with clock.at(monday(11)):
        sending.send_due()
    assert not Touch.objects.exists()
    deciding.take_up(row, version=row.version, by=ready.mesa_wbl)
    from guildhall.mailings.actions import selecting

    selecting.select_recipients(fresh(row), by=ready.mesa_wbl)
    assert {state for state, _reason in told(row).values()} == {"included"}
    letters().update(state="sent")  # one had left before
    row = scheduled(ready, row, at=monday(12))
    with clock.at(monday(12)):
        sending.send_due()
    row = fresh(row)
    deciding.stop(row, "Once more", version=row.version, by=ready.mesa_wbl)
    letters().filter(state="held").update(state="sent")  # it left before it could be stopped
    row = fresh(row)
    deciding.take_up(row, version=row.version, by=ready.mesa_wbl)
    selecting.select_recipients(fresh(row), by=ready.mesa_wbl)
    states = sorted(state for state, _reason in told(row).values())
    assert states == ["included", "included", "sent"], "who has it gets it no second time"


def test_a_pause_ends(ready):
    kestrel = employer(ready, "Kestrel")
    box = Mailbox.objects.create(address=kestrel.contacts.get().email, since=clock.now(), chosen_at=clock.now())
    box.paused_until = clock.today() + timedelta(3)
    assert not box.wants("events", ready.mesa.pk)
    with clock.at(clock.now() + timedelta(days=5)):
        assert box.wants("events", ready.mesa.pk)
    get_no_more(box)
    assert not Mailbox.objects.get().wants("news", ready.harbor.pk)
