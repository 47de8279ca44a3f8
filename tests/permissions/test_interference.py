"""What somebody may not see changes nothing that they get (R33, N1, A1).

Two databases that differ only in hidden rows must answer alike at every door but the submitted blind check. The hidden
rows are drawn: far from everything, and near to employers that the person sees, so near that they would take their
place in any ranking, cut or correction that is made before sight is asked.
"""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.employers.models import Employer, NameWord
from guildhall.employers.queries import duplicates, searching
from guildhall.engagements.actions import following
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding, entering, excepting
from guildhall.stewardship.actions import answering
from tests.permissions.oracle import text_of
from tests.permissions.test_hidden_counts import COUNTED
from tests.permissions.world import World, undone
from tests.sampling import THOROUGH, drawn

pytestmark = pytest.mark.django_db

DECOYS = (  # employers that the asker sees, with what a twin of theirs would share
    ("Kestrel Aerospace", {"domain": "kestrel.example", "street": "77 Pier Road", "city": "Harbor Point"}),
    ("Bluegate Semiconductors", {"domain": "bluegate.example", "street": "5 Oak Street", "city": "Mesa Grande"}),
    ("Pinecrest Data Center", {"domain": "pinecrest.example", "city": "Redstone"}),
    ("Northwind Robotics", {"domain": "northwind.example", "city": "Mesa Grande"}),
)
ENDINGS = ("", " Inc.", " LLC", " of Mesa Grande", " Group", " Services", " Company", "s")
ADDRESS = "somebody@hidden.example"
EXAMPLES = 100 if THOROUGH else 2
SEARCHES = (
    "/employers/add/alike/?name=", "/employers/?q=", "/log/?q=", "/contacts/?standing=all&q=", "/search/?q=",
    "/search/suggest/?q=", "/log/suggest/?q=",
)  # fmt: skip
READERS = ("mesa_wbl", "harbor_wbl", "mesa_instructor", "administrator")


@st.composite
def hidden_rows(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Restricted employers: the twin of a decoy under a name like it with the same facts, or somebody else."""
    rows = []
    for _n in range(draw(st.integers(1, 4))):
        name, facts = draw(st.sampled_from(DECOYS))
        words = name.split()
        near = draw(st.sampled_from([name, words[0], "".join(words), name[:-1], f"{words[0]}n {words[-1]}"]))
        far = draw(st.text("abcdefghklmnoprstu", min_size=4, max_size=10)).title()
        title = draw(st.sampled_from([near, far])) + draw(st.sampled_from(ENDINGS))
        rows.append((title, facts if draw(st.booleans()) else {}))
    return rows


def words_of(typed: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """What somebody asks for who would like to know: the names, and slips in them."""
    names = [name for name, _facts in (*typed, *DECOYS)]
    return list(dict.fromkeys([*names, *(name.replace("e", "a", 1) for name in names), *(n[:5] for n in names)]))


def answers(world: World, who: str, asked: list[str], door: str = "") -> dict[str, str]:
    """Every door that somebody can ask without submitting a new name, with what it answers; or one kind of door.

    Each is asked for some of the words in one run, and for all where it is asked alone.
    """
    get = list(COUNTED)
    for way in SEARCHES:
        get += [f"{way}{word}" for word in (asked if door else drawn(asked, 8, way, *asked))]
    get += [f"/employers/add/alike/?name={name}&domain={facts.get('domain', '')}" for name, facts in DECOYS]
    get += [f"/opportunities/?q={word}" for word in asked[:6]]
    shared = world.records["shared"].employer.pk
    get += [
        f"/employers/{shared}/similar/",
        "/next/",
        "/opportunities/",
        "/opportunities/map/",
        "/opportunities/ours/",
        "/opportunities/approval/",
        "/opportunities/limited/",
        "/opportunities/?zip=92101&miles=100&sort=near",
        f"/employers/{shared}/opportunities/",
        "/programs/",
        "/duplicates/",
        "/known/tags/",
        "/known/industries/",
        "/known/cities/",
        "/known/themes/",
        "/what-we-keep/about-me/",
        "/follow-ups/none/",
    ]
    if who == "administrator":
        get.append(f"/data-requests/{world.more['hidden_request']}/")
    calls = [("GET", url, None) for url in dict.fromkeys(get)]
    calls.append(("POST", "/employers/export/?sort=quiet", {"form": "csv"}))
    found = {}
    for method, url, data in [call for call in calls if door in call[1]]:
        with undone():  # that it was asked is noted, and would stand in the next answer
            answer = world.ask(who, method, url, data)
            found[url] = f"{answer.status_code}\n{lasting(text_of(answer))}"
    return found


def lasting(text: str) -> str:
    """An answer without tokens, identifiers and moments."""
    text = re.sub(r'name="(csrfmiddlewaretoken|once|key)" value="[^"]+"', "", text)
    text = re.sub(r"(?m)^(Set-Cookie|csrftoken|Content-Length|Expires|Server-Timing|X-Request).*$", "", text)
    text = re.sub(r"\d?\d:\d\d(:\d\d)?( [ap]m)?", "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}", "", text)


@pytest.fixture
def decoyed(world: World) -> Any:
    """The world with the decoys in everybody's directory."""
    with undone():
        for name, facts in DECOYS:
            world.cast.shared(name, **facts)
        asked = answering.Asked("erasure", ADDRESS, clock.today())
        world.more["hidden_request"] = answering.note_request(asked, by=world.person("administrator")).pk
        yield world


def differing(
    world: World, rows: list[tuple[str, dict[str, Any]]], readers: tuple[str, ...], door: str = ""
) -> list[str]:
    """The doors that answer otherwise once some restricted employers are there."""
    asked, found = words_of(rows), []
    for who in readers:
        before = answers(world, who, asked, door)
        with undone():
            for name, facts in rows:
                contact = {"family_name": "Hid", "given_name": "Den", "email": ADDRESS}
                prospect = world.cast.prospect(name, contact=contact, **facts)
                wanted = entering.Offer("job_full_time", f"{name} offers")
                by = {"holder": world.cast.region, "by": world.person("director")}
                entering.enter_opportunity(prospect.employer, wanted, **by)
                promise = following.Promise("call", world.person("director"), clock.today())
                following.promise(
                    prospect.employer, promise, by=world.person("director"), institution=world.cast.region
                )
            after = answers(world, who, asked, door)
        found += [f"{who} {url}" for url in before if before[url] != after[url]]
    return found


@pytest.mark.always
def test_hidden_rows_change_no_answer(decoyed: World) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(rows=hidden_rows())
    def alike(rows: list[tuple[str, dict[str, Any]]]) -> None:
        reader = READERS[len(rows) % len(READERS)]
        assert differing(decoyed, rows, (reader,)) == []

    alike()


def test_an_opportunity_for_others_changes_no_answer(decoyed: World) -> None:
    """What one college is kept from, or what waits elsewhere, changes nothing there (B6, R33)."""
    cast = decoyed.cast
    employer = Employer.objects.get(name="Kestrel Aerospace")
    before = {who: answers(decoyed, who, ["kestrel"]) for who in ("mesa_wbl", "mesa_instructor")}
    with undone():
        by = cast.people["harbor_wbl"]
        rows = [
            entering.enter_opportunity(employer, entering.Offer("job_full_time", title), holder=cast.harbor, by=by)
            for title in ("Kestrel waits", "Kestrel for Harbor")
        ]
        limited = deciding.approve(rows[1], version=1, by=by)
        excepting.limit(limited, [cast.harbor], reason="a pilot", until=None, by=by)
        after = {who: answers(decoyed, who, ["kestrel"]) for who in before}
        assert "Kestrel for Harbor" in text_of(decoyed.ask("harbor_wbl", "GET", "/opportunities/")), "the control"
    assert [f"{who} {u}" for who, b in before.items() for u in b if b[u] != after[who][u]] == []


NEAR = [("North Wind Robotics", {}), ("Kestrel Aero Space", {})]


@pytest.mark.always
def test_a_ranking_before_sight_is_found(decoyed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: hidden and visible employers in one ranking that is cut and then filtered."""

    def together(records: Any, person: Any, *, at_least: float = 0.5, **more: Any) -> Any:
        ranked = [found[:1] for found in duplicates.likely_duplicates(records, at_least=at_least)]
        ids = [c.employer for found in ranked for c in found]
        seen = set(Employer.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))
        return [[c for c in found if c.employer in seen] for found in ranked]

    monkeypatch.setattr("guildhall.prospects.views.adding.visible_duplicates", together)
    assert differing(decoyed, NEAR, ("mesa_wbl",), "alike")


@pytest.mark.always
def test_a_correction_before_sight_is_found(decoyed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: words of hidden names take the place of those that would correct a slip."""

    def together(words: list[str], rows: Any) -> dict[str, list[str]]:
        return {word: [known for _score, known in one][:1] for word, one in searching._alike(words).items()}

    monkeypatch.setattr(searching, "_corrections", together)
    rows = [("Kastral Aerospice", {}), ("Bluagat Semicondactors", {})]
    assert differing(decoyed, rows, ("mesa_wbl",), "?q=")


def test_words_of_hidden_names_correct_nothing(decoyed: World) -> None:
    with undone():
        decoyed.cast.prospect("Zzyzxiculous Works")
        assert NameWord.objects.filter(word="zzyzxiculous").exists(), "the table holds it all the same"
        person = decoyed.person("mesa_wbl")
        rows = Employer.objects.shared_with(person)
        assert searching._corrections(["zzyzxiculos"], rows) == {"zzyzxiculos": []}
        assert "kestrel" in searching._corrections(["kestral"], rows)["kestral"], "the control"
