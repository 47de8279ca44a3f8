"""Nothing of a student reaches an employer without a live consent or the right to directory information (R5)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.actions import disclosing
from guildhall.students.actions.consenting import Signed, revoke, sign
from guildhall.students.actions.disclosing import release
from guildhall.students.actions.entering import StudentFacts, opt_out, register
from guildhall.students.models import Consent, Disclosure, Part, Registration
from tests.cast import Cast
from tests.sampling import THOROUGH

pytestmark = pytest.mark.django_db
PARTS = [part.value for part in Part if part != Part.EXPERIENCE]
OPEN_BY_LAW = {"name", "institution", "program", "year"}  # written down here anew: the oracle asks nothing of the rules


@dataclass
class Paper:
    """A consent as the oracle remembers it."""

    parts: set[str]
    employer: int | None
    signed: int  # days from today
    expires: int | None
    revoked: bool = False


@dataclass
class Oracle:
    """What FERPA allows, in its own words: no line of it is shared with the product."""

    papers: list[Paper] = field(default_factory=list)
    opted_out: bool = False

    def allows(self, part: str, employer: int) -> bool:
        for paper in self.papers:
            live = not paper.revoked and paper.signed <= 0 and (paper.expires is None or paper.expires >= 0)
            if live and part in paper.parts and paper.employer in (None, employer):
                return True
        return part in OPEN_BY_LAW and not self.opted_out


steps = st.one_of(
    st.tuples(
        st.just("sign"),
        st.sets(st.sampled_from(PARTS), min_size=1),
        st.sampled_from([None, 0, 1]),
        st.integers(-300, 0),
        st.none() | st.integers(-30, 30),
    ),
    st.tuples(st.just("revoke"), st.integers(0, 9)),
    st.tuples(st.just("opt"), st.booleans()),
    st.tuples(st.just("ask"), st.sets(st.sampled_from(PARTS), min_size=1), st.sampled_from([0, 1])),
)


@pytest.fixture
def office(cast: Cast) -> Cast:
    cast.employers = [cast.shared("Kestrel Aerospace").employer, cast.shared("Hawk Marine").employer]
    return cast


def _play(office: Cast, plan) -> tuple[int, list[str]]:
    """Play a sequence against the product and the oracle; returns how many releases, and where they disagree."""
    by, oracle, wrong, released = office.mesa_wbl, Oracle(), [], 0
    facts = StudentFacts("Qx", "Canary", date(1999, 1, 1), email="canary@student.example", phone="555 0199")
    row = register(office.mesa, facts, by=by)
    kept: list[Consent] = []
    for step, *more in plan:
        if step == "sign":
            parts, to, signed, ends = more
            if ends is not None and ends < signed:
                continue
            days = [clock.today() + timedelta(n) if n is not None else None for n in (signed, ends)]
            employer = office.employers[to] if to is not None else None
            paper = Signed(sorted(parts), "internships", "student", "Qx Canary", days[0], days[1], employer)
            kept.append(sign(row, paper, by=by))
            oracle.papers.append(Paper(parts, to, signed, ends))
        elif step == "revoke" and kept:
            n = more[0] % len(kept)
            if not oracle.papers[n].revoked:
                kept[n].refresh_from_db()
                revoke(kept[n], version=kept[n].version, by=by)
                oracle.papers[n].revoked = True
        elif step == "opt":
            row.refresh_from_db()
            opt_out(row, clock.today() if more[0] else None, version=row.version, by=by)
            oracle.opted_out = more[0]
        elif step == "ask":
            parts, to = more
            logged = Disclosure.objects.count()
            try:
                values = release(row, parts, employer=office.employers[to], purpose="internships", by=by)
            except Refused:
                values = {}
            may = all(oracle.allows(part, to) for part in parts)
            if bool(values) != may:
                wrong.append(f"{sorted(parts)} to {to}: {'released' if values else 'refused'}")
            lines = Disclosure.objects.order_by("-at")[: Disclosure.objects.count() - logged]
            told = {part for line in lines for part in line.parts}
            if told != (set(parts) if values else set()) or any(not line.notice for line in lines):
                wrong.append(f"{sorted(parts)} to {to}: the log says {sorted(told)}")
            released += bool(values)
    row.student.delete() if not Disclosure.objects.filter(registration=row).exists() else None
    return released, wrong


def test_a_release_is_what_the_law_allows(office: Cast):
    released = 0

    @settings(max_examples=200 if THOROUGH else 40, deadline=None)
    @given(st.lists(steps, max_size=14))
    def holds(plan):
        nonlocal released
        number, wrong = _play(office, plan)
        released += number
        assert not wrong, wrong
        Disclosure.objects.all().delete()
        Consent.objects.all().delete()
        Registration.objects.all().delete()

    holds()
    assert released, "something could leak"


PLAN = [
    ("sign", {"contact", "name"}, 0, -3, None),
    ("ask", {"contact", "name"}, 0),
    ("revoke", 0),
    ("ask", {"contact"}, 0),
    ("opt", True),
    ("ask", {"name"}, 1),
]


@pytest.mark.parametrize("fault", ["revoked", "opted out", "another employer"])
def test_a_fault_in_the_rule_is_found(office: Cast, monkeypatch, fault):
    """The control: with any one guard taken away the same play disagrees with the oracle."""
    assert _play(office, PLAN)[1] == []
    Disclosure.objects.all().delete()
    Consent.objects.all().delete()
    Registration.objects.all().delete()
    real = rules.grounds_for

    def faulty(registration, employer):
        grounds = real(registration, employer)
        rows = Consent.objects.filter(registration=registration)
        if fault == "revoked":
            return grounds | {Part(part): rules.Ground(one) for one in rows for part in one.parts}
        if fault == "opted out":
            return {part: rules.Ground() for part in rules.DIRECTORY} | grounds
        return grounds | {Part(part): rules.Ground(one) for one in rows.in_force() for part in one.parts}

    monkeypatch.setattr(disclosing.rules, "grounds_for", faulty)
    plan = PLAN if fault != "another employer" else [*PLAN[:1], ("ask", {"contact"}, 1)]
    assert _play(office, plan)[1]


def test_revoking_holds_with_the_next_request(office: Cast):
    row = register(office.mesa, StudentFacts("Ana", "Ibarra", email="a@b.example"), by=office.mesa_wbl)
    paper = Signed(["contact"], "internships", "student", "Ana Ibarra", clock.today(), None, office.employers[0])
    consent = sign(row, paper, by=office.mesa_wbl)
    details = {"employer": office.employers[0], "purpose": "internships", "by": office.mesa_wbl}
    assert release(row, ["contact"], **details)["contact"]["email"] == "a@b.example"
    assert Disclosure.objects.get().consent == consent
    revoke(consent, version=1, by=office.mesa_wbl)
    with pytest.raises(Refused, match="No consent that is in force covers this: e-mail and telephone"):
        release(row, ["contact"], **details)
    assert Disclosure.objects.count() == 1


def test_nobody_else_releases(office: Cast):
    row = register(office.mesa, StudentFacts("Ana"), by=office.mesa_wbl)
    for name in ("director", "administrator", "harbor_wbl", "mesa_jobs", "mesa_teacher"):
        with pytest.raises(Refused):
            release(row, ["name"], employer=office.employers[0], purpose="x", by=office.people[name])
    assert not Disclosure.objects.exists()


def test_a_parent_signs_at_a_school_and_the_student_at_a_college(office: Cast):
    from guildhall.people.actions.institutions import found

    school = found("Mesa Grande High", "school", parent=office.mesa, by=None, code="MGH")
    office.mesa_wbl.forget_standing()
    young = register(school, StudentFacts("Bo", born_on=clock.today() - timedelta(365 * 15)), by=office.mesa_wbl)
    unknown = register(school, StudentFacts("Cy"), by=office.mesa_wbl)
    grown = register(school, StudentFacts("Di", born_on=clock.today() - timedelta(365 * 19)), by=office.mesa_wbl)
    college = register(office.mesa, StudentFacts("Ed", born_on=clock.today() - timedelta(365 * 16)), by=office.mesa_wbl)

    def signs(row, signer):
        return bool(rules.can_sign(row, signer, clock.today()))

    assert [signs(row, "guardian") for row in (young, unknown, grown, college)] == [True, True, False, False]
    assert [signs(row, "student") for row in (young, unknown, grown, college)] == [False, False, True, True]


def test_nobody_under_thirteen_is_registered(office: Cast):
    from guildhall.lib.periods import months_after

    birthday = months_after(clock.today(), -12 * 13)
    register(office.mesa, StudentFacts("Thirteen today", born_on=birthday), by=office.mesa_wbl)
    with pytest.raises(Refused, match="under 13"):
        register(office.mesa, StudentFacts("Too young", born_on=birthday + timedelta(1)), by=office.mesa_wbl)


def test_dual_enrollment_is_one_person_with_rights_apart(office: Cast):
    facts = StudentFacts("Gil", "Ortega", date(2004, 5, 6), number="1", email="gil@mesa.example")
    one = register(office.mesa, facts, by=office.mesa_wbl)
    other = register(office.harbor, StudentFacts("GIL", "ortega", date(2004, 5, 6), number="H1"), by=office.harbor_wbl)
    assert one.student_id == other.student_id
    assert other.email == ""
    assert set(Registration.objects.visible_to(office.mesa_wbl)) == {one}
    assert set(Registration.objects.visible_to(office.harbor_wbl)) == {other}
    opt_out(other, clock.today(), version=other.version, by=office.harbor_wbl)
    release(one, ["name"], employer=office.employers[0], purpose="x", by=office.mesa_wbl)
    with pytest.raises(Refused, match="opted out"):
        release(other, ["name"], employer=office.employers[0], purpose="x", by=office.harbor_wbl)


def test_the_record_is_locked_while_it_is_released(office: Cast, monkeypatch):
    """A consent that is revoked at the same moment waits, or stops the release."""
    row = register(office.mesa, StudentFacts("Ana"), by=office.mesa_wbl)
    seen = []
    monkeypatch.setattr(disclosing, "locked", lambda *args: (seen.append(args[:2]), locked(*args))[1])
    release(row, ["name"], employer=office.employers[0], purpose="x", by=office.mesa_wbl)
    assert seen == [(Registration, row.pk)]
