"""Entering, approving and refusing what employers offer (B1, B2, B6; journey 4)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guildhall.audit.models import Entry
from guildhall.employers.actions import key_accounts
from guildhall.employers.models import Employer
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.opportunities import rules
from guildhall.opportunities.actions import deciding
from guildhall.opportunities.actions.entering import Offer, change_opportunity
from guildhall.opportunities.models import Opportunity, SavedReason
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.protocols.actions import Draft, publish
from tests.opportunities.offers import fresh, offer, posted

pytestmark = pytest.mark.django_db
State = Opportunity.State
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@kestrel.example"}


@pytest.fixture
def kestrel(cast):
    return cast.shared("Kestrel Aerospace", contact=CONTACT).employer


def agreed(cast, **parameters):
    """A protocol of the region that says something of opportunities."""
    draft = Draft("5.1", "Opportunities", "As agreed.", "opportunities", parameters)
    return publish(cast.region, "Opportunities", [draft], in_force_from=clock.today(), text="", by=None)


# ── Who sees it, and when ────────────────────────────────────────────


def test_a_director_enters_a_college_approves_and_another_college_finds_it(cast, kestrel):
    row = offer(cast, kestrel, by="director", holder=cast.mesa)
    assert row.state == State.WAITING
    assert not Opportunity.objects.visible_to(cast.harbor_wbl).exists(), "it waits: only who looks after it sees it"
    assert Opportunity.objects.visible_to(cast.mesa_jobs).exists()
    deciding.approve(row, version=row.version, by=cast.mesa_wbl)
    assert list(Opportunity.objects.open_to(cast.harbor_wbl)) == [row]
    assert Entry.objects.filter(verb="post opportunity", object_id=str(row.pk)).exists()


def test_behind_the_wall_nobody_learns_of_it(cast):
    """A1, B5: an employer that is not vetted yet has none that anybody else could see."""
    hidden = cast.prospect("Hidden Works").employer
    row = offer(cast, hidden, by="director", holder=cast.region)
    assert list(Opportunity.objects.visible_to(cast.director)) == [row]
    for who in ("mesa_wbl", "harbor_wbl", "administrator", "mesa_student"):
        assert not Opportunity.objects.visible_to(cast.people[who]).exists(), who
    verdict = rules.can_approve(cast.director, fresh(row))
    assert not verdict
    assert "not shared yet" in verdict.reason
    with pytest.raises(Refused, match="not shared yet"):
        deciding.approve(row, version=row.version, by=cast.director)


def test_an_employer_that_is_taken_back_takes_its_opportunities_along(cast, kestrel):
    row = posted(cast, kestrel)
    assert Opportunity.objects.open_to(cast.harbor_wbl).exists()
    Employer.objects.filter(pk=kestrel.pk).update(posted_at=None)
    assert not Opportunity.objects.visible_to(cast.harbor_wbl).exists()
    assert list(Opportunity.objects.visible_to(cast.director)) == [row]


def test_its_days_are_three(cast, kestrel):
    today = clock.today()
    row = posted(cast, kestrel, publish_on=today + timedelta(5), expires_on=today + timedelta(9))
    assert clock.day_of(row.added_at) == today
    assert not Opportunity.objects.visible_to(cast.harbor_wbl).exists(), "not shown yet"
    Opportunity.objects.update(publish_on=today - timedelta(9), expires_on=today - timedelta(1))
    assert not Opportunity.objects.open_to(cast.harbor_wbl).exists(), "over, whether a job has run or not"
    assert Opportunity.objects.visible_to(cast.harbor_wbl).exists(), "and still readable"


def test_who_may_not_enter(cast, kestrel):
    for who in ("mesa_instructor", "administrator"):
        with pytest.raises(Refused):
            offer(cast, kestrel, by=who)
    with pytest.raises(Refused, match="there"):
        offer(cast, kestrel, by="mesa_wbl", holder=cast.harbor)


# ── Approval ─────────────────────────────────────────────────────────


def test_who_approves_is_told(cast, kestrel):
    offer(cast, kestrel, by="mesa_jobs")
    told = set(Notice.objects.filter(event="opportunity waits").values_list("person__email", flat=True))
    assert cast.mesa_wbl.email in told
    assert cast.director.email not in told, "somebody nearer approves"
    assert cast.mesa_jobs.email not in told


def test_only_who_approves_there_decides(cast, kestrel):
    row = offer(cast, kestrel, by="mesa_jobs")
    for who in ("mesa_jobs", "harbor_wbl", "mesa_instructor"):
        with pytest.raises(Refused):
            deciding.approve(row, version=row.version, by=cast.people[who])


def test_the_clause_may_ask_for_somebody_else(cast, kestrel):
    agreed(cast, apart=True)
    row = offer(cast, kestrel, by="mesa_wbl")
    verdict = rules.can_decide(cast.mesa_wbl, fresh(row))
    assert not verdict
    assert verdict.clause.startswith("Opportunities v1, 5.1")
    assert rules.can_decide(cast.mesa_admin, fresh(row))


def test_trusted_employers_are_posted_at_once(cast, kestrel):
    agreed(cast, approval="untrusted", trusted_after=2)
    assert offer(cast, kestrel).state == State.WAITING
    for row in (offer(cast, kestrel), offer(cast, kestrel)):
        deciding.approve(row, version=row.version, by=cast.mesa_wbl)
    trusted = offer(cast, kestrel)
    assert (trusted.state, trusted.posted_under[:19]) == (State.POSTED, "Opportunities v1, 5")
    refused = Opportunity.objects.filter(state=State.WAITING).get()
    deciding.refuse_opportunity(refused, deciding.Refusal("No."), version=refused.version, by=cast.mesa_wbl)
    assert offer(cast, kestrel).state == State.WAITING, "one refusal ends the trust"


def test_a_clause_lets_everything_through_but_not_the_wall(cast, kestrel):
    agreed(cast, approval="none")
    assert offer(cast, kestrel).state == State.POSTED
    hidden = cast.prospect("Hidden Works").employer
    assert offer(cast, hidden, by="director", holder=cast.region).state == State.WAITING


def test_a_refusal_tells_the_employer_why_and_what_to_change(cast, kestrel):
    row = offer(cast, kestrel, by="mesa_jobs", contact=kestrel.contacts.get())
    said = deciding.Refusal("The pay is missing.", "Say what an hour is paid.", kept=True)
    assert deciding.refuse_opportunity(row, said, version=row.version, by=cast.mesa_wbl)
    email = OutgoingEmail.objects.get(kind="opportunity refused")
    assert email.to == "ana@kestrel.example"
    assert "The pay is missing." in email.text
    assert "Say what an hour is paid." in email.text
    assert not Touch.objects.exists(), "an answer to their own offer is no touch"
    assert SavedReason.objects.get(institution=cast.mesa).advice == "Say what an hour is paid."
    assert Notice.objects.filter(event="opportunity decided", person=cast.mesa_jobs).exists()


def test_a_protected_contact_is_not_written_to(cast, kestrel):
    """N6: nobody writes to whom one has to ask for first."""
    contact = kestrel.contacts.get()
    harbor = {"operator": cast.harbor_wbl, "deputy": cast.harbor_admin, "contacts": [contact], "note": ""}
    key_accounts.open_key_account(kestrel, cast.harbor, **harbor, by=cast.harbor_wbl)
    row = offer(cast, kestrel, contact=contact)
    assert not deciding.refuse_opportunity(row, deciding.Refusal("No."), version=row.version, by=cast.mesa_wbl)
    assert not OutgoingEmail.objects.filter(kind="opportunity refused").exists()


def test_changing_what_was_refused_puts_it_up_again(cast, kestrel):
    row = offer(cast, kestrel)
    deciding.refuse_opportunity(row, deciding.Refusal("No."), version=row.version, by=cast.mesa_wbl)
    row = fresh(row)
    changed = Offer("internship_paid", "Two interns, paid", pay_low=Decimal(22), pay_per="hour")
    row = change_opportunity(row, changed, version=row.version, by=cast.mesa_jobs)
    assert (row.state, row.refused_because) == (State.WAITING, "")


def test_the_second_of_two_editors_is_told(cast, kestrel):
    row = offer(cast, kestrel)
    change_opportunity(row, Offer("workplace_tour", "A tour"), version=1, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        deciding.approve(row, version=1, by=cast.mesa_wbl)


def test_closing_says_how_many_places_were_filled(cast, kestrel):
    row = posted(cast, kestrel, places=5)
    with pytest.raises(Refused, match="Places offered: 5"):
        deciding.close(row, "filled", filled=6, version=row.version, by=cast.mesa_wbl)
    row = deciding.close(row, "filled", filled=4, version=row.version, by=cast.mesa_wbl)
    assert (row.state, row.filled, row.closed_on) == (State.CLOSED, 4, clock.today())
    with pytest.raises(Refused, match="closed"):
        deciding.close(row, "over", filled=None, version=row.version, by=cast.mesa_wbl)


# ── What cannot be ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "nonsense"}, "what kind"),
        ({"title": "  "}, "Give it a title"),
        ({"places": 0}, "one at least"),
        ({"pay_low": Decimal(20)}, "what the pay is for"),
        ({"pay_low": Decimal(20), "pay_high": Decimal(10), "pay_per": "hour"}, "from the lower number"),
    ],
)
def test_what_cannot_be_is_said(cast, kestrel, facts, said):
    with pytest.raises(Refused, match=said):
        offer(cast, kestrel, **facts)


def test_days_that_cannot_be_are_said(cast, kestrel):
    today = clock.today()
    for facts, said in (
        ({"starts_on": today, "ends_on": today - timedelta(1)}, "before it begins"),
        ({"publish_on": today + timedelta(3), "expires_on": today + timedelta(1)}, "before its first one"),
        ({"publish_on": today - timedelta(9), "expires_on": today - timedelta(1)}, "passed already"),
        ({"expires_on": today + timedelta(500)}, "365 days at most"),
        ({"apply_from": today, "apply_until": today - timedelta(1)}, "Applications cannot end"),
    ):
        with pytest.raises(Refused, match=said):
            offer(cast, kestrel, **facts)


def test_a_recruiter_says_for_whom(cast):
    agency = cast.shared("Staffing Partners", third_party_recruiter=True).employer
    with pytest.raises(Refused, match="on behalf of whom"):
        offer(cast, agency)
    assert offer(cast, agency, on_behalf_of="Juniper Mills").on_behalf_of == "Juniper Mills"


def test_a_contact_of_another_employer_is_refused(cast, kestrel):
    other = cast.shared("Northwind", contact={"family_name": "Lee"}).employer
    with pytest.raises(Refused, match="another employer"):
        offer(cast, kestrel, contact=other.contacts.get())
