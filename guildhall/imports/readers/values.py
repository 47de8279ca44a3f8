"""Turns what a workbook stores in a cell into the text a person sees in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

_ZEROS = re.compile(r'[0\-\\"]*00[0\-\\"]*')
_PLAIN = re.compile(r"-?[1-9]\d{0,30}|0")

Convert = Callable[[str], str]


def converters(formats: list[str], date1904: bool) -> list[Convert]:
    """For each cell style, the function that turns a stored number into text."""
    made: dict[str, Convert] = {}
    for code in formats:
        if code not in made:
            made[code] = _converter(code, date1904)
    return [made[code] for code in formats]


def _converter(code: str, date1904: bool) -> Convert:
    epoch = MAC_EPOCH if date1904 else WINDOWS_EPOCH
    if is_timedelta_format(code):
        return _duration
    if is_date_format(code):
        return lambda raw: _date(raw, epoch)
    if _ZEROS.fullmatch(code):
        mask = code.replace("\\", "").replace('"', "")
        return lambda raw: _padded(raw, mask)
    return number


def number(raw: str) -> str:
    """A number as text: no ".0", no exponent, at most the 15 digits a spreadsheet keeps."""
    if _PLAIN.fullmatch(raw):
        return raw
    raw = raw.strip()
    if len(raw) > 40:
        return raw
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return raw
    if value == value.to_integral_value():
        return format(value.quantize(Decimal(1)) if value.adjusted() < 27 else value, "f")
    # 0.30000000000000004 is how 0.3 looks after a calculation.
    return format(Decimal(format(float(value), ".15g")), "f")


def _padded(raw: str, mask: str) -> str:
    """A number shown with a format such as 00000 or 00-0000000: leading zeros are real."""
    digits = number(raw)
    zeros = mask.count("0")
    if not digits.isdecimal() or len(digits) > zeros:
        return digits
    source = iter(digits.zfill(zeros))
    return "".join(next(source) if sign == "0" else sign for sign in mask)


def _date(raw: str, epoch: datetime) -> str:
    """A day count as "2026-11-16", with the time where there is one."""
    try:
        value = from_excel(float(raw), epoch)
    except (ValueError, OverflowError):
        return number(raw)
    if isinstance(value, time):
        return _clock(value)
    if value is None or value.year < 1900:
        return number(raw)
    # Times are stored as fractions of a day and miss the full second by a little.
    value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return _stamp(value)


def _stamp(value: datetime) -> str:
    day = value.date().isoformat()
    return day if value.time() == time() else f"{day} {_clock(value.time())}"


def _clock(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def _duration(raw: str) -> str:
    """Hours and minutes of a format such as [h]:mm."""
    try:
        seconds = round(float(raw) * 86400)
    except (ValueError, OverflowError):
        return raw
    if not 0 <= seconds < 10**9:
        return number(raw)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}"


def iso_date(raw: str) -> str:
    """A date stored as text ("2026-11-16T00:00:00Z"), without an empty time."""
    try:
        return _stamp(datetime.fromisoformat(raw.strip()).replace(tzinfo=None, microsecond=0))
    except ValueError:
        return raw.strip()
