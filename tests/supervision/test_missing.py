"""Papers that are missing before a first day: each concerned hears of it once, and what began without them rises."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.placements.models import Placement
from guildhall.students.actions.inviting import invite
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.missing import tell_of_missing
from guildhall.supervision.actions.signing import SignedAs
from guildhall.supervision.models import MissingTold
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db
BEGINS_IN = 20  # days


@pytest.fixture
def ahead(cast):
    """A placement that begins in some weeks, with a paper that all four sign."""
    begins = clock.today() + timedelta(BEGINS_IN)
    found = placed(cast, state="agreed", starts_on=begins, started_on=None, ends_on=begins + timedelta(60))
    found.cast, found.by = cast, cast.mesa_wbl
    return found


def days_on(days):
    return clock.at(clock.now() + timedelta(days))


def notices(event):
    return list(Notice.objects.filter(event=event).values_list("person__email", flat=True))


def mails(to):
    return OutgoingEmail.objects.filter(to=to).count()


def test_the_staff_hear_once_what_is_missing_a_week_before(ahead):
    for days, expected in ((0, 0), (BEGINS_IN - 8, 0), (BEGINS_IN - 7, 1), (BEGINS_IN - 7, 0), (BEGINS_IN, 0)):
        with days_on(days):
            assert tell_of_missing() == expected
    assert notices("papers missing") == [ahead.by.email]
    row = Notice.objects.get(event="papers missing")
    assert row.path == f"/placements/{ahead.placement.pk}/papers/"
    assert "Nia" not in row.words, "the table of notices is not under the second lock"


def test_who_was_asked_is_reminded_once_and_who_was_not_is_left_alone(ahead):
    paper = preparing.prepare(ahead.placement, ahead.type, by=ahead.by)
    for signer in ("guardian", "supervisor"):
        linking.ask_to_sign(paper, signer, by=ahead.by)
    first = secret_in("sign", "rosa@g.example")
    with days_on(BEGINS_IN - 7):
        assert tell_of_missing() == 1
        assert tell_of_missing() == 0
    assert (mails("rosa@g.example"), mails("ama@kestrel.example"), mails("nia@s.example")) == (2, 2, 0)
    newest = OutgoingEmail.objects.filter(to="rosa@g.example").latest("queued_at")
    assert "has to be signed before" in newest.text
    client = ahead.cast.client(None)
    assert client.get(f"/sign/{first}/").status_code == 404
    assert client.get(f"/sign/{secret_in('sign', 'rosa@g.example')}/").status_code == 200


def test_a_student_who_signs_in_is_written_to_without_a_link(ahead):
    invite(ahead.registration, by=ahead.by)
    before = mails("nia@s.example")
    paper = preparing.prepare(ahead.placement, ahead.type, by=ahead.by)
    with days_on(BEGINS_IN - 7):
        tell_of_missing()
        tell_of_missing()
    assert mails("nia@s.example") == before + 1
    newest = OutgoingEmail.objects.filter(to="nia@s.example").latest("queued_at")
    assert f"/student/papers/{paper.pk}/" in newest.text
    assert "Zamora" not in newest.text


def test_who_was_just_written_to_is_not_written_to_again(ahead):
    paper = preparing.prepare(ahead.placement, ahead.type, by=ahead.by)
    with days_on(BEGINS_IN - 7):
        linking.ask_to_sign(paper, "guardian", by=ahead.by)
        tell_of_missing()
        assert mails("rosa@g.example") == 1
    assert MissingTold.objects.filter(to="guardian").count() == 1


def test_nobody_hears_of_papers_that_are_complete_or_of_placements_given_back(ahead):
    """The control: the same placement with its signatures, and one that is not to be any more."""
    paper = preparing.prepare(ahead.placement, ahead.type, by=ahead.by)
    for signer, page_to in (("student", "nia@s.example"), ("guardian", "rosa@g.example"), ("supervisor", "")):
        linking.ask_to_sign(paper, signer, by=ahead.by)
        signing.sign_by_link(secret_in("sign", page_to), SignedAs(f"The {signer}", "mother"))
    other = placed(ahead.cast, name="Ivo", state="withdrawn", starts_on=ahead.placement.starts_on, started_on=None)
    with days_on(BEGINS_IN - 7):
        assert tell_of_missing() == 1, "the institution itself has not signed"
        signing.sign_for_institution(paper, SignedAs("Wilma"), by=ahead.by)
        MissingTold.objects.all().delete()
        assert tell_of_missing() == 0
    assert not MissingTold.objects.filter(placement=other.placement).exists()


def test_what_began_without_its_papers_rises(ahead):
    """To all who keep students there, once; and on the board it stands above everything."""
    with days_on(BEGINS_IN + 1):
        assert tell_of_missing() == 1
        assert tell_of_missing() == 0
        told = notices("papers late")
        assert ahead.by.email in told and ahead.cast.mesa_cases.email in told
        assert len(told) == len(set(told))
        assert ahead.cast.harbor_wbl.email not in told
    begun = clock.today() - timedelta(3)
    Placement.objects.filter(pk=ahead.placement.pk).update(state="started", starts_on=begun, started_on=begun)
    board = ahead.cast.client(ahead.by).get("/papers/").content.decode()
    assert "The first day has passed, and papers are missing" in board
    page = ahead.cast.client(ahead.by).get(f"/placements/{ahead.placement.pk}/").content.decode()
    assert "and the first day has passed" in page
    assert "The first day has passed" not in ahead.cast.client(ahead.cast.harbor_wbl).get("/papers/").content.decode()
