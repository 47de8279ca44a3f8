"""One row is locked in one way."""

import re
from pathlib import Path

CODE = Path(__file__).resolve().parents[2] / "guildhall"
OTHERWISE = re.compile(r"select_for_update\((?:of=\(\"self\",\))?\)(?:\.select_related\([^)]*\))?\.get\(pk=")


def test_one_row_is_locked_by_the_helper_alone():
    wrong = [
        f"{path.relative_to(CODE)}: {line.strip()}"
        for path in CODE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if OTHERWISE.search(line)
    ]
    assert not wrong, "Use guildhall.store.locking.locked:\n" + "\n".join(wrong)


def test_another_way_is_found():
    """The control."""
    assert OTHERWISE.search('Note.objects.select_for_update(of=("self",)).select_related("by").get(pk=note.pk)')
