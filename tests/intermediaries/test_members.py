"""Chambers, who their members are, and what hidden employers tell there: nothing (D1, A1)."""

import io
from datetime import timedelta

import pytest

from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.imports.actions import applying, comparing, reading, undoing
from guildhall.imports.models import Batch
from guildhall.intermediaries.actions import bodies, members
from guildhall.intermediaries.actions.bodies import Described, Held
from guildhall.intermediaries.models import Affiliation, Intermediary, Member
from guildhall.intermediaries.queries import bodies as queries
from guildhall.intermediaries.queries.bodies import Wanted
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.stewardship.actions.handing import hand_over
from tests.intermediaries.chambers import chamber

pytestmark = pytest.mark.django_db


def numbers(person):
    """How many members of each chamber somebody reads."""
    return {row.name: row.member_count for row in queries.bodies_of(person, Wanted())}


def test_a_hidden_employer_shows_and_counts_through_no_chamber(cast):
    """A1, D1: neither on the page, nor in the number, nor in the filter; who sees it counts it."""
    body, seen = chamber(cast), cast.shared("Open Works").employer
    hidden = cast.prospect("Hidden Works").employer
    for one in (seen, hidden):
        members.add_member(body, one, by=cast.director)
    assert numbers(cast.mesa_wbl) == {"Two Rivers Chamber": 1}
    assert numbers(cast.director) == {"Two Rivers Chamber": 2}
    page = cast.client(cast.mesa_wbl).get(f"/employers/{body.pk}/members/").content.decode()
    assert "Open Works" in page and "Hidden Works" not in page and "1 member among" in page
    assert "Hidden Works" in cast.client(cast.director).get(f"/employers/{body.pk}/members/").content.decode()
    listed = cast.client(cast.mesa_wbl).get(f"/employers/?member={body.pk}").content.decode()
    assert "Open Works" in listed and "Hidden Works" not in listed and "Member of: Two Rivers Chamber" in listed


def test_a_hidden_chamber_shows_on_no_member_and_in_no_filter(cast):
    hidden = cast.prospect("Secret Chamber").employer
    bodies.describe(hidden, Described("chamber", "local"), by=cast.director)
    member = cast.shared("Open Works").employer
    members.add_member(hidden, member, by=cast.director)
    client = cast.client(cast.mesa_wbl)
    for url in (f"/employers/{member.pk}/memberships/", "/chambers/", "/employers/", "/imports/"):
        assert "Secret Chamber" not in client.get(url).content.decode(), url
    assert client.get(f"/employers/?member={hidden.pk}").content.decode().count("Open Works")  # it filters nothing
    assert "Secret Chamber" in cast.client(cast.director).get(f"/employers/{member.pk}/memberships/").content.decode()


def test_the_directory_narrows_to_the_members_of_today(cast):
    body, now, before = chamber(cast), cast.shared("Now Works").employer, cast.shared("Before Works").employer
    cast.shared("Never Works")
    members.add_member(body, now, by=cast.mesa_wbl)
    gone = members.add_member(body, before, by=cast.mesa_wbl)
    over = clock.today() - timedelta(1)
    members.change_member(gone, from_date=over, to_date=over, version=1, by=cast.mesa_wbl)
    text = cast.client(cast.mesa_wbl).get(f"/employers/?member={body.pk}").content.decode()
    assert "Now Works" in text and "Before Works" not in text and "Never Works" not in text
    assert "Members before" in cast.client(cast.mesa_wbl).get(f"/employers/{body.pk}/members/").content.decode()


def test_nobody_is_a_member_twice_or_of_themselves(cast):
    body, one = chamber(cast), cast.shared("Open Works").employer
    members.add_member(body, one, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="a member there already"):
        members.add_member(body, one, by=cast.harbor_wbl)
    with pytest.raises(Refused, match="a member of themselves"):
        members.add_member(body, body, by=cast.mesa_wbl)
    hidden = cast.prospect("Hidden Works").employer
    with pytest.raises(Refused, match="You see no employer"):
        members.add_member(body, hidden, by=cast.mesa_wbl)


def test_two_records_of_one_member_become_one_membership_and_part_again(cast):
    """N16: a membership joins two employers; merging either of them leaves each pair once."""
    body, one, twin = chamber(cast), cast.shared("Open Works").employer, cast.shared("Open Works Inc").employer
    for row in (one, twin):
        members.add_member(body, row, by=cast.mesa_wbl)
    other = cast.shared("Only There").employer
    double = chamber(cast, "Chamber of Two Rivers")
    for row in (one, other):
        members.add_member(double, row, by=cast.mesa_wbl)
    first = merge(one, twin, by=cast.director)
    assert numbers(cast.director)["Two Rivers Chamber"] == 1
    body.refresh_from_db(), double.refresh_from_db()
    second = merge(body, double, by=cast.director)
    assert numbers(cast.director) == {"Two Rivers Chamber": 2}
    undo_merge(second, by=cast.director)
    undo_merge(first, by=cast.director)
    assert numbers(cast.director) == {"Two Rivers Chamber": 2, "Chamber of Two Rivers": 2}


# ── Lists (match, review, apply, undo) ───────────────────────────────

LIST = "Employer,City\nOpen Works,Redstone\nA quite new bakery,Redstone\n"


def brought(cast, body, text=LIST, *, by="mesa_wbl"):
    """A list of members that was checked."""
    file, who = io.BytesIO(text.encode()), cast.people[by]
    batch = reading.start_import(file, "members.csv", institution=cast.mesa, by=who, members_of=body)
    reading.match_columns(batch, batch.columns, by=who, in_background=False)
    return comparing.check_rows(Batch.objects.get(pk=batch.pk))


def test_a_list_of_members_joins_the_employers_that_are_there(cast):
    """D1: who is known joins, who is new becomes a lead; both are members, and undoing takes exactly that back."""
    body, known = chamber(cast), cast.shared("Open Works", city="Redstone").employer
    batch = brought(cast, body)
    batch.rows.filter(status="duplicate").update(decision="link", target=known.pk)
    assert not Member.objects.exists(), "a list creates nothing before it is applied"
    applying.apply(batch, by=cast.mesa_wbl)
    assert set(Member.objects.values_list("employer__name", flat=True)) == {"Open Works", "A quite new bakery"}
    assert numbers(cast.mesa_wbl) == {"Two Rivers Chamber": 2}
    assert numbers(cast.harbor_wbl) == {"Two Rivers Chamber": 1}, "the lead of Mesa counts for nobody else"
    undoing.undo(batch, by=cast.mesa_wbl)
    assert not Member.objects.exists()
    known.refresh_from_db()
    assert known.merged_into_id is None


def test_undoing_a_list_leaves_who_was_a_member_before(cast):
    body, known = chamber(cast), cast.shared("Open Works", city="Redstone").employer
    members.add_member(body, known, by=cast.mesa_wbl)
    batch = brought(cast, body)
    batch.rows.filter(status="duplicate").update(decision="link", target=known.pk)
    applying.apply(batch, by=cast.mesa_wbl)
    assert Member.objects.filter(employer=known).count() == 1
    undoing.undo(batch, by=cast.mesa_wbl)
    assert list(Member.objects.values_list("employer", flat=True)) == [known.pk]


def test_the_same_row_in_the_list_of_another_chamber_makes_a_member_there_too(cast):
    """What was applied before creates nothing again; but it says something new where another chamber says it."""
    first, second = chamber(cast), chamber(cast, "State Builders", level="state")
    text = "Employer,City\nA quite new bakery,Redstone\n"
    applying.apply(brought(cast, first, text), by=cast.mesa_wbl)
    again = brought(cast, first, text)
    assert list(again.rows.values_list("status", flat=True)) == ["skipped"]
    other = brought(cast, second, text)
    other.rows.filter(status="duplicate").update(decision="link", target=Member.objects.get(body=first).employer_id)
    applying.apply(other, by=cast.mesa_wbl)
    assert Member.objects.filter(body=second).count() == 1


def test_a_list_says_nothing_of_a_chamber_that_its_bringer_does_not_keep(cast):
    hidden = cast.prospect("Secret Chamber").employer
    bodies.describe(hidden, Described("chamber", "local"), by=cast.director)
    with pytest.raises(Refused):
        brought(cast, hidden)
    client = cast.client(cast.mesa_wbl)
    assert "Secret Chamber" not in client.get(f"/imports/?members_of={hidden.pk}").content.decode()


# ── What it is, and what we hold there ───────────────────────────────


def test_a_chamber_is_found_by_its_level_and_next_meeting(cast):
    chamber(cast), chamber(cast, "State Builders", level="state")
    found = [row.name for row in queries.bodies_of(cast.mesa_wbl, Wanted(level="state"))]
    assert found == ["State Builders"]
    row = Intermediary.objects.get(employer__name="State Builders")
    last = clock.today() - timedelta(30)
    assert queries.expected_on(row, last).month == (last.month + 2) % 12 + 1
    assert queries.expected_on(row, None) is None


def test_seats_end_and_go_to_a_successor(cast):
    """N18: a seat on a board is handed on with the rest of a leaver's work; one that has ended stays."""
    body, today = chamber(cast), clock.today()
    told = {"institution": cast.mesa, "by": cast.mesa_wbl}
    seat = bodies.hold(body, Held("board", "Workforce", cast.mesa_wbl, None, today), **told)
    over = bodies.hold(body, Held("committee", "Dues", cast.mesa_wbl, None, today - timedelta(1)), **told)
    soon = bodies.hold(body, Held("membership", to_date=today + timedelta(20)), **told)
    bodies.hold(body, Held("membership", to_date=today + timedelta(200)), **told)
    assert list(queries.seats_ending(cast.mesa_jobs)) == [seat, soon]
    assert not queries.seats_ending(cast.harbor_wbl)
    hand_over(cast.mesa_wbl, {"intermediaries.affiliation.person": cast.mesa_jobs}, by=cast.mesa_admin)
    assert Affiliation.objects.get(pk=seat.pk).person == cast.mesa_jobs
    assert Affiliation.objects.get(pk=over.pk).person == cast.mesa_wbl


def test_only_who_works_with_employers_there_holds_a_seat(cast):
    body = chamber(cast)
    with pytest.raises(Refused, match="does not work with employers for Mesa Grande College"):
        bodies.hold(body, Held("board", person=cast.harbor_wbl), institution=cast.mesa, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        bodies.hold(body, Held("board"), institution=cast.harbor, by=cast.mesa_wbl)


def test_what_was_said_of_a_chamber_may_be_taken_back_without_losing_its_members(cast):
    body = chamber(cast)
    members.add_member(body, cast.shared("Open Works").employer, by=cast.mesa_wbl)
    row = Intermediary.objects.get()
    bodies.undescribe(row, version=row.version, by=cast.mesa_wbl)
    assert not Intermediary.objects.exists() and Member.objects.count() == 1
    bodies.describe(body, Described("association", "state"), by=cast.mesa_wbl)
    assert numbers(cast.mesa_wbl) == {"Two Rivers Chamber": 1}
