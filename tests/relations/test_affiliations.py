"""D10: a contact at an employer is a colleague as well, such as an adjunct who works in the field."""

import pytest

from guildhall.audit.models import Entry
from guildhall.lib.verdicts import Refused
from guildhall.pathways.actions import programs
from guildhall.relations.actions import say_same_person, take_back
from guildhall.relations.models import Affiliation
from guildhall.relations.queries.affiliations import in_the_field
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def adjunct(cast):
    """Ida is an instructor at Mesa, and stands as a contact at an employer."""
    cast.row = cast.shared("Acme Welding", contact={"given_name": "Ida", "family_name": "Ward"}).employer
    cast.contact = cast.row.contacts.get()
    facts = programs.ProgramFacts("Welding", "certificate")
    cast.program = programs.enter_program(cast.mesa, facts, by=cast.mesa_wbl)
    cast.away = programs.enter_program(cast.harbor, facts, by=cast.harbor_wbl)
    return cast


def test_a_program_shows_who_of_its_institution_works_in_the_field(adjunct):
    row = say_same_person(adjunct.contact, adjunct.mesa_instructor, by=adjunct.mesa_wbl)
    assert in_the_field(adjunct.harbor_wbl, adjunct.program) == [row]
    assert in_the_field(adjunct.harbor_wbl, adjunct.away) == []
    page = adjunct.client(adjunct.mesa_jobs).get(f"/programs/{adjunct.program.pk}/").content.decode()
    assert "Colleagues who also work in the field" in page
    assert "Acme Welding" in page
    assert "in the field" not in adjunct.client(adjunct.mesa_jobs).get(f"/programs/{adjunct.away.pk}/").content.decode()
    assert Entry.objects.filter(verb="say contact is colleague", object_id=str(row.pk)).exists()


def test_who_has_left_the_employer_works_there_no_more(adjunct):
    say_same_person(adjunct.contact, adjunct.mesa_instructor, by=adjunct.mesa_wbl)
    adjunct.contact.to_date = days_from_now(-2).date()
    adjunct.contact.save()
    assert in_the_field(adjunct.mesa_wbl, adjunct.program) == []


def test_it_is_said_by_whoever_edits_the_employer_and_once(adjunct):
    with pytest.raises(Refused):
        say_same_person(adjunct.contact, adjunct.mesa_instructor, by=adjunct.mesa_instructor)
    with pytest.raises(Refused, match="works at one of our institutions"):
        say_same_person(adjunct.contact, adjunct.mesa_student, by=adjunct.mesa_wbl)
    row = say_same_person(adjunct.contact, adjunct.mesa_instructor, by=adjunct.mesa_wbl)
    assert say_same_person(adjunct.contact, adjunct.mesa_instructor, by=adjunct.mesa_jobs) == row
    with pytest.raises(Refused, match="already of another colleague"):
        say_same_person(adjunct.contact, adjunct.mesa_teacher, by=adjunct.mesa_wbl)
    take_back(row, by=adjunct.harbor_wbl)
    assert not Affiliation.objects.exists()


def test_nobody_learns_of_it_where_the_employer_is_hidden(adjunct):
    hidden = adjunct.prospect("Hidden Foundry", contact={"family_name": "Ward"}).employer.contacts.get()
    say_same_person(hidden, adjunct.mesa_instructor, by=adjunct.director)
    assert in_the_field(adjunct.mesa_wbl, adjunct.program) == []
    assert "Hidden" not in adjunct.client(adjunct.mesa_wbl).get(f"/programs/{adjunct.program.pk}/").content.decode()
    assert len(in_the_field(adjunct.director, adjunct.program)) == 1


def test_it_is_said_and_taken_back_on_the_page_of_the_contact(adjunct):
    client, at = adjunct.client(adjunct.mesa_wbl), f"/relations/contact/{adjunct.contact.pk}/"
    assert "Is a colleague of ours as well" in client.get(at).content.decode()
    where = f"/relations/contacts/{adjunct.contact.pk}/colleague/"
    assert client.post(where, {"colleague": str(adjunct.mesa_instructor.pk)}).status_code == 302
    text = client.get(at).content.decode()
    assert "a colleague of ours, as well" in text
    assert "is the same person" in text
    client.post(f"/relations/affiliations/{Affiliation.objects.get().pk}/take-back/")
    assert not Affiliation.objects.exists()
