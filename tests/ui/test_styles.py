"""The style sheet says nothing of what no page has."""

import re
from pathlib import Path

CODE = Path(__file__).resolve().parents[2] / "guildhall"
STYLES = CODE / "ui" / "static" / "guildhall"
# Put together out of parts, or set by a library.
COMPOSED = {"depth-1", "depth-2", "depth-3", "depth-4", "htmx-request"}


def classes_of(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", rules)))


def words():
    files = [*CODE.rglob("*.html"), *CODE.rglob("*.py"), *STYLES.rglob("*.js")]
    return {word for path in files for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}


def test_every_class_of_the_style_sheet_is_on_a_page():
    used = words() | COMPOSED
    for sheet in STYLES.glob("*.css"):
        assert not classes_of(sheet.read_text(encoding="utf-8")) - used, sheet.name


def test_a_class_that_nobody_uses_is_found():
    """The control."""
    assert classes_of(".notice { color: red; } .qx-unused > a { color: red; }") - words() == {"qx-unused"}


HOOKS = {"answer", "c-tick"}  # a script or the phone's cards find them


def classes_in(page):
    """The classes that a template writes down as they are: not those that it puts together."""
    whole = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "\0", page))
    written = re.findall(r'\bclass="([^"<>=]*)"', whole)
    return {name for said in written for name in said.split() if re.fullmatch(r"[a-z][a-z0-9-]*", name)}


def test_every_class_of_a_page_is_in_the_style_sheet():
    """Somebody meant it to look like something, and it looks like nothing."""
    styled = {name for sheet in STYLES.glob("*.css") for name in classes_of(sheet.read_text(encoding="utf-8"))} | HOOKS
    pages = {p: classes_in(p.read_text(encoding="utf-8")) for p in CODE.rglob("*.html") if "allauth" not in p.parts}
    assert not {str(path.relative_to(CODE)): wrong for path, used in pages.items() if (wrong := used - styled)}


def test_a_class_without_a_style_is_found():
    """The control."""
    page = '<p class="row qx-unknown{% if a %} b{% endif %}"></p><p class="depth-{{ n }}"></p>'
    assert classes_in(page) == {"row", "qx-unknown", "b"}


LARGEST_SANS, LARGEST_SERIF = 60_000, 25_000  # bytes, however many letters a page needs


def test_the_faces_are_ours_small_and_licensed():
    """Nothing is fetched from elsewhere; each face has its license beside it."""
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in STYLES.glob("*.css"))
    named = {STYLES / path for path in re.findall(r'url\("([^"]+)"\)', sheets)}
    files = set(STYLES.rglob("*.woff2"))
    assert named == files
    assert sum(path.stat().st_size for path in files if path.name.startswith("public-sans-")) <= LARGEST_SANS
    assert sum(path.stat().st_size for path in files if path.name.startswith("guildhall-serif-")) <= LARGEST_SERIF
    assert {p.name for p in STYLES.rglob("*-OFL.txt")} == {"public-sans-OFL.txt", "guildhall-serif-OFL.txt"}


KINDS = ("good", "warn", "stop", "note", "wall")  # of a status and a notice: words beside another class
ALONE = re.compile(rf"(?:^|[,{{}}]\s*)\.({'|'.join(KINDS)})\b(?![\w-])\s*[{{,]", re.MULTILINE)


def kinds_with_a_rule_of_their_own(sheet):
    return set(ALONE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))


def test_what_a_status_is_is_no_layout_of_its_own():
    """A rule of `.wall` alone once laid every "Restricted" out like the wall of a meeting."""
    for sheet in STYLES.glob("*.css"):
        assert not kinds_with_a_rule_of_their_own(sheet.read_text(encoding="utf-8")), sheet.name


def test_a_rule_that_lays_every_status_out_is_found():
    """The control."""
    found = kinds_with_a_rule_of_their_own("@media print { .wall { display: grid; } }\n.status.good { color: red; }")
    assert found == {"wall"}


FIRST = re.compile(r'class="columns record[^"]*"[^>]*>\s*(?:\{%[^%]*%\}\s*)*<\w+ class="([^"]*)"')


def test_what_stands_first_in_a_record_has_its_place():
    """Two columns of a record are named places: a first part without one pushes the other below it."""
    firsts = {str(path): FIRST.findall(path.read_text(encoding="utf-8")) for path in CODE.rglob("*.html")}
    assert sum(map(len, firsts.values())) > 3
    wrong = [path for path, found in firsts.items() for said in found if not {"stack", "before"} & set(said.split())]
    assert not wrong, wrong
