"""Types of papers: when one applies, what it asks, and what is never read as a field."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.supervision.actions import preparing, signing
from guildhall.supervision.actions.planning import PlanFacts, keep_plan
from guildhall.supervision.actions.signing import SignedAs, strokes
from guildhall.supervision.actions.types import TypeFacts, adopt_starters, end_type, enter_type
from guildhall.supervision.merge_fields import filled
from guildhall.supervision.models import Paper, PaperType
from guildhall.supervision.queries.papers import lines_of, placements_of
from guildhall.supervision.starters import STARTERS
from tests.supervision.placed import placed
from tests.supervision.test_papers import WAY, line, one

pytestmark = pytest.mark.django_db

__all__ = ["one"]


@pytest.mark.parametrize(
    ("facts", "changes", "expected"),
    [
        ({"ages": "minor"}, {"age": 16}, True), ({"ages": "minor"}, {"age": 20}, False),
        ({"ages": "adult"}, {"age": 20}, True), ({"ages": "adult"}, {"age": 16}, False),
        ({"pay": "paid"}, {"paid": True}, True), ({"pay": "paid"}, {"paid": False}, False),
        ({"pay": "unpaid"}, {"paid": None, "kind": "internship_unpaid"}, True),
        ({"pay": "paid"}, {"paid": None, "kind": "internship_unpaid"}, False),
        ({"pay": "paid"}, {"paid": None, "kind": "job_shadow"}, True),  # nobody has said: it is asked for
        ({"kinds": ["job_shadow"]}, {}, False), ({"kinds": ["internship_paid"]}, {}, True),
        ({"hazardous": True}, {}, False),
    ],
)  # fmt: skip
def test_a_paper_applies_by_what_is_known(cast, facts, changes, expected):
    found = placed(cast, **changes)
    enter_type(cast.mesa, TypeFacts("Asked", "x", ["student"], **facts), by=cast.mesa_wbl)
    row = placements_of(cast.mesa_wbl).get(pk=found.placement.pk)
    assert ("Asked" in {one.type.title for one in lines_of([row])[row.pk]}) == expected


def test_hazardous_work_asks_for_its_paper(one):
    enter_type(one.placement.institution, TypeFacts("Learner", "{hazards}", ["student"], hazardous=True), by=one.by)
    keep_plan(one.placement, PlanFacts("Wiring", hazards=[5, 99]), version=0, by=one.by)
    assert line(one, "Learner").missing == ["student"]
    made = preparing.prepare(one.placement, line(one, "Learner").type, by=one.by)
    assert "woodworking" in made.text


def test_starters_are_taken_over_once_and_fill_in(one):
    slugs = [starter.slug for starter in STARTERS]
    place = one.placement.institution
    assert len(adopt_starters(place, slugs, by=one.by)) == len(STARTERS)
    assert adopt_starters(place, slugs, by=one.by) == []
    for row in PaperType.objects.in_use().filter(institution=place):
        if "student" in row.signers or row.on_paper_only:
            text = preparing.prepare(one.placement, row, by=one.by).text if not row.hazardous else ""
            assert "{" not in text
    permit = Paper.objects.get(title__startswith="Work permit")
    with pytest.raises(Refused, match="scan"):
        signing.sign_for_institution(permit, SignedAs("Wilma"), by=one.by)


def test_a_type_knows_its_fields_and_its_keepers(one):
    place = one.placement.institution
    with pytest.raises(Refused, match="wage"):
        enter_type(place, TypeFacts("Pay", "{wage} and {student.name}", ["student"]), by=one.by)
    with pytest.raises(Refused):
        enter_type(place, TypeFacts("Pay", "x", ["student"]), by=one.cast.harbor_wbl)
    end_type(one.type, version=1, by=one.by)
    with pytest.raises(Refused, match="does not ask"):
        preparing.prepare(one.placement, one.type, by=one.by)
    assert line(one).wanted is False, "what was made stays on the list"


def test_values_are_never_read_as_fields():
    assert filled("{student} at {employer} {}", {"student": "{employer}", "employer": "{student}"}) == (
        "{employer} at {student} {}"
    )
    assert filled("{ends} {nobody}", {}) == "________ {nobody}"


@pytest.mark.parametrize("text", ["", "M1 1", "x", "M1 1L2 2<script>", "M1 1L2 2 url(x)", "M99999 1L2 2", WAY * 2000])
def test_a_drawing_is_lines_and_nothing_else(text):
    assert strokes(text) in ("", "M1 1")


def test_a_drawing_is_kept():
    assert strokes(WAY) == WAY
