"""Whom an event is for: how many are eligible for two, which faculties are asked, a free time for a draft (N8, C15)."""

import pytest

from guildhall.events.actions import opening
from guildhall.events.models import Event, Opening
from guildhall.events.queries.pages import institutions_to_ask
from guildhall.events.queries.planning import check_for, students_of_both
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import found
from guildhall.students.actions.entering import StudentFacts, register
from tests.events.plans import draft, fresh, published

pytestmark = pytest.mark.django_db
YEAR_1, YEAR_2 = ([[{"by": "year", "of": [grade]}]] for grade in ("1", "2"))


def test_who_may_not_come_to_both_is_not_counted(cast):
    one, other = draft(cast, "First year", audience="all"), draft(cast, "Second year", audience="all")
    for n in range(12):
        register(cast.mesa, StudentFacts(f"S{n}", year="2026-27", grade="1"), by=cast.mesa_wbl)
    assert students_of_both(one, other) == 10, "the control: nothing is asked of anybody"
    Event.objects.filter(pk=one.pk).update(eligibility=YEAR_1)
    Event.objects.filter(pk=other.pk).update(eligibility=YEAR_2)
    assert students_of_both(fresh(one), fresh(other)) == 0
    either = [*YEAR_2, [*YEAR_1[0], {"by": "institution", "of": [str(cast.mesa.pk)]}]]
    Event.objects.filter(pk=other.pk).update(eligibility=either)
    assert students_of_both(fresh(one), fresh(other)) == 10
    elsewhere = [[{"by": "institution", "of": [str(cast.harbor.pk)]}]]
    Event.objects.filter(pk=other.pk).update(eligibility=elsewhere)
    assert students_of_both(fresh(one), fresh(other)) == 0


def faculty(cast, name, house):
    return found(name, "faculty", parent=house, by=None)


def test_the_faculty_next_door_is_asked_and_may_be_asked_no_more(cast):
    mine, next_door = faculty(cast, "Nursing", cast.mesa), faculty(cast, "Welding", cast.mesa)
    elsewhere = faculty(cast, "Aviation", cast.harbor)
    row = draft(cast, audience="faculty", institution=mine)
    offered = set(institutions_to_ask(row))
    assert next_door in offered and cast.harbor in offered and not {mine, elsewhere} & offered
    client = cast.client(cast.mesa_wbl)
    page = client.get(f"/events/{row.pk}/offer/").content.decode()
    assert "In our own house" in page and page.index("Welding") < page.index(cast.harbor.name)
    asked = opening.offer(row, next_door, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        opening.take_back(asked, version=asked.version, by=cast.harbor_wbl)
    assert "Ask them no more" in client.get(f"/events/{row.pk}/").content.decode()
    client.post(f"/events/openings/{asked.pk}/take-back/", {"version": asked.version})
    assert Opening.objects.get().state == "taken"
    with pytest.raises(Refused, match="answered already"):
        opening.answer(asked, agreed=True, version=asked.version + 1, by=cast.mesa_wbl)
    assert opening.offer(fresh(row), next_door, by=cast.mesa_wbl).state == "open", "they may be asked anew"


def test_a_draft_takes_a_free_time_with_one_press(cast):
    published(cast, "Joint fair", by="harbor_wbl")
    row = draft(cast, "Joint fair")
    slot = check_for(row, cast.mesa_wbl).slots[0]
    client = cast.client(cast.mesa_wbl)
    assert f"/events/{row.pk}/change/?to=" in client.get(f"/events/{row.pk}/publish/").content.decode()
    form = client.get(f"/events/{row.pk}/change/", {"to": slot.isoformat()}).context["form"]
    assert (form["day"].value(), form["begins"].value()) == (clock.day_of(slot), clock.local(slot).time())
    own = client.get(f"/events/{row.pk}/change/").context["form"]
    assert own["begins"].value() == clock.local(row.starts_at).time(), "without one it begins with its own"
