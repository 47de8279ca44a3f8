"""The pages of a meeting for the staff: whoever leads it prepares it, others read what is shared (E13)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import inviting, opening, outcome, planning
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.models import LogisticsItem, Meeting
from tests.meetings.held import plan, room
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


def page(client, row, part=""):
    return client.get(f"/meetings/{row.pk}/{part}")


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_kickoff_begins_with_everything_that_has_to_be_there(cast):
    client = cast.client(cast.mesa_convener)
    facts = {"title": "Kickoff", "day": clock.today().isoformat(), "begins": "09:00", "ends": "12:00"}
    answer = client.post("/meetings/add/", facts | {"institution": str(cast.mesa.pk), "kickoff": "on"})
    row = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{row.pk}/"
    words = text(page(client, row))
    for one in ("Agenda and background material", "Presenters confirmed", "Slides", "Meeting space", "Food",
                "Audio and visual", "flip charts", "Copies", "Handout 1B", "Handout 1C"):  # fmt: skip
        assert one in words


def test_every_page_opens_for_whoever_leads_it(cast):
    held = room(cast)
    person = inviting.add_participant(
        held.meeting, Named(given="Ana Li", email="ana@x.example", role="Speak"), by=held.by
    )
    said, groups, tally = (held.activity(kind) for kind in ("reflection", "groups", "tally"))
    client = cast.client(held.by)
    for kind, more in (
        ("reflection", {}),
        ("definitions", {}),
        ("groups", {"groups": 3}),
        ("tally", {}),
        ("support", {}),
    ):
        held.opened(kind, **more)
        for part in ("room/", "room/projector/", "room/projector/now/"):
            text(page(client, held.meeting, part))
    for part in ("", "change/", "cancel/", "organizers/", "definitions/", "people/", "people/add/?q=mesa",
                 f"people/{person.pk}/", "outcome/", "outcome/minutes/", f"room/{said.pk}/", f"room/{groups.pk}/",
                 f"room/{tally.pk}/papers/", f"room/{tally.pk}/tally/", f"room/{tally.pk}/tally.csv",
                 *(f"lines/{what}/add/" for what in ("agenda", "check-list", "definitions", "elements", "activities",
                                                     "decisions", "tasks", "support"))):  # fmt: skip
        text(page(client, held.meeting, part))
    text(client.get("/meetings/tasks/"))
    assert "Kickoff" in text(client.get("/meetings/"))


def test_colleagues_read_title_and_day_and_what_is_shared(cast):
    row = plan(cast, purpose="A purpose that stays inside")
    colleague, harbor = cast.client(cast.mesa_wbl), cast.client(cast.harbor_wbl)
    words = text(page(colleague, row))
    assert "Kickoff" in words and "stays inside" not in words
    assert page(colleague, row, "people/").status_code == 403
    assert page(harbor, row).status_code == 404
    meeting = outcome.write_minutes(row, "We agreed on four elements.", version=row.version, by=cast.mesa_convener)
    assert "four elements" not in text(page(colleague, row))
    outcome.share_minutes(meeting, shared=True, version=meeting.version, by=cast.mesa_convener)
    assert "four elements" in text(page(colleague, row))


def test_an_organizer_without_the_permission_leads_it_too(cast):
    row = plan(cast)
    planning.add_organizer(row, cast.mesa_teacher, by=cast.mesa_convener)
    client = cast.client(cast.mesa_teacher)
    item = row.logistics.get(label="Meeting space")
    client.post(f"/meetings/{row.pk}/lines/check-list/{item.pk}/act/", {"act": "tick"})
    item.refresh_from_db()
    assert item.done_by == cast.mesa_teacher


def test_copies_are_counted_from_the_answers(cast):
    row = plan(cast)
    for n, answer in enumerate(("yes", "yes", "maybe", "no")):
        one = inviting.add_participant(row, Named(given=f"P {n}", email=f"p{n}@x.example"), by=cast.mesa_convener)
        inviting.note_answer(one, answer, "telephone", accepts=False, version=one.version, by=cast.mesa_convener)
    LogisticsItem.objects.filter(label="Copies").update(extra=2)
    words = text(page(cast.client(cast.mesa_convener), row))
    assert "Copies × 5" in words and "Food and beverages × 3" in words and "Meeting space ×" not in words


def test_lines_are_added_moved_and_taken_out(cast):
    row, client = plan(cast), cast.client(cast.mesa_convener)
    for title in ("Welcome", "Roles", "Goals"):
        client.post(f"/meetings/{row.pk}/lines/agenda/add/", {"title": title, "minutes": "10"})
    first = row.agenda.get(title="Welcome")
    client.post(f"/meetings/{row.pk}/lines/agenda/{first.pk}/act/", {"act": "down"})
    assert [one.title for one in row.agenda.all()] == ["Roles", "Welcome", "Goals"]
    client.post(f"/meetings/{row.pk}/lines/agenda/{first.pk}/act/", {"act": "remove"})
    assert [one.title for one in row.agenda.all()] == ["Roles", "Goals"]
    assert client.get(f"/meetings/{row.pk}/lines/anything/add/").status_code == 404


def test_a_finished_meeting_is_read_and_corrected_with_the_reason(cast):
    held = room(cast)
    held.opened("tally")
    held.vote(held.enter("Ana Li"), 1)
    held.meeting.refresh_from_db()
    row = outcome.finish_meeting(held.meeting, version=held.meeting.version, by=held.by)
    client = cast.client(held.by)
    assert client.get(held.path).status_code == 404, "its room is closed"
    assert page(client, row, "change/").status_code == 403
    answer = client.post(f"/meetings/{row.pk}/outcome/minutes/", {"minutes": "x", "version": row.version})
    assert "Why is it corrected" in answer.content.decode() and Meeting.objects.get().minutes == ""
    sent = {"minutes": "x", "version": row.version, "reason": "A name was wrong"}
    assert client.post(f"/meetings/{row.pk}/outcome/minutes/", sent).status_code == 302
    assert Meeting.objects.get().minutes == "x"


def test_the_room_opens_a_day_before(cast):
    ahead = days_from_now(3)
    row = plan(cast, starts_at=ahead, ends_at=ahead + timedelta(hours=2))
    with pytest.raises(Refused, match="a day before"):
        opening.open_room(row, by=cast.mesa_convener)
    with clock.at(ahead - timedelta(hours=20)):
        assert opening.open_room(row, by=cast.mesa_convener).code
