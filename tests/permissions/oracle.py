"""Who may meet which canary, said independently of the application's own rules (R3, A1, A6)."""

import io
import re
from typing import Any

from openpyxl import load_workbook

from tests.permissions.matrix.groups import (
    ADMIN,
    AT_MESA_OR_DIRECTORS,
    DIRECTORS,
    EVERYBODY,
    HARBOR,
    LEARNERS,
    LISTS,
    MESA,
    NOBODY,
    READERS,
    RESTRICTED,
    SEES,
    STAFF,
    TEACHER,
    People,
)
from tests.permissions.matrix.people import BOUND
from tests.permissions.matrix.portal import KNOCKS
from tests.permissions.matrix.protocols import DRAFTS
from tests.permissions.world import PHONES, canary

# What of a shared employer stays with those who developed it.
STAYS = ("stayingnote", "stayingsummary", "stayingbody", "reason", "nextstep", "evidence")
ADDRESSES = ("email", "oldmail", "starmail", "callermail")
_CANARY = re.compile(r"qx([a-z]+?)xq")
_PHONE = re.compile(r"\(555\) 010-7[19]\d\d")

# A college asked about an employer that it cannot see: it knows its own words, and nothing else.
ASKED: dict[str, People] = {"region": DIRECTORS | MESA, "mesa": DIRECTORS | MESA | HARBOR, "shared": DIRECTORS | HARBOR}
KINDS: dict[str, People] = {
    **RESTRICTED,
    "ready": DIRECTORS,
    "twin": DIRECTORS,
    "shared": STAFF,
    "exception": SEES["exception"],
    "waiting": AT_MESA_OR_DIRECTORS,  # opportunities that Mesa looks after, of a shared employer
    "refused": AT_MESA_OR_DIRECTORS,
    "limited": AT_MESA_OR_DIRECTORS | HARBOR | ADMIN,
    "closed": STAFF,
    "public": EVERYBODY,
    "evdraft": AT_MESA_OR_DIRECTORS,
    "evown": STAFF,  # Mesa’s own, and Harbor is asked whether its students come
    "evharbor": STAFF,
    "evover": STAFF,
    "evheld": STAFF - HARBOR,
    "evdoor": STAFF | LEARNERS,
    "evdone": STAFF | LEARNERS,
    "evpublic": EVERYBODY,
    "evbrought": MESA | TEACHER | DIRECTORS,
    "evasked": AT_MESA_OR_DIRECTORS | HARBOR,
    "caller": MESA | TEACHER | READERS | DIRECTORS,  # of whom only a name is known, taken down at Mesa
}


def entitled(word: str) -> People:
    """The people who may meet a canary on some page."""
    if word.startswith(("ownfilter", "owncopy")):
        return frozenset({"mesa_wbl"})
    if word.startswith("ownsearch"):  # what a student calls a search is read by nobody else
        return frozenset({"mesa_learner"})
    if word.endswith("asks"):  # who registers for an employer, before anybody has said yes
        return KNOCKS.get(word.removesuffix("asks"), NOBODY)
    kind = next(k for k in sorted({*KINDS, *LISTS}, key=len, reverse=True) if word.startswith(k))
    what = word.removeprefix(kind)
    if what in ADDRESSES:
        return NOBODY
    if what in ("terms", "course", "room"):
        return BOUND[kind]
    if what in ("draft", "clause"):
        return DRAFTS[kind]
    if what == "liaison":
        return DIRECTORS | ADMIN | {"harbor_wbl"}  # who asked, who answers for the account, and directors
    if what in ("internal", "internaltext"):
        return MESA | TEACHER | READERS  # a challenge that stays within Mesa
    if what in ("typed", "message"):
        return ASKED[kind]
    if what in ("row", "rowcity", "broken"):
        return LISTS[kind]
    if kind in ("shared", "exception") and what in STAYS:
        return DIRECTORS
    return KINDS[kind]


def met(text: str) -> set[str]:
    """The canaries in a text; telephone numbers count as addresses."""
    return set(_CANARY.findall(text)) | {_phone_word(number) for number in _PHONE.findall(text)}


def _phone_word(number: str) -> str:
    return next((f"{kind}email" for kind, own in PHONES.items() if own == number), "sharedemail")


def text_of(response: Any) -> str:
    """Everything that an answer carries: its headers and its body, workbooks unpacked."""
    head = "\n".join(f"{k}: {v}" for k, v in response.items())
    cookies = "\n".join(str(m) for m in response.cookies.values())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheetml" in response.get("Content-Type", ""):
        rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        return head + "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return f"{head}\n{cookies}\n{body.decode('utf-8', errors='replace')}"


def typed(*words: str) -> set[str]:
    """Canaries that the asker typed, and that a page may therefore repeat."""
    return {w for text in words for w in met(text)}


__all__ = ["canary", "entitled", "met", "text_of", "typed"]
