"""Events: planned, seen by those they are for, checked for clashes, moved, canceled, held (C3, C15, C17, N8)."""

from datetime import timedelta

import pytest

from guildhall.engagements.models import Engagement, Touch
from guildhall.events.actions import opening, publishing, taking_part
from guildhall.events.actions.entering import change_event, plan_event, record_event
from guildhall.events.forms.acts import MoveForm
from guildhall.events.models import Clash, Event, Opening, TakingPart
from guildhall.events.queries import planning
from guildhall.events.queries.planning import students_of_both
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, ReasonNeeded, Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.models import Notice
from guildhall.students.actions.entering import StudentFacts, register
from tests.events.plans import at, draft, facts, fresh, published

pytestmark = pytest.mark.django_db
CONTACT = {"family_name": "Ortega", "given_name": "Ana", "email": "ana@bayview.example"}


HOUR, NURSES = timedelta(hours=1), "2024:040200"


@pytest.fixture
def bayview(cast):
    return cast.shared("Bayview Hospital", naics="622110", contact=CONTACT).employer


@pytest.fixture
def mercy(cast):
    return cast.shared("Mercy Medical", naics="622210").employer


def seen_by(cast, row):
    return {name for name, person in cast.people.items() if Event.objects.visible_to(person).filter(pk=row.pk).exists()}


def on(event, employer, cast, *, by="mesa_wbl", **more):
    return taking_part.name_employer(event, employer, taking_part.Part(**more), by=cast.people[by])


# ── Who sees it ──────────────────────────────────────────────────────


def test_a_draft_is_seen_by_those_who_plan_it_and_a_published_one_by_whom_it_is_for(cast):
    row = draft(cast, audience="own")
    assert not {"harbor_wbl", "administrator"} & seen_by(cast, row)
    assert {"mesa_wbl", "mesa_teacher", "director"} <= seen_by(cast, row)
    row = publishing.publish_event(row, version=row.version, by=cast.mesa_wbl)
    assert not {"harbor_wbl", "mesa_student"} & seen_by(cast, row)
    named = published(cast, "For two", days=40, audience="named", open_to=(cast.harbor,))
    assert {"harbor_wbl", "mesa_wbl"} <= seen_by(cast, named)
    everybody = published(cast, "For all", days=60, audience="public")
    assert {"harbor_wbl", "administrator"} <= seen_by(cast, everybody)
    assert "mesa_student" not in seen_by(cast, everybody) and everybody in Event.objects.public()


def test_a_draft_that_is_canceled_stays_with_those_who_planned_it(cast):
    """Nobody else knew of it: canceling it tells nobody either."""
    row = draft(cast, audience="public")
    publishing.cancel_event(row, reason="", version=row.version, by=cast.mesa_wbl)
    assert not {"harbor_wbl", "administrator"} & seen_by(cast, row)
    assert not Event.objects.public().exists()
    assert "mesa_wbl" in seen_by(cast, row)


def test_what_is_at_a_hidden_employers_place_is_hidden_with_it(cast, bayview):
    """A1: an event at the place of an employer that Harbor does not see says nothing to Harbor."""
    row = draft(cast, audience="all")
    on(row, bayview, cast, host=True)
    publishing.publish_event(row, version=fresh(row).version, by=cast.mesa_wbl)
    assert "harbor_wbl" in seen_by(cast, row)
    type(bayview).objects.filter(pk=bayview.pk).update(audience=[cast.mesa.pk])
    assert "harbor_wbl" not in seen_by(cast, row)
    assert "mesa_wbl" in seen_by(cast, row)
    assert not TakingPart.objects.visible_to(cast.harbor_wbl).exists()
    Opening.objects.create(event=row, institution=cast.harbor, asked_at=clock.now(), asked_by=cast.mesa_wbl)
    assert not Opening.objects.visible_to(cast.harbor_wbl).exists(), "nor does what Harbor was asked about it"
    assert Opening.objects.visible_to(cast.mesa_wbl).exists()


def test_a_restricted_employer_never_stands_in_the_calendar(cast):
    hidden = cast.prospect("Hidden Works").employer
    row = draft(cast, by="director", institution=cast.region)
    with pytest.raises(Refused, match="not shared yet"):
        on(row, hidden, cast, by="director")


@pytest.mark.parametrize(("who", "may"), [("mesa_teacher", True), ("mesa_instructor", False), ("mesa_student", False),
                                          ("harbor_wbl", False), ("director", True)])  # fmt: skip
def test_who_plans_for_mesa(cast, who, may):
    def plan():
        return plan_event(facts(), institution=cast.mesa, by=cast.people[who])

    if may:
        assert plan().state == Event.State.DRAFT
    else:
        with pytest.raises(Refused):
            plan()


def test_two_who_change_at_once_and_a_published_time_that_is_not_changed_quietly(cast):
    row = published(cast)
    with pytest.raises(Conflict):
        change_event(row, facts("Other"), version=row.version - 1, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="move it"):
        change_event(row, facts("Other", days=22), version=row.version, by=cast.mesa_wbl)


def test_a_series_stands_on_each_of_its_days(cast):
    row = draft(cast, rule="FREQ=WEEKLY;COUNT=4")
    days = [clock.day_of(one.starts_at) for one in row.occurrences.all()]
    assert len(days) == 4 and days[1] - days[0] == timedelta(7)
    row = publishing.leave_out(row, row.occurrences.all()[1].starts_at, version=row.version, by=cast.mesa_wbl)
    assert row.occurrences.count() == 3


# ── Moved, canceled, held ────────────────────────────────────────────


def test_an_event_of_several_days_keeps_them_when_it_moves(cast):
    row = published(cast, "Camp")
    Event.objects.filter(pk=row.pk).update(ends_at=row.starts_at + timedelta(days=2, hours=1))
    row = fresh(row)
    day = clock.day_of(row.starts_at, row.zone) + timedelta(7)
    typed = {"day": str(day), "begins": "10:00", "ends": "11:00", "version": row.version}
    form = MoveForm(typed, row=row)
    assert form.is_valid(), form.errors
    starts, ends = form.times()
    assert abs((ends - starts) - timedelta(days=2, hours=1)) <= HOUR  # clocks may change on the way
    with pytest.raises(Refused, match="two weeks"):
        publishing.move_event(row, starts, starts + timedelta(15), version=row.version, by=cast.mesa_wbl)


def test_how_a_published_series_repeats_stays_as_announced(cast):
    row = published(cast, "Fair")
    more = facts("Fair", rule="FREQ=WEEKLY;COUNT=9", starts_at=row.starts_at, ends_at=row.ends_at)
    with pytest.raises(Refused, match="how it repeats"):
        change_event(row, more, version=row.version, by=cast.mesa_wbl)


def test_nothing_is_said_of_employers_whom_somebody_does_not_see(cast, bayview):
    row = draft(cast, audience="all")
    part = on(row, bayview, cast)
    row = publishing.publish_event(fresh(row), version=fresh(row).version, by=cast.mesa_wbl)
    Event.objects.filter(pk=row.pk).update(starts_at=clock.now() - timedelta(1), ends_at=clock.now() - HOUR)
    type(bayview).objects.filter(pk=bayview.pk).update(audience=[cast.harbor.pk])
    taking_part.note_held(fresh(row), came=set(), attended=3, version=fresh(row).version, by=cast.mesa_wbl)
    part.refresh_from_db()
    assert part.state == "named", "nor that it was not there"


def test_moving_and_canceling_tell_everybody_concerned_once(cast, bayview):
    row = draft(cast, by="mesa_career", institution=cast.mesa)
    part = on(row, bayview, cast, by="mesa_jobs", contact=bayview.contacts.get())
    words = taking_part.Part(contact=bayview.contacts.get())
    taking_part.change_part(part, words, "confirmed", version=part.version, by=cast.mesa_jobs)
    row = publishing.publish_event(fresh(row), version=fresh(row).version, by=cast.mesa_career)
    row = publishing.move_event(row, at(25), at(25, 12), version=row.version, by=cast.mesa_career)
    assert row.moved_from and row.sequence == 1 and row.occurrences.get().starts_at == at(25)
    publishing.cancel_event(row, reason="The hall is closed.", version=row.version, by=cast.mesa_career)
    told = Notice.objects.filter(event="event changed").values_list("person", "words")
    assert {pk for pk, _words in told} == {cast.mesa_jobs.pk} and len(told) == 2
    letters = OutgoingEmail.objects.filter(to="ana@bayview.example", kind="event changed")
    assert letters.count() == 2
    with pytest.raises(Refused, match="canceled"):
        publishing.cancel_event(fresh(row), reason="again", version=fresh(row).version, by=cast.mesa_career)


def test_what_took_place_stands_on_the_timeline_once(cast, bayview, mercy):
    """C17: taking part is an engagement, once, and no touch where the employer was not asked."""
    row = published(cast, days=1)
    part, absent = on(row, bayview, cast), on(row, mercy, cast)
    Event.objects.filter(pk=row.pk).update(starts_at=at(-1), ends_at=at(-1, 12))
    row = taking_part.note_held(fresh(row), came={part.pk}, attended=40, version=fresh(row).version, by=cast.mesa_wbl)
    kept = Engagement.objects.get(employer=bayview, kind="event")
    assert (kept.summary, kept.direction) == ("Nursing careers", "theirs")
    assert not Touch.objects.filter(engagement=kept).exists()
    assert not Engagement.objects.filter(employer=mercy, kind="event").exists()
    assert TakingPart.objects.get(pk=absent.pk).state == "absent"
    with pytest.raises(Refused):
        taking_part.note_held(row, came={part.pk}, attended=40, version=row.version, by=cast.mesa_wbl)
    assert Engagement.objects.filter(employer=bayview, kind="event").count() == 1


def test_inviting_is_an_ask_and_becomes_the_one_engagement(cast, bayview):
    """N3: the ask holds a place in the budget; what it becomes counts once."""
    row = published(cast, days=1)
    part = on(row, bayview, cast)
    part = taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)
    assert Touch.objects.filter(employer=bayview, state="reserved").count() == 1
    with pytest.raises(Refused, match="planned already"):
        taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)
    Event.objects.filter(pk=row.pk).update(starts_at=at(-1), ends_at=at(-1, 12))
    taking_part.note_held(fresh(row), came={part.pk}, attended=None, version=fresh(row).version, by=cast.mesa_wbl)
    assert Engagement.objects.filter(employer=bayview, kind="event").count() == 1
    assert list(Touch.objects.filter(employer=bayview).values_list("state", flat=True).order_by("state")) == [
        "made",
        "released",
    ]


def test_an_event_outside_of_the_calendar_is_recorded_afterward(cast):
    row = record_event(facts(days=-3), attended=12, institution=cast.mesa, by=cast.mesa_wbl)
    assert (row.state, row.origin, row.attended) == ("held", "afterward", 12)
    with pytest.raises(Refused, match="plan it"):
        record_event(facts(), attended=1, institution=cast.mesa, by=cast.mesa_wbl)


# ── Opening to others (C15) ──────────────────────────────────────────


def test_another_institution_is_asked_and_answers(cast):
    row = published(cast, audience="own")
    asked = opening.offer(row, cast.harbor, words="You teach nurses, too.", by=cast.mesa_wbl)
    assert Notice.objects.filter(event="opening asked", person=cast.harbor_wbl).count() == 1
    assert "harbor_wbl" not in seen_by(cast, row)
    with pytest.raises(Refused):
        opening.answer(asked, agreed=True, version=asked.version, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="why not"):
        opening.answer(asked, agreed=False, version=asked.version, by=cast.harbor_wbl)
    opening.answer(asked, agreed=True, words="With pleasure.", version=asked.version, by=cast.harbor_wbl)
    assert {"harbor_wbl", "mesa_wbl"} <= seen_by(cast, row)
    assert Notice.objects.filter(event="opening answered", person=cast.mesa_wbl).count() == 1
    assert Opening.objects.get().state == "agreed"
    with pytest.raises(Refused, match="open to them"):
        opening.offer(fresh(row), cast.harbor, by=cast.mesa_wbl)


# ── Opened to more ───────────────────────────────────────────────────


def apart(cast, bayview, mercy):
    """Two talks of hospitals at one time: nobody may go to both, so publishing asks nothing."""
    mine = draft(cast, "Hospital careers", audience="own", cluster=NURSES)
    on(mine, bayview, cast)
    theirs = draft(cast, "Nursing with Mercy", by="harbor_wbl", audience="own", cluster=NURSES)
    on(theirs, mercy, cast, by="harbor_wbl")
    for row, by in ((mine, cast.mesa_wbl), (theirs, cast.harbor_wbl)):
        publishing.publish_event(fresh(row), version=fresh(row).version, by=by)
    assert not Clash.objects.exists()
    return fresh(mine), fresh(theirs)


def test_a_published_event_that_is_opened_to_all_is_checked_again(cast, bayview, mercy):
    mine, theirs = apart(cast, bayview, mercy)
    times = {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
    wider = facts("Hospital careers", audience="all", cluster=NURSES, **times)
    with pytest.raises(ReasonNeeded):
        change_event(mine, wider, version=mine.version, by=cast.mesa_wbl)
    assert fresh(mine).audience == "own", "nothing is kept without the reason"
    change_event(mine, wider, because="The ward is open that day only.", version=mine.version, by=cast.mesa_wbl)
    clash = Clash.objects.get(event=mine)
    assert (clash.other, clash.reason) == (theirs, "The ward is open that day only.")
    assert Notice.objects.filter(event="clash kept", person=cast.harbor_wbl).count() == 1
    again = fresh(mine)
    change_event(again, wider, version=again.version, by=cast.mesa_wbl)  # of what it clashed with already, nobody asks
    assert Clash.objects.count() == 1


def test_the_form_of_a_published_event_asks_for_the_reason(cast, bayview, mercy):
    mine, _theirs = apart(cast, bayview, mercy)
    client, address = cast.client(cast.mesa_wbl), f"/events/{mine.pk}/change/"
    page = client.get(address)
    typed = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    typed = {name: value for name, value in typed.items() if isinstance(value, str | int) and value is not None}
    typed |= {"day": str(clock.day_of(mine.starts_at)), "begins": "10:00", "ends": "12:00", "audience": "all"}
    assert "Say why it stays" in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"because": "The ward is open that day only."}).status_code == 302
    assert fresh(mine).audience == "all"


def test_an_agreed_opening_is_checked_as_well(cast, bayview, mercy):
    mine, _theirs = apart(cast, bayview, mercy)
    row = opening.offer(mine, cast.harbor, by=cast.mesa_wbl)
    details = {"agreed": True, "version": row.version, "by": cast.harbor_wbl}
    with pytest.raises(ReasonNeeded):
        opening.answer(row, **details)
    opening.answer(row, words="Ours go to one of the two.", **details)
    assert Clash.objects.get(event=mine).reason == "Ours go to one of the two."


def test_students_of_both_are_told_in_tens(cast, monkeypatch):
    """By two drafts that differ in one program nobody works out a single student."""
    one, other = draft(cast, "One", audience="all"), draft(cast, "Other", audience="all")
    counted = []
    for n in range(21):
        register(cast.mesa, StudentFacts(f"S{n}", year="2026-27"), by=cast.mesa_wbl)
        counted.append(students_of_both(one, other))
    assert counted == [0] * 9 + [10] * 10 + [20] * 2
    monkeypatch.setattr(planning, "FEWEST", 1)
    assert students_of_both(one, other) == 21, "the control"
