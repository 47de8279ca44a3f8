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
