"""Attested figures: a report of some day is counted again to the digit after whatever came later (N17, G9, B13)."""

import random
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.urls import reverse

from guildhall.context import Keeper, begun, keeping
from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.placements.actions.attesting import Term, attest, withdraw
from guildhall.placements.models import Attestation, Experience, Host, PastExperience
from guildhall.placements.queries import attesting
from guildhall.placements.queries.figures import TODAY, AsOf, accomplishments, as_report
from guildhall.students.actions.entering import StudentFacts, register
from tests.cast import Cast
from tests.placements.test_accomplishments import bring, generated, run, written

pytestmark = pytest.mark.django_db
YEARS = (2017, 2019)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def line(n, person, host="Kestrel Aerospace", day="2018-05-01", status="Completed"):
    return [f"R{n}", person, "", "Student", host, "Job shadow", day, "", "", status]


def told(as_of: AsOf = TODAY):
    return as_report(accomplishments(*YEARS, as_of=as_of))


def year_of(cast: Cast, by="mesa_wbl", place="mesa", year=2018) -> Attestation:
    first = clock.today().replace(year=year, month=1, day=1)
    return attest(getattr(cast, place), Term(first, first.replace(month=12, day=31)), by=cast.people[by])


def stir(cast: Cast, dice: random.Random, tmp_path, capsys) -> None:
    """One of the many ways in which what figures are made of changes."""
    ways = ["list", "status", "undo", "merge", "student", "host", "delete"]
    match dice.choice(ways):
        case "list":
            lines, _truth = generated(dice.randrange(10_000))
            chosen = dice.sample(lines, 20)
            path = written(tmp_path, chosen, name=f"{dice.random()}.csv")
            place = dice.choice(["mesa", "harbor"])
            bring(path, cast, capsys, "--apply", by=f"{place}_wbl", place=place)
        case "status":
            row = Experience.objects.order_by("?").first()
            row.status = dice.choice(["completed", "cancelled"])
            row.save()
        case "undo":
            Experience.objects.filter(pk__in=Experience.objects.order_by("?").values("pk")[:3]).delete()
        case "merge":
            rows = Employer.objects.filter(merged_into=None, pk__in=Host.objects.values("employer"))
            pair = list(rows.order_by("?")[:2])
            if len(pair) == 2:
                rows.filter(pk__in=[one.pk for one in pair]).update(holder=cast.region)
                merge(*pair, by=cast.director)
        case "student":
            row = Experience.objects.exclude(person_number="").filter(who="student", student=None).first()
            if row:
                facts = StudentFacts("Some", "Body", number=row.person_number)
                with suppress(Refused):  # the number is somebody's already
                    register(
                        row.institution, facts, by=cast.mesa_wbl if row.institution == cast.mesa else cast.harbor_wbl
                    )
                Experience.objects.filter(pk=row.pk).update(person=f"other {row.pk}")
        case "host":
            row = Host.objects.order_by("?").first()
            Host.objects.filter(pk=row.pk).update(employer=None, alone=dice.choice([True, False]))
        case "delete":
            row = Experience.objects.order_by("?").first()
            row.delete()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_earlier_report_is_counted_again_to_the_digit(cast: Cast, tmp_path, capsys, seed):
    """N17, over every way in which rows change: what was told then is told again, whatever came since."""
    dice = random.Random(seed)
    lines, _truth = generated(seed)
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    reports = []
    for _n in range(8):
        row = year_of(cast)
        reports.append((row, told()))
        for _change in range(3):
            stir(cast, dice, tmp_path, capsys)
    assert len({str(report) for _row, report in reports}) > 3, "the control: the figures did change"
    for row, report in reports:
        assert told(AsOf(number=row.number)) == report
        command = run(
            "report", "accomplishments", "--from", "2017", "--to", "2019", "--as-of", str(row.pk), capsys=capsys
        )
        assert command == report | {"as_of": str(row.pk)}
        assert row.figures["job_shadow"] == {
            "people": attesting.compared(cast.mesa_wbl, row)[0].then.people,
            "employers": attesting.compared(cast.mesa_wbl, row)[0].then.employers,
        }


def test_without_the_trigger_an_earlier_report_is_lost(cast: Cast, tmp_path, capsys):
    """The control."""
    from django.db import connection

    bring(written(tmp_path, [line(1, "S1"), line(2, "S2")]), cast, capsys, "--apply")
    row, before = year_of(cast), told()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE placements_experience DISABLE TRIGGER kept")
    Experience.objects.first().delete()
    assert told(AsOf(number=row.number)) != before


def test_a_report_as_of_a_day(cast: Cast, tmp_path, capsys):
    bring(written(tmp_path, [line(1, "S1")]), cast, capsys, "--apply")
    day = clock.today()
    with clock.at(clock.now() + timedelta(3)):
        bring(written(tmp_path, [line(2, "S2")], name="later.csv"), cast, capsys, "--apply")
        with begun(request_id="a test"), keeping(Keeper.INTAKE, "a test"):
            Experience.objects.filter(person="number s1").delete()
    assert told(AsOf(day=day - timedelta(1)))["years"][1]["job_shadow"]["people"] == 0
    ask = ("report", "accomplishments", "--from", "2018", "--to", "2018", "--as-of")
    assert run(*ask, str(day), capsys=capsys)["years"][0]["job_shadow"] == {"people": 1, "employers": 1}
    assert told(AsOf(day=day + timedelta(3)))["years"][1]["job_shadow"]["people"] == 1
    with pytest.raises(CommandError, match="Name a day"):
        run(*ask, "last March", capsys=capsys)


def test_what_changed_since_is_said_row_by_row(cast: Cast, tmp_path, capsys):
    lines = [line(n, f"S{n}") for n in range(4)]
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    row = year_of(cast)
    assert attesting.changes_since(row) == [] and attesting.confirmed(attesting.open_days(2018, 2018))[2018].is_whole
    bring(written(tmp_path, [line(9, "S9")], name="later.csv"), cast, capsys, "--apply")
    Experience.objects.filter(person="number s1").delete()
    Experience.objects.filter(person="number s2").update(activity="internship")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for change in attesting.changes_since(row):  # a line for each day: midnight may pass meanwhile
        found[change.name].update(added=change.added, removed=change.removed, changed=change.changed)
    assert found == {
        "job_shadow": Counter(added=1, removed=1, changed=0),
        "internship": Counter(added=0, removed=0, changed=1),
    }
    page = cast.client(cast.mesa_wbl).get(reverse("attestation", args=[row.pk])).content.decode()
    assert "1 row added on" in page and "1 row taken away on" in page and "1 row changed on" in page
    assert "s9" in page, "the row itself"
    rows = cast.client(cast.mesa_wbl).get("/accomplishments/2018/job_shadow/").content.decode()
    assert rows.count("after it was attested") == 1
    assert not attesting.confirmed(attesting.open_days(2018, 2018))[2018].is_whole
    year_of(cast)
    assert attesting.confirmed(attesting.open_days(2018, 2018))[2018].is_whole, "attested again"


def test_the_table_says_who_has_attested_and_who_has_not(cast: Cast, tmp_path, capsys):
    for place in ("mesa", "harbor"):
        bring(written(tmp_path, [line(1, "S1")]), cast, capsys, "--apply", by=f"{place}_wbl", place=place)
    look = cast.client(cast.director)
    address = "/accomplishments/?from=2018&to=2018"
    assert "not attested" in look.get(address).content.decode()
    row = year_of(cast)
    page = look.get(address).content.decode()
    assert "1 of 2 institutions" in page and str(cast.mesa_wbl) in page and "hatched" in page
    other = year_of(cast, "harbor_wbl", "harbor")
    page = look.get(address).content.decode()
    assert "hatched" not in page and "1 of 2" not in page
    withdraw(row, "Two lists were missing.", version=row.version, by=cast.mesa_wbl)
    assert "1 of 2 institutions" in look.get(address).content.decode()
    assert other.stands


def test_a_place_that_has_gone_leaves_no_trace_in_what_others_see(cast: Cast, tmp_path, capsys):
    """Suppression holds by differencing too: others' students move the figures in full tens only (R6)."""

    def shown(name, as_of=""):
        address = f"/accomplishments/file/?from=2018&to=2018&as_of={as_of}"
        return cast.client(cast.people[name]).get(address).content.decode().splitlines()[1].split(",")[1]

    many = [line(n, f"H{n}") for n in range(12)]
    bring(written(tmp_path, many), cast, capsys, "--apply", by="harbor_wbl", place="harbor")
    bring(written(tmp_path, [line(n, f"M{n}") for n in range(3)]), cast, capsys, "--apply")
    assert (shown("mesa_wbl"), shown("harbor_wbl"), shown("director")) == ("13+", "fewer than 10 others", "10+")
    with keeping(Keeper.RECOUNT, "a test"):
        row = year_of(cast, "director", "region")
    bring(written(tmp_path, [line(20, "H20")], name="b.csv"), cast, capsys, "--apply", by="harbor_wbl", place="harbor")
    assert (shown("mesa_wbl"), shown("director")) == ("13+", "10+")
    assert shown("director", row.pk) == shown("director") == "10+", "no difference tells of one student"
    page = cast.client(cast.director).get(reverse("attestation", args=[row.pk])).content.decode()
    assert "10+ people" in page and "12 people" not in page and "row added" not in page


def test_only_who_may_attests(cast: Cast):
    for name in ("mesa_cases", "mesa_teacher", "harbor_wbl"):
        with pytest.raises(Refused):
            year_of(cast, name)
    row = year_of(cast)
    with pytest.raises(Refused):
        withdraw(row, "No.", version=row.version, by=cast.harbor_wbl)
    with pytest.raises(Conflict):
        withdraw(row, "No.", version=row.version + 1, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        withdraw(row, " ", version=row.version, by=cast.mesa_wbl)
    for last in (clock.today(), clock.today() + timedelta(1)):
        with pytest.raises(Refused, match="once it has ended"):
            attest(cast.mesa, Term(last, last), by=cast.mesa_wbl)
    client = cast.client(cast.harbor_wbl)
    assert client.get(reverse("attestation", args=[row.pk])).status_code == 404


def test_attesting_on_the_page(cast: Cast, tmp_path, capsys):
    bring(written(tmp_path, [line(1, "S1")]), cast, capsys, "--apply")
    client = cast.client(cast.mesa_wbl)
    data = {"institution": str(cast.mesa.pk), "first_on": "2018-01-01", "last_on": "2018-12-31", "note": "Without SAE."}
    shown = client.post(reverse("attestation-add"), data)
    assert "What you would attest" in shown.content.decode() and not Attestation.objects.exists()
    seen = {"seen": shown.context["seen"]}
    other = client.post(reverse("attestation-add"), data | seen | {"last_on": "2018-11-30"})
    assert other.status_code == 200, "what was shown was another period"
    answer = client.post(reverse("attestation-add"), data | seen)
    row = Attestation.objects.get()
    assert answer.url == reverse("attestation", args=[row.pk])
    assert row.figures == {"job_shadow": {"people": 1, "employers": 1}}
    whole = client.get(f"/accomplishments/?as_of={row.pk}").content.decode()
    assert "when" in whole and str(cast.mesa) in whole
    data = {"reason": "Wrong list.", "version": str(row.version)}
    client.post(reverse("attestation-withdraw", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.withdrawn_because == "Wrong list."
    assert "Wrong list." in client.get(reverse("attestation", args=[row.pk])).content.decode()


def test_only_the_figures_that_were_shown_are_attested(cast: Cast, tmp_path, capsys):
    """A colleague brings a list between "Show the figures" and "Attest these figures"."""
    bring(written(tmp_path, [line(1, "S1")]), cast, capsys, "--apply")
    client = cast.client(cast.mesa_wbl)
    data = {"institution": str(cast.mesa.pk), "first_on": "2018-01-01", "last_on": "2018-12-31"}
    shown = client.post(reverse("attestation-add"), data)
    bring(written(tmp_path, [line(2, "S2")], name="more.csv"), cast, capsys, "--apply")
    again = client.post(reverse("attestation-add"), data | {"seen": shown.context["seen"]})
    assert "not the figures that you saw" in again.content.decode() and not Attestation.objects.exists()
    client.post(reverse("attestation-add"), data | {"seen": again.context["seen"]})
    assert Attestation.objects.get().figures == {"job_shadow": {"people": 2, "employers": 1}}


def test_a_merge_that_is_undone_leaves_the_past_as_it_was(cast: Cast, tmp_path, capsys):
    lines = [line(1, "S1"), line(2, "S2", "Falcon Avionics")]
    bring(written(tmp_path, lines), cast, capsys, "--apply")
    Employer.objects.filter(hosts__isnull=False).update(holder=cast.region)
    before, first = told(), year_of(cast)
    done = merge(*Employer.objects.filter(hosts__isnull=False).order_by("name"), by=cast.director)
    merged, second = told(), year_of(cast)
    assert attesting.names_settled_since(first) == 1
    undo_merge(done, by=cast.director)
    assert told() == before != merged
    assert told(AsOf(number=first.number)) == before and told(AsOf(number=second.number)) == merged
    assert not PastExperience.objects.exists(), "no participation changed"
