"""Spanish: sign-in, home pages and the directory are whole, in the browser and in the catalog."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import guildhall

CATALOG = Path(guildhall.__file__).parent / "locale/es/LC_MESSAGES/django.po"
WHOLE = (
    "people/templates/account/login.html",
    "dashboards/templates/dashboards/today.html",
    "dashboards/templates/dashboards/blocks/",
    "dashboards/templates/dashboards/guest.html",
    "dashboards/metrics.py",
    "employers/templates/employers/directory.html",
    "employers/views/directory.py",
    "ui/templates/ui/",
    "ui/templates/cotton/",
    *(str(path.relative_to(CATALOG.parents[3])) for path in CATALOG.parents[3].glob("*/menu.py")),
    # Whatever answers instead of a page, and every e-mail (G6).
    "ui/answers.py",
    "ui/templates/answers/",
    "people/actions/allowances.py",
    "engagements/templates/engagements/link_gone.html",
    "prospects/templates/prospects/ready_gone.html",
    "stewardship/templates/stewardship/own_data_gone.html",
    *(f"{path.relative_to(CATALOG.parents[3])}/" for path in CATALOG.parents[3].glob("*/templates/*/email")),
)


def blocks():
    """The entries of the catalog: where each is used, and the entry itself."""
    for block in CATALOG.read_text(encoding="utf-8").split("\n\n")[1:]:
        yield re.findall(r"guildhall/(\S+?):\d+", block), block


def test_the_catalog_is_whole_for_these_pages():
    found = [(places, block) for places, block in blocks() if any(p.startswith(WHOLE) for p in places)]
    assert len(found) > 100
    assert not [block for _places, block in found if re.search(r'msgstr(\[\d\])? ""$', block) or "#, fuzzy" in block]


def test_the_compiled_catalog_is_not_older_than_the_words():
    compiled = CATALOG.with_suffix(".mo").read_bytes()
    for _places, block in blocks():
        for words in re.findall(r'^msgstr "(.+)"$', block, re.M):
            assert words.replace('\\"', '"').replace("\\\\", "\\").encode() in compiled, words


def test_what_the_pages_say_is_in_the_catalog():
    """A word added to one of these templates is noticed here before a reader meets English."""
    entries = [part for _p, block in blocks() for part in re.findall(r'msgid ((?:".*"\n)+)', block)]
    known = {"".join(re.findall(r'"(.*)"', part)) for part in entries}
    missing = []
    for place in WHOLE:
        root = CATALOG.parents[3] / place
        for path in [root] if root.is_file() else sorted([*root.glob("*.html"), *root.glob("*.txt")]):
            for _quote, words in re.findall(r"""\{% translate (['"])(.+?)\1""", path.read_text()):
                if words not in known and path.name != "gallery.html":
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
    visitor.reads("Compartido con todas", "1 empleador")
    expect(visitor.page.locator("table")).to_contain_text("sin responsable")
    expect(visitor.page.locator("#nav")).to_contain_text("Protocolos")
    visitor.fits()
