"""Journey 7: a trained coordinator writes to many, sees who is held and why, and it leaves by a real mail server."""

import re

import pytest

from guildhall.employers.actions import key_accounts
from guildhall.employers.models import Contact, SavedFilter
from guildhall.lib import clock
from guildhall.mailings.actions import sending
from guildhall.mailings.models import Mailing, Recipient
from guildhall.outbox.actions.sending import deliver
from guildhall.outbox.models import OutgoingEmail
from tests.journeys.walking import PHONE
from tests.mailings.written import employer, sender, trained
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.browser


@pytest.fixture
def server_of_mail(settings):
    """A mail server that takes what really leaves."""
    catcher = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": catcher.port}
    yield catcher
    catcher.close()


def people(town):
    """Three who get it, one whom a key account protects, one who never agreed."""
    for name in ("Kestrel", "Juniper", "Cobalt"):
        employer(town, name)
    star = employer(town, "Ardent")
    key_accounts.open_key_account(star, town.harbor, operator=town.harbor_wbl, deputy=None,
                                  contacts=[star.contacts.get()], by=town.harbor_wbl)  # fmt: skip
    employer(town, "Silent", topics=[])


def writes(staff):
    staff.go("/mailings/")
    staff.link("Write to many").click()
    staff.type("Subject", "Our fall fair")
    staff.type("Text", "Dear {first_name|colleague},\n\ncome to our fair. {salary}")
    staff.button("Keep the draft").click()
    staff.reads("{salary} is not a field")
    staff.type("Text", "Dear {first_name|colleague},\n\n# Come\n\nto our fair, with everybody at {employer}.")
    staff.button("Keep the draft").click()
    staff.reads("Nobody gets it yet")


def chooses(staff):
    staff.link("Add recipients").click()
    staff.page.get_by_label("Recipients").select_option(label="Everybody here")
    staff.button("Add them").click()
    staff.reads("A key account protects this contact", "Has not agreed to bulk e-mail", "Kestrel One")
    staff.fits()
    staff.link("Ask the operators for all of theirs").click()
    staff.type("Why do you want to write to them?", "Our fair is next door.")
    staff.button("Ask for all of them").click()
    staff.reads("1 operator’s contact was asked for.")
    staff.link("Our fall fair").first.click()
    staff.reads("3 people get it.", "As ")
    staff.button("Ask for approval").click()
    staff.reads("Waits for approval")


def test_it_reaches_those_who_may_be_reached_and_a_reader_ends_it(town, visit, server_of_mail):
    trained(town)
    sender(town)
    people(town)
    SavedFilter.objects.create(person=town.mesa_wbl, name="Everybody here", query="owner=none")
    staff = visit(town.mesa_wbl)
    writes(staff)
    chooses(staff)
    approver = visit(town.mesa_admin, width=PHONE)
    mailing = Mailing.objects.get()
    approver.go(f"/mailings/{mailing.pk}/")
    approver.fits()
    approver.button("Approve it").click()
    approver.reads("Approved")
    staff.go(f"/mailings/{mailing.pk}/")
    staff.link("Send it").click()
    staff.button("Send it").click()
    staff.reads("Scheduled")
    mailing.refresh_from_db()
    with clock.at(mailing.send_from):
        sending.send_due()
    deliver()
    taken = {to: n for to, n in server_of_mail.taken.items() if not to.endswith("@people.example")}  # no notices
    assert taken == {f"{name}.one@{name}.example": 1 for name in ("kestrel", "juniper", "cobalt")}
    ends_it(visit)
    staff.go(f"/mailings/{mailing.pk}/recipients/?state=sent")
    staff.reads("Kestrel One", "Handed over")
    staff.fits()


def ends_it(visit):
    """The link in the letter, on a phone, without an account."""
    letter = OutgoingEmail.objects.filter(kind="mailing").first()
    reader = visit(width=PHONE)
    reader.go(re.search(r"(/mail-choices/\S+)", letter.unsubscribe).group(1))
    reader.fits()
    reader.page.get_by_label("No bulk e-mail at all").check()
    reader.button("Save my choice").click()
    reader.reads("Saved. You can change it here at any time.")
    assert Recipient.objects.filter(state="sent").count() == 3
    assert Contact.objects.get(email=letter.to).mail_topics, "what the contact agreed to stays as it was"
