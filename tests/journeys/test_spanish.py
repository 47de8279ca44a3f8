"""Spanish is whole: every entry of the catalog is translated, and a browser shows it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import guildhall

CODE = Path(guildhall.__file__).parent
CATALOG = CODE / "locale/es/LC_MESSAGES/django.po"


def unfinished(catalog: str) -> list[str]:
    """The entries that lack a translation, or one of its plural forms, or whose translation is a guess."""
    empty = re.compile(r'^msgstr(\[\d\])? ""$(?!\n")|^#,.*\bfuzzy\b', re.M)
    return [entry for entry in catalog.strip().split("\n\n") if empty.search(entry)]


def test_every_entry_of_the_catalog_is_translated():
    assert not unfinished(CATALOG.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Save"\nmsgstr ""',
        '#, python-format, fuzzy\nmsgid "Save %s"\nmsgstr "Guardar %s"',
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] ""\nmsgstr[1] "%d días"',
    ],
)
def test_an_entry_without_translation_is_noticed(entry):
    finished = 'msgid "long"\nmsgstr ""\n"largo"'
    assert unfinished(f"{finished}\n\n{entry}\n\n{finished}\n") == [entry]


def test_the_compiled_catalog_is_not_older_than_the_words():
    compiled = CATALOG.with_suffix(".mo").read_bytes()
    for words in re.findall(r'^msgstr "(.+)"$', CATALOG.read_text(encoding="utf-8"), re.M):
        assert words.replace('\\"', '"').replace("\\\\", "\\").encode() in compiled, words


def test_what_the_pages_say_is_in_the_catalog():
    """A word added to a template is noticed here before a reader meets English."""
    entries = re.findall(r'^msgid ((?:".*"\n)+)', CATALOG.read_text(encoding="utf-8"), re.M)
    known = {"".join(re.findall(r'"(.*)"', part)) for part in entries}
    assert "Save" in known
    missing = []
    for path in sorted([*CODE.glob("*/templates/**/*.html"), *CODE.glob("*/templates/**/*.txt")]):
        for _quote, words in re.findall(r"""\{% translate (['"])(.+?)\1""", path.read_text()):
            if words.replace("%", "%%") not in known and path.name != "gallery.html":
                missing.append(f"{path.name}: {words}")
    assert not missing, "\n".join(missing)


@pytest.mark.browser
def test_a_browser_in_spanish_signs_in_in_spanish(town, visit):
    visitor = visit(language="es-US")
    visitor.go("/account/login/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
    visitor.heading("Iniciar sesión")
    visitor.reads("Correo electrónico", "Contraseña", "No sé mi contraseña")


@pytest.mark.browser
def test_the_account_menu_changes_the_language(town, visit, width):
    town.shared("Kestrel Aerospace", city="Redstone")
    visitor = visit(town.mesa_wbl, width=width)
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    openers = visitor.page.locator("[popovertarget=me]")
    openers.filter(visible=True).click()
    visitor.page.get_by_role("button", name="Español").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "es")
    visitor.reads("No tiene nada atrasado.", "La región", "Nuevos en la región")
    visitor.go("/employers/")
    visitor.heading("Empleadores")
    visitor.reads("1 empleador")
    expect(visitor.page.locator("table")).to_contain_text("sin responsable")
    expect(visitor.page.locator("#nav")).to_contain_text("Protocolos")
    visitor.fits()
