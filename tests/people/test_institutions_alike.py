"""No two institutions of one name stand in one place, and one entered by mistake goes while nothing hangs on it."""

import pytest

from guildhall.imports.models import SourceMapping
from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import change_institution, found, free_stamp, remove_institution
from guildhall.people.models import Institution

pytestmark = pytest.mark.django_db


def test_no_two_alike_in_one_place(cast):
    with pytest.raises(Refused, match="stands there already"):
        found(f" {cast.mesa.name.upper()} ", "college", parent=cast.mesa.parent, by=cast.administrator)
    for parent in (cast.mesa, cast.harbor):  # each college has its own
        found("Nursing", "department", parent=parent, by=cast.administrator)


def test_nor_by_a_change(cast):
    other = found("Third College", "college", parent=cast.region, by=cast.administrator)
    with pytest.raises(Refused, match="stands there already"):
        change_institution(other, {"name": cast.mesa.name}, version=other.version, by=cast.administrator)
    change_institution(other, {"name": "third college"}, version=other.version, by=cast.administrator)


def test_an_empty_one_goes(cast):
    other = found("Third Colege", "college", parent=cast.region, by=cast.administrator, identifiers={"IPEDS": "123456"})
    client = cast.client(cast.administrator)
    assert "Take it out of the tree" in client.get(f"/institutions/{other.slug}/").content.decode()
    client.post(f"/institutions/{other.slug}/remove/", {"version": other.version})
    assert not Institution.objects.filter(pk=other.pk).exists()


def test_one_with_people_or_places_below_it_stays(cast):
    assert "Take it out" not in cast.client(cast.administrator).get(f"/institutions/{cast.mesa.slug}/").content.decode()
    with pytest.raises(Refused, match="so it stays"):
        remove_institution(cast.mesa, version=cast.mesa.version, by=cast.administrator)
    above = found("Empty but for one", "district", parent=cast.region, by=cast.administrator)
    found("A school", "school", parent=above, by=cast.administrator)
    with pytest.raises(Refused, match="so it stays"):
        remove_institution(above, version=above.version, by=cast.administrator)


def test_what_points_at_it_without_a_name_of_its_own_keeps_it(cast):
    other = found("Third College", "college", parent=cast.region, by=cast.administrator)
    SourceMapping.objects.create(institution=other, kind="employers", headings="x", columns={})
    with pytest.raises(Refused, match="so it stays"):
        remove_institution(other, version=other.version, by=cast.administrator)
    assert SourceMapping.objects.filter(institution=other).exists()


def test_no_two_get_the_same_letters(cast):
    names = ("Rio Verde Consortium", "Rio Verde College", "Rio Verde Center", "Rio Verde Center")
    places = [found(f"{n}{'' if i < 3 else ' '}", "college", parent=(cast.region, cast.mesa)[i // 3], by=None)
              for i, n in enumerate(names)]  # fmt: skip
    assert [place.code for place in places] == ["RVC", "RVCO", "RVCE", "RVCEN"]
    assert free_stamp("Ab", {"AB"}) != "AB"
