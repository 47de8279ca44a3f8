"""The list of what is kept about people at all, and the words in which it is told (G7)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib.personal import YEAR, Kept
from guildhall.stewardship.queries.subjects import Model, declarations
from guildhall.stewardship.words import KINDS_OF_RECORDS, SEEN
from guildhall.stewardship.words_of_columns import COLUMNS, UNNAMED_COLUMNS

SECRETS = {"password", "secret_hash", "session_key", "session_data", "key", "data"}  # they open something


@dataclass(frozen=True)
class Line:
    """One kind of record in the list of what we keep about people."""

    what: str
    of: list[str]  # what it says
    seen_by: str
    kept_for: str


def inventory() -> list[Line]:
    """What we keep about people, who sees it and for how long: read from what each model declares (G7)."""
    results = []
    for model, said in declarations().items():
        if not said.about_people:
            continue
        names = [n for g in ("subject", "identity", "words", "acts") for n in said.of(g) if n not in SECRETS]
        labels = [label_of(model, n) for n in names if not isinstance(model._meta.get_field(n), SearchVectorField)]
        if labels:
            results.append(
                Line(title_of(model), list(dict.fromkeys(labels)), str(SEEN[said.seen]), kept_for(said.kept))
            )
    return sorted(results, key=lambda line: line.what)


def label_of(model: Model, name: str) -> str:
    """What a column is called on screen."""
    column: Any = model._meta.get_field(name)
    if column.primary_key:
        return _("the person")
    if name not in COLUMNS and not isinstance(column.verbose_name, Promise):  # the column's name, for want of words
        return str(UNNAMED_COLUMNS.get(name, column.verbose_name))
    return str(COLUMNS.get(name, column.verbose_name))


def title_of(model: Model) -> str:
    """What the rows of a model are called on screen."""
    return str(KINDS_OF_RECORDS.get(model._meta.label_lower) or capfirst(str(model._meta.verbose_name_plural)))


def kept_for(kept: Kept | None) -> str:
    """How long something is kept, in words."""
    if kept is None:
        return _("as long as the record that it belongs to")
    if kept.days >= YEAR:
        years = kept.days // YEAR
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", kept.days) % {"n": kept.days}
