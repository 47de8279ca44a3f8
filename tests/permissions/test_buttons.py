"""A button that a page shows reaches what it names: whoever presses it is never told that nothing is there."""

import pytest

from tests.permissions.forms_of_pages import Form, forms_of
from tests.permissions.test_editions import pages
from tests.permissions.world import World, undone

pytestmark = pytest.mark.django_db
LEFT_OUT = {"account_logout", "language"}  # they are on every page, and change who looks


def pressed(world: World) -> dict[tuple[str, ...], str]:
    """Every button of a form without fields: its form and what it adds, and what is wrong with the answer."""
    found: dict[tuple[str, ...], str] = {}
    for _name, who, _kind, url, sent in pages(world):
        with undone():
            page = world.ask(who, "POST" if sent else "GET", url, sent)
        if page.status_code != 200 or "html" not in page.get("Content-Type", ""):
            continue
        for form in forms_of(page, url):
            if form.method == "post" and not form.visible and form.name not in LEFT_OUT:
                for button in form.buttons:
                    key = (form.name, *button, *button.values())
                    if key not in found:
                        found[key] = press(world, who, url, form, button)
    return found


def press(world: World, who: str, url: str, form: Form, button: dict[str, str]) -> str:
    """What is wrong with the answer to a button, or nothing."""
    with undone():
        answer = world.ask(who, "POST", form.action, form.values | button)
    if answer.status_code == 404 or answer.status_code >= 500:
        return f"{form.name} {button} on {url} as {who}: {answer.status_code}"
    return ""


@pytest.fixture(scope="module")
def answers(world):
    return pressed(world)


def test_every_button_reaches_what_it_names(answers):
    assert len(answers) > 15, "the walk finds buttons"
    wrong = [words for words in answers.values() if words]
    assert not wrong, "\n".join(wrong)


@pytest.mark.always
def test_a_button_that_names_nothing_is_found(world):
    """The control: a button that leads to a record that is not there."""
    form = Form("/boards/meetings/00000000-0000-7000-8000-000000000000/act/", "post")
    assert press(world, "mesa_wbl", "/", form, {"act": "came"}).endswith("404")
