"""The vetting wall and promotion (A1–A6, N1, N2)."""

import pytest

from guildhall.employers.models import Employer
from guildhall.lib.verdicts import Refused
from guildhall.prospects.actions import asking, promoting, vetting
from tests.cast import new_employer


def test_only_directors_see_what_the_region_holds(cast):
    prospect = cast.prospect("Northwind Robotics, Inc.")
    seen = {name for name, p in cast.people.items() if Employer.objects.visible_to(p).filter(pk=prospect.pk).exists()}
    assert seen == {"director", "second"}


def test_a_college_sees_what_it_holds_and_so_do_directors(cast):
    prospect = cast.prospect("Tern Composites", holder=cast.mesa, by=cast.mesa_wbl)
    seen = {name for name, p in cast.people.items() if Employer.objects.visible_to(p).filter(pk=prospect.pk).exists()}
    own = {"mesa_admin", "mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"}
    assert seen == {"director", "second"} | own


def test_promotion_keeps_the_record_and_opens_it_to_everybody(cast):
    """N2, B5: same identifier, zero opportunities, every college."""
    prospect = cast.ready("Northwind Robotics, Inc.")
    promoting.promote(prospect, by=cast.director)
    for name in ("mesa_wbl", "harbor_wbl", "mesa_instructor", "administrator"):
        assert Employer.objects.visible_to(cast.people[name]).filter(pk=prospect.pk).exists(), name
    for name in ("mesa_student", "mesa_employer"):
        assert not Employer.objects.visible_to(cast.people[name]).filter(pk=prospect.pk).exists(), name


def test_both_gates_are_needed(cast):
    """A5."""
    prospect = cast.vetted("Tern Composites")
    with pytest.raises(Refused, match="ready to work"):
        promoting.promote(prospect, by=cast.director)
    with pytest.raises(Refused, match="second person"):
        vetting.confirm_readiness(prospect, by=cast.director)
    vetting.confirm_readiness(prospect, by=cast.second)
    promoting.promote(prospect, by=cast.director)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Northwind Robotics, Inc.", "Northwind"),
        ("Northwind Robotics, Inc.", "North Wind Robotics"),
        ("Northwind Robotics, Inc.", "Northwind Robotics of Mesa Grande"),
        ("Bluegate Semiconductors", "Bluegate Semi"),
        ("Pinecrest Data Center", "Pinecrest Data"),
        ("Zenith Advanced Ceramics", "Zenith Ceramics"),
    ],
)
def test_a_name_shortened_parted_or_with_a_place_meets_the_wall(cast, known, typed):
    cast.prospect(known, city="Redstone")
    form = {"name": typed, "holder": str(cast.mesa.pk)}
    page = cast.client(cast.mesa_wbl).post("/employers/add/", form)
    assert b"regional relationship is under way" in page.content
    assert Employer.objects.count() == 1
    suggested = cast.client(cast.mesa_wbl).get(f"/employers/add/alike/?name={typed}")
    assert known not in suggested.content.decode(), "and only a submit says so"


def test_what_somebody_sees_anyway_is_no_wall(cast):
    """To a director the same name is an ordinary candidate; to colleges a shared one is."""
    cast.shared("Northwind Robotics, Inc.")
    page = cast.client(cast.mesa_wbl).post("/employers/add/", {"name": "Northwind", "holder": str(cast.mesa.pk)})
    assert b"regional relationship is under way" not in page.content


def test_blind_match_tells_nothing_and_creates_nothing(cast):
    """N1."""
    cast.prospect("Northwind Robotics, Inc.", city="Redstone", industry="Robotics")
    page = cast.client(cast.mesa_wbl).post(
        "/employers/add/", {"name": "northwind robotics llc", "holder": str(cast.mesa.pk)}
    )
    assert page.status_code == 200
    assert b"regional relationship is under way" in page.content
    for secret in (b"Inc.", b"Redstone", b"Northwind Robotics, Inc", str(cast.director).encode()):
        assert secret not in page.content
    assert Employer.objects.count() == 1
    control = cast.client(cast.mesa_wbl).post(
        "/employers/add/", {"name": "Quite Another Bakery", "holder": str(cast.mesa.pk)}
    )
    assert control.status_code == 302
    assert Employer.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    ["KESTREL Aero-space LLC", "Kestrel Aero Space", "kestrelaerospace", "Kestrel Aerospce", "Aerospace Kestrel"],
)
def test_the_blind_match_forgives_spelling(cast, typed):
    """N1: words together or apart, one slip of the finger, another order; the name is all that is given."""
    cast.prospect("Kestrel Aerospace, Inc.")
    assert asking.check(new_employer(typed), by=cast.mesa_wbl, institution=cast.mesa).blind
    assert not asking.check(new_employer("Osprey Aerospace"), by=cast.mesa_wbl, institution=cast.mesa).blind


def test_probes_are_limited(cast):
    """N1: 30 an hour."""
    for n in range(asking.PROBES.most):
        asking.check(new_employer(f"Company {n}"), by=cast.mesa_wbl, institution=cast.mesa)
    with pytest.raises(Refused, match="30"):
        asking.check(new_employer("One more"), by=cast.mesa_wbl, institution=cast.mesa)


def test_whoever_meets_the_wall_goes_back_to_what_was_typed(cast):
    """Up to thirteen fields: nothing is entered, and nothing is lost."""
    cast.prospect("Bluegate Semiconductor")
    typed = {"name": "Bluegate Semiconductor", "domain": "elsewhere.example", "city": "Redstone", "again": "yes"}
    page = cast.client(cast.mesa_wbl).post("/employers/add/", typed).content.decode()
    for value in ("Bluegate Semiconductor", "elsewhere.example", "Redstone"):
        assert f'value="{value}"' in page
    assert "under way" not in page
