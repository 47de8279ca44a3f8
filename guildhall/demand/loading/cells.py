"""Cells of figures: a number, or a mark that says why there is none."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

HELD_BACK, NO_EMPLOYMENT, TOP, DOES_NOT_APPLY = "*", "**", "#", "—"
NOTE_TOP, NOTE_HELD_BACK = "5", "8"  # footnotes of the survey's other format
_NUMBER = re.compile(r"[-−+]?[\d,]*\.?\d+%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its number, or else its mark; neither where nothing stood there."""

    number: Decimal | None = None
    mark: str = ""


def cell_of(text: object, *, notes: str = "", employment: bool = False) -> Cell:
    """What a cell says. A bare hyphen is explained by the footnotes of its line.

    Raises `ValueError` for words where a number or a mark belongs.
    """
    words = "" if text is None else str(text).strip()
    if words in ("", "N/A", "n/a", "."):
        return Cell()
    if words in (HELD_BACK, NO_EMPLOYMENT, TOP):
        return Cell(mark=words)
    if words in ("—", "–", "-"):
        return Cell(mark=_explained(words, notes, employment))
    if not _NUMBER.fullmatch(words.replace("$", "")):
        raise ValueError(words)
    try:
        return Cell(Decimal(re.sub(r"[$,%+]", "", words).replace("−", "-")))
    except InvalidOperation as error:
        raise ValueError(words) from error


def _explained(words: str, notes: str, employment: bool) -> str:
    """Which mark a hyphen stands for. In the survey it is footnoted; in the projections it means "not available"."""
    codes = set(re.split(r"[;,\s]+", notes))
    if employment:
        return NO_EMPLOYMENT if NOTE_HELD_BACK in codes else DOES_NOT_APPLY
    if NOTE_HELD_BACK in codes:
        return HELD_BACK
    if NOTE_TOP in codes:
        return TOP
    return HELD_BACK if words == "-" else DOES_NOT_APPLY


def hidden_side(marks: dict[str, str], present: set[str], notes: str) -> dict[str, str]:
    """Where only hourly or only annual wages are published (footnote 4), the other side is held back, not top-coded."""
    if "4" not in re.split(r"[;,\s]+", notes):
        return marks
    found = dict(marks)
    for side in ("hourly_", "annual_"):
        names = {name for name in found if name.startswith(side)}
        if names and not any(name.startswith(side) for name in present):
            found |= dict.fromkeys(names, HELD_BACK)
    return found
