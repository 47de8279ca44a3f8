"""Enrollment and the value of credit of one initiative: of the programs of its pathways alone (F16, R6)."""

from datetime import date
from decimal import Decimal

import pytest

from guildhall.dashboards.queries.counted_of_initiative import counted_of, credit_of, enrollment_rows
from guildhall.partnerships.actions import initiatives
from guildhall.partnerships.forms.initiatives import InitiativeForm
from guildhall.pathways.actions import credit, programs
from guildhall.pathways.actions import terms as act
from guildhall.pathways.queries import counting
from tests.partnerships.building import started
from tests.pathways.test_counts import counted, program, year

pytestmark = pytest.mark.django_db
CODES = frozenset({"29-1141"})


@pytest.fixture(autouse=True)
def listed(monkeypatch):
    """A list of high demand that is in force."""
    monkeypatch.setattr(counting, "in_demand", lambda on=None: [counting.InDemand("The list", CODES)])


@pytest.fixture
def about(cast):
    """An initiative about one pathway; another pathway, in demand as well, is counted beside it."""
    paths = [
        programs.enter_pathway(cast.region, programs.PathwayFacts(name, occupations=codes), by=cast.director)
        for name, codes in (("Care", ("29-1141",)), ("Baking", ()), ("Dentistry", ("29-1141",)))
    ]
    row = started(cast, pathways=tuple(paths[:2]))
    nursing, other = program(cast, "Nursing", pathway=paths[0]), program(cast, "Dental care", pathway=paths[2])
    bread = program(cast, "Bread", at="harbor", pathway=paths[1])
    counted(cast, {nursing: 30, other: 500})
    counted(cast, {bread: 20}, at="harbor")
    return row, nursing, other, bread


def figures(cast, row, who="mesa_wbl"):
    return {one.label: one for one in counted_of(cast.people[who], row)}


def told(cast, row, who="mesa_wbl"):
    return [one.words for one in figures(cast, row, who).values()]


def test_only_the_programs_of_its_pathways_count_and_open_into_their_rows(cast, about):
    row, nursing, _other, bread = about
    one = next(iter(figures(cast, row).values()))
    assert (one.words, one.notes[0]) == ("60%", "30 of 50 students, " + str(nursing.enrolled.get().term))
    page = cast.client(cast.harbor_wbl).get(one.url).content.decode()
    for words in ("Nursing", "Bread", "leads to an occupation on the list", "Together:"):
        assert words in page
    assert "Dental care" not in page
    rows = enrollment_rows(cast.director, row)
    assert [(count.program, count.in_demand) for count in rows] == [(bread, False), (nursing, True)]


def test_few_students_of_another_institution_are_in_no_figure(cast, about):
    """R6, with a control: their own institution reads them."""
    row, nursing, other, _bread = about
    counted(cast, {nursing: 9, other: 500})
    assert told(cast, row)[0] == "31%"
    assert told(cast, row, "harbor_wbl")[0] == "0%"
    page = cast.client(cast.harbor_wbl).get(f"/initiatives/{row.pk}/figures/enrollment/").content.decode()
    assert "fewer than 10" in " ".join(page.split())


def test_the_value_of_credit_is_of_its_courses_and_the_certifications_that_they_lead_to(cast, about):
    row, nursing, other, _bread = about
    facts = act.RateFacts(Decimal(46), Decimal(0), "catalog")
    act.enter_rate(cast.mesa, year(), facts, by=cast.mesa_wbl)
    courses = [
        credit.enter_course(one, credit.CourseFacts(f"C {n}", "Care", Decimal(3)), by=cast.mesa_wbl)
        for n, one in enumerate((nursing, other))
    ]
    issued = [
        credit.enter_certification(cast.mesa, credit.CertificationFacts(name, "State", Decimal(100)), by=cast.mesa_wbl)
        for name in ("Nurse assistant", "Dental assistant")
    ]
    for of, one in zip((nursing, other), issued, strict=True):
        credit.say_led_to(of, one, by=cast.mesa_wbl)
    term = nursing.enrolled.get().term
    credits = {(courses[0].pk, "dual"): (10, Decimal(30)), (courses[1].pk, "dual"): (100, Decimal(900))}
    counts = act.Counts({}, credits, {issued[0].pk: 12, issued[1].pk: 70})
    act.count_term(term, counts, version=term.version, by=cast.mesa_wbl)
    assert told(cast, row)[1] == f"${30 * 46 + 12 * 100:,}"
    found = credit_of(cast.mesa_wbl, row)
    assert [one.course for one in found["credits"]] == [courses[0]]
    assert [one.certification for one in found["certified"]] == [issued[0]]
    page = cast.client(cast.mesa_wbl).get(f"/initiatives/{row.pk}/figures/credit/").content.decode()
    assert "$2,580.00" in page and "Dental assistant" not in page


def test_an_initiative_that_names_no_pathway_says_so(cast):
    row = started(cast)
    assert told(cast, row) == ["no pathway named", "no pathway named"]
    for name in ("enrollment", "credit"):
        assert cast.client(cast.mesa_wbl).get(f"/initiatives/{row.pk}/figures/{name}/").status_code == 200


def test_pathways_are_ticked_and_one_that_has_ended_stays(cast, about):
    row = about[0]
    ended = row.pathways.get(name="Baking")
    type(ended).objects.filter(pk=ended.pk).update(closed_on=date(2020, 1, 1))
    form = InitiativeForm(places=None, row=row, initial=InitiativeForm.initial_of(row))
    assert [one.name for one in form.fields["pathways"].queryset] == ["Care", "Dentistry"]
    client, path = cast.client(cast.mesa_convener), f"/initiatives/{row.pk}/change/"
    typed = {"title": row.title, "acceptance": "spoken", "version": row.version, "stages": "process"}
    client.post(path, typed | {"pathways": str(row.pathways.get(name="Care").pk)})
    assert [one.name for one in row.pathways.all()] == ["Baking", "Care"]
    row.refresh_from_db()
    assert row.title == "Career pathways"
    page = client.get(f"/initiatives/{row.pk}/").content.decode()
    assert "Baking" in page
    initiatives.publish_initiative(row, public=True, version=row.version, by=cast.mesa_convener)
    assert "Care" in cast.client(None).get(f"/public/initiatives/{row.pk}/").content.decode()
