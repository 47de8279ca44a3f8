"""Certifications, courses, and agreements by which a course counts elsewhere (D5, D8, D9, D11)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guildhall.audit.models import Entry
from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions import credit as act
from guildhall.pathways.models import Articulation, LedTo
from guildhall.pathways.queries import credit as queries
from tests.pathways.aligning import align, articulated
from tests.permissions.world.agreements import PDF

pytestmark = pytest.mark.django_db


def test_each_side_agrees_for_itself(cast):
    """D9: nobody binds another institution; it counts once both have agreed."""
    rows = align(cast)
    row = articulated(cast, rows)
    assert not row.stands
    assert list(Articulation.objects.waiting()) == [row]
    with pytest.raises(Refused):
        act.agree_to(row, version=row.version, by=cast.school_wbl)  # keeps nothing at the college
    with pytest.raises(Refused):
        act.agree_to(row, version=row.version, by=cast.harbor_wbl)
    row = act.agree_to(row, version=row.version, by=cast.mesa_wbl)
    assert row.stands
    assert list(Articulation.objects.in_force()) == [row]
    assert Entry.objects.filter(verb="agree to articulation", object_id=str(row.pk)).exists()


def test_whoever_changes_it_has_the_other_side_agree_anew(cast):
    rows = align(cast)
    row = act.agree_to(articulated(cast, rows), version=1, by=cast.mesa_wbl)
    same = act.ArticulationFacts("articulated", Decimal(4), row.from_on)
    row = act.change_articulation(row, same, version=row.version, by=cast.mesa_wbl)
    assert row.is_agreed  # nothing was said otherwise
    other = act.ArticulationFacts("articulated", Decimal(3), row.from_on)
    row = act.change_articulation(row, other, version=row.version, by=cast.mesa_wbl)
    assert (row.taken_agreed_on, row.granted_agreed_by) == (None, cast.mesa_wbl)
    with pytest.raises(Conflict):
        act.agree_to(row, version=row.version - 1, by=cast.school_wbl)


def test_a_director_keeps_both_sides(cast):
    rows = align(cast)
    facts = act.ArticulationFacts("dual", Decimal(4), clock.today())
    assert act.articulate(rows.taken, rows.granted, facts, by=cast.director).stands


@pytest.mark.parametrize(("days", "state"), [(-1, "ended"), (30, "ending"), (200, "force")])
def test_it_stands_from_one_day_to_another(cast, days, state):
    rows = align(cast)
    begun = clock.today() - timedelta(400)
    facts = act.ArticulationFacts("articulated", Decimal(4), begun, clock.today() + timedelta(days))
    row = act.articulate(rows.taken, rows.granted, facts, by=cast.director)
    assert row.stands == (days >= 0)
    found = queries.articulations_where(cast.mesa_wbl, at=cast.mesa, state=state)
    assert list(found) == [row]
    assert not queries.articulations_where(cast.mesa_wbl, at=cast.harbor, state=state).exists()


def test_what_cannot_be_is_said(cast):
    rows = align(cast)
    today = clock.today()
    other = act.enter_course(rows.college, act.CourseFacts("BIO 11", "Anatomy II"), by=cast.mesa_wbl)
    with pytest.raises(Refused, match="between two institutions"):
        act.articulate(other, rows.granted, act.ArticulationFacts("dual", Decimal(4), today), by=cast.mesa_wbl)
    facts = act.ArticulationFacts("dual", Decimal(4), today, today - timedelta(1))
    with pytest.raises(Refused, match="before it begins"):
        act.articulate(rows.taken, rows.granted, facts, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="how many credits"):
        act.articulate(rows.taken, rows.granted, act.ArticulationFacts("dual", Decimal(0), today), by=cast.mesa_wbl)
    articulated(cast, rows)
    with pytest.raises(Refused, match="is here already"):
        articulated(cast, rows)
    with pytest.raises(Refused, match="course hs 9 already"):
        act.enter_course(rows.school, act.CourseFacts("hs 9", "Another"), by=cast.school_wbl)


def test_the_paper_lies_with_it_and_another_one_replaces_it(cast):
    rows = align(cast)
    facts = act.ArticulationFacts("dual", Decimal(4), clock.today())
    row = act.articulate(rows.taken, rows.granted, facts, by=cast.school_wbl, file_name="mou.pdf", chunks=[PDF])
    answer = cast.client(cast.harbor_wbl).get(f"/articulations/{row.pk}/paper/")
    assert answer.status_code == 200
    assert "mou.pdf" in answer["Content-Disposition"]
    act.change_articulation(row, facts, version=1, by=cast.school_wbl, file_name="new.pdf", chunks=[PDF + b"\n%x"])
    row.refresh_from_db()
    assert (row.file_name, StoredFile.objects.count()) == ("new.pdf", 2)  # the first goes once it is certain


def test_it_is_entered_on_the_page_of_a_course_by_the_name_of_the_other(cast):
    rows = align(cast)
    client = cast.client(cast.school_wbl)
    typed = {"other": "no such course", "direction": "other", "kind": "articulated", "credits": "4",
             "condition": "grade B or better", "from_on": str(clock.today())}  # fmt: skip
    answer = client.post(f"/programs/courses/{rows.taken.pk}/articulate/", typed)
    assert "No course of another institution is called that" in answer.content.decode()
    assert 'value="grade B or better"' in answer.content.decode()
    answer = client.post(
        f"/programs/courses/{rows.taken.pk}/articulate/", typed | {"other": rows.granted.label}, follow=True
    )
    assert "It counts once the other institution has agreed." in answer.content.decode()
    row = Articulation.objects.get()
    assert (row.taken, row.granted, row.condition) == (rows.taken, rows.granted, "grade B or better")
    page = cast.client(cast.mesa_wbl).get(f"/articulations/{row.pk}/").content.decode()
    assert "Agree for our side" in page
    assert "Agree for our side" not in client.get(f"/articulations/{row.pk}/").content.decode()


def test_a_program_leads_to_certifications(cast):
    rows = align(cast)
    facts = act.CertificationFacts("Certified Nurse Aide", "State board", Decimal("120.50"))
    one = act.enter_certification(cast.region, facts, by=cast.director)
    with pytest.raises(Refused, match="on the list already"):
        act.enter_certification(cast.mesa, facts, by=cast.mesa_wbl)
    with pytest.raises(Refused):
        act.say_led_to(rows.college, one, by=cast.harbor_wbl)
    assert act.say_led_to(rows.college, one, by=cast.mesa_wbl)
    assert not act.say_led_to(rows.college, one, by=cast.mesa_wbl)
    page = cast.client(cast.mesa_instructor).get(f"/programs/{rows.college.pk}/").content.decode()
    assert "Certified Nurse Aide" in page
    assert "costs $120.50" in page
    act.say_not_led_to(rows.college, one, by=cast.mesa_wbl)
    assert not LedTo.objects.exists()


def test_a_certification_is_named_by_its_label_or_a_name_that_only_one_has(cast):
    for issuer in ("State board", "Red Cross"):
        act.enter_certification(cast.region, act.CertificationFacts("First aid", issuer), by=cast.director)
    act.enter_certification(cast.region, act.CertificationFacts("Welder", "AWS"), by=cast.director)
    assert queries.certification_named(cast.mesa_wbl, "welder").issuer == "AWS"
    assert queries.certification_named(cast.mesa_wbl, "First aid") is None
    assert queries.certification_named(cast.mesa_wbl, "first aid (red cross)").issuer == "Red Cross"


def test_certifications_keep_their_own_page_and_the_second_editor_is_told(cast):
    one = act.enter_certification(cast.mesa, act.CertificationFacts("Welder", "AWS"), by=cast.mesa_wbl)
    client, where = cast.client(cast.mesa_wbl), f"/certifications/{one.pk}/change/"
    act.change_certification(one, act.CertificationFacts("Welder I", "AWS"), version=1, by=cast.director)
    answer = client.post(where, {"name": "Welder II", "issuer": "AWS", "version": "1"})
    text = answer.content.decode()
    assert "Welder I" in text
    assert 'value="Welder II"' in text
    assert client.get("/certifications/?q=welder").content.decode().count("Welder I") >= 1
    assert "Nothing fits" in client.get("/certifications/?q=zzz").content.decode()
