"""How often each page asks the database: a figure a page that is not passed, whatever the number of rows (R17)."""

import io
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from guildhall.employers.actions import editing
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.imports.actions import reading
from guildhall.lib import clock
from guildhall.people.permissions import Role
from guildhall.prospects import queries
from tests.permissions.figures import LISTS, PAGES
from tests.permissions.matrix import MATRIX
from tests.permissions.walk import address
from tests.permissions.world import World, bring, undone
from tests.sampling import THOROUGH, drawn, taken

pytestmark = pytest.mark.django_db

# The homes, the record of a student and the page of an occupation gather what every app has: one statement or two each.
# A promotion of this day that the reader may undo is asked for on the page of its employer (13).
MOST, MOST_OF_AN_EMPLOYER = 25, 13
FEW, MANY = (10, 30) if THOROUGH else (3, 21)  # beyond a page of search results
READERS = ("director", "mesa_wbl", "administrator", "mesa_student", "anonymous", "employer_admin", "mesa_learner")
A_KIND_EACH = "own-data"  # everything about one person: one statement for each kind of record that holds something


def fill(world: World, start: int, count: int) -> None:
    """More of everything that pages list."""
    cast, director, mesa = world.cast, world.person("director"), world.person("mesa_wbl")
    shared = world.records["shared"].employer
    for n in range(start, start + count):
        cast.shared(
            f"Shared number {n} Works", city=f"Town {n}", tags=[f"tag {n}"], contact={"family_name": f"Person {n}"}
        )
        prospect = cast.prospect(f"Lead number {n} Works", industry="robots")
        prospect.owner, prospect.next_step, prospect.next_step_on = director, "call", "2026-01-01"
        prospect.save()
        cast.prospect(f"Held number {n} Works", holder=cast.mesa, by=mesa)
        editing.save_contact(shared, {"family_name": f"Contact {n}", "email": f"c{n}@x.example"}, by=director)
        editing.write_note(shared, f"note {n}", by=mesa, institution=cast.mesa)
        happening = Happening(kind="call", summary=f"call {n}", happened_on=clock.today())
        record_engagement(shared, happening, by=mesa, institution=cast.mesa)
        reading.start_import(io.BytesIO(b"Employer\nX\n"), f"list {n}.csv", by=mesa, institution=cast.mesa)
        cast.add(f"extra{n}", Role.INSTRUCTOR, cast.mesa)
        world.ask("mesa_wbl", "POST", f"/employers/{shared.pk}/contacts/{world.records['shared'].ids['contact']}/show/")


def asked(world: World, who: str, url: str) -> int:
    """How many queries one page takes, savepoints apart."""
    world.ask(who, "GET", url)  # whatever is read once a process is read now
    with CaptureQueriesContext(connection) as captured:
        assert world.ask(who, "GET", url).status_code == 200, url
    return sum(1 for q in captured.captured_queries if "SAVEPOINT" not in q["sql"])


def addresses(world: World) -> dict[tuple[str, str], str]:
    """The pages whose rows grow: (what it is, by whom) and its address."""
    shared, batch = world.records["shared"].employer.pk, world.more["batch"].pk
    plain = {
        "mesa_wbl": (
            "/", "/employers/", "/employers/?tag=tag+1", "/employers/new/", "/activity/", "/vetting/", "/imports/",
            "/institutions/", "/protocols/", "/employers/asked/",
        ),
        "director": (
            "/", "/crm/", "/crm/?view=all", "/crm/list/?view=all", "/crm/requests/", "/crm/checks/", "/duplicates/",
        ),
        "administrator": ("/", "/access/", "/journal/", "/journal/shown/", "/outbox/", "/institutions/", "/settings/"),
    }  # fmt: skip
    found = {(url, who): url for who, urls in plain.items() for url in urls}
    found["/employers/?q=", "mesa_wbl"] = "/employers/?q=works"
    for who in ("mesa_wbl", "director"):
        for tab in ("", "contacts/", "notes/", "about/", "why/"):
            found[f"employer /{tab}", who] = f"/employers/{shared}/{tab}"
        for tab in ("new", "duplicate"):
            found[f"import {tab}", who] = f"/imports/{batch}/?show={tab}"
    found["prospect", "director"] = f"/vetting/{shared}/"
    return found


def _list(world: World, rows: int) -> None:
    lines = "\n".join(
        [f"Fresh bakery {n} of town" for n in range(rows)] + [f"Shared number {n} Works" for n in range(min(rows, 19))]
    )
    world.more["batch"] = bring(world.cast, "mesa_wbl", world.cast.mesa, f"Employer\n{lines}\n", f"many {rows}.csv")


def _beyond(found: dict[Any, int], known: dict[Any, int]) -> list[str]:
    """Where a page asks more often than its figure, or has none."""
    wrong = [f"{what}: {n}, its figure is {known.get(what)}" for what, n in found.items() if n > known.get(what, -1)]
    return wrong + [f"{what} is no page any more" for what in known.keys() - found.keys()]


def test_lists_ask_as_often_for_many_rows_as_for_few(world):
    with undone():
        fill(world, 0, FEW)
        _list(world, FEW)
        few = {key: asked(world, key[1], url) for key, url in addresses(world).items()}
        fill(world, FEW, MANY - FEW)
        _list(world, MANY)
        many = {key: asked(world, key[1], url) for key, url in addresses(world).items()}
    growing = [f"{what}: {few[what]}, then {n}" for what, n in many.items() if n > few[what]]
    assert not growing, "Queries grow with the rows:\n  " + "\n  ".join(growing)
    figures = {(what, who): n for who, told in LISTS.items() for what, n in told.items()}
    assert not (wrong := _beyond(many, figures)), "More queries than before:\n  " + "\n  ".join(wrong)


def _kinds(page: Any) -> list[str]:
    """The kinds of records that a page is asked for: all, or the two whose pages are the fullest."""
    kinds = list(page.kinds)
    return kinds if THOROUGH or len(kinds) < 3 else [k for k in kinds if k in ("shared", "region")] or kinds


def test_no_page_asks_more_often_than_its_figure(world):
    found: dict[str, int] = {}
    walked = {name: page for name, page in MATRIX.items() if taken(4, "figures", name)}
    for name, page in walked.items():
        for kind in _kinds(page) if "GET" in page.methods else ():
            readers = [who for who in READERS if page.expected(who, "GET", kind) == "ok"]
            for who in drawn(readers, 1, name, kind) + readers:  # one who is not led on to another page
                url = address(world, name, page, kind)
                if world.ask(who, "GET", url).status_code == 200:
                    found[name] = max(found.get(name, 0), asked(world, who, url))
                    if not THOROUGH:
                        break
    figures = {name: n for name, n in PAGES.items() if name in walked or name not in MATRIX}
    assert not (wrong := _beyond(found, figures)), "More queries than before:\n  " + "\n  ".join(wrong)


def test_the_figures_are_within_what_was_promised():
    lists = [(what, n) for told in LISTS.values() for what, n in told.items()]
    assert max(n for what, n in [*lists, *PAGES.items()] if what != A_KIND_EACH) <= MOST
    assert max(n for what, n in lists if what.startswith("employer /")) <= MOST_OF_AN_EMPLOYER


@pytest.mark.always
def test_a_query_for_each_row_is_found(world, monkeypatch):
    """The control: a list whose rows fetch what they show one by one."""
    usual = asked(world, "director", "/crm/list/?view=all")
    monkeypatch.setattr(queries, "with_progress", lambda rows: rows.annotate(answered=Count("answers")))
    assert asked(world, "director", "/crm/list/?view=all") > usual + 2


@pytest.mark.always
def test_a_page_beyond_its_figure_is_found():
    """The control of the figures."""
    assert _beyond({"today": 21}, {"today": 20}) == ["today: 21, its figure is 20"]
    assert _beyond({"new page": 3}, {}) == ["new page: 3, its figure is None"]
