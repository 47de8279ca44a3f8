"""What the documents tell people to type is there: commands, scripts, options, drills, files and tests.

`script/prove commands` runs them, at the smallest size.
"""

import importlib.util
import inspect
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import load_command_class
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import URLResolver, get_resolver, include
from django.urls import path as page

from guildhall.boards.queries.lists import Wanted as WantedBoards
from guildhall.boards.queries.lists import boards, lines_of
from guildhall.bookings.models import Booking
from guildhall.demand.models import Area
from guildhall.demand.queries.gaps import Wanted, gap_view
from guildhall.engagements.models import Engagement
from guildhall.events.models import Event, Occurrence
from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.placements.queries.figures import accomplishments
from guildhall.project.cli import COMMANDS, INTERNAL
from tests.opportunities.offers import posted
from tests.prove.__main__ import DRILLS

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/*.md", "docs/recipes/*.md", "docs/adr/*.md", "bench/*.md")
DOCUMENTS = sorted(path for pattern in PLACES for path in ROOT.glob(pattern))
PATH = re.compile(r"(\.venv/bin/)?(script|bench|tests|guildhall|docs)/[\w./-]+$")
OF_PROVE = {"--help", "--quick", "--seed"}
IN = {name: app for app, names in {
    "guildhall.project": "run serve worker migrate backup restore check makemessages", "guildhall.demo": "demo",
    "guildhall.imports": "import", "guildhall.engagements": "receive", "guildhall.pathways": "load_codes",
    "guildhall.opportunities": "load_zips",
}.items() for name in names.split()}  # fmt: skip


def typed(text: str) -> Iterator[str]:
    """What a document tells to type: in a line of code, or in a block of it."""
    fenced = re.findall(r"```\w*\n(.*?)```", text, re.S)
    for line in [line for block in fenced for line in block.splitlines()]:
        yield line.partition("#")[0].strip()
    for found in re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S)):
        yield found.strip()


def wrong_with(line: str) -> str:
    """What of a typed line is not there; empty where all of it is."""
    words = line.split()
    paths = [word.rstrip("/,;:") for word in words if PATH.match(word)]
    if missing := [path for path in paths if not (ROOT / path).exists() and "::" not in path]:
        return f"there is no {missing[0]}"
    if words[0] in ("guildhall", ".venv/bin/guildhall") and re.fullmatch("[a-z]+", (words[1:2] or [""])[0]):
        return _wrong_command(words[1], words[2:])
    if words[0] == "script/prove":
        unknown = [word for word in words[1:] if re.fullmatch("[a-z][a-z-]*", word) and word not in DRILLS]
        unknown += [word for word in words if word[:2] == "--" and word not in OF_PROVE]
        return f"there is no drill {unknown[0]}" if unknown else ""
    return ""


def _wrong_command(name: str, more: list[str]) -> str:
    if name not in COMMANDS and name not in INTERNAL:
        return f"there is no command {name}"
    options = [word.strip("[]").partition("=")[0] for word in more if word.strip("[]").startswith("--")]
    if not options or name not in IN:
        return ""
    command = load_command_class(IN[name], name)
    known = command.create_parser("guildhall", name).format_help() + inspect.getsource(inspect.getmodule(type(command)))
    unknown = [option for option in options if option not in known]
    return f"{name} does not know {unknown[0]}" if unknown else ""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_documents_tell_to_type_is_there(path):
    wrong = [f"`{line}`: {why}" for line in typed(path.read_text()) if line and (why := wrong_with(line))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "script/nothing", "guildhall frobnicate", "script/prove nonsense", "script/test tests/nowhere/test_x.py",
        "guildhall restore ARCHIVE --no-such", "bench/nothing.py", "guildhall check --nowhere",
    ],
)  # fmt: skip
def test_what_is_not_there_is_noticed(line):
    """The control."""
    assert [wrong_with(found) for found in typed(f"Type `{line}`.")] != [""]


BENCHES = ("boards", "booking", "demand", "directory", "events", "import", "match", "opportunities", "placements")


@pytest.mark.parametrize("name", BENCHES)
def test_benchmarks_say_what_they_take(name):
    done = subprocess.run([sys.executable, ROOT / "bench" / f"{name}.py", "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout


def bench(name: str):
    """A module of the benchmarks, which are no package."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db
def test_the_benchmark_fills_the_tables_as_they_are(cast):
    """Whatever columns have come; its days are the region's."""
    cast.shared("Kestrel Aerospace")
    bench("fill").engage(5)
    assert Engagement.objects.filter(summary__startswith="Talked about").count() == 5
    assert not Engagement.objects.filter(happened_on__gt=clock.today()).exists()


@pytest.mark.django_db
def test_the_benchmark_s_events_stand_in_the_calendar(cast):
    cast.shared("Kestrel Aerospace")
    assert bench("fill_events").fill(5, 1) == 5
    assert Occurrence.objects.filter(event__in=Event.objects.visible_to(cast.director)).count() == 5


@pytest.mark.django_db
def test_the_benchmark_s_placements_stand_in_the_lists(cast):
    cast.shared("Kestrel Aerospace")
    known = bench("fill_placements").fill(20, 1, by=cast.mesa_wbl)
    assert (known["students"], known["experiences"]) == (20, 40)
    assert Placement.objects.visible_to(cast.mesa_wbl).exists()
    year = clock.today().year
    assert sum(cell.people for one in accomplishments(year - 9, year) for cell in one.cells.values())


@pytest.mark.django_db
def test_the_benchmark_s_demand_stands_in_the_gap_view(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    Area.objects.create(code="0041740", kind="M", state="CA", name="Redstone, CA")
    posted(cast, employer, places=3)
    known = bench("fill_demand").fill(random.Random(1), cast.mesa_wbl)
    view = gap_view(cast.mesa_wbl, Wanted())
    assert len(view.gaps) == 400
    assert sum(gap.supplied.places for gap in view.gaps) == 3
    assert any(gap.supplied.wanted for gap in view.gaps)
    assert any(gap.programs for gap in view.gaps)
    assert known["employer"] == str(employer.pk)


@pytest.mark.django_db
def test_the_benchmark_s_boards_stand_in_the_list(cast):
    cast.shared("Kestrel Aerospace")
    assert bench("fill_boards").fill(3, 1, by=cast.mesa_wbl) == 3
    rows = list(boards(cast.mesa_wbl, WantedBoards())[:5])
    assert [line.filled for line in lines_of(rows, cast.mesa_wbl)] == [8, 8, 8]


@pytest.mark.django_db
def test_the_benchmark_s_students_are_signed_in_and_find_its_events(cast):
    known = bench("fill_booking").fill(students=2, places=1, events=1)
    client = Client()
    client.cookies[known["cookie"]] = known["keys"][0]
    ((event, moment),) = known["events"]
    assert "Book a place" in client.get(f"/student/events/{event}/").content.decode()
    form = {"key": str(uuid4()), "time": moment}
    assert client.post(f"/student/events/{event}/book/", form).status_code == 302
    assert Booking.objects.count() == 1


@pytest.mark.django_db
def test_a_column_that_nobody_fills_is_noticed(cast):
    """The control: as it was once."""
    cast.shared("Kestrel Aerospace")
    words = bench("fill").ENGAGED.format(more="", values="", which="")
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="null value in column"):
        cursor.execute(words, [clock.today(), 1])


def mailed_links(patterns, before=""):
    """The part of the address before the secret, of every page that a mailed secret opens, as the product answers."""
    found = set()
    for one in patterns:
        route = before + str(getattr(one.pattern, "_route", one.pattern))
        if isinstance(one, URLResolver):
            found |= mailed_links(one.url_patterns, route)
        elif "secret" in one.pattern.converters:
            found.add("/" + route.split("<")[0])
    return found


def untold(links, told):
    """Links of which the guide says nothing where it speaks of a proxy's log."""
    return {link for link in links if f"`{link}`" not in told}


def test_every_link_that_is_mailed_is_named_where_a_proxy_s_log_is_spoken_of():
    """Whoever reads a whole address there could open the page."""
    links = mailed_links(get_resolver().url_patterns)
    assert len(links) > 10
    assert not untold(links, (ROOT / "docs/operating.md").read_text())


def test_a_mailed_link_that_nobody_told_of_is_found():
    """The control: wherever its secret stands, and behind whatever prefix."""
    door = "planted/"
    view = lambda request, **words: None  # noqa: E731  nobody asks it
    planted = [page(door + "<str:secret>/", view), page("inner/", include([page("<uuid:pk>/<str:secret>/", view)]))]
    links = mailed_links(planted)
    assert links == {"/planted/", "/inner/"}
    assert untold(links, (ROOT / "docs/operating.md").read_text()) == links
