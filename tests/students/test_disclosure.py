"""What stands behind a release: who signs, who releases, and that revoking holds (R5); test_releases plays it all."""

from datetime import date, timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.actions import disclosing
from guildhall.students.actions.consenting import Signed, revoke, sign
from guildhall.students.actions.disclosing import release
from guildhall.students.actions.entering import StudentFacts, opt_out, register
from guildhall.students.models import Disclosure, Registration
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> Cast:
    cast.employers = [cast.shared("Kestrel Aerospace").employer, cast.shared("Hawk Marine").employer]
    return cast


def test_revoking_holds_with_the_next_request(office: Cast):
    row = register(office.mesa, StudentFacts("Ana", "Ibarra", email="a@b.example"), by=office.mesa_wbl)
    paper = Signed(["contact"], "internships", "student", "Ana Ibarra", clock.today(), None, office.employers[0])
    consent = sign(row, paper, by=office.mesa_wbl)
    details = {"employer": office.employers[0], "use": "place", "purpose": "internships", "by": office.mesa_wbl}
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
            release(row, ["name"], employer=office.employers[0], use="place", purpose="x", by=office.people[name])
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
    release(one, ["name"], employer=office.employers[0], use="place", purpose="x", by=office.mesa_wbl)
    with pytest.raises(Refused, match="opted out"):
        release(other, ["name"], employer=office.employers[0], use="place", purpose="x", by=office.harbor_wbl)


def test_the_record_is_locked_while_it_is_released(office: Cast, monkeypatch):
    """A consent that is revoked at the same moment waits, or stops the release."""
    row = register(office.mesa, StudentFacts("Ana"), by=office.mesa_wbl)
    seen = []
    monkeypatch.setattr(disclosing, "locked", lambda *args: (seen.append(args[:2]), locked(*args))[1])
    release(row, ["name"], employer=office.employers[0], use="place", purpose="x", by=office.mesa_wbl)
    assert seen == [(Registration, row.pk)]
