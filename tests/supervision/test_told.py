"""What a paper tells of the student, who may read it, and what becomes of it when a place is given back (ADR 53)."""

from datetime import timedelta

import pytest

from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.pathways.models import Program
from guildhall.placements.models import Placement
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import opt_out
from guildhall.students.models import Enrolment, Registration
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.signing import SignedAs
from guildhall.supervision.actions.types import TypeFacts, change_type, enter_type
from guildhall.supervision.models import Paper
from guildhall.supervision.queries.shown import is_released
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast):
    found = placed(cast)
    found.cast, found.by = cast, cast.mesa_wbl
    found.paper = preparing.prepare(found.placement, found.type, by=found.by)
    return found


def fresh(paper):
    return Paper.objects.get(pk=paper.pk)


def test_a_paper_is_judged_by_what_it_says_and_not_by_todays_record(one):
    """The program was corrected since, a number typed anew: the paper tells what it told (ADR 53)."""
    program = Program.objects.create(institution=one.cast.mesa, name="Avionics Technology", cip="47.0609")
    enrolment = Enrolment.objects.filter(registration=one.registration)
    enrolment.update(program=program)
    kind = enter_type(one.cast.mesa, TypeFacts("Plan", "{student} of {program}.", ["supervisor"]), by=one.by)
    paper = preparing.prepare(one.placement, kind, by=one.by)
    assert paper.tells == ["program"]
    enrolment.update(program=None)
    Registration.objects.filter(pk=one.registration.pk).update(email="other@s.example")
    opt_out(one.registration, clock.today(), version=one.registration.version, by=one.by)
    parts = ["name", "institution"]
    sign(one.registration, Signed(parts, "Placement", "student", "Nia", clock.today(), None, one.employer), by=one.by)
    with pytest.raises(Refused, match="program of study"):
        linking.ask_to_sign(paper, "supervisor", by=one.by)
    Paper.objects.filter(pk=paper.pk).update(tells=None)  # the control: by today's record it would go out
    linking.ask_to_sign(fresh(paper), "supervisor", by=one.by)


@pytest.mark.parametrize(
    ("text", "ages", "expected"),
    [
        ("born on {birthday}", "any", ["born_on"]), ("Rosa Zamora agrees.", "any", ["guardian"]),
        ("Write to NIA@s.example", "any", ["contact"]), ("A start in the Arts", "any", []),
        ("For whoever is 16 or 17", "minor", ["of_age"]), ("Call Rosa Zamoras", "any", []),
    ],
)  # fmt: skip
def test_what_a_text_tells(one, text, ages, expected):
    born = one.registration.born_on
    program = Program.objects.create(institution=one.cast.mesa, name="Art", cip="50.0101")
    Enrolment.objects.filter(registration=one.registration).update(program=program)
    text = text.replace("{birthday}", f"{born.month}/{born.day}/{born.year}")
    kind = enter_type(one.cast.mesa, TypeFacts("Plan", text, ["supervisor"], ages=ages), by=one.by)
    assert preparing.prepare(one.placement, kind, by=one.by).tells == expected


def test_what_no_consent_covers_never_goes_to_an_employer(one):
    kind = enter_type(one.cast.mesa, TypeFacts("Plan", "Rosa Zamora agrees.", ["supervisor"]), by=one.by)
    paper = preparing.prepare(one.placement, kind, by=one.by)
    with pytest.raises(Refused, match="parent or guardian"):
        linking.ask_to_sign(paper, "supervisor", by=one.by)
    assert not is_released(one.placement, paper)
    change_type(kind, TypeFacts("Plan", "The parents agree.", ["supervisor"]), version=1, by=one.by)
    made = preparing.correct(paper, [], "Without the name", version=paper.version, by=one.by)
    assert linking.ask_to_sign(made, "supervisor", by=one.by)


@pytest.mark.parametrize("state", ["withdrawn", "no_show"])
def test_papers_of_a_place_that_was_given_back_ask_nobody_any_more(one, state):
    linking.ask_to_sign(one.paper, "student", by=one.by)
    secret = secret_in("sign")
    assert one.cast.client(None).get(f"/sign/{secret}/").status_code == 200, "the control"
    Placement.objects.filter(pk=one.placement.pk).update(state=state)
    assert one.cast.client(None).get(f"/sign/{secret}/").status_code == 404
    with pytest.raises(Refused, match="given back"):
        signing.sign_for_institution(fresh(one.paper), SignedAs("Wilma"), by=one.by)
    with clock.at(clock.now() + timedelta(6)):
        assert linking.remind() == 0


def test_what_nobody_signed_is_kept_no_longer_than_what_was(one):
    """Without a last day it would be kept for ever: it names a minor, and where they work."""
    assert preparing.close_unsigned() == 0
    ended = clock.today() - timedelta(10)
    Placement.objects.filter(pk=one.placement.pk).update(state="completed", ended_on=ended)
    assert preparing.close_unsigned() == 0, "it may still be signed"
    with clock.at(clock.now() + timedelta(60)):
        assert preparing.close_unsigned() == 1
        assert preparing.close_unsigned() == 0
    row = fresh(one.paper)
    assert (row.state, row.kept_until is not None) == ("withdrawn", True)
    Paper.objects.filter(pk=one.paper.pk).update(state="open", kept_until=None)
    Placement.objects.filter(pk=one.placement.pk).update(state="no_show", ended_on=None)
    assert preparing.close_unsigned() == 1
