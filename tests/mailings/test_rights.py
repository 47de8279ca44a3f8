"""Who writes, approves and sends bulk e-mail, asked at each step and when it leaves (C18, N10)."""

import pytest
from django.test import Client

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.mailings import rules
from guildhall.mailings.actions import deciding, selecting, sending, writing
from guildhall.mailings.forms.acts import ChoicesForm
from guildhall.mailings.links import secret_of
from guildhall.mailings.models import Mailbox, Mailing, Recipient
from guildhall.mailings.queries import pages
from guildhall.mailings.queries.choices import topics_for
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions import earning
from guildhall.people.models import Membership, Notice, Person
from guildhall.people.permissions import Permission
from tests.mailings.written import approved, drafted, employer, fresh, monday, scheduled, sender, trained

pytestmark = pytest.mark.django_db
P = Permission


def test_whoever_lacks_training_or_terms_hears_what_and_where(cast):
    """N10: and the page of the list says it too."""
    verdict = rules.can_write(cast.mesa_wbl, cast.mesa)
    assert not verdict
    assert "To write bulk e-mail, you lack" in verdict.reason
    assert verdict.way == "your-access"
    page = cast.client(cast.mesa_wbl).get("/mailings/").content.decode()
    assert "you lack" in page
    assert cast.client(cast.mesa_wbl).get("/mailings/add/").status_code == 403
    trained(cast, "mesa_wbl")
    assert rules.can_write(cast.mesa_wbl, cast.mesa)
    assert cast.client(cast.mesa_wbl).get("/mailings/add/").status_code == 200


def test_the_three_are_separate_and_one_training_opens_them(cast):
    trained(cast, "mesa_wbl", "mesa_admin", "mesa_career", "mesa_cases")
    may = {name: {p for p in (P.DRAFT_MAIL, P.APPROVE_MAIL, P.BULK_MAIL) if cast.people[name].may(p, at=cast.mesa)}
           for name in ("mesa_wbl", "mesa_admin", "mesa_career", "mesa_cases")}  # fmt: skip
    assert may["mesa_career"] == {P.DRAFT_MAIL}, "writes, and neither approves nor sends"
    assert may["mesa_wbl"] == {P.DRAFT_MAIL, P.BULK_MAIL}
    assert may["mesa_admin"] == {P.DRAFT_MAIL, P.APPROVE_MAIL, P.BULK_MAIL}
    assert may["mesa_cases"] == set()


def test_nobody_approves_what_they_wrote(cast):
    trained(cast)
    employer(cast, "Kestrel")
    row = drafted(cast, by=cast.mesa_admin)
    deciding.ask_for_approval(row, version=row.version, by=cast.mesa_admin)
    with pytest.raises(Refused, match="somebody else approves"):
        deciding.approve(fresh(row), version=fresh(row).version, by=cast.mesa_admin)
    deciding.approve(fresh(row), version=fresh(row).version, by=cast.director)
    assert fresh(row).approver == cast.director


def test_what_is_changed_is_approved_again(cast):
    trained(cast)
    employer(cast, "Kestrel")
    row = approved(cast, drafted(cast))
    draft = writing.Draft(sender(cast), "events", "Another subject", "Another text.")
    writing.change_mailing(row, draft, version=row.version, by=cast.mesa_wbl)
    row = fresh(row)
    assert (row.state, row.approver) == ("draft", None)
    with pytest.raises(Refused, match="Only an approved"):
        deciding.schedule(row, None, version=row.version, by=cast.mesa_wbl)


@pytest.mark.parametrize("loses", ["author", "approver", "sender", "terms"])
def test_a_scheduled_mailing_stops_when_one_of_them_loses_the_right(cast, loses):
    """N10: author, approver and sender hear of it, and nobody is written to."""
    trained(cast)
    employer(cast, "Kestrel")
    row = scheduled(cast, drafted(cast), by=cast.harbor_wbl if False else cast.director)
    lost = {"author": cast.mesa_wbl, "approver": cast.mesa_admin, "sender": cast.director}.get(loses)
    if lost:
        Membership.objects.filter(person=lost).update(to_date=clock.today())
        lost = Person.objects.get(pk=lost.pk)
    else:
        earning.publish_terms(cast.region, "Anew.", in_force_from=clock.today(), by=cast.administrator)
    with clock.at(monday()):
        assert sending.send_due() == 0
    row = fresh(row)
    assert row.state == Mailing.State.STOPPED
    assert "may not" in row.because
    assert not OutgoingEmail.objects.filter(kind="mailing").exists()
    told = set(Notice.objects.filter(event="mailing stopped").values_list("person", flat=True))
    assert {cast.mesa_wbl.pk, cast.mesa_admin.pk, cast.director.pk} - ({lost.pk} if lost else set()) <= told


def test_the_control_with_every_right_it_leaves(cast):
    trained(cast)
    employer(cast, "Kestrel")
    row = scheduled(cast, drafted(cast), by=cast.director)
    with clock.at(monday()):
        assert sending.send_due() == 1
        assert sending.send_due() == 0
    assert fresh(row).state == Mailing.State.SENT
    assert Recipient.objects.get(mailing=row).state == "sent"


def test_only_whoever_sends_there_stops_it_and_it_can_be_taken_up(cast):
    trained(cast)
    employer(cast, "Kestrel")
    row = scheduled(cast, drafted(cast))
    with pytest.raises(Refused):
        deciding.stop(row, "No", version=row.version, by=cast.harbor_wbl)
    deciding.stop(row, "The fair moved.", version=row.version, by=cast.mesa_admin)
    row = fresh(row)
    assert row.because == "The fair moved."
    deciding.take_up(row, version=row.version, by=cast.mesa_wbl)
    assert fresh(row).state == "draft"


def test_nobody_approves_the_words_that_they_put_into_another_ones_mailing(cast):
    """C18: whoever approves may write as well, so the words of the author are not the only ones that count."""
    trained(cast)
    employer(cast, "Kestrel")
    row = drafted(cast)
    draft = writing.Draft(sender(cast), "events", "Another subject", "Words that nobody else has read.")
    writing.change_mailing(row, draft, version=row.version, by=cast.mesa_admin)
    deciding.ask_for_approval(fresh(row), version=fresh(row).version, by=cast.mesa_admin)
    with pytest.raises(Refused, match="You changed it last: somebody else approves it"):
        deciding.approve(fresh(row), version=fresh(row).version, by=cast.mesa_admin)
    assert fresh(row) not in pages.to_approve(cast.mesa_admin)
    assert fresh(row) in pages.to_approve(cast.director), "whoever approves there and changed nothing"
    assert not Notice.objects.filter(event="mailing waits", person=cast.mesa_admin).exists()
    deciding.approve(fresh(row), version=fresh(row).version, by=cast.director)
    assert fresh(row).approver == cast.director


def test_nobody_approves_the_recipients_that_they_chose_for_another_ones_mailing(cast):
    trained(cast)
    employer(cast, "Kestrel")
    row = drafted(cast, whole=False)
    selecting.add_source(row, "employers", label="All", query="all=yes", by=cast.mesa_admin)
    deciding.ask_for_approval(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
    assert not rules.can_approve(cast.mesa_admin, fresh(row))
    draft = writing.Draft(sender(cast), "events", "Our fall fair", "Read once more by the author.")
    writing.change_mailing(fresh(row), draft, version=fresh(row).version, by=cast.mesa_wbl)
    deciding.ask_for_approval(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
    assert rules.can_approve(cast.mesa_admin, fresh(row)), "the control: the author had the last word"


def test_the_second_tab_reads_what_was_chosen_in_words(cast):
    """The page behind the link of a letter, open twice: boxes are called as the form calls them."""
    box = Mailbox.objects.create(address="desk@kestrel.example", since=clock.now())
    trained(cast)
    path = f"/mail-choices/{secret_of(box.pk, drafted(cast, whole=False).pk)}/"
    form = ChoicesForm(box=box, senders=[], topics=topics_for(None)).initial
    first = {"version": form["version"], "topics": ["events"], "senders": [str(cast.mesa.pk)], "said_by": "Ana"}
    client = Client()
    assert client.post(path, first).status_code == 302
    page = client.post(path, first | {"topics": ["boards"], "said_by": "Bo"}).content.decode()
    assert "Somebody saved this while your form was open" in page
    assert "<td>events at the colleges</td>" in page and "<td>advisory boards</td>" in page
    assert Mailbox.objects.get().said_by == "Ana"
