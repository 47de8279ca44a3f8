"""Who may meet which canary, said independently of the application's own rules (R3, A1, A6)."""

import io
import re
from typing import Any

from openpyxl import load_workbook

from tests.permissions.matrix.boards import KEEPS
from tests.permissions.matrix.boards import LEADS as LEADS_BOARD
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
    VISITORS,
    People,
)
from tests.permissions.matrix.meetings import LEADS
from tests.permissions.matrix.people import BOUND
from tests.permissions.matrix.portal import KNOCKS
from tests.permissions.matrix.protocols import DRAFTS
from tests.permissions.matrix.students import KEEP
from tests.permissions.matrix.students import SEES as STUDENTS
from tests.permissions.world import EMPLOYERS, PHONES, canary

# What of a shared employer stays with those who developed it.
STAYS = ("stayingnote", "stayingsummary", "stayingbody", "reason", "nextstep", "evidence")
OF_STUDENTS = ("student", "guardian", "applicationnote", "placement", "placed", "agreed", "learned", "signer")
ADDRESSES = ("email", "oldmail", "starmail", "callermail")
_CANARY = re.compile(r"qx([a-z]+?)xq")
_PHONE = re.compile(r"\(555\) 010-7[19]\d\d")

# Who leads the initiatives of Mesa: its convener and administrator, and those above.
CONVENING = DIRECTORS | ADMIN | {"mesa_admin", "mesa_convener"}
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
    "told": STAFF,  # a success story on a consent that is in force
    "prepared": CONVENING,  # an initiative that only those who lead or convene it see
    "candidate": CONVENING | {"mesa_wbl"},  # who was named to lead as well
    "initiative": STAFF,
    "ended": STAFF,
    "agdraft": AT_MESA_OR_DIRECTORS | ADMIN,
    "agout": AT_MESA_OR_DIRECTORS | ADMIN,
    "mailmesa": AT_MESA_OR_DIRECTORS | ADMIN,  # bulk e-mail; its ledger is read by administrators
    "mailharbor": DIRECTORS | HARBOR | ADMIN,
    "mtg": AT_MESA_OR_DIRECTORS | ADMIN,  # a kickoff of Mesa, as colleagues know it
    "mtgin": LEADS,  # and for whoever leads it
    "board": STAFF,  # which boards there are, who sits on them and what they recommend
    "boardkept": KEEPS,  # what whoever keeps the board notes about members
    "boardmtg": AT_MESA_OR_DIRECTORS | ADMIN,  # its meetings, as colleagues know them
    "boardin": LEADS_BOARD,  # and for whoever leads them
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
    if what.startswith("story") and kind != "told":
        return KEEP[kind]  # a draft is part of the student's record
    if what in ("group", "class", "dutysaid", "personjoined", "persontwice", "hosts", "met", "visited"):
        counselor: People = frozenset({"mesa_counselor"}) if kind == "mesa" else NOBODY  # keeps students, no employers
        return KINDS[kind] | counselor | (ADMIN if what == "hosts" else NOBODY)
    if kind == "mtgin" and what in ("purpose", "agenda"):
        return LEADS | {"mesa_wbl"}  # whoever is asked to a meeting reads what it is for
    if what == "liaison":
        return DIRECTORS | ADMIN | {"harbor_wbl"}  # who asked, who answers for the account, and directors
    if what in ("internal", "internaltext"):
        return MESA | TEACHER | READERS  # a challenge that stays within Mesa
    if what in ("typed", "message"):
        return {**KINDS, **ASKED}[kind]  # what an initiative writes is read by who reads the rest of it
    if what in ("row", "rowcity", "broken"):
        return LISTS[kind]
    if what.startswith(OF_STUDENTS):  # their counselor and teacher read it as well
        return RESTRICTED[kind] | STUDENTS[kind]
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


STUDENT, PLACE = ("studentgiven", "studentfamily"), ("placement", "placed", "agreed", "learned")
OF_PLACEMENT = {"mesa": (*STUDENT, *PLACE), "shared": ("name", "email")}
AGREED = ("agtitle", "agpurpose", "agterms", "agdoes", "aggains", "agbegun", "agbyhand", "agsigner")
OWN_LIST = dict.fromkeys(EMPLOYERS, ("name",))
# Beside what somebody may read as a person: whoever has the secret was written to, it opens one record and these of
# its words; and whoever brought a list typed the names in it.
BY_PAGE: dict[str, dict[str, tuple[str, ...]]] = {
    "contact-show": dict.fromkeys(EMPLOYERS, ("email", "oldmail")),  # one at a time, and written down
    "enquiry-show": dict.fromkeys((*EMPLOYERS, "caller"), ("callermail", "email")),  # the same
    "group-students": {"mesa": ("class",), "harbor": ("class",)},  # which group it is whose students are ticked
    "import": OWN_LIST,
    "import-columns": OWN_LIST,
    "import-grid": OWN_LIST,
    "outbox": {"shared": ("email",)},  # where a letter went, to a contact whom no key account protects
    "outbox-email": {"shared": ("email",)},
    "outreach-link": {"initiative": ("title", "message")},
    "evaluation-link": {"initiative": ("title",)},
    "initiative-link": {"initiative": ("title", "sought", "toldoutside", "protocol")},
    "initiative-public": {"initiative": ("title", "sought", "toldoutside", "protocol")},
    "approval-link": {"initiative": ("title", "paper", "voice")},  # who is asked, by name
    "update-public": {"initiative": ("title", "toldoutside")},
    "update-link": {"initiative": ("title", "toldoutside", "toldinside")},
    "initiative-follow-public": {"initiative": ("title",)},
    "follow-confirm": {"initiative": ("title",)},
    "ready-link": {"region": ("name",)},  # was written to by name
    "follow-up-link": {"ready": ("done", "report")},  # what was promised, and what is said to be done
    # What its person promised, of shared employers alone.
    "calendar-feed": dict.fromkeys(("shared", "exception"), ("name", "promise", "ask", "done")),
    # What every institution may read, without addresses, and what the guest was asked.
    "guest": {"shared": ("name", "industry", "city", "summary", "body", "guest", "question")},
    "opportunity-public": {"shared": ("name", "city")},  # who offers it is what everybody may know then
    "opportunities-open": {"shared": ("name", "city")},
    "offer-link": {"shared": ("name", "label", "street", "city"), "refused": ("offer",)},
    "portal-colleague-link": {"shared": ("name", "asks")},
    "stop-search": {"own": ("search",)},
    "board-member-together": {"board": ("name",)},
    "board-member-link": {"board": ("name", "purpose", "member", "subject", "advice"), "boardkept": ("remark",)},
    "meeting-link": {"mtg": ("title", "place"), "mtgin": ("purpose", "agenda", "asked")},
    "room": {"mtg": ("title",)},
    "consent-link": {"harbor": (*STUDENT, "studentpurpose")},  # whose record it is about, and what it is for
    "still-open": {"shared": ("name",)},
    "placement-question": OF_PLACEMENT,
    "sign-link": OF_PLACEMENT,
    "agreement-sign-link": {"agout": AGREED, "shared": ("name",)},
    "hours-link": OF_PLACEMENT,
    "approve-link": OF_PLACEMENT,
    "evaluate-link": OF_PLACEMENT,
    "assess-link": {"shared": ("name",)},
    "student-sign-in-link": {"mesa": STUDENT, "harbor": STUDENT},
    "employer-sign-in-link": {"exception": ("otheremployermail",), "shared": ("employermail",)},
    "booking-link": {"evpublic": ("title",)},
    "door-feedback-link": {"evdoor": ("title",)},
    "missed-link": {"evdone": ("title",)},
    "feedback-link": {"evdone": ("title",)},
    "student-feed": dict.fromkeys(("evharbor", "evdoor", "evdone"), ("title",)),  # what is open to its student
    "event-feed": dict.fromkeys(("evown", "evharbor", "evover", "evheld", "evdoor", "evdone"), ("title",)),
}


BEHIND_THE_WALL = ("region", "ready", "twin")  # employers that the region keeps to itself


def crossed(page: str, who: str, text: str, known: set[str]) -> list[str]:
    """The canaries in an answer that its reader is entitled to neither as a person, nor by the page, nor typed.

    Whoever came in by a front door reads their own record, which tests/portal and tests/students ask about; here they
    meet nothing from behind the wall.
    """
    own = typed(*(canary(kind, field) for kind, fields in BY_PAGE.get(page, {}).items() for field in fields))
    words = sorted(met(text) - known - own)
    if who in VISITORS:
        return [word for word in words if word.startswith(BEHIND_THE_WALL)]
    return [word for word in words if who not in entitled(word)]


__all__ = ["canary", "crossed", "entitled", "met", "text_of", "typed"]
