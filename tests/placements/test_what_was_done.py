"""What a student has done goes to the employer that a consent names, while it holds, and tells of no hidden one."""

import pytest

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib.verdicts import Refused
from guildhall.placements.actions import grouping
from guildhall.placements.actions.disclosing import may_be_named
from guildhall.placements.actions.ticking import say_who_took_part
from guildhall.placements.models import Experience
from guildhall.students.actions.consenting import revoke
from guildhall.students.models import Disclosure
from tests.opportunities.offers import posted
from tests.placements.placed import consent, offered, student
from tests.placements.test_placing import days, kestrel  # noqa: F401  the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, kestrel):  # noqa: F811
    """An applicant who has been at three employers: the reader, an open one, and one that an exception hides."""
    ana = student(cast)
    for name in ("Kestrel Aerospace", "Hawk Marine", "Hidden Works"):
        employer = Employer.objects.filter(name=name).first() or cast.shared(name).employer
        group = grouping.count_group(
            cast.mesa, employer, grouping.Group("workplace_tour", days(9), "high", 5), by=cast.mesa_wbl
        )
        say_who_took_part(group, [ana], {ana.pk}, was=(), by=cast.mesa_wbl)
    Employer.objects.exclude(name="Hidden Works").update(audience=None, default_audience=None)
    Employer.objects.filter(name="Hidden Works").update(audience=[cast.mesa.pk])
    Experience.objects.create(
        institution=cast.mesa, student_id=ana.student_id, person="x", activity="job_shadow", start_on=days(2),
        status="no_show", mark="no show",
    )  # fmt: skip
    cast.ana, cast.row = ana, offered(cast, ana, posted(cast, kestrel))
    return cast


def shown(cast):
    with keeping(Keeper.LINK, "as the page does"):
        return may_be_named(cast.row, by=cast.mesa_wbl)


def test_it_is_told_where_a_consent_says_so_and_logged_with_the_notice(told, kestrel):  # noqa: F811
    consent(told, told.ana, kestrel, "name", "experience")
    values = shown(told)
    assert sorted(one.where for one in values["experience"]) == ["", "Hawk Marine", "Kestrel Aerospace"]
    assert "Hidden Works" not in str(values)
    assert all("tour" in one.label.lower() for one in values["experience"]), "who did not come has done nothing"
    line = Disclosure.objects.get()
    assert "experience" in line.parts and "34 CFR 99.33" in line.notice and line.employer_id == kestrel.pk


def test_without_it_nothing_of_it_is_told_and_revoking_ends_it(told, kestrel):  # noqa: F811
    consent(told, told.ana, kestrel, "name")
    assert "experience" not in shown(told)
    more = consent(told, told.ana, kestrel, "experience")
    assert "experience" in shown(told)
    revoke(more, version=more.version, by=told.mesa_wbl)
    assert "experience" not in shown(told)
    assert [line.parts for line in Disclosure.objects.order_by("at")][-1] == ["name"]


def test_a_consent_for_another_employer_is_none(told, kestrel):  # noqa: F811
    other = Employer.objects.get(name="Hawk Marine")
    consent(told, told.ana, other, "name", "experience")
    with pytest.raises(Refused):
        shown(told)
    assert not Disclosure.objects.exists()
