"""One letter instead of two: overlap, merging, what travels along, what is saved (N9, C19, M6)."""

from datetime import timedelta

import pytest

from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.mailings.actions import merging, selecting, sending
from guildhall.mailings.models import Mailbox, Mailing, Recipient
from guildhall.mailings.queries.overlap import overlaps_of, saved_by
from guildhall.mailings.queries.worth import worth_adding
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from tests.mailings.written import approved, drafted, employer, fresh, monday, scheduled, trained

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """Harbor's mailing to six employers is scheduled; Mesa writes to ten, six of them the same: 60%."""
    trained(cast)
    for n in range(10):
        row = employer(cast, f"Kestrel {n}")
        if n >= 6:
            row.posted_at = clock.now()
            type(row).objects.filter(pk=row.pk).update(audience=[cast.mesa.pk])
    theirs = drafted(cast, by=cast.harbor_wbl, place=cast.harbor, subject="Harbor's fair", body="Harbor's words.")
    cast.theirs = scheduled(cast, theirs, at=monday(), approver=cast.harbor_admin)
    cast.ours = drafted(cast, subject="Mesa's fair", body="Mesa's words for {first_name|you}.")
    return cast


def letters():
    return OutgoingEmail.objects.filter(kind="mailing")


def send(moment):
    with clock.at(moment):
        sending.send_due()


def test_the_overlap_is_said_in_per_cent(two):
    (overlap,) = overlaps_of(two.ours, two.mesa_wbl)
    assert (overlap.shared, overlap.of, overlap.share) == (6, 10, 60)
    page = two.client(two.mesa_wbl).get(f"/mailings/{two.ours.pk}/together/").content.decode()
    assert "6 of 10 people, 60%" in page
    assert "Harbor&#x27;s fair" in page


def test_merged_each_shared_recipient_gets_one_and_saved_is_the_difference(two):
    """N9's proof: 6 + 10 letters without, 10 with; the difference is 6."""
    merging.offer_merge(two.ours, two.theirs, version=two.ours.version, by=two.mesa_wbl)
    assert Notice.objects.filter(event="mailing merge", person=two.harbor_wbl).exists()
    ours = fresh(two.ours)
    merging.accept_merge(ours, version=ours.version, by=two.harbor_wbl)
    from guildhall.mailings.actions import selecting

    selecting.select_recipients(fresh(ours), by=two.mesa_wbl)
    ours = scheduled(two, fresh(ours), at=monday(11))
    send(monday())
    shared = {r.contact_id for r in Recipient.objects.filter(mailing=two.theirs, state="sent")}
    assert len(shared) == 6
    assert letters().count() == 6
    for letter in letters():
        text, html = words_of(letter)
        assert "Harbor's words." in text
        assert "Mesa's words for Ana." in text, "with the words of both, filled in"
        assert "From Career center, Mesa Grande College: Mesa's fair" in text
        assert "Mesa" in html
    send(monday(11))
    assert letters().count() == 10, "four get Mesa's alone"
    by_contact = Recipient.objects.filter(state__in=("sent", "carried")).values_list("contact", "email")
    assert len(set(by_contact)) == 10, "each of them one letter"
    saved = saved_by(Mailing.objects.all(), two.director)
    assert saved.merged == 16 - letters().count() == 6
    assert fresh(ours).state == "sent"


@pytest.mark.always
def test_the_control_apart_the_shared_ones_are_held_and_not_doubled(two):
    ours = scheduled(two, two.ours, at=monday(11))
    send(monday())
    send(monday(11))
    assert letters().count() == 10
    states = Recipient.objects.filter(mailing=ours).values_list("state", flat=True)
    assert sorted(states) == ["held"] * 6 + ["sent"] * 4


def test_recipients_of_the_one_that_travels_are_asked_again(two):
    """Whoever wants nothing from Mesa gets Harbor's words alone."""
    merging.offer_merge(two.ours, two.theirs, version=two.ours.version, by=two.mesa_wbl)
    merging.accept_merge(fresh(two.ours), version=fresh(two.ours).version, by=two.harbor_wbl)
    from guildhall.mailings.actions import selecting

    selecting.select_recipients(fresh(two.ours), by=two.mesa_wbl)
    scheduled(two, fresh(two.ours), at=monday(11))
    Mailbox.objects.create(
        address="kestrel.0.one@kestrel0.example", senders_off=[two.mesa.pk], since=clock.now(), chosen_at=clock.now()
    )
    send(monday())
    texts = {letter.to: words_of(letter)[0] for letter in letters()}
    assert "Mesa's words" not in texts["kestrel.0.one@kestrel0.example"]
    assert "Mesa's words" in texts["kestrel.1.one@kestrel1.example"], "the control"


def test_a_traveler_that_nobody_approved_does_not_travel(two):
    merging.offer_merge(two.ours, two.theirs, version=two.ours.version, by=two.mesa_wbl)
    merging.accept_merge(fresh(two.ours), version=fresh(two.ours).version, by=two.harbor_wbl)
    send(monday())
    assert letters().count() == 6
    assert not [letter for letter in letters() if "Mesa's words" in words_of(letter)[0]]


def test_only_whoever_sends_the_other_one_accepts(two):
    merging.offer_merge(two.ours, two.theirs, version=two.ours.version, by=two.mesa_wbl)
    ours = fresh(two.ours)
    with pytest.raises(Refused):
        merging.accept_merge(ours, version=ours.version, by=two.mesa_wbl)
    merging.end_merge(ours, version=ours.version, by=two.harbor_wbl)
    assert fresh(ours).merge == ""
    with pytest.raises(Refused, match="only travel with a mailing that is scheduled"):
        merging.offer_merge(fresh(ours), approved(two, drafted(two, subject="A third")), version=fresh(ours).version,
                            by=two.mesa_wbl)  # fmt: skip


def fair(cast, audience="public", **more):
    start = clock.now() + timedelta(days=20)
    facts = {"kind": "career_fair", "title": "Harbor job fair", "starts_at": start, "ends_at": start, "zone": "UTC",
             "last_at": start, "audience": audience, "state": "published", "published_at": clock.now(),
             "made_at": clock.now(), "organizer": cast.harbor_wbl, "institution": cast.harbor}  # fmt: skip
    return Event.objects.create(**(facts | more))


def test_an_event_of_others_travels_along_and_is_counted(two):
    offered, own = fair(two), fair(two, audience="own", title="Inside only")
    assert [one.thing for one in worth_adding(two.ours, two.mesa_wbl)] == [offered]
    merging.carry(two.ours, event=offered, by=two.mesa_wbl)
    with pytest.raises(Refused, match="published for everybody"):
        merging.carry(fresh(two.ours), event=own, by=two.mesa_wbl)
    scheduled(two, fresh(two.ours), at=monday(11))
    send(monday(11))
    mine = Recipient.objects.filter(mailing=two.ours, state="sent").count()
    assert mine
    assert "Harbor job fair" in words_of(letters().filter(subject="Mesa's fair")[0])[0]
    saved = saved_by(Mailing.objects.filter(pk=two.ours.pk), two.mesa_wbl)
    assert (saved.carried, saved.merged) == (mine, 0)


def test_what_a_traveler_carries_goes_along_once(two):
    """Both carry the same fair, and one of them another one: the letter names each once, and both are counted."""
    for row, by in ((two.ours, two.mesa_wbl), (two.theirs, None)):
        if by:
            merging.carry(row, event=fair(two, title="Open house", institution=two.region), by=by)
            merging.carry(fresh(row), event=fair(two, institution=two.region), by=by)
        else:
            facts = {"institution": two.region, "at": clock.now()}
            row.carried.create(event=Event.objects.get(title="Harbor job fair"), **facts)
    merging.offer_merge(fresh(two.ours), fresh(two.theirs), version=fresh(two.ours).version, by=two.mesa_wbl)
    merging.accept_merge(fresh(two.ours), version=fresh(two.ours).version, by=two.harbor_wbl)
    selecting.select_recipients(fresh(two.ours), by=two.mesa_wbl)
    scheduled(two, fresh(two.ours), at=monday(11))
    send(monday())
    text = words_of(letters().filter(subject="Harbor's fair")[0])[0]
    assert (text.count("Harbor job fair"), text.count("Open house")) == (1, 1)
    ours = saved_by(Mailing.objects.filter(pk=two.ours.pk), two.mesa_wbl)
    assert (ours.merged, ours.carried) == (6, 12)


def test_what_was_canceled_meanwhile_is_not_in_the_letter(two):
    offered = fair(two)
    merging.carry(two.ours, event=offered, by=two.mesa_wbl)
    scheduled(two, fresh(two.ours), at=monday(11))
    Event.objects.filter(pk=offered.pk).update(state="canceled", canceled_at=clock.now())
    send(monday(11))
    assert "Harbor job fair" not in words_of(letters().filter(subject="Mesa's fair")[0])[0]
