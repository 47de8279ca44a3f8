"""Words as they are compared in statements: small letters, no accents, no apostrophes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, Replace


def folded(*columns: str) -> Any:
    """The text of some columns as words are compared."""
    parts: list[Any] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    plain: Any = Func(Lower(Concat(*parts)), function="UNACCENT")
    for mark in ("'", "’"):
        plain = Replace(plain, Value(mark), Value(""))
    return plain


def holding_words(rows: QuerySet[Any], words: Iterable[str], **texts: tuple[str, ...]) -> QuerySet[Any]:
    """The rows that hold every word, or a word that begins so, in one of some texts: names of columns put together.

    The words are letters and digits only, folded as the texts are.
    """
    rows = rows.annotate(**{name: folded(*columns) for name, columns in texts.items()})
    for word in words:
        fits = Q()
        for name in texts:
            fits |= Q(**{f"{name}__regex": rf"\m{word}"})
        rows = rows.filter(fits)
    return rows
