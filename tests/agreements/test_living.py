"""Who reads agreements; what becomes of them: notice, successor, early end; and their health as figures (M22, F18)."""

from datetime import timedelta

import pytest

from guildhall.agreements.actions import living, signing
from guildhall.agreements.actions.drawing_up import Bound, Head, Words, draw_up
from guildhall.agreements.actions.noticing import notice_ends
from guildhall.agreements.models import Agreement
from guildhall.agreements.queries.lists import Wanted, health_of, list_of, to_see_to, with_employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.models import Notice
from tests.agreements.drawn import Counts, drawn, duty, in_force, out, revision_of, signed, theirs
from tests.placements.test_duties import begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast):
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    return cast


def sees(person, agreement):
    return Agreement.objects.visible_to(person).filter(pk=agreement.pk).exists()


def test_a_draft_is_one_sides_and_what_is_signed_the_regions(town):
    row = drawn(town, town.kestrel)
    assert sees(town.mesa_instructor, row)
    assert sees(town.director, row)
    assert not sees(town.harbor_wbl, row)
    out(row, by=town.mesa_wbl)
    assert not sees(town.harbor_wbl, row)
    own = in_force(town, town.kestrel, title="Own", audience="institution")
    shared = in_force(town, town.kestrel, title="Open")
    assert sees(town.harbor_wbl, shared)
    assert not sees(town.harbor_wbl, own)
    assert sees(town.mesa_teacher, own)
    assert not sees(town.mesa_student, shared)


def test_behind_the_wall_nothing_is_seen_or_counted(town):
    """A1, R33: of an agreement with an employer that somebody does not see they learn nothing."""
    hidden = town.prospect("Quiet Mills", by=town.director).employer
    before = (health_of(town.mesa_wbl), list(list_of(town.mesa_wbl, Wanted())))
    row = in_force(town, hidden, by=town.director, place=town.region)
    both = drawn(town, town.kestrel, by=town.director, place=town.region)
    both.parties.create(side="theirs", employer=hidden, position=9)
    assert not sees(town.mesa_wbl, row)
    assert not sees(town.harbor_admin, both)
    assert (health_of(town.mesa_wbl), list(list_of(town.mesa_wbl, Wanted()))) == before
    assert health_of(town.director).in_force == 1, "the control"


def test_partner_is_who_has_one_in_force(town):
    assert not with_employer(town.kestrel, town.mesa_wbl).is_partner
    row = drawn(town, town.kestrel)
    assert not with_employer(town.kestrel, town.mesa_wbl).is_partner
    signed(row, by=town.mesa_wbl)
    assert with_employer(town.kestrel, town.harbor_wbl).is_partner
    living.end_early(Agreement.objects.get(pk=row.pk), "They moved away", "Ask earlier", version=_version(row),
                     by=town.mesa_wbl)  # fmt: skip
    assert not with_employer(town.kestrel, town.mesa_wbl).is_partner


def _version(row):
    return Agreement.objects.get(pk=row.pk).version


def test_the_keeper_hears_once_that_the_end_comes_near(town):
    today = clock.today()
    soon = in_force(town, town.kestrel, title="Soon", ends_on=today + timedelta(20), notice_days=30)
    in_force(town, town.kestrel, title="Later", ends_on=today + timedelta(50), notice_days=30)
    in_force(town, town.kestrel, title="Open", ends_on=None)
    assert notice_ends() == 1
    assert notice_ends() == 0
    told = Notice.objects.filter(event="agreement ends")
    assert [one.person for one in told] == [town.mesa_wbl]
    assert list(to_see_to(town.mesa_wbl)) == [soon]
    living.renew(soon, by=town.mesa_wbl)
    assert list(to_see_to(town.mesa_wbl)) == [], "somebody sees to it"


def test_a_successor_is_drawn_up_from_what_it_replaces(town):
    today = clock.today()
    row = drawn(town, town.kestrel, ends_on=today + timedelta(20))
    duty(row, theirs(row), Counts.BEGUN, by=town.mesa_wbl)
    row = signed(row, by=town.mesa_wbl)
    made = living.renew(row, by=town.mesa_wbl)
    [renewed] = made.revisions.get().obligations.all()
    assert (renewed.wanted, renewed.party.agreement_id) == (6, made.pk)
    assert renewed.due_on > revision_of(row).obligations.get().due_on
    with pytest.raises(Refused, match="there already"):
        living.renew(row, by=town.mesa_wbl)
    assert Agreement.objects.get(pk=row.pk).state == "in_force"
    made = signed(made, by=town.mesa_wbl)
    assert Agreement.objects.get(pk=row.pk).state == "in_force", "until its successor begins"
    assert not made.is_in_force


def test_it_ends_early_with_the_reason_and_the_lesson(town):
    """F18."""
    row = in_force(town, town.kestrel)
    amendment = living.amend(row, "Two more", by=town.mesa_wbl)
    with pytest.raises(Refused, match="why"):
        living.end_early(row, " ", "", version=row.version, by=town.mesa_wbl)
    with pytest.raises(Refused):
        living.end_early(row, "No", "", version=row.version, by=town.harbor_wbl)
    with pytest.raises(Conflict):
        living.end_early(row, "No", "", version=row.version - 1, by=town.mesa_wbl)
    ended = living.end_early(row, "They moved away", "Ask a year ahead", version=row.version, by=town.mesa_wbl)
    assert (ended.state, ended.ended_on, ended.lesson) == ("ended", clock.today(), "Ask a year ahead")
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"
    assert list(list_of(town.harbor_wbl, Wanted("over"))) == [ended]


def test_health_opens_into_its_rows(town):
    """M22."""
    today = clock.today()
    in_force(town, town.kestrel, title="Long")
    in_force(town, town.kestrel, title="Soon", ends_on=today + timedelta(60))
    old = {"starts_on": today - timedelta(400), "ends_on": today - timedelta(2)}
    expired = in_force(town, town.kestrel, title="Over", **old)
    other = town.shared("Otter Mills").employer
    in_force(town, other, title="Over, nobody there", **old)
    health = health_of(town.mesa_wbl)
    assert (health.in_force, health.expiring, health.hosting) == (2, 1, 0)
    begun(town, "Ana", by="harbor_wbl")
    assert health_of(town.mesa_wbl).hosting == 0, "students of the other college are not there under it"
    begun(town, "Bo")
    health = health_of(town.mesa_wbl)
    for view in ("in_force", "expiring", "hosting"):
        assert list_of(town.mesa_wbl, Wanted(view)).count() == getattr(health, view)
    assert list(list_of(town.mesa_wbl, Wanted("hosting"))) == [expired]


def test_lists_are_narrowed(town):
    by, today = town.mesa_wbl, clock.today()
    one = in_force(town, town.kestrel, title="Wiring")
    parties = [Bound("ours", institution=town.mesa), Bound("theirs", named="Chamber of the Valley")]
    other = draw_up(Head("mou", "Together", by), Words(today, terms="x"), parties, institution=town.mesa, by=by)
    other = signed(other, by=by)
    assert set(list_of(by, Wanted())) == {one, other}
    assert list(list_of(by, Wanted(words="kestrel"))) == [one]
    assert list(list_of(by, Wanted(words="valley chamber"))) == [other]
    assert list(list_of(by, Wanted(kind="mou"))) == [other]
    assert list(list_of(by, Wanted(institution=town.harbor))) == []
    assert list(list_of(by, Wanted(partner=town.kestrel))) == [one]


def test_both_sides_are_needed(town):
    by = town.mesa_wbl
    row = draw_up(Head("mou", "Alone", by), Words(clock.today(), terms="x"), [Bound("ours", institution=town.mesa)],
                  institution=town.mesa, by=by)  # fmt: skip
    with pytest.raises(Refused, match="each side"):
        signing.send_out(revision_of(row), version=1, by=by)
