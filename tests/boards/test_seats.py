"""Seats by category, organization and cluster; who sits there, asked under the rules of contact (D13, D14, N3, A1)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.boards.actions import noticing, seating, serving
from guildhall.boards.actions.seating import Wanted
from guildhall.boards.actions.serving import Named
from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Member, Seat
from guildhall.boards.queries.due import coverage_of
from guildhall.boards.queries.measures import measures_of
from guildhall.boards.queries.seats import attendance_of, filled_of, seats_of
from guildhall.employers.actions.merging import merge
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.placements.actions import accepting, moving
from guildhall.placements.actions.planning import Plan
from guildhall.protocols.actions import Draft, publish
from tests.boards.seated import convened, entitled, founded, full_board, in_the_past, program, seat, sits
from tests.placements.placed import student

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    cast.nursing = program(cast)
    cast.clinic = cast.shared("Coast Clinic", contact={"given_name": "Kai", "family_name": "Orr",
                                                       "email": "kai@clinic.example"}).employer  # fmt: skip
    cast.kai = cast.clinic.contacts.get()
    cast.board = founded(cast, cast.nursing)
    return cast


def hosted(cast, employer, names, *, by="mesa_wbl", days_ago=30, program=None):
    """Students of the program who began a placement at an employer."""
    for name in names:
        plan = Plan(employer, "internship_paid", "A place", program=program or cast.nursing)
        row = accepting.place(student(cast, name, by=by), plan, by=cast.people[by])
        moving.start(row, clock.today() - timedelta(days_ago), by=cast.people[by])


# ── Who is due a seat ────────────────────────────────────────────────


def test_who_places_students_is_due_a_seat_until_it_has_one(board):
    hosted(board, board.clinic, ["Ana", "Bo"])
    found = coverage_of(board.board, board.mesa_wbl)
    assert [(one.employer.name, one.students) for one in found.due] == [("Coast Clinic", 2)]
    assert (found.seated, found.hosting) == (0, 1)
    seat(board, board.board, "business", board.clinic)
    found = coverage_of(board.board, board.mesa_wbl)
    assert (found.due, found.seated, found.hosting) == ([], 1, 1)


def test_somebody_of_theirs_on_a_seat_is_a_seat(board):
    hosted(board, board.clinic, ["Ana"])
    serving.take_seat(seat(board, board.board), Named(contact=board.kai), by=board.mesa_teacher)
    assert coverage_of(board.board, board.mesa_wbl).due == []


@pytest.mark.parametrize("other", [{"days_ago": 800}, {"program": "welding"}])
def test_what_is_too_old_or_of_another_program_makes_no_seat_due(board, other):
    if "program" in other:
        other = {"program": program(board, "Welding")}
    hosted(board, board.clinic, ["Ana"], **other)
    assert coverage_of(board.board, board.mesa_wbl).rows == []


def test_of_fewer_than_ten_students_elsewhere_no_number_is_told(board):
    """R6: Mesa's own read the number, Harbor and the region do not, until there are ten."""
    hosted(board, board.clinic, ["Ana", "Bo"])
    assert coverage_of(board.board, board.mesa_wbl).due[0].students == 2
    for reader in (board.harbor_wbl, board.director):
        assert coverage_of(board.board, reader).due[0].students is None
    answer = board.client(board.director).get(f"/boards/{board.board.pk}/due/").content.decode()
    assert "fewer than 10 students" in answer
    assert "2 students" not in answer
    hosted(board, board.clinic, [f"S{n}" for n in range(8)])
    assert coverage_of(board.board, board.director).due[0].students == 10


def test_a_cluster_of_partners_shares_a_seat(board):
    other = board.shared("Small Clinic").employer
    hosted(board, board.clinic, ["Ana"])
    hosted(board, other, ["Bo"])
    with pytest.raises(Refused, match="what the cluster is called"):
        seat(board, board.board, "business", board.clinic, other)
    cluster = seat(board, board.board, "business", board.clinic, cluster="Clinics of the coast")
    assert [one.employer.name for one in coverage_of(board.board, board.mesa_wbl).due] == ["Small Clinic"]
    seating.join_cluster(cluster, other, by=board.mesa_teacher)
    assert coverage_of(board.board, board.mesa_wbl).due == []


# ── The wall ─────────────────────────────────────────────────────────


def test_only_a_shared_organization_gets_a_seat(board):
    restricted = board.prospect("Hidden Clinic").employer
    for by in (board.mesa_teacher, board.director):
        with pytest.raises(Refused):
            seating.add_seat(board.board, Wanted("business", organizations=[restricted]), by=by)


def test_who_does_not_see_an_employer_reads_its_name_nowhere_and_a_vacant_seat_all_the_same(board):
    one = seat(board, board.board, "business", board.clinic)
    other = serving.take_seat(seat(board, board.board), Named(contact=board.kai), by=board.mesa_teacher)
    assert {place.seat for place in seats_of(board.board, board.mesa_teacher)} == {one, other.seat}
    type(board.clinic).objects.filter(pk=board.clinic.pk).update(posted_at=None)  # it is restricted again
    [vacant] = seats_of(board.board, board.mesa_teacher)
    assert (vacant.seat, list(vacant.organizations), vacant.member) == (one, [], None)
    assert not Member.objects.visible_to(board.mesa_teacher).exists()
    answer = board.client(board.mesa_teacher).get(f"/boards/{board.board.pk}/").content.decode()
    assert "Coast Clinic" not in answer
    assert "Kai" not in answer
    assert seats_of(board.board, board.director), "control: who sees it, sees the seats"


# ── Asked and answering ──────────────────────────────────────────────


def test_a_contact_is_asked_by_mail_under_the_touch_budget(board):
    member = serving.take_seat(seat(board, board.board), Named(contact=board.kai), by=board.mesa_teacher)
    assert serving.invite_member(member, by=board.mesa_teacher)
    letter = OutgoingEmail.objects.get(kind="board seat")
    assert "Coast Clinic" not in letter.subject
    assert Touch.objects.filter(employer=board.clinic).count() == 1
    assert not serving.invite_member(member, by=board.mesa_teacher), "a second letter only on purpose"
    member.refresh_from_db()
    assert member.state == Member.State.INVITED
    path = f"/board/{secret_of_member(member)}/"
    assert path in letter.text
    version = member.version
    answer = Client().post(path, {"answer": "yes", "version": version, "words": "Gladly"})
    assert answer.status_code == 302
    member.refresh_from_db()
    assert (member.state, member.words, member.accepted_on) == ("serving", "Gladly", clock.today())
    assert Notice.objects.filter(person=board.mesa_teacher, event="board answered").count() == 1


def test_beyond_the_budget_nothing_is_written(board):
    drafts = [Draft("9.1", "Budget", "Few.", "touch_budget", {"per_employer": 1, "days": 30, "spread": False})]
    publish(board.region, "Contact protocol", drafts, in_force_from=clock.today(), text="", by=None)
    first = serving.take_seat(seat(board, board.board), Named(contact=board.kai), by=board.mesa_teacher)
    serving.invite_member(first, by=board.mesa_teacher)
    first.refresh_from_db()
    before = OutgoingEmail.objects.count()
    with pytest.raises(NotNow):
        serving.invite_member(first, again=first.version, by=board.mesa_teacher)
    assert OutgoingEmail.objects.count() == before


def test_who_declines_leaves_the_seat_vacant_with_the_reason(board):
    member = serving.take_seat(
        seat(board, board.board), Named(given="Ana Li", email="ana@people.example"), by=board.mesa_teacher
    )
    Client().post(f"/board/{secret_of_member(member)}/", {"answer": "no", "version": "1", "words": "No time"})
    member.refresh_from_db()
    assert (member.state, member.ended_because) == ("declined", "No time")
    [place] = seats_of(board.board, board.mesa_teacher)
    assert place.member is None
    again = serving.take_seat(member.seat, Named(given="Ben Ray"), by=board.mesa_teacher)
    assert again.seat == member.seat


def test_an_ended_link_opens_nothing_and_opening_one_changes_nothing(board):
    member = serving.take_seat(seat(board, board.board), Named(given="Ana Li"), by=board.mesa_teacher)
    path = f"/board/{secret_of_member(member)}/"
    assert Client().get(path).status_code == 200
    assert Member.objects.get(pk=member.pk).state == "listed"
    serving.end_link(member, by=board.mesa_teacher)
    assert Client().get(path).status_code == 404
    member.refresh_from_db()
    assert Client().get(f"/board/{secret_of_member(member)}/").status_code == 200


def test_a_typed_address_of_a_contact_is_chosen_instead(board):
    with pytest.raises(Refused, match="choose them from the search"):
        serving.take_seat(
            seat(board, board.board), Named(given="Kai", email="kai@clinic.example"), by=board.mesa_teacher
        )


# ── Terms, offices, conflicts of interest ────────────────────────────


def test_a_term_lasts_as_long_as_the_rules_say_and_is_renewed(board):
    member = serving.take_seat(seat(board, board.board), Named(given="Ana Li"), by=board.mesa_teacher)
    years = measures_of(board.board).term_years
    assert member.ends_on > clock.today() + timedelta(365 * years - 3)
    member = serving.renew_term(member, clock.today() + timedelta(30), version=1, by=board.mesa_teacher)
    [place] = seats_of(board.board, board.mesa_teacher)
    assert place.renewal_due
    with pytest.raises(Conflict):
        serving.renew_term(member, clock.today() + timedelta(60), version=1, by=board.mesa_teacher)


def test_the_secretary_hears_once_that_a_term_ends(board):
    member = sits(board, board.board, "Ana Li")
    Member.objects.filter(pk=member.pk).update(ends_on=clock.today() + timedelta(20))
    assert noticing.notice_terms() == 1
    assert noticing.notice_terms() == 0
    assert Notice.objects.filter(person=board.mesa_teacher, event="board term ends").count() == 1


def test_there_is_one_chair(board):
    ana, ben = sits(board, board.board, "Ana Li"), sits(board, board.board, "Ben Ray")
    serving.give_office(ana, "chair", version=ana.version, by=board.mesa_teacher)
    serving.give_office(ben, "chair", version=ben.version, by=board.mesa_teacher)
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.office, ben.office) == ("", "chair")


def test_who_leaves_is_replaced_with_the_reason_and_stays_readable(board):
    ana = sits(board, board.board, "Ana Li")
    held = convened(board, board.board, days=20)
    assert [one.member.name for one in entitled(held)] == ["Ana Li"]
    with pytest.raises(Refused, match="why they leave"):
        serving.end_term(ana, " ", version=ana.version, by=board.mesa_teacher)
    serving.end_term(ana, "Changed employers", version=ana.version, by=board.mesa_teacher)
    assert entitled(held) == []
    assert not held.meeting.participants.exists(), "the meeting ahead does not ask them"
    serving.take_seat(ana.seat, Named(given="Ben Ray"), by=board.mesa_teacher)
    assert [one.member.name for one in entitled(held)] == ["Ben Ray"]
    with pytest.raises(Refused, match="Somebody sits on it"):
        seating.remove_seat(ana.seat, by=board.mesa_teacher)


def test_a_seat_is_held_by_one(board):
    one = seat(board, board.board)
    serving.take_seat(one, Named(given="Ana Li"), by=board.mesa_teacher)
    with pytest.raises(Refused, match="The seat is taken"):
        serving.take_seat(one, Named(given="Ben Ray"), by=board.mesa_teacher)


def test_filled_seats_are_held_against_the_rules_of_the_kind(board):
    full = full_board(board, name="Another board")
    measures = measures_of(full)
    filled = filled_of(seats_of(full, board.mesa_teacher), measures)
    assert (filled.voting, filled.business, filled.seats) == (6, 4, 7)
    assert filled.business_share_met
    assert [one.is_met for one in filled.rows] == [True, True]
    drafts = [Draft("7.1", "Boards", "More.", "boards_program", {"business": 80, "members": 9})]
    publish(board.region, "Board protocol", drafts, in_force_from=clock.today(), text="", by=None)
    stricter = measures_of(full)
    assert (stricter.members, stricter.business, bool(stricter.clause)) == (9, 80, True)
    assert not filled_of(seats_of(full, board.mesa_teacher), stricter).business_share_met


def test_seats_follow_a_merge(board):
    """N16: of two records that become one, the survivor has the seat, once."""
    twin = board.shared("Coast Clinic of Mesa").employer
    one = seat(board, board.board, "business", board.clinic, twin, cluster="Clinics")
    merge(twin, board.clinic, by=board.director)
    keys = list(Seat.objects.get(pk=one.pk).organizations.values_list("employer", flat=True))
    assert len(set(keys) - {twin.pk, board.clinic.pk}) == 0
    assert coverage_of(board.board, board.mesa_wbl).rows == []


def test_whoever_declines_reads_that_and_is_not_told_to_change_it_there(board):
    member = serving.take_seat(seat(board, board.board), Named(contact=board.kai), by=board.mesa_teacher)
    serving.invite_member(member, by=board.mesa_teacher)
    member.refresh_from_db()
    path = f"/board/{secret_of_member(member)}/"
    page = Client().post(path, {"answer": "no", "version": member.version}, follow=True).content.decode()
    assert "You declined this seat." in page
    assert "you can change it here" not in page


def test_attendance_counts_from_the_day_of_the_seat(cast):
    """Whoever was only asked was not absent (M21)."""
    board = founded(cast, program(cast))
    early, late = sits(cast, board, "Ana Li"), sits(cast, board, "Ben Ray")
    in_the_past(cast, board, 60, came=("Ana Li",))
    in_the_past(cast, board, 10)
    Member.objects.filter(pk=late.pk).update(accepted_on=clock.today() - timedelta(30))
    assert attendance_of(board) == {early.pk: (1, 2), late.pk: (0, 1)}
