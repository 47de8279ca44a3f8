"""When the link of a member opens nothing any more: left, erased, ended (G7, R28)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.boards.actions import serving
from guildhall.boards.actions.serving import Named
from guildhall.boards.links import secret_of_member
from guildhall.boards.models import Member, Recommendation, Remark
from guildhall.lib import clock
from guildhall.meetings.links import secret_of_participant
from guildhall.meetings.models import Participant
from guildhall.people.models import Notice
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import subject_of
from tests.boards.seated import advised, convened, entitled, founded, seat

pytestmark = pytest.mark.django_db
ADDRESS = "ana@people.example"


@pytest.fixture
def board(cast):
    cast.board = founded(cast)
    advised(cast, cast.board, "Buy a simulator")
    return cast


def sits(board, **named):
    return serving.take_seat(seat(board, board.board), Named(**named, has_accepted=True), by=board.mesa_teacher)


def page_of(member):
    member.refresh_from_db()
    return f"/board/{secret_of_member(member)}/"


def read(path):
    return Client().get(path).content.decode()


def test_whoever_left_the_employer_reads_and_writes_nothing_any_more(board):
    """Minutes and advice are for members, and not for whoever was one; what follows for the seat the secretary says."""
    clinic = board.shared("Coast Clinic", contact={"given_name": "Kai", "family_name": "Orr",
                                                   "email": "kai@clinic.example"}).employer  # fmt: skip
    member = sits(board, contact=clinic.contacts.get())
    path = page_of(member)
    assert "Buy a simulator" in read(path), "the control"
    clinic.contacts.update(to_date=clock.today() - timedelta(1))
    page = read(path)
    assert "You do not work there any more" in page
    assert "Buy a simulator" not in page
    Client().post(f"{path}comment/", {"advice": str(Recommendation.objects.get().pk), "text": "Still here"})
    Client().post(path, {"answer": "no", "version": str(member.version), "words": "Bye"})
    assert not Remark.objects.exists()
    assert Member.objects.get(pk=member.pk).state == "serving"
    left = Member.objects.get(pk=member.pk)
    serving.note_answer(left, accepts=False, words="Has left", version=left.version, by=board.mesa_teacher)
    assert Member.objects.get(pk=member.pk).state == "declined"


def test_of_whoever_was_erased_no_link_opens_anything(board):
    member = sits(board, given="Ana Li", email=ADDRESS)
    held = convened(board, board.board, days=20)
    invitation = f"/invitation/{secret_of_participant(entitled(held)[0].participant)}/"
    paths = [page_of(member), f"{page_of(member)}comment/", f"{page_of(member)}minutes/", invitation]
    assert Client().get(paths[0]).status_code == Client().get(invitation).status_code == 200, "the control"
    erase_subject(subject_of(ADDRESS), by=board.administrator)
    assert [Client().get(path).status_code for path in paths] == [404] * 4
    assert Client().post(invitation, {"answer": "yes", "note": ""}).status_code == 404
    assert not Participant.objects.exclude(answer="").exists()


def test_with_the_link_of_a_member_their_invitations_to_the_meetings_ahead_end(board):
    """Whoever had the page that was passed on had read the invitations on it."""
    member = sits(board, given="Ana Li", email=ADDRESS)
    held = convened(board, board.board, days=20)
    invitation = f"/invitation/{secret_of_participant(entitled(held)[0].participant)}/"
    assert invitation in read(page_of(member))
    serving.end_link(member, by=board.mesa_teacher)
    assert Client().get(invitation).status_code == 404
    fresh = read(page_of(member))
    assert "/invitation/" in fresh, "the member has another one"
    assert invitation not in fresh


def test_a_link_writes_one_letter_to_the_secretary_however_often_it_answers(board):
    """Whoever has a link can send its form again and again, each time with other words."""
    member = serving.take_seat(seat(board, board.board), Named(given="Ana Li", email=ADDRESS), by=board.mesa_teacher)
    for n in range(5):
        member.refresh_from_db()
        Client().post(page_of(member), {"answer": "yes", "version": str(member.version), "words": f"Number {n}"})
    member.refresh_from_db()
    assert (member.state, member.words) == ("serving", "Number 4"), "the last words are kept"
    assert Notice.objects.filter(person=board.mesa_teacher, event="board answered").count() == 1
    Client().post(page_of(member), {"answer": "no", "version": str(member.version), "words": "Too much"})
    assert Notice.objects.filter(person=board.mesa_teacher, event="board answered").count() == 2, "the control"
