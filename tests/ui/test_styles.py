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
