"""The dashboard of one initiative: its own figures, each of which opens into its rows (F16)."""

from datetime import timedelta

import pytest

from guildhall.dashboards.queries import of_initiative
from guildhall.dashboards.queries.outcomes import OF_STUDENTS
from guildhall.lib import clock
from guildhall.partnerships.actions import planning
from guildhall.partnerships.actions.planning import Planned, Report
from guildhall.partnerships.actions.stakeholders import Somebody
from guildhall.partnerships.models import Stakeholder
from guildhall.placements.models import Experience
from tests.dashboards.test_outcomes import done
from tests.opportunities.offers import posted
from tests.partnerships.building import started, taken_in
from tests.partnerships.telling import accepts

pytestmark = pytest.mark.django_db
BUSINESS = "Business, industry and workforce"
FIGURES = "/initiatives/{}/figures/"


@pytest.fixture
def two(cast):
    """An initiative with one employer that has accepted a part, and one that was only asked; students at both."""
    row = started(cast)
    inside, outside = (cast.shared(name).employer for name in ("Inside Works", "Outside Works"))
    for employer in (inside, outside):
        take = accepts if employer == inside else taken_in
        take(cast, row, employer.name, somebody=Somebody(employer=employer), category=BUSINESS)
    done(cast, inside, 1)
    done(cast, inside, 2, kind="apprenticeship", outcome="hired")
    done(cast, outside, 3)
    return cast, row


def told(person, row):
    board = of_initiative.dashboard(person, row)
    return {str(one.label): one for one in (*board.outcomes, *board.said, *board.measured, *board.work)}


def test_only_what_came_of_it_at_its_partners_counts_and_opens_into_those_rows(two):
    cast, row = two
    figures = told(cast.mesa_wbl, row)
    words = [figures[str(label)].words for label in of_initiative.OF_STUDENTS.values()]
    assert words == ["2", "1", "1", "0", "1"]
    client = cast.client(cast.mesa_wbl)
    for name in of_initiative.LABELS:
        page = client.get(f"{FIGURES.format(row.pk)}{name}/")
        assert str(len(page.context["page"].rows)) == figures[str(of_initiative.LABELS[name])].words, name
        assert "Outside" not in page.content.decode().split("<h2>")[1], name
    assert client.get(f"{FIGURES.format(row.pk)}nothing/").status_code == 404


def test_every_figure_of_students_on_the_page_of_outcomes_stands_here_too():
    assert tuple(of_initiative.OF_STUDENTS) == OF_STUDENTS


def test_an_office_reads_full_tens_and_no_rows(two):
    cast, row = two
    label = str(of_initiative.LABELS["internships_completed"])
    assert (told(cast.director, row)[label].words, told(cast.director, row)[label].url) == ("fewer than 10", "")
    page = cast.client(cast.director).get(f"{FIGURES.format(row.pk)}internships_completed/")
    assert page.status_code == 200 and not page.context["page"].rows
    assert Experience.objects.exists(), "there is something that could be told"


def test_an_employer_behind_the_wall_changes_no_figure(two):
    cast, row = two
    before, office = told(cast.harbor_wbl, row), told(cast.director, row)
    hidden = cast.prospect("Hidden Works").employer
    Stakeholder.objects.create(
        initiative=row, employer=hidden, category=Stakeholder.objects.first().category, state="accepted",
        answered_how="spoken", answered_on=clock.today(), added_at=clock.now(), added_by=cast.director,
    )  # fmt: skip
    assert told(cast.harbor_wbl, row) == before
    assert told(cast.director, row) != office, "the control: whoever sees it counts it"


def test_how_the_work_goes(two):
    cast, row = two
    accepts(cast, row, "State board", category="K–12", name="Ada", email="ada@board.example")
    planned = [planning.plan_activity(row, Planned(f"Line {n}", "process"), by=cast.mesa_convener) for n in range(3)]
    planning.report_activity(
        planned[0], Report("done", result="It is written."), version=planned[0].version, by=cast.mesa_convener
    )
    type(planned[1]).objects.filter(pk=planned[1].pk).update(due_on=clock.today() - timedelta(1))
    posted(cast, Stakeholder.objects.get(employer__name="Inside Works").employer, title="Open place")
    figures = told(cast.mesa_wbl, row)
    assert figures["Partners with a part"].words == "2"
    assert figures["Sectors with a voice"].words.startswith("2 of ")
    assert figures["Lines of the plan that are done"].words == "1 of 3"
    assert figures["Lines of the plan that are late"].words == "1"
    assert figures["Satisfaction of partners"].words == "not asked yet"
    page = cast.client(cast.mesa_wbl).get(FIGURES.format(row.pk)).content.decode()
    assert all(cast.client(cast.mesa_wbl).get(one.url).status_code == 200 for one in figures.values() if one.url)
    assert "1 of 3" in page and "What comes of it" in page


def test_the_home_of_an_office_tells_internships_and_critical_jobs(cast):
    """M11 on the home page: one's own students in rows; for an office what all institutions have, in full tens."""
    host = cast.shared("Kestrel Aerospace").employer
    done(cast, host, 1)
    office = cast.client(cast.director).get("/").content.decode()
    assert "Internships completed in 12 months" in office and "fewer than 10 in the whole region" in office
    assert "Critical jobs filled in 12 months" in office
    college = cast.client(cast.mesa_wbl).get("/").content.decode()
    assert "Critical jobs filled in 12 months" in college and "in the whole region" not in college
