"""Two people change the same record: the second gets a comparison, and nothing is overwritten in silence (R29).

Every page that the application has is asked for its forms. A form that changes an existing record must carry the
version that its author saw; one that does not is named, unless the table below says why it overwrites nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from guildhall.people.models import Person
from tests.permissions.editions import NO_VERSION
from tests.permissions.forms_of_pages import Form, forms_of
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.filling import SOON
from tests.permissions.matrix.page import Page
from tests.permissions.second_editors import ADD, CHOICES, CHOSEN, FIELDS, ONCE
from tests.permissions.walk import address, app_of
from tests.permissions.world import World, undone
from tests.sampling import THOROUGH, taken, whole

pytestmark = pytest.mark.django_db

KINDS = ("region", "mesa", "shared", "ready")
# Forms of every shape, in every run: on these pages stands what the tests below look for by name.
ALWAYS = {
    "contact-change", "employer-change", "employer-owner", "import", "import-columns", "import-mend", "prospect",
    "prospect-plan",
}  # fmt: skip
WALKERS = ("director", "mesa_wbl", "administrator", "mesa_admin")


def pages(world: World) -> Iterator[tuple[str, str, str, str, Any]]:
    """The pages that somebody may open: (its name, by whom, of which kind of record, its address, what to send).

    One run takes a third of the pages and those of changed apps, and of each page and kind of record the first walker
    who may change something, else the first reader.
    """
    for name, page in MATRIX.items():
        if not (
            name in ALWAYS or taken(3, "editions", name) or whole(app_of(address(world, name, page, page.kinds[0])))
        ):
            continue
        for kind in page.kinds if len(page.kinds) < 3 else [k for k in page.kinds if k in KINDS]:
            for who in _walkers(page, kind):
                if "GET" in page.methods and page.expected(who, "GET", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind), None
                if name == "import" and page.expected(who, "GET", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind) + "?show=invalid", None
                if name == "contact-change" and page.expected(who, "POST", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind), {"open": "1"}


def _walkers(page: Page, kind: str) -> list[str]:
    readers = [who for who in WALKERS if "GET" in page.methods and page.expected(who, "GET", kind) == "ok"]
    if THOROUGH:
        return readers
    changers = [who for who in readers if page.expected(who, "POST", kind) == "ok"]
    return (changers or readers)[:1]


def changing_forms(world: World, only: str = "") -> dict[str, tuple[str, str, Any, Form]]:
    """The forms that people fill in, by where they lead: (by whom, page, how it opens, the form)."""
    found: dict[str, tuple[str, str, Any, Form]] = {}
    for name, who, _kind, url, sent in pages(world):
        if only not in ("", name):
            continue
        with undone():
            response = world.ask(who, "POST" if sent else "GET", url, sent)
        assert response.status_code < 500, f"{url} as {who}"
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            continue
        for form in forms_of(response, url):
            if form.method == "post" and form.visible:
                found.setdefault(form.name, (who, url, sent, form))
    return found


@pytest.fixture(scope="module")
def forms(world) -> dict[str, tuple[str, str, Any, Form]]:
    """The forms of the world as it is."""
    return changing_forms(world)


def unversioned(forms: dict[str, tuple[str, str, Any, Form]]) -> list[str]:
    """The forms that change something and carry no version."""
    return sorted(
        f"{name}, on {url}: a form on an existing record carries its version (ui.editing.VersionedForm), "
        "or NO_VERSION says why it overwrites nothing"
        for name, (_who, url, _sent, form) in forms.items()
        if "version" not in form.values and name not in NO_VERSION
    )


def test_every_form_that_changes_a_record_carries_its_version(forms):
    assert len(forms) > 25, "the walk finds the forms"
    assert not (wrong := unversioned(forms)), "\n".join(wrong)
    assert not (gone := [n for n in NO_VERSION if n not in forms and n not in MATRIX]), gone


@pytest.mark.always
def test_a_form_without_a_version_is_named(world, monkeypatch):
    """The control: the same form with its version left out."""
    from guildhall.employers.forms.records import OwnerForm

    monkeypatch.setattr(OwnerForm, "__getitem__", lambda self, name: "" if name == "version" else _field(self, name))
    found = unversioned(changing_forms(world, "employer-owner"))
    assert [line.split(",")[0] for line in found] == ["employer-owner"]


def _field(form: Any, name: str) -> Any:
    from django.forms import BaseForm

    return BaseForm.__getitem__(form, name)


def test_acts_that_happen_once_say_so_to_whoever_comes_second(world, forms):
    data = {"words": "seen", "due_on": SOON, "planned_on": SOON, "in_force_from": SOON}
    wrong = []
    for name in sorted(ONCE & set(forms)):
        who, _url, _sent, form = forms[name]
        with undone():
            answers = [world.ask(who, "POST", form.action, form.values | data).status_code for _turn in range(2)]
        if answers[1] not in (200, 403, 404, 409, 422):
            wrong.append(f"{name}: {answers}")
    assert not wrong, wrong


# ── Two editors ──────────────────────────────────────────────────────


def edits(name: str, form: Form) -> tuple[str, str, str]:
    """Which field the two change, to what the first one, to what the second one."""
    key = FIELDS.get(name) or next(iter(form.texts), "")
    if key.endswith("-"):  # of fields that are named by a record: the first one
        key = min(one for one in form.visible if one.startswith(key))
    if name in CHOICES:
        return (key, *CHOICES[name])
    if key and key not in form.choices:
        return key, "Saved by the first", "Typed by the second"
    more = (k for k, options in form.choices.items() if len([o for o in options if o != form.values.get(k)]) > 1)
    key = key or next(more, "")
    assert key, f"{name}: nothing that two could change; name a field in FIELDS"
    first, second = [o for o in form.choices[key] if o != form.values.get(key)][:2]
    return key, first, second


def collide(world: World, name: str, who: str, url: str, sent: Any, form: Form) -> list[str]:
    """Two editors open a form; both change it; what the second one meets, and what is wrong with it."""
    key, first, second = edits(name, form)
    data = form.values | CHOSEN.get(name, {})
    with undone():
        saved = world.ask(who, "POST", form.action, data | {key: first})
        if saved.status_code != 302:
            return [f"{name}: the first editor could not save ({saved.status_code})"]
        late = world.ask(who, "POST", form.action, data | {key: second})
        if late.status_code != 200:
            return [f"{name}: the second editor got {late.status_code}, not a comparison"]
        text = late.content.decode()
        again = next((f for f in forms_of(late, form.action) if f.name == form.name and "version" in f.values), None)
    wrong = []
    if "Somebody saved this while your form was open" not in text:
        wrong.append(f"{name}: no comparison")
    if again is None or again.values.get(key) != second:
        wrong.append(f"{name}: what was typed is not kept ({again and again.values.get(key)})")
    if again is not None and again.values["version"] == form.values["version"]:
        wrong.append(f"{name}: the form cannot be sent again")
    rows = [row for row in text.split("<tr>") if "<td>" in row]
    shown = _words(world, name, form, key, first), _words(world, name, form, key, second)
    if not any(all(word in row for word in shown) for row in rows):
        wrong.append(f"{name}: not both values are shown: {shown}")
    return wrong


def _words(world: World, name: str, form: Form, key: str, value: str) -> str:
    """A value as a page shows it."""
    if name in ("employer-owner", "point-change"):
        person = Person.objects.filter(pk=value).first() if value else None
        return person.name if person else "—"
    return {
        "contacted": "Contacted",
        "developing": "Developing",
        "industry": "Industry",
        "naics": "NAICS code",
        "grade": "Grade",
        "program": "Program of study",
    }.get(value, value)


def colliding(world: World, forms: dict[str, tuple[str, str, Any, Form]]) -> dict[str, list[str]]:
    """For every form with a version: what is wrong when two change the same."""
    return {
        name: collide(world, name, *parts)
        for name, parts in forms.items()
        if "version" in parts[3].values and name not in NO_VERSION.keys() | ONCE | ADD
    }


def test_the_second_editor_compares_and_nothing_is_overwritten(world, forms):
    found = colliding(world, forms)
    assert {"contact-change", "employer-owner", "import-columns", "import-mend", "prospect-plan"} <= set(found)
    wrong = [line for lines in found.values() for line in lines]
    assert not wrong, "\n".join(wrong)


@pytest.mark.always
def test_an_editor_who_overwrites_is_found(world, forms, monkeypatch):
    """The control: an action that compares no versions."""
    from guildhall.employers.actions import editing

    whole = editing.locked_to_edit
    monkeypatch.setattr(editing, "locked_to_edit", lambda employer, by, version=None: whole(employer, by))
    wrong = {line.split(":")[0] for lines in colliding(world, forms).values() for line in lines}
    assert wrong == {"employer-change", "employer-owner"}
