"""Which column holds what: what a list must have, and what somebody says or takes over from an earlier list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.imports.columns import JOINED, likeliest
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch
from guildhall.lib.verdicts import YES, Verdict, no, refuse

Columns = dict[str, dict[str, Any]]  # sheet -> field -> the index of its column, or several
PEOPLE = ("full_name", "first_name", "last_name")


@dataclass(frozen=True)
class Lacking:
    """A field that every list of its kind needs and that no column of a sheet holds; the likeliest columns for it."""

    sheet: str
    key: str
    label: str
    likely: list[str]


def lacking(batch: Batch, columns: Columns) -> list[Lacking]:
    """What is lacking in the sheets that are used."""
    results = []
    for sheet in batch.headers:
        chosen = columns.get(sheet["name"] or "") or {}
        if not chosen and any(columns.values()):
            continue
        for key in _needed(batch, chosen):
            label = next(f.label for f in KINDS[batch.kind].fields if f.key == key)
            at = likeliest(key, sheet["cells"], _rows(sheet.get("samples") or []))
            results.append(Lacking(sheet["name"] or "", key, label, [sheet["cells"][n] for n in at]))
    return results


def _needed(batch: Batch, chosen: dict[str, Any]) -> Iterable[str]:
    if batch.kind == Batch.Kind.ENGAGEMENTS:
        yield from (key for key in ("employer_name", "happened_on") if key not in chosen)
    elif batch.kind == Batch.Kind.CONTACTS:
        if "employer_name" not in chosen:
            yield "employer_name"
        if not any(key in chosen for key in PEOPLE):
            yield "full_name"
    elif not any(key in chosen for key in ("name", "trading_name", "legal_name")):
        yield "name"


def _rows(samples: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    most = max(map(len, samples), default=0)
    return list(zip(*([*values, *[""] * (most - len(values))] for values in samples), strict=True))


def may_match(batch: Batch, columns: Columns) -> Verdict:
    """A list goes on when each sheet that is used has what a list of its kind needs."""
    for one in lacking(batch, columns):
        likely = ", ".join(f"“{title}”" for title in one.likely)
        if one.sheet:
            return no(
                "On the sheet “{sheet}” no column is known to hold this: {label}. Likeliest: {likely}.",
                sheet=one.sheet, label=one.label, likely=likely or "—",
            )  # fmt: skip
        return no(
            "No column is known to hold this: {label}. Likeliest: {likely}.", label=one.label, likely=likely or "—"
        )
    return YES


def leave_out_asides(batch: Batch) -> None:
    """A sheet beside the list, such as one of codes, is left out: hardly a column of it is known."""
    whole = [name for name, chosen in batch.columns.items() if not list(_needed(batch, chosen))]
    for name, chosen in batch.columns.items():
        if whole and name not in whole and len(chosen) < 3:
            batch.columns[name] = {}


def say_columns(batch: Batch, said: Sequence[str]) -> None:
    """Put columns as somebody says them: "FIELD=TITLE", each as often as wanted; "FIELD=" leaves one out."""
    keys = {field.key for field in KINDS[batch.kind].fields}
    fresh: set[tuple[str, str]] = set()
    for words in said:
        key, equals, title = (part.strip() for part in words.partition("="))
        if not equals or key not in keys:
            refuse("“{words}” is not FIELD=TITLE. Fields: {fields}.", words=words, fields=", ".join(sorted(keys)))
        there = False
        for sheet in batch.headers:
            columns = batch.columns.setdefault(sheet["name"] or "", {})
            if not title:
                columns.pop(key, None)
                there = True
            elif (at := _column(sheet["cells"], title)) is not None:
                there = True
                again = (sheet["name"] or "", key) in fresh
                _put(columns, key, at, again=again)
                fresh.add((sheet["name"] or "", key))
        if not there:
            titles = ", ".join(f"“{cell}”" for sheet in batch.headers for cell in sheet["cells"][:40])
            refuse("There is no column “{title}”. Columns: {titles}.", title=title, titles=titles)


def _column(cells: Sequence[str], title: str) -> int | None:
    wanted = " ".join(title.split()).casefold()
    return next((n for n, cell in enumerate(cells) if " ".join(cell.split()).casefold() == wanted), None)


def _put(columns: dict[str, Any], key: str, at: int, *, again: bool) -> None:
    for other, held in list(columns.items()):
        if other != key and (held == at or (isinstance(held, list) and at in held)):
            del columns[other]
    if not again:
        columns[key] = at
        return
    held = columns[key] if isinstance(columns[key], list) else [columns[key]]
    if at in held:
        return
    if key not in JOINED:
        refuse("Two columns are said to hold this: {field}. The record keeps one of them: say which.", field=key)
    columns[key] = [*held, at]


def columns_like(batch: Batch, earlier: Batch) -> None:
    """Take over which column held what in an earlier list, by the titles."""
    if earlier.kind != batch.kind:
        refuse("That list is of another kind.")
    titles: dict[str, list[str]] = {}
    for sheet in earlier.headers:
        for key, at in earlier.columns.get(sheet["name"] or "", {}).items():
            titles.setdefault(key, [sheet["cells"][n] for n in (at if isinstance(at, list) else [at])])
    for sheet in batch.headers:
        columns: dict[str, Any] = {}
        for key, wanted in titles.items():
            at = [n for title in wanted if (n := _column(sheet["cells"], title)) is not None]
            if at:
                columns[key] = at if len(at) > 1 else at[0]
        if columns:
            batch.columns[sheet["name"] or ""] = columns
