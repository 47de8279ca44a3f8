"""Events that have taken place: recorded afterward with their employers, and put right (C17)."""

from datetime import timedelta

import pytest

from guildhall.engagements.actions.asking import carry_out, withdraw_ask
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Ask, Engagement, Touch
from guildhall.events.actions import afterward, taking_part
from guildhall.events.actions.entering import record_event
from guildhall.events.actions.taking_part import Part
from guildhall.events.models import Event, TakingPart
from guildhall.events.queries.gaps import entries_that_may_be, gaps_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.events.plans import at, facts, fresh, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def bayview(cast):
    return cast.shared("Bayview Hospital", naics="622110").employer


@pytest.fixture
def over(cast):
    return record_event(facts(days=-3), attended=12, institution=cast.mesa, by=cast.mesa_wbl)


def entries(employer):
    return Engagement.objects.standing().filter(employer=employer, kind="event")


def test_an_employer_of_an_event_recorded_afterward_has_it_on_the_timeline_once(cast, bayview, over):
    assert gaps_of(cast.mesa_wbl).alone == [over]
    part = afterward.note_who_came(over, bayview, Part(offers="Two speakers"), by=cast.mesa_wbl)
    entry = entries(bayview).get()
    assert (part.state, part.engagement, entry.summary) == ("came", entry, over.title)
    assert not Touch.objects.filter(engagement=entry).exists(), "nobody asked them"
    assert gaps_of(cast.mesa_wbl).alone == [] == gaps_of(cast.mesa_wbl).outside
    with pytest.raises(Refused, match="already"):
        afterward.note_who_came(over, bayview, Part(), by=cast.mesa_wbl)
    assert entries(bayview).count() == 1


def test_what_stands_on_the_timeline_already_becomes_its_part(cast, bayview, over):
    happening = Happening(kind="event", summary="Talk for nurses", happened_on=over.day)
    entry = record_engagement(bayview, happening, by=cast.mesa_wbl, institution=cast.mesa)
    assert gaps_of(cast.mesa_wbl).outside == [entry] == list(entries_that_may_be(cast.mesa_wbl, over, bayview))
    afterward.note_who_came(over, bayview, Part(), engagement=entry, by=cast.mesa_wbl)
    assert list(entries(bayview)) == [entry] and not gaps_of(cast.mesa_wbl).outside
    another = record_event(facts("Another", days=-2), attended=None, institution=cast.mesa, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="another event"):
        afterward.note_who_came(another, bayview, Part(), engagement=entry, by=cast.mesa_wbl)


def test_who_was_noted_by_mistake_leaves_the_timeline_and_may_come_back(cast, bayview, over):
    part = afterward.note_who_came(over, bayview, Part(), by=cast.mesa_wbl)
    details = {"by": cast.mesa_wbl}
    part = afterward.correct_who_came(part, was_there=False, version=part.version, **details)
    assert (part.state, part.engagement) == ("absent", None) and not entries(bayview).exists()
    with pytest.raises(Conflict):
        afterward.correct_who_came(part, was_there=True, version=part.version - 1, **details)
    part = afterward.correct_who_came(part, was_there=True, version=part.version, **details)
    assert part.state == "came" and entries(bayview).get() == part.engagement
    afterward.correct_who_came(part, was_there=True, version=part.version, **details)
    assert entries(bayview).count() == 1, "a second press changes nothing"


def test_how_many_came_is_said_anew(cast, over):
    row = afterward.correct_attended(over, 40, version=over.version, by=cast.mesa_wbl)
    assert (row.attended, row.attended_said) == (40, True)
    with pytest.raises(Refused):
        afterward.correct_attended(row, 41, version=row.version, by=cast.harbor_wbl)


def test_only_what_has_taken_place_in_the_last_year_is_put_right(cast, bayview, over):
    with pytest.raises(Refused, match="not taken place"):
        afterward.note_who_came(published(cast, days=40), bayview, Part(), by=cast.mesa_wbl)
    long_ago = clock.now() - timedelta(days=400)
    Event.objects.filter(pk=over.pk).update(starts_at=long_ago, ends_at=long_ago, last_at=long_ago)
    with pytest.raises(Refused, match="a year ago"):
        afterward.note_who_came(fresh(over), bayview, Part(), by=cast.mesa_wbl)


def test_the_pages_lead_from_the_gap_to_the_timeline(cast, bayview, over):
    client = cast.client(cast.mesa_wbl)
    assert over.title in client.get("/events/gaps/").content.decode()
    assert "Another one was there" in client.get(f"/events/{over.pk}/").content.decode()
    assert f"/employers/{bayview.pk}/came/" in client.get(f"/events/{over.pk}/employers/?q=Bayview").content.decode()
    assert client.post(f"/events/{over.pk}/employers/{bayview.pk}/came/", {"offers": "A speaker"}).status_code == 302
    part = TakingPart.objects.get(event=over)
    assert "Was not there" in client.get(f"/events/{over.pk}/").content.decode()
    client.post(f"/events/parts/{part.pk}/came/", {"came": "no", "version": part.version})
    assert not entries(bayview).exists()
    client.post(f"/events/{over.pk}/attended/", {"attended": "55", "version": fresh(over).version})
    assert fresh(over).attended == 55


# ── Asks ─────────────────────────────────────────────────────────────


def asked(cast, bayview, row):
    part = taking_part.name_employer(row, bayview, Part(), by=cast.mesa_wbl)
    return taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)


def test_a_co_host_says_how_it_went_whoever_planned_the_asks(cast, bayview):
    row = published(cast, days=1, partners=(cast.harbor,))
    part = asked(cast, bayview, row)
    Event.objects.filter(pk=row.pk).update(starts_at=at(-1), ends_at=at(-1, 12))
    row = fresh(row)
    taking_part.note_held(row, came={part.pk}, attended=9, version=row.version, by=cast.harbor_wbl)
    assert entries(bayview).count() == 1
    assert Ask.objects.get().state == "planned", "whoever planned it says what became of it"


def test_who_was_not_at_an_event_that_is_over_leaves_no_ask_open(cast, bayview):
    """Nothing would close it any more, and its touch would count against the employer's budget."""
    row = published(cast, days=1)
    part = asked(cast, bayview, row)
    Event.objects.filter(pk=row.pk).update(starts_at=at(-1), ends_at=at(-1, 12), last_at=at(-1, 12))
    row = fresh(row)
    taking_part.note_held(row, came={part.pk}, attended=9, version=row.version, by=cast.mesa_wbl)
    part = TakingPart.objects.get()
    assert Ask.objects.get().state == "done", "the control: the event carried it out"
    afterward.correct_who_came(part, was_there=False, version=part.version, by=cast.mesa_wbl)
    assert Ask.objects.get().state == "withdrawn"
    assert not Touch.objects.exclude(state=Touch.State.RELEASED).exists()
    part = TakingPart.objects.get()
    afterward.correct_who_came(part, was_there=True, version=part.version, by=cast.mesa_wbl)
    assert entries(bayview).count() == 1


def test_what_became_of_an_ask_is_told_and_a_withdrawn_one_is_planned_anew(cast, bayview):
    row = published(cast, days=10)
    part = asked(cast, bayview, row)
    assert (str(part.state_label), part.to_be_asked) == ("To be asked", False)
    withdraw_ask(part.ask, reason="Another time", version=part.ask.version, by=cast.mesa_wbl)
    part = TakingPart.objects.select_related("ask").get()
    assert (str(part.state_label), part.to_be_asked) == ("Named", True)
    part = taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)
    happening = Happening(kind="email", summary="Asked", happened_on=clock.today())
    carry_out(part.ask, happening, version=part.ask.version, by=cast.mesa_wbl)
    part = TakingPart.objects.select_related("ask").get()
    assert (str(part.state_label), part.to_be_asked) == ("Asked", False)
    with pytest.raises(Refused, match="have been asked"):
        taking_part.invite(part, clock.today(), kind="email", version=part.version, by=cast.mesa_wbl)


def test_a_clash_stands_on_the_pages_of_both_events(cast):
    mine = published(cast, "Joint fair")
    theirs = published(cast, "Joint fair", by="harbor_wbl", because="Ours is for grown-ups.")
    for row, person in ((theirs, cast.harbor_wbl), (mine, cast.mesa_wbl)):
        assert "Ours is for grown-ups." in cast.client(person).get(f"/events/{row.pk}/").content.decode()
