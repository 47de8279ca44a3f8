"""What came of it, on one page: each number opens into exactly its rows (F16, M11, M26)."""

from datetime import timedelta

import pytest
import time_machine

from guildhall.dashboards import metrics
from guildhall.dashboards.queries.outcomes import outcomes
from guildhall.dashboards.queries.region import in_words, people_in_words
from guildhall.demand.levels import listed_as
from guildhall.demand.models import DemandList, HardToFill, ListedOccupation
from guildhall.demand.queries.lists import in_demand
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships import questions
from guildhall.partnerships.actions import evaluating
from guildhall.partnerships.models import Asked
from guildhall.pathways.models import CountedTerm, Course, CreditCount, CreditRate, EnrolledCount, Pathway, Program
from guildhall.placements.actions import moving
from guildhall.placements.actions.attesting import Term, attest
from guildhall.placements.models import Experience, Placement
from guildhall.placements.queries.figures import Cell
from tests.opportunities.offers import posted
from tests.partnerships.building import started
from tests.partnerships.telling import accepts
from tests.placements.placed import placed, student

pytestmark = pytest.mark.django_db
NAMES = (
    "employers_offering", "employers_offering_again", "internships_completed", "apprenticeships_completed",
    "critical_jobs", "hard_roles_filled", "students_hired",
)  # fmt: skip


def read(cast, person):
    """The figures, and how many rows each of their pages has."""
    figures = {one.name: one for one in metrics.metrics(person) if one.name in NAMES}
    client = cast.client(person)
    rows = {name: len(client.get(one.url).context["page"].rows) for name, one in figures.items()}
    return {name: one.value for name, one in figures.items()}, rows


def ago(row, days):
    """An opportunity as it was posted so many days ago."""
    Opportunity.objects.filter(pk=row.pk).update(posted_at=clock.now() - timedelta(days))
    return row


def test_who_offers_again_within_a_year(cast):
    again, once, long_ago = (cast.shared(name).employer for name in ("Again Works", "Once Works", "Long Ago Works"))
    ago(posted(cast, again, title="First"), 200)
    ago(posted(cast, again, title="Second"), 10)
    ago(posted(cast, once, title="Only"), 10)
    ago(posted(cast, long_ago, title="Old"), 500)
    ago(posted(cast, long_ago, title="New"), 10)
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows
    assert (values["employers_offering"], values["employers_offering_again"]) == (3, 1)
    page = cast.client(cast.mesa_wbl).get("/employers/offering/?again=1").content.decode()
    assert "Again Works" in page and "Once Works" not in page and "Long Ago Works" not in page


def test_internships_and_hires_are_counted_for_whoever_serves_the_students(cast):
    host = cast.shared("Kestrel Aerospace").employer
    for n, outcome in enumerate(("hired", "seeking")):
        place = placed(cast, student(cast, f"S{n}"), posted(cast, host, title=f"Internship {n}"))
        moving.start(place, clock.today(), by=cast.mesa_wbl)
        place.refresh_from_db()
        moving.complete(place, clock.today(), outcome=outcome, by=cast.mesa_wbl)
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows
    assert (values["internships_completed"], values["students_hired"]) == (2, 1)
    assert read(cast, cast.harbor_wbl)[0]["students_hired"] == 0, "another college's students are not"
    assert "students_hired" not in read(cast, cast.director)[0], "nor any nought for an office"


def test_the_page_says_how_far_the_figure_is_attested(cast):
    host = cast.shared("Kestrel Aerospace").employer
    place = placed(cast, student(cast), posted(cast, host, title="Internship"))
    moving.start(place, clock.today(), by=cast.mesa_wbl)
    place.refresh_from_db()
    moving.complete(place, clock.today(), by=cast.mesa_wbl)
    yesterday = clock.today() - timedelta(1)
    Experience.objects.update(start_on=yesterday, end_on=yesterday)
    page = cast.client(cast.mesa_wbl).get("/outcomes/").content.decode()
    assert "0 of 1 are attested" in page and "as of" in page
    client = cast.client(cast.mesa_wbl)
    assert all(client.get(url).status_code == 200 for url in ("/enrollment/", "/credit-value/") if url in page)
    assert "/enrollment/" in page and "/credit-value/" in page
    attest(cast.mesa, Term(yesterday - timedelta(30), yesterday), by=cast.mesa_admin)
    assert [one.is_attested for one in said_of(cast.mesa_wbl)] == [True]
    Experience.objects.update(start_on=yesterday - timedelta(1))  # it changed after it was attested
    assert [one.attested for one in said_of(cast.mesa_wbl)] == [0]
    assert not any(one.of_students for one in outcomes(cast.director).of_students)


def said_of(person):
    """The completed ones of which it is told how far they are attested, where there are any."""
    return [one for one in outcomes(person).of_students if one.attested is not None and one.value]


def done(cast, host, n, *, kind="internship_paid", soc="", outcome="", begun=0, by="mesa_wbl"):
    """A student whose place began so many days ago and is completed."""
    place = placed(cast, student(cast, f"{kind} {by} {n}", by=by), posted(cast, host, title=f"{kind} {n}", kind=kind),
                   by=by)  # fmt: skip
    if soc:
        type(place).objects.filter(pk=place.pk).update(soc=soc, soc_version="2018")
    day = clock.today() - timedelta(begun)
    place.refresh_from_db()
    moving.start(place, day, by=cast.people[by])
    place.refresh_from_db()
    return moving.complete(place, clock.today(), outcome=outcome, by=cast.people[by])


def test_apprenticeships_stand_apart_from_internships(cast):
    host = cast.shared("Kestrel Aerospace").employer
    done(cast, host, 1)
    done(cast, host, 2, kind="apprenticeship")
    done(cast, host, 3, kind="pre_apprenticeship")
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows
    assert (values["internships_completed"], values["apprenticeships_completed"]) == (1, 1)
    page = cast.client(cast.mesa_wbl).get("/placements/figures/apprenticeships/").content.decode()
    assert "apprenticeship mesa_wbl 2" in page and "apprenticeship mesa_wbl 3" not in page


def listed(cast, place, soc, *, first, last=None, number=1):
    """A list of an institution, in force from one day to another."""
    row = DemandList.objects.create(
        institution=place, number=number, state="approved", made_at=clock.now(), approved_at=clock.now(),
        starts_on=clock.today() - timedelta(first), ends_on=last and clock.today() - timedelta(last),
    )  # fmt: skip
    ListedOccupation.objects.create(list=row, soc=soc, title=soc, how="figures")
    return row


def test_a_job_is_critical_by_the_list_that_was_in_force_where_and_when_it_began(cast):
    """M11, row by row as `in_demand` answers for the institution and the day."""
    host = cast.shared("Kestrel Aerospace").employer
    listed(cast, cast.region, "29-2010", first=300, last=101)  # a broad one
    listed(cast, cast.region, "21-1018", first=100, number=2)  # a joint one
    listed(cast, cast.mesa, "47-2231", first=50)  # its own, instead of the region's
    codes, begun = ("29-2011", "29-2010", "21-1014", "47-2231", "49-9081", ""), (350, 200, 90, 20)
    for soc in codes:
        for days in begun:
            done(cast, host, f"{soc} {days}", soc=soc, begun=days)
    fits = {row.pk for row in Placement.objects.exclude(soc="") if listed_as(
        row.soc, known := set(in_demand(row.institution, row.started_on))) in known}  # fmt: skip
    counted = set(metrics.METRICS["critical_jobs"].rows(cast.mesa_wbl, metrics.YEAR).values_list("pk", flat=True))
    assert counted == fits
    told = {(row.soc, (clock.today() - row.started_on).days) for row in Placement.objects.filter(pk__in=counted)}
    assert told == {("29-2011", 200), ("29-2010", 200), ("21-1014", 90), ("47-2231", 20)}
    values, rows = read(cast, cast.mesa_wbl)
    assert values == rows


def test_an_office_reads_of_students_full_tens_and_nobody(cast):
    """R6: of fewer than ten it is told that they are few; whoever serves them counts to the digit."""
    host = cast.shared("Kestrel Aerospace").employer
    for n in range(9):
        done(cast, host, n)
    few = {str(one.label): one.words for one in outcomes(cast.director).of_students}
    assert few["Internships completed in 12 months"] == "fewer than 10"
    assert few["Apprenticeships completed in 12 months"] == "0"
    for n in range(2):
        done(cast, host, n, by="harbor_wbl")
    assert {str(one.label): one.words for one in outcomes(cast.director).of_students} == few | {
        "Internships completed in 12 months": "10+", "Placements begun in 12 months": "10+",
    }  # fmt: skip
    own = next(one for one in outcomes(cast.harbor_wbl).of_students if "Internships" in str(one.label))
    assert own.words == "2" and "of your own, of others fewer than 10" in " ".join(own.notes)
    page = cast.client(cast.director).get("/outcomes/").content.decode()
    assert "10+" in page and not any(f"internship_paid mesa_wbl {n}" in page for n in range(9))
    assert "/placements/" not in page, "nothing is linked that an office does not open"


def test_no_word_tells_how_many_the_few_are():
    """R6: one student of others reads as nine do, in singular and plural too."""
    few = {(people_in_words(Cell(n, 0, 0, n, n)), in_words(Cell(n, 0, 0, n, n))) for n in range(1, 10)}
    assert few == {("In the whole region: fewer than 10 people", "fewer than 10")}
    beside = {people_in_words(Cell(1 + n, 0, 1, n, n)) for n in range(1, 10)}
    assert len(beside) == 1
    assert people_in_words(Cell(1, 0, 1, 0, 0)) == "In the whole region: 1 person"


def test_roles_that_employers_have_filled(cast):
    host = cast.shared("Kestrel Aerospace").employer
    for n, (over, days) in enumerate((("filled", 5), ("filled", 400), ("dropped", 5), ("", 0))):
        HardToFill.objects.create(
            employer=host, title=f"Role {n}", until=clock.today(), said_on=clock.today(), over=over,
            over_on=clock.today() - timedelta(days) if over else None,
        )  # fmt: skip
    values, rows = read(cast, cast.mesa_wbl)
    assert values["hard_roles_filled"] == rows["hard_roles_filled"] == 1
    assert read(cast, cast.director)[0]["hard_roles_filled"] == 1


def learning(person):
    return {str(one.label): one for one in outcomes(person).of_learning}


def test_enrollment_and_the_value_of_credit_are_figures(cast, tmp_path):
    """M14, M15: as their own pages say, of the newest term and year."""
    assert {one.words for one in learning(cast.director).values()} == {"not counted yet", "too few answers yet"}
    nursing = Program.objects.create(institution=cast.mesa, name="Nursing", pathway=None, cip="", cip_version="")
    other = Program.objects.create(institution=cast.mesa, name="Arts", cip="", cip_version="")
    path = Pathway.objects.create(institution=cast.mesa, name="Care", occupations=["29-1141"])
    Program.objects.filter(pk=nursing.pk).update(pathway=path)
    year = clock.today().year - 1
    listed(cast, cast.region, "29-1141", first=900)
    term = CountedTerm.objects.create(institution=cast.mesa, year=year, part="fall", changed_at=clock.now())
    EnrolledCount.objects.create(term=term, program=nursing, students=30)
    EnrolledCount.objects.create(term=term, program=other, students=70)
    told = learning(cast.director)
    assert told["Enrollment in high-demand pathways"].words == "30%"
    assert any("30 of 100 students" in note for note in told["Enrollment in high-demand pathways"].notes)
    course = Course.objects.create(program=nursing, number="N 1", name="First", position=1)
    CreditCount.objects.create(term=term, course=course, kind="dual", students=40, credits=120)
    CreditRate.objects.create(institution=cast.mesa, year=year, tuition=46, fees=0, source="the college")
    told = learning(cast.director)["Value of credit earned early"]
    assert told.words == "$5,520" and told.is_whole is False
    page = cast.client(cast.director).get(told.url).content.decode()
    assert "$5,520" in page


def test_the_satisfaction_of_partners_is_a_figure_that_opens_into_initiatives(cast):
    """M16: of evaluations that are over, in whole groups of five; nothing of fewer."""
    for title, value, answers in (("One", 5, 5), ("Two", 2, 4)):
        row = started(cast, title)
        for n in range(answers):
            accepts(cast, row, f"{title} body {n}", name=f"P {n}", email=f"{title}{n}@board.example")
        made = evaluating.open_round(row, "temperature", clock.today() + timedelta(7), by=cast.mesa_convener)
        for one in Asked.objects.filter(round=made, side="partners"):
            evaluating.give_opinion(one, dict.fromkeys(questions.codes(full=False), value), "")
    assert learning(cast.director)["Satisfaction of partners"].words == "too few answers yet", "it is open still"
    with time_machine.travel(clock.now() + timedelta(8)):
        told = learning(cast.director)["Satisfaction of partners"]
        assert told.words == "5.0 of 5" and "9 of 9 answered" in told.notes
        page = cast.client(cast.director).get(told.url).content.decode()
        assert "One" in page and "5.0 of 5" in page and "too few answers to be shown" in page and "2.0 of 5" not in page
