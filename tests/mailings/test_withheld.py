"""What becomes of letters that were handed over and may not leave any more; stakeholders at employers (C18, N3, R8)."""

from datetime import timedelta

import pytest

from guildhall.engagements.models import Touch
from guildhall.events.fetching import judged
from guildhall.lib import clock
from guildhall.lib.verdicts import TooOften
from guildhall.mailings.actions import deciding, links, merging, selecting, sending
from guildhall.mailings.models import Mailbox, Mailing, Recipient
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.outbox.queries import held_by_rules
from guildhall.partnerships.models import Stakeholder
from tests.mailings.written import drafted, employer, fresh, monday, scheduled, told, trained
from tests.partnerships.building import started, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """Harbor's mailing is scheduled, Mesa's travels with it, and both reach the same two people."""
    trained(cast)
    employer(cast, "Kestrel")
    employer(cast, "Osprey")
    theirs = drafted(cast, by=cast.harbor_wbl, place=cast.harbor, subject="Harbor's fair", body="Harbor's words.")
    cast.theirs = scheduled(cast, theirs, at=monday(), approver=cast.harbor_admin)
    ours = drafted(cast, subject="Mesa's fair", body="Mesa's words.")
    merging.offer_merge(ours, cast.theirs, version=ours.version, by=cast.mesa_wbl)
    merging.accept_merge(fresh(ours), version=fresh(ours).version, by=cast.harbor_wbl)
    selecting.select_recipients(fresh(ours), by=cast.mesa_wbl)
    cast.ours = scheduled(cast, fresh(ours), at=monday(11))
    send()
    assert set(Recipient.objects.filter(mailing=cast.ours).values_list("state", flat=True)) == {"carried"}
    return cast


def queued():
    return OutgoingEmail.objects.filter(kind="mailing", state="queued").order_by("pk")


def send(hour=10, minutes=0):
    with clock.at(monday(hour) + timedelta(minutes=minutes)):
        sending.send_due()


def leave():
    """What the outbox does with a rule that forbids a letter, and what leaves."""
    why = held_by_rules(list(queued()))
    OutgoingEmail.objects.filter(pk__in=why).update(state="held")
    return [words_of(one)[0] for one in queued()], set(why.values())


def states(mailing):
    return sorted(Recipient.objects.filter(mailing=mailing).values_list("state", flat=True))


def test_words_that_were_stopped_do_not_leave_within_the_letter_of_another_mailing(two):
    deciding.stop(fresh(two.ours), "The fair moved.", version=fresh(two.ours).version, by=two.mesa_admin)
    assert leave() == ([], {"The mailing was stopped."})
    send(minutes=30)
    assert states(two.ours) == ["included", "included"], "it may be taken up, and reached nobody"
    texts, why = leave()
    assert (len(texts), why) == (2, set()), "whoever sends the other one is not stopped by that"
    assert all("Harbor's words" in one and "Mesa's words" not in one for one in texts)
    assert fresh(two.theirs).state == Mailing.State.SENT
    assert Touch.objects.filter(occasion=two.theirs.pk).count() == 2


def test_the_control_both_leave_where_nobody_stops_one(two):
    texts, why = leave()
    assert (len(texts), why) == (2, set())
    assert all("Mesa's words" in one for one in texts)
    send()
    assert states(two.ours) == ["carried", "carried"]


def test_a_reader_who_turns_the_traveling_sender_off_does_not_get_their_words_any_more(two):
    Mailbox.objects.filter(address="kestrel.one@kestrel.example").update(
        senders_off=[two.mesa.pk], chosen_at=clock.now()
    )
    texts, why = leave()
    assert (len(texts), why) == (1, {"Its reader has asked for no such e-mail."})
    send(11)
    texts = {one.to: words_of(one)[0] for one in queued()}
    assert "Mesa's words" not in texts["kestrel.one@kestrel.example"]
    assert "Harbor's words" in texts["kestrel.one@kestrel.example"]


def test_whom_a_stopped_letter_did_not_reach_gets_what_traveled_in_it_by_itself(two):
    Mailing.objects.filter(pk=two.theirs.pk).update(state="sending")  # others of it have not been written yet
    deciding.stop(fresh(two.theirs), "Another day.", version=fresh(two.theirs).version, by=two.harbor_admin)
    send(11)
    assert states(two.theirs) == ["included", "included"]
    assert states(two.ours) == ["sent", "sent"]
    texts, _why = leave()
    assert len(texts) == 2
    assert all("Harbor's words" not in one for one in texts)


def test_taken_up_at_once_whom_it_did_not_reach_gets_it_after_all(two):
    """Between the stop and the next minute nobody has noted yet that the letters were held."""
    Mailing.objects.filter(pk=two.theirs.pk).update(state="sending")
    deciding.stop(fresh(two.theirs), "A typo.", version=fresh(two.theirs).version, by=two.harbor_admin)
    deciding.take_up(fresh(two.theirs), version=fresh(two.theirs).version, by=two.harbor_wbl)
    send(11)
    assert states(two.theirs) == ["included", "included"]


def test_what_came_back_reached_nobody_also_within_another_mailing(two):
    OutgoingEmail.objects.filter(kind="mailing").update(state="bounced")
    send()
    assert states(two.theirs) == ["failed", "failed"]
    assert "carried" not in states(two.ours)


# ── Stakeholders at an employer ──────────────────────────────────────


@pytest.fixture
def initiative(cast):
    """An initiative with somebody at Kestrel, who is no contact of its record."""
    trained(cast)
    cast.kestrel = employer(cast, "Kestrel")
    cast.initiative = started(cast)
    cast.part = taken_in(cast, cast.initiative, "Kestrel works council", name="Bo Ray", email="bo@kestrel.example")
    Stakeholder.objects.filter(pk=cast.part.pk).update(
        employer=cast.kestrel, body="", state="accepted", answered_on=clock.today(), answered_how="spoken"
    )
    return cast


def to_the_initiative(cast):
    row = drafted(cast, whole=False)
    selecting.add_source(row, "initiative", label="Initiative", key=cast.initiative.pk, by=cast.mesa_wbl)
    return fresh(row)


def test_somebody_at_an_employer_counts_under_its_budget(initiative):
    row = scheduled(initiative, to_the_initiative(initiative), at=monday())
    assert told(row) == {"Bo Ray": ("included", "")}, "the control"
    send()
    touch = Touch.objects.get(occasion=row.pk)
    assert (touch.employer_id, touch.contact_id) == (initiative.kestrel.pk, None)
    with clock.at(monday(12)):
        other = drafted(initiative, by=initiative.harbor_wbl, place=initiative.harbor)
    assert told(other)["Kestrel One"][0] == "held", "another institution was in touch just now"


def test_the_address_of_a_contact_is_not_written_to_as_that_of_a_stakeholder(initiative):
    """The contact has agreed to nothing, and a stakeholder of the same address is no way around that."""
    initiative.kestrel.contacts.update(mail_topics=[])
    address = initiative.kestrel.contacts.get().email
    Stakeholder.objects.filter(pk=initiative.part.pk).update(email=address)
    assert told(to_the_initiative(initiative)) == {"Bo Ray": ("excluded", "no_consent")}


def test_an_employer_that_is_not_shared_is_not_written_to_through_a_stakeholder(initiative):
    row = to_the_initiative(initiative)
    assert told(row)
    type(initiative.kestrel).objects.filter(pk=initiative.kestrel.pk).update(audience=[initiative.harbor.pk])
    selecting.select_recipients(row, by=initiative.mesa_wbl)
    assert not told(row)


def test_who_has_no_part_any_more_gets_no_letter_that_waits(initiative):
    row = scheduled(initiative, to_the_initiative(initiative), at=monday())
    send()
    assert queued().filter(reference=row.pk).exists()
    Stakeholder.objects.filter(pk=initiative.part.pk).update(state="declined")
    assert leave() == ([], {"They have no part in the initiative any more."})


# ── Trying links ─────────────────────────────────────────────────────


def test_links_are_tried_within_a_limit_of_time_and_of_times(cast, monkeypatch):
    """Whoever presses the button waits, and so does a thread of the server; what makes no address is a dead link."""
    trained(cast)
    moments = iter(range(0, 1000, 7))
    monkeypatch.setattr(links.time, "monotonic", lambda: next(moments))
    monkeypatch.setattr(links, "fetch", lambda address, seconds: judged(address) if "[" in address else b"")
    body = "Read https://[half and " + " ".join(f"https://fair.example/{n}" for n in range(12))
    row = drafted(cast, body=body)
    tried = links.try_links(row, by=cast.mesa_wbl).links
    assert tried["https://[half"] is False
    assert sum(tried.values()) == 3, "others are left for another time"
    monkeypatch.setattr(links.TRIES, "most", 1)
    with pytest.raises(TooOften):
        links.try_links(row, by=cast.mesa_wbl)
    page = cast.client(cast.mesa_wbl).post(f"/mailings/{row.pk}/links/")
    assert page.status_code == 429
