"""Codes as lists write them: a spreadsheet takes noughts away, and a hand leaves the point out."""

import re

_DIGITS = {"cip": (2, 4), "top": (4, 2), "soc": (2, 4)}
_BETWEEN = {"cip": ".", "top": ".", "soc": "-"}


def tidy_code(scheme: str, text: str) -> str:
    """The code at the beginning of some words as its list writes it; the words themselves where there is none.

    "1.0309", "010309" and "01.0309 Viticulture" are 01.0309; "51.38" has lost its noughts, and is 51.3800.
    """
    before, after = _DIGITS[scheme]
    words = text.strip().strip('="').strip()
    found = re.match(rf"(\d{{1,{before}}})[.\-](\d{{1,{after}}})(?!\d)", words)
    if found:
        return f"{found[1].zfill(before)}{_BETWEEN[scheme]}{found[2].ljust(after, '0')}"
    whole = re.match(rf"(\d{{{before + after - 1},{before + after}}})(?!\d)", words)
    if not whole:
        return words
    digits = whole[1].zfill(before + after)
    return f"{digits[:before]}{_BETWEEN[scheme]}{digits[before:]}"
