"""Walking the addresses: what is there, what it answers, what it leaves behind."""

from collections.abc import Iterator
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.page import Page
from tests.permissions.world import World, files, forget_new_files, undone, writes
from tests.sampling import THOROUGH, drawn, one_of_each, whole

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SHARED_GUARDS = {"405", "login"}  # answered before a page's own code runs: proved once a page and method
SIGN_IN = ("/account/login/?next=", "/employer/sign-in/?next=", "/student/sign-in/?next=")
BRIEFLY = {"HEAD", "OPTIONS"}  # share their guards with GET
ALIKE = ({"director", "second"}, {"mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"})  # equal grants, equal place
Cell = tuple[str, str, str]  # method, kind of record, who asks


def patterns(found: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the application: (its name, its pattern), however deep it is included."""
    for entry in get_resolver().url_patterns if found is None else found:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from ((space + name, full) for name, full in patterns(entry.url_patterns, where))
        elif isinstance(entry, URLPattern):
            yield entry.name or f"(no name) {where}", where


def undeclared() -> list[str]:
    """The addresses that the matrix says nothing about."""
    return sorted(f"{name}: /{where}" for name, where in patterns() if name not in MATRIX)


def address(world: World, name: str, page: Page, kind: str) -> str:
    return reverse(name, kwargs=page.kwargs(world, kind)) + page.query


def outcome(response: Any) -> str:
    """The class of an answer."""
    if response.status_code in (301, 302) and response["Location"].startswith(SIGN_IN):
        return "login"
    return "ok" if response.status_code in (200, 301, 302) else str(response.status_code)


def resolves(url: str) -> bool:
    """Whether an address leads to a page of the application."""
    try:
        resolve(url.partition("?")[0])
    except Resolver404:
        return False
    return True


def app_of(url: str) -> str:
    """The app whose view answers an address."""
    view = resolve(url.partition("?")[0]).func
    return getattr(view, "view_class", view).__module__.split(".")[1]


def every_cell(world: World, page: Page) -> list[Cell]:
    """Every method with every kind of record and every person."""
    return [(method, kind, who) for method in METHODS for kind in page.kinds for who in world.actors]


def share_of_cells(world: World, name: str, page: Page, *, whole_app: bool = False) -> list[Cell]:
    """The cells of one run: of every page every method and outcome, and every kind of record that stays hidden.

    Of a changed app (`whole_app`) also every kind of record for everybody, those who are alike once.
    """
    outcomes: dict[tuple[str, str], list[Cell]] = {}
    for method, kind, who in every_cell(world, page):
        outcomes.setdefault((method, page.expected(who, method, kind)), []).append((method, kind, who))
    chosen: list[Cell] = []
    for (method, outcome), options in outcomes.items():
        if outcome in SHARED_GUARDS or method in BRIEFLY:
            chosen += drawn(options, 1, name)
        elif whole_app:
            chosen += one_of_each(((_alike(c), c) for c in options), name)
        elif outcome == "404":
            chosen += one_of_each(((kind, (m, kind, who)) for m, kind, who in options), name)
        else:
            chosen += drawn(one_of_each(((_alike(c), c) for c in options), name), 3, name)
    return chosen


def _alike(cell: Cell) -> tuple[str, str]:
    """What two cells have in common when the same is expected of them: the record, and grants and place of who asks."""
    _method, kind, who = cell
    return kind, next((min(people) for people in ALIKE if who in people), who)


def mismatches(world: World, name: str, *, who: str = "") -> list[str]:
    """Where an address answers otherwise than declared, or a refusal or a reading leaves something behind.

    With `who` every cell of one person is asked, as the controls do.
    """
    page = MATRIX[name]
    urls = {kind: address(world, name, page, kind) for kind in page.kinds}
    if who or THOROUGH:
        cells = [cell for cell in every_cell(world, page) if who in ("", cell[2])]
    else:
        cells = share_of_cells(world, name, page, whole_app=whole(app_of(next(iter(urls.values())))))
    return [f"{name} {line}" for cell in cells for line in _cell(world, page, *cell, urls[cell[1]])]


def _cell(world: World, page: Page, method: str, kind: str, who: str, url: str) -> list[str]:
    expected = page.expected(who, method, kind)
    kept = files()
    with undone(), writes() as written:
        data = page.data(world, kind, who) if method == "POST" else {}
        written.clear()
        response = world.ask(who, method, url, data)
        changed = world.differs(written) if written else []
    changed += forget_new_files(kept)
    got = outcome(response)
    words = f"{method} {kind} as {who}: declared {expected}, got {got}"
    if got != ("ok" if expected == "told" else expected):
        return [words]
    if changed and (expected != "ok" or method != "POST"):
        return [f"{words}, and it changed {changed}"]
    if expected == "ok" and method == "POST" and page.changes and not changed:
        return [f"{words}, but nothing has changed"]
    return []
