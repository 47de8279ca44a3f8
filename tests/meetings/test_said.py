"""What was said in the room: marked by who facilitates, typed in from paper, read beside the vote (E15, E17, E18)."""

from uuid import uuid4

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import marking, opening, speaking
from guildhall.meetings.actions.speaking import Sending
from guildhall.meetings.models import Attendee, Mark, Participant, Response
from guildhall.meetings.queries.tally import crossed, tally_of
from tests.meetings.held import room

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return room(cast)


def reflect(held, who, words):
    return speaking.reflect(held.activity("reflection"), who, words, Sending(uuid4().hex, 0))


def page(held, kind):
    return f"/meetings/{held.meeting.pk}/room/{held.activity(kind).pk}/"


def test_connections_and_disagreements_are_marked_once(cast, held):
    held.opened("reflection")
    said = [reflect(held, held.enter(name), f"Words of {name}") for name in ("Ana", "Ben")]
    client = cast.client(held.by)
    sent = {"first": said[0].pk, "second": said[1].pk, "kind": "disagreement", "words": "Who pays"}
    client.post(page(held, "reflection"), sent)
    client.post(page(held, "reflection"), sent | {"first": said[1].pk, "second": said[0].pk})
    mark = Mark.objects.get()
    assert (mark.kind, mark.words) == ("disagreement", "Who pays")
    assert "Who pays" in client.get(page(held, "reflection")).content.decode()
    client.post(f"{page(held, 'reflection')}mark/", {"mark": mark.pk})
    assert not Mark.objects.exists()


def test_reflections_of_two_questions_are_not_marked(held):
    held.opened("reflection")
    who = held.enter("Ana")
    first = reflect(held, who, "One")
    other = held.meeting.activities.filter(kind="reflection").last()
    second = Response.objects.create(activity=other, attendee=who, text="Two", at=first.at)
    with pytest.raises(Refused, match="Choose two reflections"):
        marking.mark(first, second, "connection", "", by=held.by)


def test_a_reflection_on_paper_is_typed_in(cast, held):
    held.opened("reflection")
    client = cast.client(held.by)
    client.post(page(held, "reflection"), {"who": "Dale Whitfield", "text": "We need welders"})
    response = Response.objects.get()
    assert (response.text, response.by, response.attendee.way) == ("We need welders", held.by, Attendee.Way.PAPER)


def test_what_a_group_wrote_on_its_chart_is_typed_in(cast, held):
    groups = held.opened("groups", groups=2)
    first, element = groups.groups.get(position=1), held.elements[1]
    sent = {"group": first.pk, f"element-{element.pk}": "on", f"why-{element.pk}": "Tested twice"}
    cast.client(held.by).post(page(held, "groups"), sent)
    assert [(one.element, one.why) for one in first.choices.all()] == [(element, "Tested twice")]


def test_the_vote_is_read_beside_what_each_thought_before(held):
    held.opened("reflection")
    ana, ben = held.enter("Ana"), held.enter("Ben")
    marking.note_elements(reflect(held, ana, "Placements"), [held.elements[0], held.elements[2]], by=held.by)
    marking.note_elements(reflect(held, ben, "Placements too"), [held.elements[0]], by=held.by)
    held.opened("tally")
    held.vote(ana, 1, 4)
    held.vote(ben, 4)
    rows = {row.element.position: row for row in crossed(held.meeting, tally_of(held.activity("tally")))}
    assert (rows[1].votes, rows[1].spoke, rows[1].spoke_and_voted) == (1, 2, 1)
    assert rows[3].unvoted and not rows[3].unspoken, "spoken of, and nobody voted for it"
    assert rows[4].unspoken and rows[4].votes == 2, "voted for, and nobody had spoken of it"


def test_table_5_is_reproduced(cast, held):
    """Table 5 of the Facilitator's Guide: 4, 6, 2 and 6 votes."""
    held.opened("tally")
    for n, numbers in enumerate(((1, 2, 4), (2, 4), (1, 2, 4), (2, 4), (1, 2, 3, 4), (1, 2, 3, 4))):
        held.vote(held.enter(f"Person {n}"), *numbers)
    client = cast.client(held.by)
    lines = client.get(f"{page(held, 'tally')}tally.csv").content.decode().splitlines()
    assert lines == [
        "Priority Element,Tally of Importance",
        "Continuum of workplace learning opportunities,X X X X",
        "Nonduplicative assessments,X X X X X X",
        "Multiple entry and exit points,X X",
        "Align policies and programs,X X X X X X",
    ]
    printed = client.get(f"{page(held, 'tally')}tally/").content.decode()
    assert printed.count("X X X X X X") == 2 and "6 people voted" in printed


def test_an_element_that_was_voted_for_stays(cast, held):
    held.opened("tally")
    held.vote(held.enter("Ana"), 1)
    opening.close_activity(held.activity("tally"), by=held.by)
    first = held.elements[0]
    client = cast.client(held.by)
    answer = client.post(f"/meetings/{held.meeting.pk}/lines/elements/{first.pk}/act/", {"act": "remove"}, follow=True)
    assert "voted for it already" in answer.content.decode()
    assert held.meeting.elements.filter(pk=first.pk).exists()


def test_nobody_is_a_participant_by_coming_in(held):
    held.enter("Ana Li")
    assert not Participant.objects.exists()
