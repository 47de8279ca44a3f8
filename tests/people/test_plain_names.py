"""Whatever door a name comes in by, it holds nothing that steers, turns the direction of letters or is not seen."""

import ast

import pytest

from guildhall.employers.actions.entering import NewContact, NewEmployer
from guildhall.employers.models import Employer
from guildhall.people.actions.institutions import found
from guildhall.people.models import Institution
from tests.architecture.sources import modules, short, tree

TURNED, PLAIN = "Mesa\u202e ednarG\u200b\nCollege", "Mesa ednarG College"


@pytest.mark.django_db
def test_names_of_institutions(cast):
    place = found(TURNED, "department", parent=cast.mesa, by=cast.administrator, code="M\u202eG")
    assert (place.name, place.code) == (PLAIN, "MG")
    page = f"/institutions/{place.slug}/"
    client = cast.client(cast.administrator)
    form = client.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"name": "Turned\u2066 about\x07"}
    assert client.post(page, sent).status_code == 302
    assert Institution.objects.get(pk=place.pk).name == "Turned about"


@pytest.mark.django_db
def test_names_of_employers_and_contacts(cast):
    prospect = cast.prospect(TURNED, contact={"given_name": "Ann\u202e", "family_name": "B\u200bee"})
    employer = Employer.objects.get(pk=prospect.pk)
    assert employer.name == PLAIN
    assert employer.contacts.get().name == "Ann Bee"
    new = NewEmployer("A\u202eB", names=[("dba", "C\u202eD")], contacts=[NewContact("E\u202eF")])
    assert (new.name, new.names, new.contacts[0].family_name) == ("AB", [("dba", "CD")], "EF")


def of_the_framework(module):
    """The forms that are made of the framework's and not of ours, whose fields of one line hold one line."""
    classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    return [c.name for c in classes if {"forms.Form", "forms.ModelForm"} & {ast.unparse(base) for base in c.bases}]


def test_every_form_is_made_of_ours():
    assert {name: short(path) for path in modules() for name in of_the_framework(tree(path))} == {
        "PlainForm": "guildhall/ui/asking.py"
    }
    assert of_the_framework(ast.parse("class Loose(forms.Form): ...")) == ["Loose"]
