"""What a board recommends, to whom, and what became of it; the self-assessment that fills itself (D16, N12, M20)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.boards.actions import advising, noticing, serving
from guildhall.boards.actions.advising import Decided
from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Recommendation, Remark
from guildhall.boards.queries.advice import asked_at
from guildhall.boards.queries.assessment import assessment_of
from guildhall.boards.queries.figures import report_of
from guildhall.boards.queries.lists import advice, waits_for
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.models import Notice
from tests.boards.seated import NAMES, advised, convened, entitled, full_board, in_the_past, program, sits

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    cast.nursing = program(cast)
    cast.board = full_board(cast, cast.nursing)
    return cast


def decide(cast, row, state, *, by=None, **more):
    row.refresh_from_db()
    return advising.decide(row, Decided(state, **more), version=row.version, by=by or cast.mesa_wbl)


def subjects(rows):
    return [row.subject for row in rows]


def test_whoever_decides_is_told_and_finds_it(board):
    row = advised(board, board.board, person=board.mesa_instructor)
    assert Notice.objects.filter(person=board.mesa_instructor, event="advice given").count() == 1
    assert subjects(waits_for(board.mesa_instructor)) == ["Pharmacology before practice"]
    assert subjects(advice(board.mesa_instructor, "mine")) == ["Pharmacology before practice"]
    decide(board, row, "declined", by=board.mesa_instructor, reason="No room in the term")
    assert not waits_for(board.mesa_instructor).exists()


def test_adopted_without_evidence_is_asked_for_again(board):
    row = advised(board, board.board)
    row = decide(board, row, "adopted")
    assert (row.closed_on, row.lacks_evidence) == (None, True)
    held = convened(board, board.board, days=10)
    assert "What became of our advice: Pharmacology before practice" in held.meeting.agenda.values_list(
        "title", flat=True
    )
    row = decide(board, row, "adopted", evidence="Course outline of May")
    assert row.closed_on == clock.today()
    assert [one.state for one in row.dispositions.all()] == ["adopted", "adopted"]


def test_later_and_declined_need_a_reason(board):
    row = advised(board, board.board)
    for state in ("later", "declined", "adapted"):
        with pytest.raises(Refused, match="Say why"):
            decide(board, row, state)
    row = decide(board, row, "later", reason="After accreditation", decide_by=clock.today() + timedelta(90))
    assert row.closed_on is None
    assert subjects(advice(board.director, "waiting")) == ["Pharmacology before practice"]


def test_who_may_not_decide_does_not(board):
    row = advised(board, board.board)
    for name in ("harbor_wbl", "mesa_cases", "mesa_counselor"):
        with pytest.raises(Refused):
            decide(board, row, "declined", by=board.people[name], reason="No")


def test_the_second_of_two_who_decide_is_told(board):
    row = advised(board, board.board)
    decide(board, row, "later", reason="Soon")
    with pytest.raises(Conflict):
        advising.decide(row, Decided("declined", "No"), version=1, by=board.mesa_wbl)


def test_what_was_decided_on_keeps_its_words(board):
    row = advised(board, board.board)
    row = decide(board, row, "later", reason="Soon")
    again = advising.Advice("sequence", "Other words", "Other words", board.mesa)
    with pytest.raises(Refused, match="stay as they were"):
        advising.change_advice(row, again, version=row.version, by=board.mesa_teacher)


def test_who_decides_is_reminded_once_for_each_day(board):
    advised(board, board.board, person=board.mesa_instructor, decide_by=clock.today() + timedelta(5))
    assert noticing.notice_advice() == 1
    assert noticing.notice_advice() == 0
    assert Notice.objects.filter(person=board.mesa_instructor, event="advice due").count() == 1


def test_advice_says_at_which_meetings_it_was_asked_for(board):
    row = advised(board, board.board)
    Recommendation.objects.filter(pk=row.pk).update(made_at=clock.now() - timedelta(100))
    in_the_past(board, board.board, 120)
    held = in_the_past(board, board.board, 50)
    row.refresh_from_db()
    assert asked_at(row) == [held]


def test_members_comment_by_their_link(board):
    row = advised(board, board.board)
    member = board.board.members.get(given="Ana Li")
    path = f"/board/{secret_of_member(member)}/"
    assert "Pharmacology before practice" in Client().get(path).content.decode()
    for _n in range(2):
        Client().post(f"{path}comment/", {"advice": str(row.pk), "text": "It was so at our hospital"})
    assert Remark.objects.get().text == "It was so at our hospital"
    answer = board.client(board.mesa_teacher).get(f"/boards/advice/{row.pk}/").content.decode()
    assert "It was so at our hospital" in answer
    others = board.client(board.harbor_wbl).get(f"/boards/advice/{row.pk}/").content.decode()
    assert "It was so at our hospital" not in others
    assert "Pharmacology before practice" in others, "the advice itself is no secret among the staff"


def test_the_link_of_a_former_member_shows_nothing_of_the_board(board):
    advised(board, board.board)
    member = board.board.members.get(given="Ana Li")
    path = f"/board/{secret_of_member(member)}/"
    serving.end_term(member, "Moved", version=member.version, by=board.mesa_teacher)
    answer = Client().get(path).content.decode()
    assert "You do not sit on this board any more." in answer
    assert "Pharmacology" not in answer


def test_only_approved_minutes_reach_members(board):
    held = in_the_past(board, board.board, 60, came=NAMES, minutes="What we said")
    path = f"/board/{secret_of_member(board.board.members.get(given='Ana Li'))}/minutes/?of={held.pk}"
    assert Client().get(path).status_code == 404
    held.approved_on = clock.today()
    held.save(update_fields=["approved_on"])
    assert "What we said" in Client().get(path).content.decode()


# ── Figures and the self-assessment ──────────────────────────────────


def met(cast):
    return {one.key: one.is_met for one in assessment_of(cast.board, cast.mesa_wbl).answers}


def test_the_self_assessment_fills_itself(board):
    """N12: members, quorum, minutes, labor seat, attendance: each line moves with the records, and nothing is typed."""
    found = met(board)
    assert found["members"]
    assert found["business"]
    assert found["labor"]
    assert found["terms"]
    assert found["partners"]
    assert not found["officers"]
    assert not any(found[key] for key in ("meetings", "quorum", "minutes", "agenda"))
    everybody = (*NAMES, board.mesa_wbl.name)
    first = in_the_past(board, board.board, 200, came=everybody, minutes="We met.")
    second = in_the_past(board, board.board, 60, came=everybody[1:], minutes="We met again.")
    chair = board.board.members.get(given="Ana Li")
    serving.give_office(chair, "chair", version=chair.version, by=board.mesa_teacher)
    found = met(board)
    assert [key for key in found if not found[key]] == ["approved"]
    first.approved_on, first.approved_at = clock.today() - timedelta(60), second
    first.save()
    assert met(board)["approved"]
    answer = board.client(board.mesa_teacher).get(f"/boards/{board.board.pk}/assessment/").content.decode()
    assert "Lines met: 13 of 13" in answer


def test_each_line_of_the_self_assessment_can_fail(board):
    labor = board.board.members.get(given="Eli Ash")
    serving.end_term(labor, "Retired", version=labor.version, by=board.mesa_teacher)
    in_the_past(board, board.board, 90, came=NAMES[:2])
    in_the_past(board, board.board, 80, came=NAMES[:2])
    advised(board, board.board, decide_by=clock.today() - timedelta(9))
    found = met(board)
    for key in ("labor", "quorum", "minutes", "attendance", "advice"):
        assert not found[key], key


def test_who_came_to_fewer_than_half_of_the_meetings_is_named(board):
    for days in (90, 60, 30):
        in_the_past(board, board.board, days, came=NAMES[:5])
    report = report_of(board.board, board.mesa_wbl)
    assert {one.member.name for one in report.away} == {"Flo May", board.mesa_wbl.name}
    assert report.with_quorum == 3


def test_a_new_member_is_measured_by_the_meetings_since(board):
    in_the_past(board, board.board, 90, came=NAMES)
    sits(board, board.board, "Gus Ito", since=20)
    held = in_the_past(board, board.board, 10, came=(*NAMES, "Gus Ito"))
    assert "Gus Ito" in {one.member.name for one in entitled(held)}
    assert "Gus Ito" not in {one.member.name for one in report_of(board.board, board.mesa_wbl).away}


def test_recommendations_closed_are_a_figure(board):
    advised(board, board.board, "One")
    decide(board, advised(board, board.board, "Two"), "declined", reason="No")
    report = report_of(board.board, board.mesa_wbl)
    assert (report.closed, report.given) == (1, 2)
