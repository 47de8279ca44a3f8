"""What the demo tells, without the days on which it happened: the same on whatever day it is loaded."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

DATED = ("DateField", "DateTimeField", "UUIDField", "AutoField", "BigAutoField", "BinaryField", "DurationField")
# Random each time; given from outside (an entry for a calendar brings its time zone along); and a sentence that counts
# the days of a calendar month around a touch. School years follow the day.
NOISE = ("password", "secret_hash", "object_id", "time_zone", "over_because", "stored_as", "mark", "since",
         "calendar", "year")  # fmt: skip
NAMES = ("email", "code", "name", "family_name", "title", "summary", "text")
_months = "January|February|March|April|May|June|July|August|September|October|November|December"
_month = f"(?:{_months}|{'|'.join(month[:3] for month in _months.split('|'))}|Sept)"
_weekday = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
DAY = re.compile(
    rf"(?:{_weekday},? )?\b(?:\d\d? {_month}|{_month}\.? \d\d?\b)(?:,? \d{{4}})?"
    r"|\b20\d\d[–-]\d\d\b(?!-\d)"  # a school year
    r"|\b\d{8}T\d{6}Z?\b"  # in an entry for a calendar
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d:\d\d|Z)?)?"
)
ZONE = re.compile(r"\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/\w+(?:/\w+)?|\bUTC\b")
DIGEST = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32})\b")  # over keys that are random each time, and such keys
CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{4} ?[A-HJ-NP-Z2-9]{4}\b")  # of a booking
SECRET = re.compile(r"/[\w-]{20,}/|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b(?:~[\w-]{20,})?")


def story() -> dict[str, Counter[tuple[str, ...]]]:
    """All rows of all models, as words without days, moments, identifiers and secrets."""
    names = {model: dict(_names(model)) for model in apps.get_models() if model._meta.managed}
    return {model._meta.label: Counter(_rows(model, names)) for model in names}


def _names(model: type[Model]) -> Iterator[tuple[Any, str]]:
    for row in model._base_manager.all():
        yield row.pk, str(next((value for name in NAMES if (value := getattr(row, name, ""))), ""))


def _rows(model: type[Model], names: dict[type[Model], dict[Any, str]]) -> Iterator[tuple[str, ...]]:
    fields = [field for field in model._meta.concrete_fields if _tells(field)]
    for row in model._base_manager.all():
        yield tuple(f"{field.name}={_value(field, row, names)}" for field in fields)


def _tells(field: Field) -> bool:
    kind = field.get_internal_type()
    return isinstance(field, ForeignKey) or (kind not in DATED and field.name not in NOISE)


def _value(field: Field, row: Model, names: dict[type[Model], dict[Any, str]]) -> str:
    value = field.value_from_object(row)
    if isinstance(field, ForeignKey):
        value = names.get(field.related_model, {}).get(value, value is not None)
    words = CODE.sub("(code)", DIGEST.sub("(digest)", SECRET.sub("(secret)", str(value))))
    return DAY.sub("(day)", ZONE.sub("(zone)", words.replace("\xa0", " ").replace("\\xa0", " ")))


def difference(one: dict[str, Counter[Any]], other: dict[str, Counter[Any]]) -> list[str]:
    """Which rows only one of two stories has, as words for a report; empty if they are the same."""
    return [
        f"{label} {sign} {row}"
        for label in one
        for sign, rows in (("-", one[label] - other[label]), ("+", other[label] - one[label]))
        for row in sorted(rows)
    ]
