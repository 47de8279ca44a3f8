"""Asking a chamber to let us present: under the touch budget, on the timeline, with what came of it (D2, N3)."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions.asking import NotNow, Plan, plan_ask
from guildhall.engagements.models import Ask, AvoidedContact, Engagement, Touch
from guildhall.intermediaries.actions import meetings
from guildhall.intermediaries.actions.meetings import Asking, Noted
from guildhall.intermediaries.models import BodyMeeting
from guildhall.intermediaries.queries import bodies as queries
from guildhall.intermediaries.queries.bodies import Wanted
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.intermediaries.chambers import chamber

pytestmark = pytest.mark.django_db


def noted(cast, body, days=20, title="Quarterly breakfast"):
    """A meeting of a chamber so many days ahead."""
    day = clock.today() + timedelta(days)
    return meetings.note_meeting(body, Noted(title, day), institution=cast.mesa, by=cast.mesa_wbl)


def asked(cast, row, days=0):
    asking = Asking("email", clock.today() + timedelta(days), "Interns in manufacturing", cast.mesa_jobs)
    return meetings.ask_to_present(row, asking, version=row.version, by=cast.mesa_wbl)


def test_from_the_asking_to_what_came_of_it(cast):
    body = chamber(cast)
    row = asked(cast, noted(cast, body, days=0))
    assert row.state == "asked" and row.ask.state == Ask.State.DONE
    assert Touch.objects.made().filter(employer=body).count() == 1, "the asking is a contact that we began"
    row = meetings.note_answer(row, True, "Gladly", version=row.version, by=cast.mesa_jobs)
    assert row.state == "agreed"
    row = meetings.note_presented(row, "Three want interns", version=row.version, by=cast.mesa_wbl)
    written = Engagement.objects.get(pk=row.engagement_id)
    assert (written.employer, written.outcome, written.happened_on) == (body, "Three want interns", row.held_on)
    assert Touch.objects.made().filter(employer=body).count() == 1, "they had us there: no contact that we begin"
    page = cast.client(cast.mesa_wbl).get(f"/chamber-meetings/{row.pk}/").content.decode()
    assert "Three want interns" in page and "They said: Gladly" in page


def test_without_room_in_the_budget_nothing_is_asked_and_it_counts_as_avoided(cast):
    """N3, M27: the refusal says when it would fit, and a button takes that day."""
    body = chamber(cast)
    for n in range(3):
        plan_ask(body, Plan("call", clock.today(), f"reason {n}"), by=cast.harbor_wbl, institution=cast.harbor)
    row = noted(cast, body, days=60)
    with pytest.raises(NotNow) as refused:
        asked(cast, row)
    assert BodyMeeting.objects.get().state == "noted"
    assert AvoidedContact.objects.filter(employer=body, institution=cast.mesa).count() == 1
    free = refused.value.answer.next_free
    assert free and free > clock.today()
    typed = {"topic": "Interns", "presenter": str(cast.mesa_jobs.pk), "way": "email", "version": row.version}
    client = cast.client(cast.mesa_wbl)
    answer = client.post(f"/chamber-meetings/{row.pk}/ask/", typed | {"on": str(clock.today())})
    assert "Not saved, nothing was changed" in answer.content.decode() and 'value="Interns"' in answer.content.decode()
    answer = client.post(f"/chamber-meetings/{row.pk}/ask/", typed | {"on": str(clock.today()), "instead": str(free)})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "asked" and row.ask.state == Ask.State.PLANNED and row.ask.planned_on == free


def test_an_answer_logs_an_asking_that_was_only_planned(cast):
    row = asked(cast, noted(cast, chamber(cast)), days=3)
    assert row.ask.state == Ask.State.PLANNED and not Engagement.objects.exclude(kind="act").exists()
    row = meetings.note_answer(row, False, "Next year", version=row.version, by=cast.mesa_wbl)
    row.ask.refresh_from_db()
    assert row.state == "declined" and row.ask.state == Ask.State.DONE
    again = asked(cast, row)
    assert again.state == "asked", "who said no this time may be asked again"


def test_what_is_asked_twice_or_too_early_is_refused(cast):
    row = asked(cast, noted(cast, chamber(cast)))
    with pytest.raises(Refused, match="asked about this meeting already"):
        asked(cast, row)
    with pytest.raises(Refused, match="still to come"):
        meetings.note_presented(row, "Much", version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="They were asked"):
        meetings.remove_meeting(row, version=row.version, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        meetings.note_answer(row, True, "", version=row.version - 1, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        meetings.note_answer(row, True, "", version=row.version, by=cast.harbor_wbl)


def test_a_meeting_without_a_result_waits_for_whoever_presented(cast):
    """What nobody wrote down stands in the menu and first on the list."""
    row = meetings.note_answer(asked(cast, noted(cast, chamber(cast), days=0)), True, "", version=2, by=cast.mesa_wbl)
    BodyMeeting.objects.update(held_on=clock.today() - timedelta(1))
    assert list(queries.to_see_to(cast.mesa_jobs)) == [row]
    assert not queries.to_see_to(cast.mesa_wbl)
    assert "What came of it?" in cast.client(cast.mesa_jobs).get("/chambers/").content.decode()
    row.refresh_from_db()
    meetings.note_presented(row, "Two tours", version=row.version, by=cast.mesa_jobs)
    assert not queries.to_see_to(cast.mesa_jobs)


def test_meetings_that_nobody_asked_about_are_listed(cast):
    quiet, body = chamber(cast, "Quiet Chamber"), chamber(cast)
    noted(cast, body)
    found = [row.name for row in queries.bodies_of(cast.harbor_wbl, Wanted(view="ask"))]
    assert found == ["Two Rivers Chamber"]
    asked(cast, noted(cast, quiet))
    assert [row.name for row in queries.bodies_of(cast.harbor_wbl, Wanted(view="ask"))] == ["Two Rivers Chamber"]
