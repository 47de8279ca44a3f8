"""One vote for each element and person, whatever the device and however often it is sent; totals are exact (N15)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from guildhall import context
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.meetings.actions import on_paper, opening, speaking
from guildhall.meetings.models import Ballot, Vote
from guildhall.meetings.queries.tally import tally_of
from tests.meetings.held import room

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return room(cast)


def votes(held):
    return [row.votes for row in tally_of(held.activity("tally")).rows]


def test_one_vote_for_each_element_and_person(held):
    held.opened("tally")
    ana, ben = held.enter("Ana Li"), held.enter("Ben Ray")
    held.vote(ana, 1, 2)
    held.vote(ben, 2)
    assert votes(held) == [1, 2, 0, 0]
    assert tally_of(held.activity("tally")).people == 2


def test_a_vote_is_changed_until_it_is_closed(held):
    held.opened("tally")
    ana = held.enter("Ana Li")
    held.vote(ana, 1, 2)
    held.vote(ana, 2, 3, edition=1)
    assert votes(held) == [0, 1, 1, 0]
    held.vote(ana, edition=2)
    assert votes(held) == [0, 0, 0, 0]
    opening.close_activity(held.activity("tally"), by=held.by)
    with pytest.raises(Refused, match="takes nothing more"):
        held.vote(ana, 1, edition=3)
    held.opened("tally")
    held.vote(ana, 4, edition=3)
    assert votes(held) == [0, 0, 0, 1]


def test_the_same_sending_twice_counts_once(held):
    held.opened("tally")
    ana = held.enter("Ana Li")
    held.vote(ana, 1, key="first")
    held.vote(ana, 1, key="first")
    assert votes(held) == [1, 0, 0, 0]
    assert Ballot.objects.get().edition == 1


def test_a_sending_that_arrives_late_changes_nothing(held):
    held.opened("tally")
    ana = held.enter("Ana Li")
    held.vote(ana, 1, key="first")
    held.vote(ana, 2, edition=1, key="second")
    with pytest.raises(Conflict):
        held.vote(ana, 1, key="another form that was open before")
    assert votes(held) == [0, 1, 0, 0]


def test_reasons_are_optional_and_kept(held):
    tally = held.opened("tally")
    ana = held.enter("Ana Li")
    chosen = {held.elements[0].pk: "It is what our members ask for", held.elements[1].pk: ""}
    speaking.vote(tally, ana, chosen, speaking.Sending("a", 0))
    assert list(Vote.objects.values_list("why", flat=True)) == ["It is what our members ask for", ""]


def test_elements_of_another_meeting_count_nowhere(cast, held):
    other = room(cast, title="Another one")
    tally = held.opened("tally")
    speaking.vote(tally, held.enter("Ana Li"), {other.elements[0].pk: ""}, speaking.Sending("a", 0))
    assert not Vote.objects.exists()


# ── On paper ─────────────────────────────────────────────────────────


def test_papers_are_entered_many_at_once(held):
    tally = held.opened("tally")
    assert on_paper.enter_papers(tally, "Ana Li: 1, 3\n2 3\n\n3", by=held.by) == 3
    assert votes(held) == [1, 1, 3, 0]
    counted = tally_of(tally)
    assert (counted.on_paper, counted.by_phone) == (3, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 2\n9", "Line 2: there is no element 9"),
        ("first", "Line 1: write the numbers"),
        ("", "at least one paper"),
        ("Ana Li: 1\nAna Li: 2", "Line 2: Ana Li has voted already"),
    ],
)
def test_papers_with_a_fault_are_taken_not_at_all(held, text, words):
    tally = held.opened("tally")
    with pytest.raises(Refused, match=words):
        on_paper.enter_papers(tally, text, by=held.by)
    assert not Vote.objects.exists()


def test_nobody_votes_by_phone_and_on_paper(held):
    tally = held.opened("tally")
    held.vote(held.enter("Ana Li"), 1)
    with pytest.raises(Refused, match="ana li has voted already"):
        on_paper.enter_papers(tally, "ana li: 2", by=held.by)
    assert votes(held) == [1, 0, 0, 0]


# ── At once ──────────────────────────────────────────────────────────


def at_once(acts):
    def one(act):
        try:
            with context.begun():
                return act()
        except (Refused, Conflict) as said:
            return said
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, acts))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_each_sent_three_times(town):
    """Each phone sends its form again, as on a bad network; what stands is what each chose."""
    held = room(town)
    held.opened("tally")
    people = [held.enter(f"Person {n}") for n in range(12)]
    chosen = {person.pk: [n % 4 + 1, (n + 1) % 4 + 1] for n, person in enumerate(people)}
    acts = [
        lambda person=person: held.vote(person, *chosen[person.pk], key=f"of {person.pk}")
        for _turn in range(3)
        for person in people
    ]
    assert not [one for one in at_once(acts) if isinstance(one, Exception)]
    assert votes(held) == [6, 6, 6, 6]
    assert Ballot.objects.count() == 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_taken_while_it_closes_counts_and_the_rest_is_told_no(town):
    held = room(town)
    held.opened("tally")
    people = [held.enter(f"Person {n}") for n in range(10)]
    acts = [lambda person=person: held.vote(person, 1) for person in people]
    acts.insert(5, lambda: opening.close_activity(held.activity("tally"), by=held.by))
    told = at_once(acts)
    refused = sum(isinstance(one, Refused) for one in told)
    assert votes(held)[0] == 10 - refused
