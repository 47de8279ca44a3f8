"""The events that nobody heard of before: each reaches whom the table names."""

import re
from datetime import timedelta

import pytest

from guildhall.community.actions.challenges import raise_challenge
from guildhall.employers.actions import editing, posting
from guildhall.engagements.actions import following, relating
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions import earning
from guildhall.people.models import Notice
from guildhall.prospects.actions import promoting, vetting

pytestmark = pytest.mark.django_db


def heard(event):
    """Who heard of an event."""
    return {notice.person for notice in Notice.objects.filter(event=event).select_related("person")}


def test_a_follow_up_gets_another_day(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    said = following.Promise("Send the dates", cast.mesa_wbl, clock.today() + timedelta(7), cast.director)
    row = following.promise(employer, said, by=cast.director, institution=cast.region)
    day = clock.today() + timedelta(9)
    following.redate(row, due_on=day, reason="They are away", version=row.version, by=cast.mesa_wbl)
    assert heard("follow-up redated") == {cast.director}


def test_an_owner_changes(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    before = employer.owner
    editing.own(employer, cast.mesa_wbl, by=cast.second, version=employer.version)
    assert heard("owner changed") == {cast.mesa_wbl, before} - {None}


def test_a_promotion_is_undone(cast):
    prospect = cast.shared("Kestrel Aerospace")
    told = heard("promoted")
    promoting.undo_promotion(prospect.promotions.get(), by=cast.director)
    assert told
    assert heard("parked") == told


def test_readiness_is_confirmed(cast):
    prospect = cast.vetted("Kestrel Aerospace")
    vetting.confirm_readiness(prospect, by=cast.second)
    assert heard("ready") == {cast.director}


@pytest.mark.parametrize(("score", "count"), [(1, 1), (2, 0)])
def test_it_goes_badly(cast, score, count):
    contact = {"family_name": "Ortega", "given_name": "Marisol", "email": "marisol@kestrel.example"}
    employer = cast.shared("Kestrel Aerospace", contact=contact).employer
    relating.take_temperature(employer, employer.contacts.get(), by=cast.mesa_wbl, institution=cast.mesa)
    text = OutgoingEmail.objects.get(kind="temperature").text
    relating.answer_temperature(re.search(r"how-is-it-going/([^/\s]+)", text)[1], score)
    assert (cast.mesa_wbl in heard("temperature low")) == bool(count)


def test_a_challenge_is_raised(cast):
    raise_challenge("Parking", "Nobody finds it", by=cast.mesa_wbl, institution=cast.mesa)
    told = heard("challenge raised")
    assert {cast.director, cast.harbor_wbl} <= told
    assert not {cast.mesa_wbl, cast.mesa_student, cast.mesa_employer} & told


def test_terms_are_published(cast):
    earning.publish_terms(cast.mesa, "Be kind.", in_force_from=clock.today(), by=cast.mesa_admin)
    assert cast.mesa_wbl in heard("terms published")
    assert cast.harbor_wbl not in heard("terms published")


def test_an_exception_ends(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    until = clock.today() + timedelta(20)
    given = {"clause": None, "reason": "A pilot", "until": until, "by": cast.director, "at": clock.now()}
    posting.designate(employer, [cast.mesa], **given)
    posting.warn_of_endings()
    assert not heard("exception ending")
    with clock.at(clock.now() + timedelta(8)):
        posting.warn_of_endings()
        posting.warn_of_endings()
    assert cast.director in heard("exception ending")
    assert Notice.objects.filter(event="exception ending", person=cast.director).count() == 1


def test_a_training_lapses_unless_the_next_one_is_booked(cast):
    values = {"title": "Privacy", "about": "", "unlocks": ["EDIT_EMPLOYERS"], "valid_months": 1}
    course = earning.open_course(cast.region, {**values, "required_from": clock.today()}, by=cast.administrator)
    held = course.sessions.create(starts_at=clock.now() - timedelta(10))
    for who in (cast.mesa_wbl, cast.harbor_wbl):
        held.attendances.create(person=who, booked_at=clock.now(), attended=True)
    ahead = course.sessions.create(starts_at=clock.now() + timedelta(5))
    ahead.attendances.create(person=cast.harbor_wbl, booked_at=clock.now())
    earning.warn_of_lapses()
    earning.warn_of_lapses()
    assert heard("training lapses") == {cast.mesa_wbl}
