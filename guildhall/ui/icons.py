"""One meaning, one icon: the names that templates use, and the drawing that stands for each."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = {
    "access": "key-round",
    "archive": "archive",
    "arrow": "arrow-right",
    "bell": "bell",
    "bookmark": "bookmark",
    "calendar": "calendar",
    "call": "phone",
    "chart": "chart-column",
    "check": "check",
    "clock": "clock",
    "done": "circle-check",
    "down": "chevron-down",
    "download": "download",
    "edit": "pencil",
    "email": "mail",
    "employers": "building-2",
    "event": "calendar",
    "eye": "eye",
    "file": "file-spreadsheet",
    "filter": "funnel",
    "flag": "flag",
    "act": "flag",
    "hidden": "eye-off",
    "info": "info",
    "institution": "landmark",
    "join": "git-merge",
    "journal": "history",
    "left": "chevron-left",
    "link": "link",
    "lock": "lock",
    "mail": "mail",
    "meeting": "message-square-text",
    "menu": "menu",
    "more": "ellipsis",
    "no": "octagon-minus",
    "opportunities": "briefcase-business",
    "paper": "file-pen-line",
    "pause": "pause",
    "people": "users",
    "person-add": "user-plus",
    "placements": "user-check",
    "plus": "plus",
    "right": "chevron-right",
    "scroll": "scroll-text",
    "seat": "armchair",
    "search": "search",
    "settings": "settings",
    "shield": "shield-check",
    "sides": "scale",
    "sign-out": "log-out",
    "star": "star",
    "story": "book-open-text",
    "tag": "tag",
    "today": "list-checks",
    "training": "graduation-cap",
    "undo": "undo-2",
    "upload": "upload",
    "visit": "map-pin",
    "warn": "triangle-alert",
    "x": "x",
}


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """The inline drawing of an icon; raises `KeyError` for a name that has no meaning yet."""
    drawing = ElementTree.fromstring(_drawings().read(f"{DRAWINGS[name]}.svg"))  # noqa: S314  the library's own
    for node in drawing.iter():
        node.tag = node.tag.rpartition("}")[2]  # inside a page no name space is needed
    drawing.attrib |= {"class": f"icon {extra}".strip(), "stroke-width": "1.75", "aria-hidden": "true"}
    return mark_safe(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S308  our own drawing


@cache
def _drawings() -> ZipFile:
    """The library's drawings, opened once: it reads the list of all of them anew for each icon, and the first pages
    of every process took longer by half a second.
    """
    return ZipFile(BytesIO(files(lucide).joinpath("lucide.zip").read_bytes()))


MARK = mark_safe(
    '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.9" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="M12 2.2v2.3M3.2 10.5 12 4.5l8.8 6M5 10.5v10.3M19 10.5'
    'v10.3M2.5 20.8h19M9 20.8v-5.3a3 3 0 0 1 6 0v5.3"/><path d="M12 9.2h.01" stroke-width="2.6"/></svg>'
)
