"""Who may come, as it is asked and said: programs, years and institutions, with AND and OR (C16)."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from guildhall.bookings.queries.eligible import lacks
from guildhall.events.eligibility import Somebody, may_come, why_not
from guildhall.events.forms.eligible import InstitutionsField
from guildhall.events.forms.entry import EventForm, planned
from guildhall.events.models import Event
from guildhall.pathways.actions.intake import give_back, take_in
from guildhall.pathways.actions.programs import ProgramFacts
from guildhall.pathways.models import Program
from tests.events.plans import at, draft, fresh, published
from tests.placements.placed import student

pytestmark = pytest.mark.django_db
A, B = {"by": "program", "of": ["a"]}, {"by": "institution", "of": ["x"]}
YEAR = {"by": "year", "of": ["12"]}


def test_all_of_a_row_and_one_of_several_rows():
    ways = [[A, YEAR], [B]]
    one = Somebody(frozenset("a"), frozenset({"12"}), frozenset())
    assert may_come(ways, one) and not may_come([[A, YEAR, B]], one)
    assert may_come(ways, Somebody(institutions=frozenset("x")))
    assert not may_come(ways, Somebody(frozenset("a")))


def test_whoever_is_refused_reads_each_way_that_is_as_near():
    names = {"a": "Nursing", "x": "Mesa"}
    assert why_not([[A], [B]], names, Somebody()) == "program: Nursing; or institution: Mesa"
    assert why_not([[A, YEAR], [B]], names, Somebody(frozenset("a"))) == "year: 12; or institution: Mesa"
    assert why_not([[A, YEAR], [B, YEAR]], names, Somebody(frozenset("a"))) == "year: 12"


def test_the_year_is_that_of_the_program():
    """Second year of another program is not second year of this one; "Senior" is "senior"."""
    first, other = Somebody(frozenset("a"), frozenset({"11"})), Somebody(frozenset("b"), frozenset({"12"}))
    assert not may_come([[A, YEAR]], first, other)
    assert may_come([[A, YEAR]], first, Somebody(frozenset("a"), frozenset({"12"})))
    assert may_come([[{"by": "year", "of": ["senior"]}]], Somebody(years=frozenset({"Senior"})))


def typed(cast, row, **more):
    """The form of an event as it is opened, with something else typed."""
    values = {name: value for name, value in planned(row).items() if value not in (None, "")}
    values |= {"begins": "10:00", "ends": "12:00", "day": f"{at(20):%Y-%m-%d}", "version": row.version}
    values |= {"open_to": [], "partners": [], "programs": "", "pathways": []}
    return EventForm(values | more, person=cast.mesa_wbl, row=row)


def test_the_form_asks_for_programs_years_and_institutions(cast):
    nursing = Program.objects.create(institution=cast.mesa, name="Nursing")
    row = draft(cast)
    form = typed(
        cast, row, only_programs=nursing.label, only_years="11, 12", or_institutions=f"{cast.harbor.name}, "
    )  # fmt: skip
    assert form.is_valid(), form.errors
    way, other = [[c for c in way if c["of"]] for way in form.facts().eligibility if any(c["of"] for c in way)]
    assert way == [{"by": "program", "of": [str(nursing.pk)]}, {"by": "year", "of": ["11", "12"]}]
    assert other == [{"by": "institution", "of": [str(cast.harbor.pk)]}]
    Event.objects.filter(pk=row.pk).update(eligibility=[way, other])
    again = typed(cast, fresh(row))
    assert again["only_years"].value() == "11, 12" and again["or_institutions"].value() == cast.harbor.name
    assert again.is_narrowed and not typed(cast, draft(cast, "For all", days=40)).is_narrowed


def test_what_is_no_institution_is_said_at_its_field(cast):
    form = typed(cast, draft(cast), only_institutions="Nowhere College")
    assert "No institution is called “Nowhere College”" in str(form.errors["only_institutions"])


def test_a_student_of_a_college_that_is_named_may_come(cast):
    row = draft(cast)
    row.eligibility = [[{"by": "institution", "of": [str(cast.mesa.pk)]}], [YEAR]]
    assert lacks(row, student(cast, "Ana")) == ""
    assert lacks(row, student(cast, "Bo", by="harbor_wbl")) == f"institution: {cast.mesa.name}; or year: 12"


def test_an_institution_with_commas_in_its_name_is_one():
    field = InstitutionsField(required=False)
    field.names = {"1": "College of Art, Music, and Dance", "2": "Harbor", "3": "Mesa, North"}
    said = "Harbor, College of Art, Music, and Dance,Mesa, North, harbor"
    assert field.clean(said) == ["2", "1", "3"]
    assert field.clean("Mesa, North") == ["3"] and field.clean("") == []
    with pytest.raises(ValidationError):
        field.clean("Mesa, South")


def test_a_program_that_an_event_asks_for_stays_when_its_list_is_taken_back(cast):
    batch = uuid4()
    facts = [ProgramFacts(name, "associate") for name in ("Nursing", "Welding")]
    take_in(list(enumerate(facts)), institution=cast.mesa, batch=batch, keep=True)
    asked = Program.objects.get(name="Nursing")
    published(cast, eligibility=[[{"by": "program", "of": [str(asked.pk)]}]])
    assert give_back(batch) == 1
    assert list(Program.objects.filter(batch=batch)) == [asked]
