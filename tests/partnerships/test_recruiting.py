"""Profiles, candidates, interviews and the decision; who could introduce us (F5–F8, H12)."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Value
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.partnerships.actions import recruiting as actions
from guildhall.partnerships.actions.recruiting import Conversation, Fit, Sought
from guildhall.partnerships.actions.stakeholders import Somebody
from guildhall.partnerships.models import Candidate, Interview
from guildhall.partnerships.queries import recruiting as queries
from guildhall.people.models import Notice
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import subject_of
from tests.partnerships.building import sector, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(cast):
    row = started(cast)
    return actions.add_profile(
        row, Sought("A hospital", sector("Postsecondary"), "Nursing", "Places"), by=cast.mesa_convener
    )


def named(cast, profile, **more):
    who = Somebody(body="St. Anne Hospital", name="Ana Ruiz")
    return actions.add_candidate(profile, who, Fit(interests="A name in town", **more), by=cast.mesa_convener)


def test_candidates_are_read_by_those_who_lead_alone(cast, profile):
    row = named(cast, profile)
    actions.note_interview(row, Conversation(clock.today(), capacity="Two hours a month"), by=cast.mesa_convener)
    allowed = {"mesa_convener", "mesa_admin", "director", "second", "administrator"}
    for name, person in cast.people.items():
        assert Candidate.objects.visible_to(person).exists() == (name in allowed), name
        assert Interview.objects.visible_to(person).exists() == (name in allowed), name
    page = cast.client(cast.mesa_wbl).get(f"/initiatives/{profile.initiative_id}/profiles/").content.decode()
    assert "A hospital" in page
    assert "Ana Ruiz" not in page
    assert "Ana Ruiz" in cast.client(cast.mesa_convener).get(f"/candidates/{row.pk}/").content.decode()


def test_a_candidate_who_is_erased_stands_in_no_journal(cast, profile):
    """Somebody noted by name and address alone, without account or contact (G7)."""
    who = Somebody(body="St. Anne Hospital", name="Ana Ruiz", email="ana@st-anne.example")
    made = [
        actions.add_candidate(profile, one, Fit(), by=cast.mesa_convener)
        for one in (who, Somebody(body="Pinecrest", name="Lee Park", email="lee@pinecrest.example"))
    ]
    erase_subject(subject_of(who.email), by=None)
    told = " ".join(str(one.after) for one in Value.objects.filter(object_id__in=[row.pk for row in made]))
    assert "Ana Ruiz" not in told and "St. Anne" not in told
    assert "Lee Park" in told, "the control: others stay"


def test_who_is_chosen_becomes_a_stakeholder_with_the_reason(cast, profile):
    row = named(cast, profile)
    with pytest.raises(Refused, match="Write why"):
        actions.decide(row, chosen=True, reason=" ", version=row.version, by=cast.mesa_convener)
    row = actions.decide(row, chosen=True, reason="Runs the ward", version=row.version, by=cast.mesa_convener)
    assert (row.stakeholder.person_name, row.stakeholder.category) == ("Ana Ruiz", profile.category)
    assert row.stakeholder.benefit == row.stakeholder.brings == ""  # what was noted stays with those who lead
    assert [one.filled for one in queries.profiles(cast.mesa_wbl, profile.initiative)] == [1]
    with pytest.raises(Refused, match="was made already"):
        actions.decide(row, chosen=False, reason="Or not", version=row.version, by=cast.mesa_convener)


def test_who_was_not_chosen_may_be_considered_again(cast, profile):
    row = named(cast, profile)
    row = actions.decide(row, chosen=False, reason="No time", version=row.version, by=cast.mesa_convener)
    assert row.stakeholder is None
    row = actions.reconsider(row, version=row.version, by=cast.mesa_convener)
    assert (row.state, row.reason, row.decided_on) == ("considered", "", None)


def test_an_interview_says_something_and_has_been(cast, profile):
    row = named(cast, profile)
    with pytest.raises(Refused, match="at least one"):
        actions.note_interview(row, Conversation(clock.today()), by=cast.mesa_convener)
    ahead = Conversation(clock.today() + timedelta(1), interest="Much")
    with pytest.raises(Refused, match="ahead"):
        actions.note_interview(row, ahead, by=cast.mesa_convener)


def test_whoever_knows_the_employer_is_named_and_asked(cast, profile):
    kestrel = cast.shared("Kestrel Aerospace").employer
    for _n in range(2):
        visit = Happening("visit", "Met the team", clock.today())
        record_engagement(kestrel, visit, by=cast.harbor_wbl, institution=cast.harbor)
    assert [(one.person, one.times) for one in queries.introducers(cast.mesa_convener, kestrel)] == [
        (cast.harbor_wbl, 2)
    ]
    fit = Fit(introducer=cast.harbor_wbl)
    actions.add_candidate(profile, Somebody(employer=kestrel), fit, by=cast.mesa_convener)
    assert Notice.objects.filter(person=cast.harbor_wbl, event="introduction asked").count() == 1
