"""The yearly figures: participations made so that counting rows is wrong, held against plain counting (F23, M12)."""

import csv
import io
import json
import random
from collections import defaultdict

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.employers.models import Employer
from guildhall.imports.models import Batch, Row
from guildhall.placements.models import Experience, Host
from guildhall.students.actions.entering import StudentFacts, register
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TITLES = ["Record ID", "Person ID", "Name", "Role", "Employer", "Activity", "Start Date", "End Date", "Hours", "Status"]
SPELLED = {
    "job_shadow": ["Job Shadow", "job shadowing", "JOB-SHADOW", "Shadowing"],
    "internship": ["Internship", "Paid Internship", "internship (unpaid)", "Summer Internship"],
    "teacher_externship": ["Teacher Externship", "Faculty externship", "Externship - Teacher"],
    "other": ["Workplace tour", "Guest Speaker", "Mock interview"],
}
NAMES = "Kestrel Aerospace|Hawk Marine|Cedar Valley Bakery|Ocotillo Solar|Juniper Logistics|Redstone Dental".split("|")
WRITTEN = ["{}", "{} Inc", "{}, Inc.", "{} LLC", "The {}"]
DONE = ["Completed", "Attended", "complete"]
NOT_DONE = ["No-show", "Cancelled", "Registered", "Withdrew"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def written(tmp_path, lines, titles=TITLES, name="list.csv"):
    path = tmp_path / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([titles, *lines])
    return str(path)


def run(command, *words, capsys):
    capsys.readouterr()
    call_command(command, *words, "--json")
    return json.loads(capsys.readouterr().out)


def bring(path, cast, capsys, *more, by="mesa_wbl", place="mesa", what="participations"):
    who = ("--institution", getattr(cast, place).slug, "--by", cast.people[by].email)
    return run("import", what, path, *who, *more, capsys=capsys)


def figures(capsys, first=2017, last=2019):
    years = run("report", "accomplishments", "--from", str(first), "--to", str(last), capsys=capsys)["years"]
    return {(y["year"], n): (y[n]["people"], y[n]["employers"]) for y in years for n in y if n != "year"}


def generated(seed: int):
    """Rows in which every trap occurs, and the truth: per year and kind the people and the employers."""
    dice = random.Random(seed)
    people, hosts = defaultdict(set), defaultdict(set)
    lines = []
    for n in range(400):
        kind = dice.choice(list(SPELLED))
        educator = kind == "teacher_externship"
        person = dice.randrange(60)
        employer = dice.choice(NAMES)
        year = dice.choice([2016, 2017, 2018, 2019])
        day = f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
        done = dice.random() < 0.7
        form = dice.choice(WRITTEN).format(employer)
        number = f"{'T' if educator else 'S'}{person:04}"
        name = f"{'Tea' if educator else 'Stu'}{person} Zamora{person}"
        written_name = dice.choice([name, f"Zamora{person}, {name.split()[0]}", name.upper(), ""])
        shown = "" if written_name and dice.random() < 0.2 else number
        second = dice.choice(NAMES) if dice.random() < 0.1 else ""
        line = [f"R{n}", shown, written_name, "Teacher" if educator else "Student",
                f"{form}; {second}" if second else form, dice.choice(SPELLED[kind]), day, "",
                dice.choice(["", "8", "120.5"]), dice.choice(DONE if done else NOT_DONE)]  # fmt: skip
        lines.append(line)
        if dice.random() < 0.1:
            lines.append([f"R{n}b", *line[1:]])  # entered twice, under another number
        if done and kind != "other":
            people[year, kind].add(number)
            hosts[year, kind] |= {employer, second} - {""}
    everybody = {f"{'T' if t else 'S'}{p:04}" for t in (0, 1) for p in range(60)}
    for number in everybody:  # each number stands beside its name once, so that a name alone can be told
        person, t = int(number[1:]), number[0] == "T"
        name = f"{'Tea' if t else 'Stu'}{person} Zamora{person}"
        role = "Teacher" if t else "Student"
        lines.append([f"Q{number}", number, name, role, NAMES[0], "Guest speaker", "2018-01-01", "", "", "Attended"])
    dice.shuffle(lines)
    kinds = [k for k in SPELLED if k != "other"]
    truth = {(y, k): (len(people[y, k]), len(hosts[y, k])) for y in (2017, 2018, 2019) for k in kinds}
    return lines, truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_people_and_not_rows(cast: Cast, tmp_path, capsys, seed):
    lines, truth = generated(seed)
    told = bring(written(tmp_path, lines), cast, capsys, "--apply")
    assert told["invalid"] == 0, told["problems"]
    assert told["rows"] == len(lines)
    assert told["applied"] + told["repeated"] + told["skipped"] + told["invalid"] == told["rows"]
    assert told["second_hosts"] > 0 and told["repeated"] > 0 and told["not_counted"] > 0
    assert figures(capsys) == truth
    assert Employer.objects.filter(name__icontains="Kestrel").count() == 1
    counted = Experience.objects.filter(status="completed", activity="job_shadow", start_on__year=2018).count()
    assert counted != truth[2018, "job_shadow"][0], "counting rows would be wrong"


def test_the_same_list_twice_adds_nothing(cast: Cast, tmp_path, capsys):
    lines, truth = generated(4)
    path = written(tmp_path, lines)
    bring(path, cast, capsys, "--apply")
    count, employers = Experience.objects.count(), Employer.objects.count()
    again = bring(path, cast, capsys, "--apply")
    assert (again["applied"], again["experiences_created"], again["employers_created"]) == (0, 0, 0)
    assert again["skipped"] + again["repeated"] == again["rows"]
    assert (Experience.objects.count(), Employer.objects.count()) == (count, employers)
    assert figures(capsys) == truth


def test_checking_alone_changes_nothing_and_undo_takes_everything_back(cast: Cast, tmp_path, capsys):
    lines, truth = generated(5)
    path = written(tmp_path, lines)
    employers = Employer.objects.count()
    checked = bring(path, cast, capsys)
    assert checked["new"] > 0 and checked["applied"] == 0
    assert not Experience.objects.exists() and Employer.objects.count() == employers
    batch = Batch.objects.get(pk=checked["batch"])
    assert batch.has_file()
    applied = run("import", "apply", checked["batch"], "--by", cast.mesa_wbl.email, capsys=capsys)
    assert applied["applied"] == checked["new"]
    assert figures(capsys) == truth
    batch.refresh_from_db()
    assert not Row.objects.filter(batch=batch).exists(), "nothing of a row stays with the list"
    assert "Zamora" not in json.dumps([batch.headers, batch.columns, batch.created])
    undone = run("import", "undo", checked["batch"], "--by", cast.mesa_wbl.email, capsys=capsys)
    assert undone["taken_back"] == applied["experiences_created"]
    assert not Experience.objects.exists() and not Host.objects.exists()
    assert Employer.objects.count() == employers
    assert set(figures(capsys).values()) == {(0, 0)}


def test_an_employer_counts_once_after_a_merge(cast: Cast, tmp_path, capsys):
    lines = [[f"R{n}", f"S{n}", "", "Student", host, "Job shadow", "2018-05-01", "", "", "Completed"]
             for n, host in enumerate(["Kestrel Aerospace", "Falcon Avionics", "Kestrel Aerospace"])]  # fmt: skip
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    harbor = [["R9", "S1", "", "Student", "Falcon Avionics", "Job shadow", "2018-05-02", "", "", "Completed"]]
    bring(written(tmp_path, harbor), cast, capsys, "--apply", by="harbor_wbl", place="harbor")
    assert figures(capsys)[2018, "job_shadow"] in {(4, 2), (4, 3)}  # each college's own, behind its wall
    Employer.objects.filter(hosts__isnull=False).update(holder=cast.region)
    done = [merge(Employer.objects.get(name="Kestrel Aerospace"), other, by=cast.director)
            for other in Employer.objects.filter(name="Falcon Avionics")]  # fmt: skip
    assert figures(capsys)[2018, "job_shadow"] == (4, 1)
    undo_merge(done[-1], by=cast.director)
    assert figures(capsys)[2018, "job_shadow"] == (4, 2)


def test_an_employer_that_is_known_is_linked_by_any_of_its_names(cast: Cast, tmp_path, capsys):
    kestrel = cast.shared("Kestrel Aerospace", names=[("alias", "Lawrance Wings")]).employer
    lines = [[f"R{n}", f"S{n}", "", "Student", host, "Internship", "2018-05-01", "", "", "Completed"]
             for n, host in enumerate(["KESTREL AEROSPACE, INC.", "Lawrance Wings"])]  # fmt: skip
    told = bring(written(tmp_path, lines), cast, capsys, "--apply", "--as", "vetted")
    assert told["employers_created"] == 0
    assert {host.employer_id for host in Host.objects.all()} == {kestrel.pk}
    assert figures(capsys)[2018, "internship"] == (2, 1)


def test_a_spelling_is_mapped_once_and_remembered(cast: Cast, tmp_path, capsys):
    line = ["R1", "S1", "", "Student", "Kestrel", "Ride-along day", "2018-05-01", "", "", "Completed"]
    told = bring(written(tmp_path, [line]), cast, capsys, "--apply")
    assert told["invalid"] == 1
    assert told["problems"][0]["messages"] == ["No activity is called “Ride-along day”. Say once which type it is."]
    bring(written(tmp_path, [line]), cast, capsys, "--apply", "--activity", "ride along DAY=job_shadow")
    assert figures(capsys)[2018, "job_shadow"] == (1, 1)
    later = [["R2", "S2", "", "Student", "Kestrel", "RIDE ALONG DAY", "2018-06-01", "", "", "Completed"]]
    assert bring(written(tmp_path, later), cast, capsys, "--apply")["applied"] == 1
    with pytest.raises(CommandError, match="Types: "):
        bring(written(tmp_path, later), cast, capsys, "--activity", "x=nothing")


def test_rows_that_nobody_could_keep_say_why(cast: Cast, tmp_path, capsys):
    lines = [["1", "S1", "", "Student", "Kestrel", "Job shadow", "soon", "", "", "Completed"],
             ["2", "S1", "", "Student", "Kestrel", "Job shadow", "2018-05-01", "2018-04-01", "", "Completed"],
             ["3", "S1", "", "Student", "Kestrel", "Job shadow", "2018-05-01", "", "many", "Completed"],
             ["4", "S1", "", "Student", "Kestrel", "Job shadow", "2018-05-01", "", "", "purple"]]  # fmt: skip
    told = bring(written(tmp_path, lines), cast, capsys, "--apply")
    assert told["invalid"] == 4
    assert [one["line"] for one in told["problems"]] == [2, 3, 4, 5]
    with pytest.raises(CommandError, match="No column holds “Start date”. Say it with --column start=TITLE"):
        bring(written(tmp_path, [["x", "y"]], ["Employer", "Activity"]), cast, capsys)


def test_a_student_of_the_college_is_the_same_person_in_every_list(cast: Cast, tmp_path, capsys):
    row = register(cast.mesa, StudentFacts("Ana", "Ruiz", number="S-001"), by=cast.mesa_wbl)
    lines = [["R1", "S001", "", "Student", "Kestrel", "Job shadow", "2018-05-01", "", "", "Completed"]]
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    assert Experience.objects.get().student_id == row.student_id


def test_a_student_who_is_entered_later_is_counted_once(cast: Cast, tmp_path, capsys):
    lines = [["R1", "S001", "", "Student", "Kestrel", "Job shadow", "2018-05-01", "", "", "Completed"]]
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    row = register(cast.mesa, StudentFacts("Ana", "Ruiz", number="S-001"), by=cast.mesa_wbl)
    later = [["R2", "S001", "", "Student", "Kestrel", "Job shadow", "2018-06-01", "", "", "Completed"]]
    bring(written(tmp_path, later), cast, capsys, "--apply")
    assert set(Experience.objects.values_list("student", flat=True)) == {row.student_id}
    assert figures(capsys)[2018, "job_shadow"] == (1, 1)
    roster = [["S9", "Bo", "Lee", "", "", "", "", ""]]
    others = [["R3", "S9", "", "Student", "Kestrel", "Job shadow", "2018-06-01", "", "", "Completed"]]
    bring(written(tmp_path, others), cast, capsys, "--apply")
    bring(written(tmp_path, roster, ROSTER), cast, capsys, "--apply", what="students")
    assert not Experience.objects.filter(student=None).exists()


@pytest.mark.parametrize("by", ["mesa_teacher", "harbor_wbl", "mesa_student"])
def test_nobody_brings_a_list_for_others(cast: Cast, tmp_path, capsys, by):
    lines, _truth = generated(6)
    with pytest.raises(CommandError):
        bring(written(tmp_path, lines), cast, capsys, "--apply", by=by)
    assert not Experience.objects.exists()


def test_a_director_brings_a_list_without_seeing_anybody(cast: Cast, tmp_path, capsys):
    lines, truth = generated(7)
    bring(written(tmp_path, lines), cast, capsys, "--apply", by="director")
    assert figures(capsys) == truth
    assert not Experience.objects.visible_to(cast.director).exists()


ROSTER = ["Student ID", "First Name", "Last Name", "DOB", "Email", "Program", "School Year", "Grade"]


def test_the_report_has_exactly_its_form(cast: Cast, capsys):
    told = run("report", "accomplishments", "--from", "2017", "--to", "2017", capsys=capsys)
    none = {"people": 0, "employers": 0}
    assert told == {"years": [{"year": 2017, "job_shadow": none, "internship": none, "teacher_externship": none}]}
    with pytest.raises(CommandError, match="earlier one first"):
        call_command("report", "accomplishments", "--from", "2018", "--to", "2017", stdout=io.StringIO())


def small(cast, tmp_path, capsys, count, by, place, who="Student"):
    lines = [[f"R{n}", f"{place}{n}", "", who, "Kestrel", "Job shadow" if who == "Student" else "Teacher externship",
              "2018-05-01", "", "", "Completed"] for n in range(count)]  # fmt: skip
    bring(written(tmp_path, lines), cast, capsys, "--apply", by=by, place=place)


def test_fewer_than_ten_students_of_others_are_not_told(cast: Cast, tmp_path, capsys):
    small(cast, tmp_path, capsys, 4, "harbor_wbl", "harbor")
    small(cast, tmp_path, capsys, 12, "mesa_wbl", "mesa")
    small(cast, tmp_path, capsys, 2, "harbor_wbl", "harbor", who="Teacher")
    address = "/accomplishments/?from=2018&to=2018"

    def cells(name):
        page = cast.client(cast.people[name]).get(address).content.decode()
        file = cast.client(cast.people[name]).get(address.replace("/?", "/file/?")).content.decode()
        return "fewer than 10 others" in page, file.splitlines()[1]

    assert cells("mesa_wbl") == (True, "2018,fewer than 10 others,,0,0,2,1"), (
        "4 of the other college; educators are told"
    )
    assert cells("harbor_wbl") == (False, "2018,14+,1,0,0,2,1"), "12 of the other college are enough, told in tens"
    assert cells("director") == (False, "2018,10+,1,0,0,2,1"), "16 of others"


def test_a_figure_opens_into_one_s_own_rows(cast: Cast, tmp_path, capsys):
    small(cast, tmp_path, capsys, 12, "mesa_wbl", "mesa")
    small(cast, tmp_path, capsys, 12, "harbor_wbl", "harbor")
    address = "/accomplishments/2018/job_shadow/"
    page = cast.client(cast.mesa_cases).get(address).content.decode()
    assert "mesa3" in page and "harbor3" not in page
    assert cast.client(cast.director).get(address).status_code == 403
    assert cast.client(cast.mesa_cases).get("/accomplishments/2018/nothing/").status_code == 404
