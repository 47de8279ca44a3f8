"""A pathway from school to college to work, what is missing on it, and the elements in the law (D7, D11)."""

import pytest

from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions import credit, programs
from guildhall.pathways.actions.checking import note_evidence
from guildhall.pathways.actions.codes import load_codes
from guildhall.pathways.elements import ELEMENTS
from guildhall.pathways.loading import CodeList, Listed
from guildhall.pathways.queries import fates_of
from guildhall.pathways.queries.aligned import aligned
from tests.pathways.aligning import align, articulated

pytestmark = pytest.mark.django_db


def test_an_empty_pathway_says_what_is_missing(cast):
    path = programs.enter_pathway(cast.region, programs.PathwayFacts("Welding"), by=cast.director)
    said = " ".join(aligned(cast.mesa_wbl, path).missing)
    for words in ("of a school", "of a college", "no occupation", "certification", "no skills", "7 elements"):
        assert words in said
    assert "articulation" not in said  # where there is nothing to join, nothing is missing between


def test_what_is_there_is_not_missing(cast):
    rows = align(cast, occupations=("29-1141",), skills=("Care plans",))
    row = articulated(cast, rows)
    assert any("no articulation agreement is in force" in one for one in aligned(cast.mesa_wbl, rows.pathway).missing)
    credit.agree_to(row, version=1, by=cast.mesa_wbl)
    one = credit.enter_certification(cast.mesa, credit.CertificationFacts("RN", "State board"), by=cast.mesa_wbl)
    credit.say_led_to(rows.college, one, by=cast.mesa_wbl)
    for element in ELEMENTS:
        note_evidence(rows.pathway, element.letter, "met", "The file", version=0, by=cast.director)
    found = aligned(cast.mesa_wbl, rows.pathway)
    assert found.missing == []
    assert [row.name for row in found.secondary] == ["Health academy"]
    assert [row.name for row in found.postsecondary] == ["Registered Nursing"]
    text = cast.client(cast.mesa_instructor).get(f"/pathways/{rows.pathway.pk}/").content.decode()
    for words in ("HS 9 Anatomy → BIO 10 Anatomy I", "29-1141", "Care plans", "Nothing that this page asks for"):
        assert words in text


def test_evidence_is_said_by_whoever_keeps_the_pathway(cast):
    path = align(cast).pathway
    with pytest.raises(Refused):
        note_evidence(path, "A", "met", "Minutes", version=0, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="what shows it"):
        note_evidence(path, "A", "met", "  ", version=0, by=cast.director)
    row = note_evidence(path, "A", "partly", "Minutes", version=0, by=cast.director)
    with pytest.raises(Conflict):
        note_evidence(path, "A", "missing", "", version=0, by=cast.second)
    assert aligned(cast.director, path).met == 0
    note_evidence(path, "A", "met", "Minutes", version=row.version, by=cast.second)
    assert aligned(cast.director, path).met == 1


def test_the_second_editor_of_an_element_compares(cast):
    path = align(cast).pathway
    where = f"/pathways/{path.pk}/elements/C/"
    note_evidence(path, "C", "met", "Two counselors", version=0, by=cast.second)
    answer = cast.client(cast.director).post(where, {"state": "missing", "shown_by": "Nobody counsels", "version": "0"})
    text = answer.content.decode()
    assert "Two counselors" in text
    assert "Nobody counsels" in text
    assert cast.client(cast.director).get(f"/pathways/{path.pk}/elements/Z/").status_code == 404


def listed(version, *lines):
    return CodeList({("cip", version): {one.code: one for one in lines}})


def test_a_code_says_what_became_of_it(cast):
    """D11: moved within its list, renamed in a newer one, deleted; what still stands is not told of."""
    old = Listed("01.0309", "Viticulture", valid=True), Listed("51.0000", "Health"), Listed("99.0001", "Gone")
    load_codes(listed("2010", *old, Listed("11.0101", "Computing")))
    new = (Listed("01.0309", "Viticulture", valid=False), Listed("01.1004", "Viticulture"),
           Listed("51.0000", "Health services"), Listed("11.0101", "Computing"))  # fmt: skip
    load_codes(listed("2020", *new))
    codes = [("2020", "01.0309"), ("2010", "51.0000"), ("2010", "99.0001"), ("2010", "11.0101"), ("2020", "")]
    found = fates_of("cip", codes)
    assert found["2020", "01.0309"].code == "01.1004"
    assert (found["2010", "51.0000"].title, found["2010", "51.0000"].in_version) == ("Health services", "2020")
    assert found["2010", "99.0001"].is_gone
    assert set(found) == {("2020", "01.0309"), ("2010", "51.0000"), ("2010", "99.0001")}
    facts = programs.ProgramFacts("Wine", "certificate", cip="01.0309", cip_version="2020")
    row = programs.enter_program(cast.mesa, facts, by=cast.mesa_wbl)
    assert "in the list of 2020 it is 01.1004 Viticulture" in " ".join(
        cast.client(cast.mesa_wbl).get(f"/programs/{row.pk}/").content.decode().split()
    )
