"""What ends by itself, and who hears of it; days that move, refusals that count, places that placements count."""

from datetime import timedelta

import pytest

from guildhall.employers.actions.logins import NewLogin, end_login, open_login
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.opportunities import rules
from guildhall.opportunities.actions import deciding, standing
from guildhall.opportunities.actions.entering import Offer, change_opportunity, enter_opportunity
from guildhall.opportunities.actions.listing import note_filled
from guildhall.opportunities.models import Opportunity, StillOpen
from guildhall.opportunities.queries.job_posting import job_posting
from guildhall.opportunities.queries.standing import is_trusted
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.protocols.actions import Draft, publish
from tests.opportunities.offers import fresh, offer, posted
from tests.opportunities.test_freshness import aged, secret

pytestmark = pytest.mark.django_db
State = Opportunity.State
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}
PAID = "internship_paid"


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT, city="San Diego", state="CA", zip="92101").employer


@pytest.fixture
def own(cast, kestrel):
    """What an employer offered by itself, and a clause let through: nobody of the staff entered or approved it."""
    words = {"approval": "none", "ask_days": 60, "silent_days": 14}
    draft = Draft("5.1", "Opportunities", "As agreed.", "opportunities", words)
    publish(cast.region, "Opportunities", [draft], in_force_from=clock.today(), text="", by=None)
    cast.login = open_login(kestrel, NewLogin("Grant", "Sewell", "grant@kestrel.example"), by=cast.director)
    row = enter_opportunity(kestrel, Offer(PAID, "Two interns"), holder=cast.mesa, by=cast.login)
    assert (row.state, row.entered_by, row.posted_by) == (State.POSTED, None, None)
    return row


def letters(kind):
    return list(OutgoingEmail.objects.filter(kind=kind).values_list("to", flat=True))


def past(row):
    """An opportunity whose last day was yesterday."""
    day = clock.today() - timedelta(1)
    Opportunity.objects.filter(pk=row.pk).update(publish_on=day - timedelta(9), expires_on=day)
    return fresh(row)


# ── Whom a question reaches ──────────────────────────────────────────


def test_an_employer_that_posted_by_itself_is_asked_before_it_is_taken_off(cast, own, client):
    """A trusted employer's own offer has nobody of the staff behind it, and is not taken off unasked."""
    aged(own, 61)
    assert standing.keep_fresh() == (0, 1, 0)
    assert letters("opportunity still open") == ["grant@kestrel.example"]
    assert StillOpen.objects.get().contact == cast.login.contact
    client.post(f"/still-open/{secret()}/", {"answer": "yes"})
    assert fresh(own).confirmed_on == clock.today()


def test_where_nobody_of_the_employer_can_be_asked_its_college_is(cast, own):
    end_login(cast.login, by=cast.director)
    aged(own, 61)
    standing.keep_fresh()
    told = Notice.objects.filter(event="opportunity stands")
    assert told.filter(person=cast.mesa_wbl, words__contains="Does it still stand?").exists()
    assert not told.filter(person=cast.harbor_wbl).exists()


def test_what_is_taken_off_is_told_to_both_sides(cast, own):
    Opportunity.objects.filter(pk=own.pk).update(asked_on=clock.today() - timedelta(15))
    assert standing.keep_fresh() == (0, 0, 1)
    letter = OutgoingEmail.objects.get(kind="opportunity ended")
    assert letter.to == "grant@kestrel.example"
    assert "/change-offer/" in letter.text
    assert Notice.objects.filter(event="opportunity stands", person=cast.mesa_wbl).exists()


def test_the_last_day_is_told_once(cast, kestrel):
    past(posted(cast, kestrel, contact=kestrel.contacts.get()))
    assert standing.keep_fresh() == (1, 0, 0)
    assert standing.keep_fresh() == (0, 0, 0)
    assert letters("opportunity ended") == ["ana@kestrel.example"]
    assert "last day has passed" in Notice.objects.get(event="opportunity stands").words


# ── Days ─────────────────────────────────────────────────────────────


def test_what_waits_past_its_last_day_is_closed_and_the_employer_hears_of_it(cast, own):
    for state in (State.WAITING, State.REFUSED):
        Opportunity.objects.filter(pk=own.pk).update(state=state, closed_on=None, closed_because="")
        past(own)
        assert standing.keep_fresh() == (1, 0, 0), state
        assert fresh(own).closed_because == "expired"
    assert "before it was shown" in OutgoingEmail.objects.filter(kind="opportunity ended").latest("pk").text


def test_nothing_is_approved_that_nobody_would_find(cast, kestrel):
    row = past(offer(cast, kestrel))
    verdict = rules.can_approve(cast.mesa_wbl, row)
    assert not verdict
    assert "last day has passed" in verdict.reason
    with pytest.raises(Refused):
        deciding.approve(row, version=row.version, by=cast.mesa_wbl)


def test_a_last_day_that_nobody_typed_keeps_nobody_from_putting_it_right(cast, kestrel):
    row = past(offer(cast, kestrel))
    days = {"publish_on": row.publish_on, "expires_on": row.expires_on}
    row = change_opportunity(row, Offer(PAID, "Three interns", **days), version=row.version, by=cast.mesa_wbl)
    assert (row.publish_on, row.expires_on) == (clock.today(), clock.today() + timedelta(90))


def test_longer_applications_take_its_last_day_along(cast, kestrel):
    """Who extends the applications means that it is shown until then."""
    first, later = clock.today() + timedelta(9), clock.today() + timedelta(30)
    row = posted(cast, kestrel, apply_until=first)
    assert row.expires_on == first
    longer = Offer(PAID, "Two interns", apply_until=later, publish_on=row.publish_on, expires_on=first)
    row = change_opportunity(row, longer, version=row.version, by=cast.mesa_wbl)
    assert row.expires_on == later
    with pytest.raises(Refused, match="choose a later last day"):
        offer(cast, kestrel, apply_until=later, expires_on=first)
    Opportunity.objects.filter(pk=row.pk).update(expires_on=first)
    assert job_posting(fresh(row), "")["validThrough"].startswith(str(first)), "never later than it is shown"


# ── Refusals, and places ─────────────────────────────────────────────


def test_a_refusal_counts_after_the_offer_was_put_right(cast, kestrel):
    posted(cast, kestrel)
    assert is_trusted(kestrel, 1)
    row = offer(cast, kestrel)
    deciding.refuse_opportunity(row, deciding.Refusal("No."), version=row.version, by=cast.mesa_wbl)
    row = change_opportunity(fresh(row), Offer(PAID, "Better"), version=fresh(row).version, by=cast.mesa_jobs)
    deciding.approve(row, version=row.version, by=cast.mesa_wbl)
    assert not is_trusted(kestrel, 1)
    Opportunity.objects.filter(pk=row.pk).update(refused_at=clock.now() - timedelta(731))
    assert is_trusted(kestrel, 1), "after two years it is forgotten"


def test_what_placements_count_is_not_overwritten_by_hand(cast, kestrel, client):
    row = posted(cast, kestrel, places=9, contact=kestrel.contacts.get())
    page = f"/opportunities/{row.pk}/"
    assert "How many places were filled?" in cast.client(cast.mesa_wbl).get(page).content.decode()
    note_filled(row, 5)
    text = cast.client(cast.mesa_wbl).get(page).content.decode()
    assert "How many places were filled?" not in text
    assert "counted from the placements" in text
    standing.ask_whether_open(row, by=cast.mesa_wbl)
    link = f"/still-open/{secret()}/"
    assert "How many places" not in client.get(link).content.decode()
    client.post(link, {"answer": "no", "filled": "1"})
    assert (fresh(row).state, fresh(row).filled) == (State.CLOSED, 5)


def test_closing_by_hand_keeps_what_placements_count(cast, kestrel):
    row = posted(cast, kestrel, places=9)
    note_filled(row, 5)
    row = deciding.close(row, "filled", filled=1, version=row.version, by=cast.mesa_wbl)
    assert row.filled == 5


def test_who_offered_it_at_the_front_door_is_told_of_a_refusal_once(cast, own):
    Opportunity.objects.filter(pk=own.pk).update(state=State.WAITING, contact=cast.login.contact)
    row = fresh(own)
    told = deciding.refuse_opportunity(row, deciding.Refusal("No."), version=row.version, by=cast.mesa_wbl)
    assert told == cast.login
    assert letters("opportunity refused") == []
    assert letters("opportunity decided").count("grant@kestrel.example") == 2, "it was posted, and it was refused"
