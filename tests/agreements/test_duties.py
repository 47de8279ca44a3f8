"""Duties of both sides count themselves from rows that there are, each once (N14, F21, R6, R33)."""

from datetime import timedelta

import pytest

from guildhall.agreements.actions import obliging
from guildhall.agreements.actions.drawing_up import Bound, add_party
from guildhall.agreements.actions.living import end_early
from guildhall.agreements.models import Obligation
from guildhall.agreements.queries.counting import progress_of
from guildhall.agreements.queries.pages import obligations_of
from guildhall.agreements.queries.rows import rows_of
from guildhall.employers.actions.merging import merge
from guildhall.engagements.actions import following
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import moving
from guildhall.supervision.actions import hours
from tests.agreements.drawn import Counts, drawn, duty, ours, revision_of, signed, theirs
from tests.placements.test_duties import begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(cast):
    """Kestrel and Mesa, with what each test adds before both sign."""
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    cast.agreement = drawn(cast, cast.kestrel)
    return cast


def stands(cast, counts, *, party=None, person=None, **more):
    """A duty of the employer (or another party) in an agreement that is in force, read anew."""
    row = duty(cast.agreement, party or theirs(cast.agreement), counts, by=cast.mesa_wbl, **more)
    signed(cast.agreement, by=cast.mesa_wbl)
    return row


def read(row, person):
    found = obligations_of(person).get(pk=row.pk)
    [progress] = progress_of([found], person)
    return progress, rows_of(found, person)


def number(row, person):
    """The number that somebody reads, which its rows add up to."""
    return read(row, person)[0].done


def test_completing_a_placement_moves_the_agreement_without_editing(agreed):
    """N14: "host 6 interns by June" reads 4 of 6 from placements."""
    row = stands(agreed, Counts.COMPLETED, kinds=["internship_paid"])
    places = [begun(agreed, name) for name in ("Ana", "Bo", "Cy", "Di")]
    begun(agreed, "Eve", kind="job_shadow")
    assert number(row, agreed.mesa_wbl) == 0
    for place in places:
        moving.complete(place, clock.today(), by=agreed.mesa_wbl)
    progress, rows = read(row, agreed.mesa_wbl)
    assert (progress.done, row.wanted) == (4, 6)
    assert len(rows.shown) == 4, "the number opens into exactly its rows"
    assert Obligation.objects.get(pk=row.pk).version == 1, "nobody edited it"


def test_each_number_is_counted_from_its_own_rows(agreed):
    day = clock.today() - timedelta(2)
    hosts = duty(agreed.agreement, theirs(agreed.agreement), Counts.BEGUN, by=agreed.mesa_wbl)
    logged = duty(agreed.agreement, theirs(agreed.agreement), Counts.HOURS, by=agreed.mesa_wbl, what="teach")
    offers = duty(agreed.agreement, theirs(agreed.agreement), Counts.PLACES, by=agreed.mesa_wbl, what="offer")
    visits = duty(agreed.agreement, ours(agreed.agreement), Counts.ENGAGEMENTS, by=agreed.mesa_wbl, what="visit")
    keeps = duty(agreed.agreement, ours(agreed.agreement), Counts.FOLLOW_UPS, by=agreed.mesa_wbl, what="keep promises")
    signed(agreed.agreement, by=agreed.mesa_wbl)
    place = begun(agreed, "Ana")
    entry = hours.log_hours(place, hours.Worked(day, "key-1", hours=5, learned="a"), by=agreed.mesa_wbl)
    hours.log_hours(place, hours.Worked(day, "key-2", hours=2, learned="waits"), by=agreed.mesa_wbl)
    hours.decide_hours(place, [str(entry.pk)], approved=True, by=agreed.mesa_wbl)
    Opportunity.objects.create(
        employer=agreed.kestrel, holder=agreed.mesa, kind="internship_paid", title="Wiring", places=3, state="posted",
        posted_at=clock.now(), added_at=clock.now(),
        publish_on=clock.today(), expires_on=clock.today(),
    )  # fmt: skip
    details = {"by": agreed.mesa_wbl, "institution": agreed.mesa}
    record_engagement(agreed.kestrel, Happening("visit", "Saw the bench", day), **details)
    record_engagement(agreed.kestrel, Happening("call", "No answer", day, answered=False), **details)
    record_engagement(agreed.kestrel, Happening("email", "Our news of May", day), **details)  # nobody met
    promised = following.Promise("Send dates", agreed.mesa_wbl, clock.today(), asker=agreed.mesa_jobs)
    promise = following.promise(agreed.kestrel, promised, by=agreed.mesa_jobs, institution=agreed.mesa)
    promise = following.report(promise, "sent", version=promise.version, by=agreed.mesa_wbl)
    following.confirm(promise, version=promise.version, by=agreed.mesa_jobs)
    found = {row: number(row, agreed.mesa_wbl) for row in (hosts, logged, offers, visits, keeps)}
    assert found == {hosts: 1, logged: 5, offers: 3, visits: 1, keeps: 1}
    for row in (hosts, logged, offers, visits, keeps):
        assert len(read(row, agreed.mesa_wbl)[1].shown) == 1


def test_the_other_college_counts_nothing_here(agreed):
    row = stands(agreed, Counts.BEGUN)
    begun(agreed, "Ana", by="harbor_wbl")
    assert number(row, agreed.mesa_wbl) == 0
    begun(agreed, "Bo")
    assert number(row, agreed.mesa_wbl) == 1, "the control"


def test_few_students_of_another_institution_are_no_number(agreed):
    """R6: nor is what would follow from the number."""
    row = stands(agreed, Counts.BEGUN)
    for name in ("Ana", "Bo", "Cy", "Di", "Eve", "Flo"):
        begun(agreed, name)
    own, other = read(row, agreed.mesa_wbl), read(row, agreed.harbor_wbl)
    assert (own[0].done, own[0].state, len(own[1].shown)) == (6, "kept", 6)
    assert (other[0].done, other[0].state, list(other[1].shown)) == (None, "", [])
    assert other[1].others
    for n in range(4):
        begun(agreed, f"More{n}")
    assert number(row, agreed.harbor_wbl) == 10


def test_a_hidden_engagement_changes_nothing_for_others(agreed):
    """R33."""
    row = stands(agreed, Counts.ENGAGEMENTS, party=ours(agreed.agreement))
    happening = Happening("visit", "Among ourselves", clock.today(), visibility="institution")
    record_engagement(agreed.kestrel, happening, by=agreed.mesa_wbl, institution=agreed.mesa)
    assert number(row, agreed.mesa_wbl) == 1
    assert number(row, agreed.harbor_wbl) == 0


def test_it_follows_a_merge(agreed):
    row = stands(agreed, Counts.BEGUN)
    other = agreed.shared("Kestrel Aero").employer
    begun(agreed, "Ana")
    merge(other, agreed.kestrel, by=agreed.director)
    assert theirs(agreed.agreement).employer == other
    assert number(row, agreed.mesa_wbl) == 1


@pytest.mark.parametrize(
    ("done", "first", "last", "state"),
    [
        (6, -30, 30, "kept"), (5, -30, -1, "missed"), (1, -30, 30, "behind"), (3, -30, 30, "on_track"),
        (0, 5, 30, "ahead"), (6, -30, -1, "kept"),
    ],
)  # fmt: skip
def test_states_in_words(agreed, done, first, last, state):
    days = {"starts_on": clock.today() + timedelta(first), "due_on": clock.today() + timedelta(last)}
    row = stands(agreed, Counts.BY_HAND, party=ours(agreed.agreement), **days)
    row = obliging.note_progress(row, done, "on the phone", version=1, by=agreed.mesa_wbl)
    assert read(row, agreed.mesa_wbl)[0].state == state


def test_an_agreement_that_ended_keeps_nobody_behind(agreed):
    """What was not due yet when it ended early is neither behind nor, later, missed; what was kept stays kept."""
    soon = {"starts_on": clock.today() - timedelta(30), "due_on": clock.today() + timedelta(30)}
    kept, open_one = (
        duty(agreed.agreement, ours(agreed.agreement), Counts.BY_HAND, by=agreed.mesa_wbl, **soon) for _ in range(2)
    )
    signed(agreed.agreement, by=agreed.mesa_wbl)
    obliging.note_progress(kept, kept.wanted, "all of it", version=1, by=agreed.mesa_wbl)
    assert read(open_one, agreed.mesa_wbl)[0].state == "behind"
    agreed.agreement.refresh_from_db()
    end_early(agreed.agreement, "The shop closed", "", version=agreed.agreement.version, by=agreed.mesa_wbl)
    for later in (0, 60):
        with clock.at(clock.now() + timedelta(later)):
            assert read(open_one, agreed.mesa_wbl)[0].state == "over"
            assert read(kept, agreed.mesa_wbl)[0].state == "kept"


def test_by_hand_is_noted_by_whoever_keeps_it_and_once_at_a_time(agreed):
    row = stands(agreed, Counts.BY_HAND)
    for person in (agreed.harbor_wbl, agreed.mesa_jobs):
        with pytest.raises(Refused):
            obliging.note_progress(row, 1, "", version=1, by=person)
    obliging.note_progress(row, 1, "", version=1, by=agreed.mesa_principal)
    with pytest.raises(Conflict):
        obliging.note_progress(row, 2, "", version=1, by=agreed.mesa_wbl)


def test_only_what_happens_with_an_employer_counts_itself(agreed):
    named = Bound("theirs", named="Chamber of the Valley")
    chamber = add_party(revision_of(agreed.agreement), named, by=agreed.mesa_wbl)
    with pytest.raises(Refused, match="by hand"):
        duty(agreed.agreement, chamber, Counts.EVENTS, by=agreed.mesa_wbl)
