"""Pages of lists ask the database as often for thirty rows as for three (R17)."""

import io

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from guildhall.employers.actions import editing
from guildhall.engagements.actions import Happening, record_engagement
from guildhall.imports.actions import reading
from guildhall.lib import clock
from guildhall.people.permissions import Role
from guildhall.prospects import queries
from tests.permissions.world import World, bring, undone

pytestmark = pytest.mark.django_db

MOST = 20
# Pages that ask more often, by a constant number, each with its reason. The frame of every page costs eight.
MORE: dict[str, tuple[int, str]] = {
    "/": (38, "a home page of twelve blocks and four figures"),
    "/employers/?q=": (22, "the whole name, the words, and the words corrected"),
    "/crm/?view=all": (24, "one query for each of five stages"),
    "import duplicate": (27, "candidates with their sites, names and identifiers"),
    "employer /": (22, "the tabs, the standing and who may edit"),
    "employer /notes/": (22, "the tabs, the standing and who may edit"),
    "employer /about/": (23, "names, sites and identifiers besides"),
    "/duplicates/": (22, "two kinds of pairs counted, and the merges"),
}


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


def pages(world: World) -> dict[tuple[str, str], str]:
    """What is asked: (what it is, by whom) and its address."""
    shared, batch = world.records["shared"].employer.pk, world.more["batch"].pk
    plain = {
        "mesa_wbl": (
            "/",
            "/employers/",
            "/employers/new/",
            "/activity/",
            "/vetting/",
            "/imports/",
            "/institutions/",
            "/protocols/",
        ),
        "director": ("/", "/crm/?view=all", "/crm/list/?view=all", "/crm/requests/", "/crm/checks/", "/duplicates/"),
        "administrator": ("/access/", "/journal/", "/journal/shown/", "/outbox/"),
    }
    found = {(url, who): url for who, urls in plain.items() for url in urls}
    found["/employers/?q=", "mesa_wbl"] = "/employers/?q=works"
    for tab in ("", "contacts/", "notes/", "about/", "why/"):
        found[f"employer /{tab}", "mesa_wbl"] = f"/employers/{shared}/{tab}"
    for tab in ("new", "duplicate"):
        found[f"import {tab}", "mesa_wbl"] = f"/imports/{batch}/?show={tab}"
    return found


def _list(world: World, rows: int) -> None:
    lines = "\n".join(
        [f"Fresh bakery {n} of town" for n in range(rows)] + [f"Shared number {n} Works" for n in range(min(rows, 19))]
    )
    world.more["batch"] = bring(world.cast, "mesa_wbl", world.cast.mesa, f"Employer\n{lines}\n", f"many {rows}.csv")


def test_lists_ask_as_often_for_thirty_as_for_three(world):
    with undone():
        fill(world, 0, 3)
        _list(world, 3)
        few = {key: asked(world, key[1], url) for key, url in pages(world).items()}
        fill(world, 3, 27)
        _list(world, 30)
        many = {key: asked(world, key[1], url) for key, url in pages(world).items()}
    growing = [
        f"{what} as {who}: {few[what, who]}, then {n}" for (what, who), n in many.items() if n > few[what, who] + 1
    ]
    large = [f"{what} as {who}: {n}" for (what, who), n in many.items() if n > MORE.get(what, (MOST, ""))[0]]
    assert not growing, "Queries grow with the rows:\n  " + "\n  ".join(growing)
    assert not large, f"More than {MOST} queries, or than MORE allows:\n  " + "\n  ".join(large)


def test_a_query_for_each_row_is_found(world, monkeypatch):
    """The control: a list whose rows fetch what they show one by one."""
    usual = asked(world, "director", "/crm/list/?view=all")
    monkeypatch.setattr(queries, "with_progress", lambda rows: rows.annotate(answered=Count("answers")))
    assert asked(world, "director", "/crm/list/?view=all") > usual + 2
