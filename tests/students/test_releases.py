"""Whatever is signed, revoked, opted out of, merged, entered elsewhere or taken from the staff, in whatever order: what
reaches an employer is what the law and the paper allow (R4, R5).

The oracle is written for this test alone and asks nothing of the product.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.people.models import Membership
from guildhall.placements.queries.doing import done_for
from guildhall.students import rules
from guildhall.students.actions import disclosing
from guildhall.students.actions.consenting import Signed, revoke, sign
from guildhall.students.actions.entering import StudentFacts, opt_out, register
from guildhall.students.models import Consent, Disclosure, Part, Registration
from tests.cast import Cast
from tests.sampling import THOROUGH

pytestmark = pytest.mark.django_db
PARTS = ("name", "institution", "program", "year", "contact", "of_age", "experience")
OPEN_BY_LAW = {"name", "institution", "program", "year"}
USES, WORDS = ("place", "event", "other"), ("internships", "a story")


@dataclass
class Paper:
    """A consent as the oracle remembers it."""

    at: int  # of which institution's record: 0 Mesa's, 1 Harbor's
    parts: set[str]
    use: str
    words: str
    to: int | None
    signed: int  # days from the first one
    expires: int | None
    revoked: bool = False


@dataclass
class Oracle:
    """What FERPA and the papers allow, in its own words."""

    papers: list[Paper] = field(default_factory=list)
    opted_out: set[int] = field(default_factory=set)
    merged: tuple[int, int] | None = None  # the survivor, and who lives on in it
    staffed: bool = True
    day: int = 0

    def lives_on_in(self, employer: int) -> int:
        return self.merged[0] if self.merged and employer == self.merged[1] else employer

    def allows(self, at: int, parts: set[str], use: str, words: str, to: int) -> bool:
        if at == 0 and not self.staffed:
            return False
        rest = parts - self.signed_for(at, use, words, to)
        return not rest or (rest <= OPEN_BY_LAW and at not in self.opted_out)

    def signed_for(self, at: int, use: str, words: str, to: int) -> set[str]:
        found: set[str] = set()
        for paper in self.papers:
            ended = paper.revoked or (paper.expires is not None and paper.expires < self.day)
            same_use = paper.use == use and (use != "other" or paper.words == words)
            same_party = paper.to is None or self.lives_on_in(paper.to) == self.lives_on_in(to)
            if not ended and paper.signed <= self.day and same_use and same_party and paper.at == at:
                found |= paper.parts
        return found


EMPLOYER, RECORD = st.integers(0, 2), st.integers(0, 1)
SOME = st.sets(st.sampled_from(PARTS), min_size=1, max_size=3)
steps = st.one_of(
    st.tuples(st.just("sign"), RECORD, SOME, st.sampled_from(USES), st.sampled_from(WORDS), st.none() | EMPLOYER,
              st.integers(-40, 0), st.none() | st.integers(0, 30)),
    st.tuples(st.just("revoke"), st.integers(0, 9)),
    st.tuples(st.just("opt"), RECORD, st.booleans()),
    st.tuples(st.just("days"), st.integers(1, 40)),
    st.tuples(st.just("merge"), EMPLOYER, EMPLOYER),
    st.tuples(st.just("part")),
    st.tuples(st.just("staff"), st.booleans()),
    st.tuples(st.just("ask"), RECORD, SOME, st.sampled_from(USES), st.sampled_from(WORDS), EMPLOYER),
)  # fmt: skip


@pytest.fixture
def office(cast: Cast) -> Cast:
    names = ("Kestrel Aerospace", "Hawk Marine", "Osprey Clinics")
    cast.employers = [cast.shared(name).employer for name in names]
    return cast


class Play:
    """A sequence of steps, taken by the product and by the oracle side by side."""

    def __init__(self, office: Cast) -> None:
        self.office, self.oracle = office, Oracle()
        self.by = (office.mesa_wbl, office.harbor_wbl)
        self.forget_roles()
        self.first = clock.today()
        facts = StudentFacts("Qx", "Canary", date(1999, 1, 1), email="canary@student.example", phone="555 0199")
        places = (office.mesa, office.harbor)
        self.rows = [register(place, facts, by=by) for place, by in zip(places, self.by, strict=True)]
        assert self.rows[0].student_id == self.rows[1].student_id, "dual enrollment: one person"
        self.kept: list[Consent] = []
        self.done: Any = None
        self.released, self.wrong = 0, list[str]()

    def take(self, plan: Sequence[tuple[Any, ...]]) -> "Play":
        for step, *more in plan:
            day = self.first + timedelta(self.oracle.day)
            with clock.at(clock.noon_of(day)):
                self.forget_roles()
                getattr(self, step)(*more)
        return self

    def forget_roles(self) -> None:
        """What roles somebody has was read before, in this play or in one that was rolled back."""
        for person in (*self.by, self.office.director):
            person.forget_standing()

    def employer(self, n: int) -> Any:
        row = self.office.employers[n]
        row.refresh_from_db()
        return row

    def sign(
        self, at: int, parts: set[str], use: str, words: str, to: int | None, back: int, ahead: int | None
    ) -> None:
        if at == 0 and not self.oracle.staffed:
            return
        signed, ends = self.oracle.day + back, None if ahead is None else self.oracle.day + ahead
        to = None if to is None else self.oracle.lives_on_in(to)  # the directory shows no other
        days = [None if n is None else self.first + timedelta(n) for n in (signed, ends)]
        employer = None if to is None else self.employer(to)
        paper = Signed(sorted(parts), words, "student", "Qx Canary", days[0], days[1], employer, use)
        self.kept.append(sign(self.rows[at], paper, by=self.by[at]))
        self.oracle.papers.append(Paper(at, parts, use, words, to, signed, ends))

    def revoke(self, n: int) -> None:
        if not self.kept or self.oracle.papers[n % len(self.kept)].revoked:
            return
        row, paper = self.kept[n % len(self.kept)], self.oracle.papers[n % len(self.kept)]
        if paper.at == 0 and not self.oracle.staffed:
            return
        row.refresh_from_db()
        revoke(row, version=row.version, by=self.by[paper.at])
        paper.revoked = True

    def opt(self, at: int, out: bool) -> None:
        if at == 0 and not self.oracle.staffed:
            return
        self.rows[at].refresh_from_db()
        opt_out(self.rows[at], clock.today() if out else None, version=self.rows[at].version, by=self.by[at])
        (self.oracle.opted_out.add if out else self.oracle.opted_out.discard)(at)

    def days(self, count: int) -> None:
        self.oracle.day += count

    def merge(self, one: int, other: int) -> None:
        if one == other or self.done:
            return
        self.done = merge(self.employer(one), self.employer(other), by=self.office.director)
        self.oracle.merged = (one, other)

    def part(self) -> None:
        if self.done:
            undo_merge(self.done, by=self.office.director)
            self.done = self.oracle.merged = None

    def staff(self, there: bool) -> None:
        last = None if there else self.first - timedelta(1)
        Membership.objects.filter(person=self.by[0]).update(to_date=last)
        self.oracle.staffed = there

    def ask(self, at: int, parts: set[str], use: str, words: str, to: int) -> None:
        logged = set(Disclosure.objects.values_list("pk", flat=True))
        details = {"employer": self.employer(to), "use": use, "purpose": words, "by": self.by[at]}
        details["also"] = {Part.EXPERIENCE: done_for}
        try:
            values = disclosing.release(self.rows[at], parts, **details)
        except Refused:
            values = {}
        said = f"{sorted(parts)} of {at} to {to} for {use} {words}"
        if bool(values) != self.oracle.allows(at, parts, use, words, to):
            self.wrong.append(f"{said}: {'released' if values else 'refused'}")
        lines = Disclosure.objects.exclude(pk__in=logged).filter(registration=self.rows[at])
        told = [part for line in lines for part in line.parts]
        if sorted(told) != (sorted(parts) if values else []) or any(not line.notice for line in lines):
            self.wrong.append(f"{said}: the log says {told}")
        self.released += bool(values)


def play(office: Cast, plan: Sequence[tuple[Any, ...]]) -> Play:
    """One play, after which everything is as before."""
    with transaction.atomic():
        result = Play(office).take(plan)
        transaction.set_rollback(True)
    return result


def test_a_release_is_what_the_law_and_the_paper_allow(office: Cast):
    released = 0

    @settings(max_examples=400 if THOROUGH else 40, deadline=None)
    @given(st.lists(steps, max_size=30 if THOROUGH else 16))
    def holds(plan):
        nonlocal released
        result = play(office, plan)
        released += result.released
        assert not result.wrong, result.wrong

    holds()
    assert released, "something could leak"


SIGNED = ("sign", 0, {"contact", "name"}, "place", "internships", 0, -3, 10)
ASKED = ("ask", 0, {"contact", "name"}, "place", "internships", 0)
NAMED = ("ask", 0, {"name"}, "place", "internships", 1)
STORY = ("sign", 0, {"contact"}, "other", "a story", 0, 0, None)
OTHERS = ("sign", 0, {"contact"}, "place", "internships", 1, 0, None)
REACHED = ("ask", 0, {"contact"}, "place", "internships", 0)
# What each guard stands against: with it gone, the play disagrees with the oracle.
FAULTS = {
    "revoked": [SIGNED, ASKED, ("revoke", 0), ASKED],
    "expired": [SIGNED, ASKED, ("days", 11), ASKED],
    "opted out": [("opt", 0, True), NAMED],
    "another employer": [SIGNED, ("ask", 0, {"contact"}, "place", "internships", 1)],
    "another use": [SIGNED, ("ask", 0, {"contact"}, "event", "internships", 0)],
    "other words": [STORY, ("ask", 0, {"contact"}, "other", "internships", 0)],
    "another record": [SIGNED, ("ask", 1, {"contact"}, "place", "internships", 0)],
    "nobody of the staff": [("staff", False), NAMED],
    "a merge is forgotten": [OTHERS, ("merge", 0, 1), REACHED],
    "what was done is open by law": [("ask", 0, {"experience"}, "place", "internships", 0)],
    "parting is forgotten": [OTHERS, ("merge", 0, 1), ("part",), REACHED],
}


def _consents(fault: str, registration: Registration, employer: Any, use: str, purpose: str) -> Any:
    """The consents that count, with one guard left out."""
    today = clock.today()
    guards = {
        "another record": Q(registration=registration),
        "revoked": Q(revoked_at=None),
        "expired": Q(expires_on=None) | Q(expires_on__gte=today),
        "another employer": Q(employer=employer) | Q(employer=None),
        "another use": Q(use=use),
        "other words": ~Q(use="other") | Q(purpose=purpose),
    }
    if fault == "a merge is forgotten":
        guards["another employer"] = Q(employer=None)
    if fault == "parting is forgotten":
        guards["another employer"] = Q()
    chosen = Q(signed_on__lte=today)
    for name, guard in guards.items():
        if name != fault:
            chosen &= guard
    return Consent.objects.filter(chosen)


@pytest.mark.always
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(office: Cast, monkeypatch, fault):
    """The control: the plan holds as the product is, and disagrees with the oracle where one guard is gone."""
    assert play(office, FAULTS[fault]).wrong == []

    def faulty(registration, employer, use, purpose):
        open_to_all = fault == "opted out" or not registration.opted_out_on
        by_law = rules.DIRECTORY | ({Part.EXPERIENCE} if fault.startswith("what was done") else set())
        grounds = {part: rules.Ground() for part in by_law} if open_to_all else {}
        for consent in _consents(fault, registration, employer, use, purpose):
            grounds |= {Part(part): rules.Ground(consent) for part in consent.parts}
        return grounds

    monkeypatch.setattr(disclosing.rules, "grounds_for", faulty)
    if fault == "nobody of the staff":
        monkeypatch.setattr(disclosing.rules, "can_keep", lambda person, place: rules.YES)
    assert play(office, FAULTS[fault]).wrong
