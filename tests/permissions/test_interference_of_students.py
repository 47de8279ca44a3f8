"""What one institution knows of its students changes nothing that anybody else gets (R3, R6, R33, ADR 49).

Two databases that differ only in students of Harbor, in what they applied for and where they are, must answer alike to
everybody who may not see them. The hidden rows are drawn: strangers, and doubles of a student of Mesa with the same
name, birthday and e-mail; applied, offered, waiting, placed, under way; with experiences, consents, cases and papers.
Few of another institution are told as none or as few: the world has some from the beginning.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.opportunities.actions import deciding, entering, excepting, listing
from guildhall.opportunities.models import Opportunity
from guildhall.placements.actions import accepting, applying
from guildhall.placements.models import Experience, Placement
from guildhall.placements.queries import figures, tallies
from guildhall.students import queries
from guildhall.students.actions.asking import Wanted, ask_for_consent
from guildhall.students.actions.caring import take_case
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Registration
from guildhall.supervision.actions.preparing import prepare
from guildhall.supervision.models import PaperType
from tests.permissions.oracle import text_of
from tests.permissions.test_interference import lasting
from tests.permissions.world import World, undone
from tests.sampling import THOROUGH

pytestmark = pytest.mark.django_db

EXAMPLES = 60 if THOROUGH else 2
READERS = ("mesa_wbl", "mesa_cases", "mesa_teacher", "director", "mesa_instructor", "administrator", "mesa_learner",
           "other_employer", "anonymous")  # fmt: skip
TWIN = {"given_name": "Wanda", "family_name": "Quist", "born_on": date(2004, 5, 6), "email": "wanda@s.example"}
PLACES = 40
HOW_FAR = ("known", "applied", "offered", "placed", "begun")


@dataclass(frozen=True)
class Hidden:
    """A student of Harbor: a double of Mesa's or a stranger, how far they have come, and what else there is."""

    twin: bool
    far: str
    listed: bool
    served: bool

    @property
    def facts(self) -> StudentFacts:
        """As their college enters them."""
        named = TWIN if self.twin else {"given_name": "Far", "family_name": uuid4().hex[:8], "born_on": None}
        return StudentFacts(**named, number=uuid4().hex[:6], year="2026-27")


ONE = st.builds(Hidden, st.just(False), st.sampled_from(HOW_FAR), st.booleans(), st.booleans())
DOUBLE = st.builds(Hidden, st.just(True), st.sampled_from(HOW_FAR), st.booleans(), st.booleans())


@pytest.fixture
def known(world: World) -> Any:
    """The world with Wanda, a student of Mesa, and something with many places that all colleges may have."""
    with undone():
        by, employer = world.person("mesa_wbl"), world.records["shared"].employer
        row = entering.enter_opportunity(
            employer, entering.Offer("internship_paid", "Many interns", places=PLACES), holder=world.cast.mesa, by=by
        )
        world.more["many"] = deciding.approve(row, version=row.version, by=by)
        first = register(world.cast.mesa, StudentFacts("First", year="2026-27"), by=by)
        go_on(first, Opportunity.objects.get(pk=row.pk), "placed", by)  # whoever looks after it reads whether any is
        world.more["wanda"] = register(world.cast.mesa, StudentFacts(**TWIN, year="2026-27"), by=by)
        yield world


def enter(world: World, rows: list[Hidden]) -> None:
    """Make some students of Harbor, with everything that hangs on them."""
    by, offer = world.person("harbor_wbl"), Opportunity.objects.get(pk=world.more["many"].pk)
    limited = world.more["offers"]["limited"]
    for one in rows:
        row = register(world.cast.harbor, one.facts, by=by)
        if one.served:
            sign(row, Signed(["name"], "Internships", "student", "Wanda", clock.today()), by=by)
            take_case(row, by, "Call", clock.today(), by=by)
            if row.email:
                ask_for_consent(row, Wanted(["contact"], "A place", clock.today() + timedelta(30)), by=by)
        if one.listed:
            Experience.objects.create(
                institution=world.cast.harbor, student=row.student, person=str(row.pk), activity="job_shadow",
                start_on=clock.today(), status="completed", mark=uuid4().hex, host=world.more["hosts"]["harbor"],
            )  # fmt: skip
        go_on(row, offer, one.far, by)
        if one.far != "known":
            applying.refer(row, limited, by=by)


def go_on(row: Registration, offer: Opportunity, far: str, by: Any) -> None:
    """Take a student as far as it is said, on the way to a place."""
    if far == "known":
        return
    application = applying.refer(row, offer, by=by)
    if far == "applied":
        return
    application = applying.offer(application, by=by)
    if far == "offered":
        return
    place = accepting.accept(application, by=by)
    assert place is not None
    paper = PaperType.objects.filter(institution=row.institution).first()
    assert paper is not None
    prepare(place, paper, by=by)
    if far == "begun":
        Placement.objects.filter(pk=place.pk).update(state="started", started_on=clock.today())


def doors(world: World) -> list[str]:
    """The pages at which students, places and what hangs on them could show.

    Of the yearly figures the file: their page says besides whether an institution’s were changed since it attested
    them, which is for everybody to read (N17).
    """
    employer, many = world.records["shared"].employer.pk, world.more["many"].pk
    mine, wanda = world.more["students"]["mesa"].pk, world.more["wanda"].pk
    year = clock.today().year
    return [
        "/", "/students/", "/students/?q=wanda", "/students/?q=quist", "/students/?q=far", f"/students/{mine}/",
        f"/students/{wanda}/", f"/students/{wanda}/refer/", "/students/add/", "/students/invite/", "/caseload/",
        "/caseload/?all=on", "/consents/asked/", "/imports/people/", "/placements/", "/placements/?state=begun",
        "/placements/?q=wanda", "/placements/turns/", "/placements/figures/", "/placements/groups/", "/applications/",
        "/papers/", "/papers/types/", "/accomplishments/file/", "/accomplishments/attestations/",
        "/accomplishments/names/", f"/accomplishments/{year}/job_shadow/", "/both-sides/",
        "/employers/", "/employers/?q=qxshared", "/next/",
        "/contact-load/", "/contact-load/burden/", "/search/?q=wanda", "/search/suggest/?q=quist", "/opportunities/",
        "/opportunities/ours/", "/opportunities/map/", f"/opportunities/{many}/", f"/opportunities/{many}/placements/",
        f"/employers/{employer}/", f"/employers/{employer}/about/", f"/employers/{employer}/placements/",
        f"/employers/{employer}/opportunities/", "/what-we-keep/about-me/", "/student/", "/student/record/",
        "/student/places/", "/student/opportunities/", f"/student/opportunities/{many}/", "/employer/",
        "/employer/students/", "/open/", f"/open/{many}/",
    ]  # fmt: skip


def posts(world: World) -> list[tuple[str, dict[str, Any]]]:
    """What Mesa says of Wanda: whether somebody elsewhere is like her, or was quicker, changes no answer."""
    said = {"given_name": "Wanda", "family_name": "Quist", "born_on": "2004-05-06", "email": "wanda@s.example"}
    place = {"institution": str(world.cast.mesa.pk), "year": "2026-27"}
    return [
        ("/students/add/", said | place),
        (f"/students/{world.more['wanda'].pk}/refer/", {"opportunity": str(world.more["many"].pk)}),
        ("/contact-load/burden.csv", {}),
        ("/employers/export/?sort=quiet", {"form": "csv"}),
    ]


Answers = dict[str, str]


def answers(world: World, who: str, door: str = "") -> Answers:
    """What somebody gets at every door, or at one kind of door; what it writes is undone before the next is asked."""
    asked: list[tuple[str, str, Any]] = [("GET", url, None) for url in doors(world)]
    if who in ("mesa_wbl", "mesa_cases"):
        asked += [("POST", url, data) for url, data in posts(world)]
    found = {}
    for method, url, data in [call for call in asked if door in call[1]]:
        with undone():
            answer = world.ask(who, method, url, data)
            found[f"{method} {url}"] = f"{answer.status_code} {answer.get('Location', '')}\n{text_of(answer)}"
    return {url: lasting(text) for url, text in found.items()}


def differing(world: World, rows: list[Hidden], who: str, door: str = "", before: Answers | None = None) -> list[str]:
    """The doors that answer otherwise once Harbor has some more students; `before` are the answers without them."""
    with undone():
        enter(world, rows)
        after = answers(world, who, door)
    differ = [url for url, text in (before or answers(world, who, door)).items() if after[url] != text]
    if before and differ:  # time has passed since, which pages tell
        return differing(world, rows, who, door)
    return [f"{who} {url}" for url in differ]


@pytest.mark.always
def test_students_of_another_college_change_no_answer(known: World) -> None:
    turn = iter(range(10_000))
    before: dict[str, Answers] = {}

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(twin=DOUBLE, others=st.lists(ONE, max_size=3))
    def alike(twin: Hidden, others: list[Hidden]) -> None:
        n = next(turn)
        for who in sorted({READERS[0], READERS[(clock.today().toordinal() + n) % len(READERS)]}):
            if who not in before:
                before[who] = answers(known, who)
            assert differing(known, [twin, *others], who, before=before[who]) == []

    alike()


@pytest.mark.parametrize("who", READERS)
def test_everybody_is_asked_once_with_everything(known: World, who: str) -> None:
    everything = [Hidden(True, "begun", True, True), Hidden(False, "offered", False, True)]
    assert differing(known, everything, who) == []


@pytest.mark.always
def test_whoever_may_see_them_sees_them(known: World) -> None:
    """The control: at Harbor the same rows do change what is read."""
    changed = differing(known, [Hidden(True, "begun", True, True)], "harbor_wbl")
    told = {"/students/", "/placements/", "/papers/", "/caseload/?all=on", "/students/?q=wanda"}
    assert told <= {line.partition("GET ")[2] for line in changed}


def test_an_opportunity_for_harbor_alone_and_its_applicants_change_nothing(known: World) -> None:
    def hidden(world: World) -> None:
        by, employer = world.person("harbor_wbl"), world.records["shared"].employer
        facts = entering.Offer("internship_paid", "For Harbor alone", places=3)
        row = entering.enter_opportunity(employer, facts, holder=world.cast.harbor, by=by)
        row = deciding.approve(row, version=row.version, by=by)
        excepting.limit(row, [world.cast.harbor], reason="a pilot", until=None, by=by)
        student = register(world.cast.harbor, Hidden(True, "known", False, False).facts, by=by)
        accepting.accept(applying.offer(applying.refer(student, row, by=by), by=by), by=by)

    for who in ("mesa_wbl", "mesa_instructor", "mesa_learner"):
        before = answers(known, who)
        with undone():
            hidden(known)
            after = answers(known, who)
            seen = text_of(known.ask("harbor_wbl", "GET", "/opportunities/"))
            assert "For Harbor alone" in seen, "the control"
        assert [url for url in before if before[url] != after[url]] == [], who


# ── What would show ──────────────────────────────────────────────────

BEGUN = [Hidden(True, "begun", True, False)]


@pytest.mark.always
def test_exact_tallies_are_found(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: every single student elsewhere shows in the number of places taken."""
    monkeypatch.setattr(tallies, "_in_tens", lambda number: number)
    assert differing(known, BEGUN, "mesa_wbl", "/placements/")


@pytest.mark.always
def test_exact_free_places_are_found(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: how many places are free stands on the employer for everybody."""
    monkeypatch.setattr(listing, "OFFERED", F("places") - Coalesce(F("filled"), 0))
    assert differing(known, BEGUN, "mesa_instructor", "/employers/")


@pytest.mark.always
def test_a_search_for_doubles_everywhere_is_found(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: whoever enters a student is shown that another college has the same one."""

    def everywhere(person: Any, place: Any, facts: Any) -> list[Registration]:
        with keeping(Keeper.INTAKE, "a saboteur"):
            rows = Registration.objects.filter(family_name__iexact=facts["family_name"]).select_related("institution")
            return list(rows[:10])

    monkeypatch.setattr(queries, "alike", everywhere)
    assert "mesa_wbl POST /students/add/" in differing(known, BEGUN, "mesa_wbl", "/students/add/")


@pytest.mark.always
def test_figures_of_few_are_found(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a yearly figure is told however few students of others it speaks of."""
    monkeypatch.setattr(figures.Cell, "told", property(lambda self: True))
    monkeypatch.setattr(figures.Cell, "at_least", property(lambda self: self.people))
    assert differing(known, BEGUN, "director", "/accomplishments/")
