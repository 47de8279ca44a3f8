"""Who works with employers and does not use the product yet (H7)."""

from datetime import timedelta

import pytest

from guildhall.dashboards import metrics
from guildhall.dashboards.queries.coverage import named_in_entries
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Role
from guildhall.people.queries.coverage import coverage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def here(*people, ago=0):
    Person.objects.filter(pk__in=[p.pk for p in people]).update(last_login=clock.now() - timedelta(days=ago))


def absent(person):
    return set(metrics.colleagues_not_here(person).values_list("email", flat=True))


def test_who_never_signed_in_or_not_for_long_is_not_here(cast: Cast):
    here(cast.mesa_wbl, cast.mesa_admin, cast.mesa_jobs)
    here(cast.mesa_cases, ago=91)
    missing = absent(cast.mesa_admin)
    assert {cast.mesa_cases.email, cast.mesa_career.email, cast.mesa_teacher.email} <= missing
    assert not {cast.mesa_wbl.email, cast.mesa_jobs.email} & missing
    assert cast.mesa_instructor.email not in missing, "an instructor who only reads works with nobody"
    assert cast.harbor_wbl.email not in missing, "one's own institution"
    assert cast.harbor_wbl.email in absent(cast.director), "a director sees the region"
    assert not absent(cast.mesa_student)


def test_the_figure_opens_into_its_rows(cast):
    figure = next(one for one in metrics.metrics(cast.director) if one.name == "colleagues_not_here")
    page = cast.client(cast.director).get(figure.url)
    assert len(page.context["page"].rows) == figure.value > 0


def test_institutions_without_anybody_stand_first(cast):
    here(cast.mesa_wbl)
    rows = {one.institution: one for one in coverage(cast.director)}
    assert rows[cast.mesa].here == 1
    assert rows[cast.mesa].missing == rows[cast.mesa].working - 1
    assert coverage(cast.director)[0].institution == cast.harbor


def test_whom_entries_name_leads_to_an_invitation(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    entry = {"kind": "call", "happened_on": clock.today(), "recorded_at": clock.now(), "institution": cast.mesa}
    for body in ("By: Ana Ruiz", "Spoke long.\nBy: ana  ruiz", f"By: {cast.mesa_wbl}", "Stand By: it was late"):
        Engagement.objects.create(employer=employer, summary="Call", body=body, **entry)
    (one,) = named_in_entries(cast.mesa_admin)
    assert (one.name.lower().split(), one.institution, one.count) == (["ana", "ruiz"], cast.mesa, 2)
    assert named_in_entries(cast.harbor_wbl) == []
    page = cast.client(cast.mesa_admin).get("/coverage/").content.decode()
    address = f"/access/give/?given_name=Ana&amp;family_name=Ruiz&amp;at={cast.mesa.slug}"
    assert address in page or "given_name=ana" in page
    form = cast.client(cast.mesa_admin).get(f"/access/give/?given_name=Ana&at={cast.mesa.slug}").content.decode()
    assert 'value="Ana"' in form
    cast.add("ruiz", Role.JOB_DEVELOPER, cast.mesa)
    Person.objects.filter(pk=cast.ruiz.pk).update(given_name="Ana", family_name="Ruiz")
    assert named_in_entries(cast.mesa_admin) == []
    assert "give/?given_name" not in cast.client(cast.mesa_wbl).get("/coverage/").content.decode()
