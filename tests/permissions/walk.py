"""Walking the addresses: what is there, what it answers, what it leaves behind."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.matrix import MATRIX, Page
from tests.permissions.world import World, files, forget_new_files, undone, writes
from tests.sampling import THOROUGH

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
BRIEFLY = {"HEAD", "OPTIONS"}  # asked for few kinds of records by some people only: they share their guards with GET
SOME = ("director", "mesa_wbl", "mesa_student", "anonymous")
MORE = (*SOME, "administrator", "mesa_instructor", "harbor_wbl")


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
    if response.status_code in (301, 302) and response["Location"].startswith("/account/login/?next="):
        return "login"
    return "ok" if response.status_code in (200, 301, 302) else str(response.status_code)


def cells(page: Page) -> Iterator[tuple[str, str]]:
    """Every method with every kind of record."""
    for kind in page.kinds:
        for method in METHODS:
            if method not in BRIEFLY or kind in (page.kinds[0], page.kinds[-1])[-1 - THOROUGH :]:
                yield method, kind


def mismatches(world: World, name: str, *, whole: bool = THOROUGH) -> list[str]:
    """Where an address answers otherwise than declared, or a refusal or a reading leaves something behind."""
    page = MATRIX[name]
    found = []
    for method, kind in cells(page):
        url = address(world, name, page, kind)
        for who in asked(world, page, method, kind, whole=whole):
            found += _cell(world, page, method, kind, url, who)
    return [f"{name} {line}" for line in found]


def asked(world: World, page: Page, method: str, kind: str, *, whole: bool) -> Sequence[str]:
    """Who asks: everybody in a thorough run, and of no record; else in turns, every outcome at least once."""
    everybody = (MORE if whole else SOME) if method in BRIEFLY else world.names
    if whole or len(page.kinds) < 3:
        return everybody
    at = page.kinds.index(kind)
    some = [who for n, who in enumerate(everybody) if (n + at) % 3 == 0]
    met = {page.expected(who, method, kind) for who in some}
    for who in everybody:
        if (expected := page.expected(who, method, kind)) not in met:
            some.append(who)
            met.add(expected)
    return some


def _cell(world: World, page: Page, method: str, kind: str, url: str, who: str) -> list[str]:
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
