"""Nothing is offered and then refused: every link and button of every page, for every person (D3, R17)."""

import pytest

from guildhall.employers.views import directory
from guildhall.lib.verdicts import Verdict, require
from tests.permissions.crawling import crawl
from tests.permissions.world import World
from tests.sampling import THOROUGH, drawn, one_of_each

pytestmark = pytest.mark.django_db

DEAD = {403, 404, 405, 500}
ROLES = {
    "developers": ("director", "second", "administrator"),
    "staff": ("mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs", "harbor_wbl"),
    "administrators": ("mesa_admin", "harbor_admin"),
    "readers": ("mesa_instructor", "mesa_teacher", "mesa_counselor", "mesa_principal", "mesa_convener"),
    "others": ("mesa_student", "mesa_employer", "anonymous"),
}


def dead_ends(world: World, who: str, *, start: str = "/") -> list[str]:
    """What somebody is offered and then refused."""
    visits = list(crawl(world, who, start=start, most=4 if THOROUGH else 1))
    assert len(visits) > 1, f"{who} was offered nothing at all"
    return [str(visit) for visit in visits if visit.status in DEAD]


def walkers(world: World) -> list[str]:
    """Everybody, or one, who changes from day to day."""
    assert set(world.names) == {who for people in ROLES.values() for who in people}
    kinds = ((kind, who) for kind, people in ROLES.items() for who in people)
    return world.names if THOROUGH else drawn(one_of_each(kinds, "dead ends"), 1, "dead ends")


def test_what_a_page_offers_is_there(world: World) -> None:
    assert [end for who in walkers(world) for end in dead_ends(world, who)] == []


@pytest.mark.always
def test_a_button_that_is_refused_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the export is offered, and then refused."""
    monkeypatch.setattr(directory.exports, "directory_file", lambda *_given: require(Verdict(False, "Not today.")))
    ends = dead_ends(world, "mesa_wbl", start="/employers/")
    assert any("/employers/export/" in end for end in ends)
