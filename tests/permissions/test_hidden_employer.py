"""A hidden employer with everything that can hang on one changes no page of anybody else (A1, R33).

What is drawn near to visible employers is asked for in `test_interference`; here every address of the application is
opened before and after, so a page that comes new cannot be forgotten.
"""

import re

import pytest

from guildhall.enquiries.querysets import EnquiryQuerySet
from guildhall.lib import clock
from tests.permissions.matrix import MATRIX
from tests.permissions.oracle import text_of
from tests.permissions.test_interference import lasting
from tests.permissions.walk import address
from tests.permissions.world import PHONES, World, build_employer, undone
from tests.permissions.world.hanging import hang_on
from tests.sampling import THOROUGH, drawn

pytestmark = pytest.mark.django_db
READERS = ("mesa_wbl", "harbor_wbl", "administrator", "mesa_instructor", "mesa_teacher", "mesa_student", "anonymous")
PAGES = sorted(name for name, page in MATRIX.items() if "GET" in page.methods)
VIEWS = (
    "/enquiries/?view=open", "/enquiries/?view=came", "/enquiries/kept/", "/enquiries/who/?q=works",
    "/relations/", "/relations/?at=", "/demand/?source=employers", "/demand/programs/", "/stories/?view=told",
    "/notices/?view=all", "/contacts/?sort=employer&standing=all", "/follow-ups/?view=all", "/search/?q=works",
)  # fmt: skip


def answers(world: World, who: str, names: list[str]) -> dict[str, str]:
    """Every page of some names for every kind of record, as somebody gets it, without what differs at every request."""
    urls = [address(world, name, MATRIX[name], kind) for name in names for kind in MATRIX[name].kinds]
    found = {}
    for url in dict.fromkeys([*urls, *VIEWS]):
        with undone():
            answer = world.ask(who, "GET", url)
            text = re.sub(r"DTSTAMP:\w+", "", lasting(text_of(answer)))
            found[url] = f"{answer.status_code}\n{text}"
    return found


def differing(world: World, who: str, names: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that answer somebody otherwise once the region holds one more employer."""
    with clock.at(clock.now()):  # some pages say when they were made
        before = answers(world, who, names)
        with undone():
            monkeypatch.setitem(PHONES, "hidden", "(555) 010-7190")
            hang_on(world, build_employer(world.cast, "hidden"))
            after = answers(world, who, names)
    return [f"{who} {url}" for url in before if before[url] != after[url]]


@pytest.mark.parametrize("who", READERS if THOROUGH else drawn(READERS, 1, "hidden employer"))
def test_a_hidden_employer_changes_no_page(world, monkeypatch, who):
    names = PAGES if THOROUGH else drawn(PAGES, 15, "hidden employer", who)
    assert differing(world, who, names, monkeypatch) == []


@pytest.mark.always
def test_a_list_before_sight_is_found(world, monkeypatch):
    """The control: what everybody asks, in everybody's list."""
    monkeypatch.setattr(EnquiryQuerySet, "visible_to", lambda rows, person: rows.all())
    assert any("view=open" in line for line in differing(world, "mesa_instructor", [], monkeypatch))
