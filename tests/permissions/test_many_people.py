"""People and contacts are chosen by one component on every page, and none opens a long list of them."""

import ast
import re

import pytest

from guildhall.employers.actions import editing
from guildhall.people.permissions import Role
from guildhall.ui.naming import MOST
from tests.architecture.sources import modules, short, tree
from tests.permissions.matrix import MATRIX
from tests.permissions.walk import address, app_of
from tests.permissions.world import undone
from tests.sampling import taken, whole

pytestmark = pytest.mark.django_db


def plain_choices() -> list[str]:
    """Fields of forms that offer people or contacts in a list to open, however many there are."""
    wrong = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                text = ast.unparse(node)
                if node.func.attr == "ModelChoiceField" and re.search(r"\b(Person|Contact)\.objects", text):
                    wrong.append(f"{short(path)}:{node.lineno}")
    return wrong


def test_people_are_chosen_by_one_component():
    assert not plain_choices(), "Use people.forms.choosing.PeopleField or ui.naming.NamedField"


def long_lists(page: str, ids: set[str]) -> list[str]:
    """The lists to open that hold more than `MOST` people."""
    lists = re.findall(r"<select[^>]*name=\"([^\"]+)\"[^>]*>(.*?)</select>", page, re.S)
    return [name for name, inside in lists if len(ids & set(re.findall(r'value="([^"]+)"', inside))) > MOST]


def test_no_form_opens_a_long_list_of_people(world):
    cast, by = world.cast, world.person("director")
    with undone():
        shared = world.records["shared"].employer
        people = [cast.add(f"many{n}", Role.WBL_COORDINATOR, cast.mesa) for n in range(MOST + 2)]
        people += [cast.add(f"dir{n}", Role.REGIONAL_DIRECTOR, cast.region) for n in range(MOST + 2)]
        for n in range(MOST + 2):
            contact = {"given_name": f"C{n}", "family_name": "Many", "email": f"c{n}@many.example"}
            editing.save_contact(shared, contact, by=by)
        ids = {str(one.pk) for one in people} | {str(pk) for pk in shared.contacts.values_list("pk", flat=True)}
        wrong, read = {}, 0
        for who in ("director", "mesa_wbl", "mesa_admin", "administrator"):
            for name, page in MATRIX.items():
                if "GET" not in page.methods or page.kinds[0] != "-" and "shared" not in page.kinds:
                    continue
                path = address(world, name, page, "shared" if "shared" in page.kinds else "-")
                if not whole(app_of(path)) and not taken(3, who, name):
                    continue
                answer = world.ask(who, "GET", path)
                if answer.status_code == 200 and not answer.streaming:
                    read += 1
                    if lists := long_lists(answer.content.decode(errors="replace"), ids):
                        wrong[name] = lists
        for name in [key for key in cast.people if key.startswith(("many", "dir")) and key != "director"]:
            del cast.people[name]
    assert read > 60
    assert not wrong, wrong


def test_a_long_list_is_found():
    ids = {str(n) for n in range(MOST + 1)}
    options = "".join(f'<option value="{n}">x</option>' for n in ids)
    assert long_lists(f'<select class="input" name="owner">{options}</select>', ids) == ["owner"]
