"""Stages, owners and reminders of prospects."""

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.prospects.actions import developing, promoting
from guildhall.prospects.actions.reminding import remind_owners
from guildhall.prospects.jobs import note_contact
from guildhall.prospects.models import Promotion
from tests.moments import days_from_now


def test_stages_move_with_reasons(cast):
    prospect = cast.prospect("Tern Composites")
    with pytest.raises(Refused, match="why"):
        developing.move(prospect, "parked", by=cast.director)
    developing.move(prospect, "parked", by=cast.director, reason="until spring")
    with pytest.raises(Refused, match="parked"):
        promoting.promote(prospect, by=cast.director)
    developing.move(prospect, "developing", by=cast.director, reason="spring is here")
    assert [s.stage for s in prospect.stages.all()] == ["lead", "parked", "developing"]


def test_the_second_of_two_editors_is_told(cast):
    """R29."""
    prospect = cast.prospect("Tern Composites")
    plan = {"next_step": "Call", "next_step_on": None, "owner": cast.director, "by": cast.director}
    developing.plan(prospect, version=prospect.version, **plan)
    with pytest.raises(Conflict):
        developing.plan(prospect, version=prospect.version, **plan)


def test_an_owner_must_be_able_to_see_it(cast):
    prospect = cast.prospect("Tern Composites")
    with pytest.raises(Refused, match="may not see|does not develop"):
        developing.plan(
            prospect, next_step="", next_step_on=None, owner=cast.mesa_wbl, version=prospect.version, by=cast.director
        )


def test_owners_are_reminded_once_a_day_of_due_and_never_contacted(cast):
    """A7."""
    prospect = cast.prospect("Tern Composites")
    developing.plan(
        prospect, next_step="", next_step_on=None, owner=cast.second, version=prospect.version, by=cast.director
    )
    assert remind_owners() == 0, "a fresh lead is not yet late"
    with clock.at(days_from_now(20)):
        assert remind_owners() == 1
        assert remind_owners() == 0
    mail = OutgoingEmail.objects.get(kind="reminder")
    assert mail.to == cast.second.email
    assert "never contacted" in mail.text


def test_every_act_is_in_the_journal(cast):
    prospect = cast.shared("Tern Composites")
    verbs = set(Entry.objects.filter(object_id=str(prospect.pk)).values_list("verb", flat=True))
    assert {"open", "answer", "confirm readiness", "promote"} <= verbs
    assert Promotion.objects.filter(prospect=prospect).count() == 1


def test_what_can_be_undone_is_one_click_away(cast):
    """The message after a promotion leads to its undo."""
    prospect = cast.ready("Tern Composites")
    client = cast.client(cast.director)
    page = client.post(
        f"/vetting/{prospect.pk}/promote/", {"audience": "all", "reason": ""}, follow=True
    ).content.decode()
    words, link = re.search(r"You can undo it for 24 hours\. <a href=\"([^\"]+)\">([^<]+)</a>", page).groups()
    assert link == "Undo the promotion"
    behind = client.get(words.partition("#")[0]).content.decode()
    assert f'id="{words.partition("#")[2]}"' in behind


def test_a_lead_that_somebody_logs_something_with_counts_as_contacted(cast, django_capture_on_commit_callbacks):
    """A7: the CRM hears of it from the timeline, whatever page it was logged on."""
    prospect = cast.prospect("Northwind Robotics")
    with django_capture_on_commit_callbacks(execute=True):
        said = {"kind": "call", "summary": "A first call", "happened_on": clock.today().isoformat()}
        cast.client(cast.director).post(f"/employers/{prospect.pk}/", said)
    (asked,) = ProcrastinateJob.objects.filter(task_name="prospects.note_contact")
    note_contact(**asked.args)
    prospect.refresh_from_db()
    assert (prospect.stage, prospect.first_contacted_on) == ("contacted", clock.today())
