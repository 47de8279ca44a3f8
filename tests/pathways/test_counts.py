"""Enrollment by institution, program and term, and its share in occupations in demand (F16, M14, N17, R6)."""

from decimal import Decimal

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions import programs
from guildhall.pathways.actions import terms as act
from guildhall.pathways.actions.credit import agree_to
from guildhall.pathways.models import Code, CountedTerm, Crossing, EnrolledCount
from guildhall.pathways.queries import counting
from tests.moments import days_from_now
from tests.pathways.aligning import align, articulated, said

pytestmark = pytest.mark.django_db


def year():
    return clock.today().year - 1


def program(cast, name, *, at="mesa", **more):
    place, by = getattr(cast, at), cast.people[f"{at}_wbl"]
    return programs.enter_program(place, programs.ProgramFacts(name, "associate", **more), by=by)


def counted(cast, numbers, *, at="mesa", part="fall"):
    by = cast.people[f"{at}_wbl"]
    term = act.begin_term(getattr(cast, at), year(), part, by=by)
    return act.count_term(term, act.Counts({row.pk: n for row, n in numbers.items()}), version=term.version, by=by)


def test_an_institution_counts_its_own_students(cast):
    for who in ("director", "harbor_wbl", "mesa_instructor"):
        with pytest.raises(Refused):
            act.begin_term(cast.mesa, year(), "fall", by=cast.people[who])
    with pytest.raises(Refused, match="teaches nobody"):
        act.begin_term(cast.region, year(), "fall", by=cast.director)
    row = counted(cast, {program(cast, "Nursing"): 31})
    assert Entry.objects.filter(verb="count term", object_id=str(row.pk)).exists()
    with pytest.raises(Conflict):
        act.count_term(row, act.Counts(), version=row.version - 1, by=cast.mesa_admin)


def test_few_students_are_told_within_their_institution_alone(cast):
    """R6: 7 students of Mesa stand nowhere that Harbor or the region reads, in no sum and in no difference."""
    row = counted(cast, {program(cast, "Nursing"): 31, program(cast, "Welding"): 7})
    seen = {who: counting.counted_in(cast.people[who], row) for who in ("mesa_instructor", "harbor_wbl", "director")}
    assert [one.told for one in seen["mesa_instructor"].enrolled] == [31, 7]
    assert seen["mesa_instructor"].total == counting.Total(38, 2, 0)
    for who in ("harbor_wbl", "director"):
        assert [one.told for one in seen[who].enrolled] == [31, None]
        assert seen[who].total == counting.Total(31, 1, 1)
        assert counting.totals(cast.people[who], [row.pk]) == {row.pk: counting.Total(31, 1, 1)}
        for address in (f"/enrollment/{row.pk}/", "/enrollment/"):
            text = said(cast.client(cast.people[who]).get(address))
            assert "38" not in text
            assert "fewer than 10" in text
    assert "38" in cast.client(cast.mesa_instructor).get(f"/enrollment/{row.pk}/").content.decode()
    assert list(EnrolledCount.objects.visible_to(cast.harbor_wbl).values_list("students", flat=True)) == [31]


def test_no_count_is_not_none(cast):
    nursing, welding = program(cast, "Nursing"), program(cast, "Welding")
    row = counted(cast, {nursing: 0, welding: None})
    assert list(row.enrolled.values_list("program", "students")) == [(nursing.pk, 0)]
    row = counted(cast, {nursing: None})
    assert not row.enrolled.exists()


def test_a_year_is_counted_in_one_way(cast):
    counted(cast, {program(cast, "Nursing"): 31})
    with pytest.raises(Refused, match="in another way already"):
        act.begin_term(cast.mesa, year(), "year", by=cast.mesa_wbl)
    act.begin_term(cast.mesa, year(), "spring", by=cast.mesa_wbl)
    act.begin_term(cast.harbor, year(), "year", by=cast.harbor_wbl)


def test_who_attested_stands_by_what_was_counted_then(cast):
    """N17: a change afterward shows, and takes the attestation's word away."""
    nursing = program(cast, "Nursing")
    row = counted(cast, {nursing: 31})
    with pytest.raises(Refused):
        act.attest_term(row, version=row.version, by=cast.director)
    row = act.attest_term(row, version=row.version, by=cast.mesa_wbl)
    assert row.is_attested
    with pytest.raises(Refused, match="attested as they are"):
        act.attest_term(row, version=row.version, by=cast.mesa_wbl)
    with clock.at(days_from_now(1)):
        row = counted(cast, {nursing: 31})
        assert row.is_attested  # nothing was counted otherwise
        row = counted(cast, {nursing: 32})
    assert not row.is_attested
    assert "changed since it was attested" in cast.client(cast.mesa_wbl).get("/enrollment/").content.decode()
    assert not CountedTerm.objects.attested().exists()


def crossed(cip, soc):
    one = Code.objects.create(scheme="cip", version="2020", code=cip, title="x", level="6")
    Crossing.objects.create(origin=one, target=Code.objects.create(scheme="soc", version="2018", code=soc, title="y"))


def test_the_share_in_demand_follows_crosswalk_and_pathway(cast):
    """M14: by the official crosswalk, or by the pathway of the program; the list is named."""
    crossed("51.3801", "29-1141")
    path = programs.enter_pathway(
        cast.region, programs.PathwayFacts("Welding", occupations=("51-4121",)), by=cast.director
    )
    counted(cast, {program(cast, "Nursing", cip="51.3801"): 30, program(cast, "History", cip="54.0101"): 50})
    counted(cast, {program(cast, "Welding", at="harbor", pathway=path): 20}, at="harbor")
    of = counting.InDemand("List of the region", frozenset({"29-1141", "51-4121"}))
    share = counting.share_in_demand(cast.director, year(), "fall", of)
    assert (share.within.students, share.all.students, share.percent) == (50, 100, 50)
    narrower = counting.InDemand("Another list", frozenset({"29-1141"}))
    assert counting.share_in_demand(cast.director, year(), "fall", narrower).within.students == 30
    assert counting.share_in_demand(cast.director, year(), "spring", of).percent is None


def test_a_share_tells_no_small_count_of_another_institution(cast):
    crossed("51.3801", "29-1141")
    counted(cast, {program(cast, "Nursing", cip="51.3801"): 9, program(cast, "History"): 50})
    of = counting.InDemand("List", frozenset({"29-1141"}))
    told = counting.share_in_demand(cast.harbor_wbl, year(), "fall", of)
    assert (told.within, told.all) == (counting.Total(0, 0, 1), counting.Total(50, 1, 1))
    own = counting.share_in_demand(cast.mesa_wbl, year(), "fall", of)
    assert (own.within.students, own.all.students) == (9, 59)


def test_counts_are_typed_program_by_program_and_the_second_editor_compares(cast):
    nursing = program(cast, "Nursing")
    client = cast.client(cast.mesa_wbl)
    begun = client.post("/enrollment/add/", {"institution": str(cast.mesa.pk), "year": str(year()), "part": "fall"})
    address = begun["Location"]
    assert "Nursing, Associate degree" in client.get(address).content.decode()
    field = f"p-{nursing.pk}"
    wrong = client.post(address, {field: "many", "version": "1"}).content.decode()
    assert 'value="many"' in wrong
    client.post(address, {field: "31", "version": "1"})
    text = client.post(address, {field: "44", "version": "1"}).content.decode()
    assert "31" in text
    assert 'value="44"' in text
    assert EnrolledCount.objects.get().students == 31


def test_credit_is_counted_of_courses_that_are_articulated(cast):
    rows = align(cast)
    row = act.begin_term(cast.mesa, clock.today().year + 1, "fall", by=cast.mesa_wbl)
    assert counting.credits_to_count(row, clock.today()) == []
    agreement = articulated(cast, rows)
    agree_to(agreement, version=1, by=cast.mesa_wbl)
    assert counting.credits_to_count(row, clock.today()) == [(rows.granted, "articulated")]
    address = f"/enrollment/{row.pk}/count/"
    client = cast.client(cast.mesa_wbl)
    key = f"{rows.granted.pk}-articulated"
    text = client.post(address, {f"c-{key}": "40", "version": "1"}).content.decode()
    assert "Say by how many students they were earned." in text
    client.post(address, {f"c-{key}": "40", f"s-{key}": "10", "version": "1"})
    assert row.credits.get().credits == Decimal(40)
