"""Walking the addresses: what is there, what it answers, what it leaves behind."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.page import Page
from tests.permissions.oracle import crossed, text_of, typed
from tests.permissions.world import World, files, forget_new_files, undone, writes
from tests.sampling import THOROUGH, drawn, taken, whole

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SHARED_GUARDS = {"405", "login"}  # answered before a page's own code runs: proved once a page
SIGN_IN = ("/account/login/?next=", "/employer/sign-in/?next=", "/student/sign-in/?next=")
BRIEFLY = {"HEAD", "OPTIONS"}  # answered as GET is, by what stands before all pages (project/middleware.py)
BRIEFLY_EVERY = 4  # days
ALIKE = ({"director", "second"}, {"mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"})  # equal grants, equal place
Cell = tuple[str, str, str]  # method, kind of record, who asks


def views(found: Any = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address of the application: (its name, its pattern, what answers it), however deep it is included."""
    for entry in get_resolver().url_patterns if found is None else found:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from ((space + name, full, view) for name, full, view in views(entry.url_patterns, where))
        elif isinstance(entry, URLPattern):
            yield entry.name or f"(no name) {where}", where, entry.callback


def patterns() -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address."""
    return ((name, where) for name, where, _view in views())


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
    return _app(resolve(url.partition("?")[0]).func)


@cache
def apps_of_pages() -> dict[str, str]:
    """The app of each page, by the name of its address."""
    return {name: _app(view) for name, _where, view in views()}


def _app(view: Any) -> str:
    return getattr(view, "view_class", view).__module__.split(".")[1]


def every_cell(world: World, page: Page) -> list[Cell]:
    """Every method with every kind of record and every person."""
    return [(method, kind, who) for method in METHODS for kind in page.kinds for who in world.actors]


def share_of_cells(world: World, name: str, page: Page, *, whole_app: bool = False) -> list[Cell]:
    """The cells of one run: of every page every outcome, and every kind of record that stays hidden from somebody.

    Reading and sending are asked apart where somebody gets further or is refused; that a record is not there, that one
    has to sign in and that a method is not offered is said before either begins, so one of them asks. Of a changed
    app (`whole_app`) also every kind of record for everybody, those who are alike once.
    """
    groups: dict[tuple[str, ...], list[Cell]] = {}
    for method, kind, who in every_cell(world, page):
        outcome = page.expected(who, method, kind)
        if method in BRIEFLY and outcome not in SHARED_GUARDS:
            groups.setdefault((method,), []).append((method, kind, who))
        elif outcome in SHARED_GUARDS:
            groups.setdefault((outcome,), []).append((method, kind, who))
        elif whole_app:
            groups.setdefault((method, outcome, *_alike(kind, who)), []).append((method, kind, who))
        elif outcome == "404":
            groups.setdefault((outcome, kind), []).append((method, kind, who))
        else:
            groups.setdefault((method, outcome), []).append((method, kind, who))
    chosen = {group: drawn(options, 1, name, *group) for group, options in groups.items()}
    resting = [(method,) for method in BRIEFLY if not whole_app and not taken(BRIEFLY_EVERY, name, method)]
    return [cell for group, cells in chosen.items() if group not in resting for cell in cells]


def _alike(kind: str, who: str) -> tuple[str, str]:
    """What two cells have in common when the same is expected of them: the record, and grants and place of who asks."""
    return kind, next((min(people) for people in ALIKE if who in people), who)


def mismatches(world: World, name: str, *, who: str = "") -> list[str]:
    """Where an address answers otherwise than declared, or a refusal or a reading leaves something behind, or an
    answer carries a canary that its reader is not entitled to.

    With `who` every cell of one person is asked, as the controls do.
    """
    page = MATRIX[name]
    urls = {kind: address(world, name, page, kind) for kind in page.kinds}
    if who or THOROUGH:
        cells = [cell for cell in every_cell(world, page) if who in ("", cell[2])]
    else:
        cells = share_of_cells(world, name, page, whole_app=whole(app_of(next(iter(urls.values())))))
    return [f"{name} {line}" for cell in cells for line in _cell(world, name, *cell, urls[cell[1]])]


def _cell(world: World, name: str, method: str, kind: str, who: str, url: str) -> list[str]:
    page = MATRIX[name]
    expected = page.expected(who, method, kind)
    kept = files()
    with undone(), writes() as written:
        data = page.data(world, kind, who) if method == "POST" else {}
        written.clear()
        response = world.ask(who, method, url, data)
        words = crossed(name, who, text_of(response), typed(url, str(data)))
        changed = world.differs(written) if written else []
    changed += forget_new_files(kept)
    got = outcome(response)
    told = f"{method} {kind} as {who}: declared {expected}, got {got}"
    if got != ("ok" if expected == "told" else expected):
        return [told]
    if words:
        return [f"{told}, and it carries {words}"]
    if changed and (expected != "ok" or method != "POST"):
        return [f"{told}, and it changed {changed}"]
    if expected == "ok" and method == "POST" and page.changes and not changed:
        return [f"{told}, but nothing has changed"]
    return []
