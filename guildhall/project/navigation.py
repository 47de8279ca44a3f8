"""The frame around every page: the menu, the tabs of records, the account's menu, as the apps' `menu` modules say."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from guildhall.outbox.views import is_mailed
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.project.tallies import tallies
from guildhall.ui.menus import HEADINGS, Group, Item, is_shown, items, open_pages, pages_of, tabs
from guildhall.visitors.doors import Door


@dataclass
class Part:
    """A part of the menu with its heading: folded, unless it has no heading, one entry, or the page on screen."""

    label: Any
    entries: list[dict[str, Any]] = field(default_factory=list)

    @property
    def folded(self) -> bool:
        return bool(self.label) and len(self.entries) > 1

    @property
    def open(self) -> bool:
        return any(entry["current"] for entry in self.entries)

    @property
    def tally(self) -> int:
        return sum(entry["tally"] for entry in self.entries)

    @property
    def tally_words(self) -> str:
        """What waits in a folded part, one after the other."""
        return ", ".join(f"{entry['tally']} {entry['tally_words']}" for entry in self.entries if entry["tally"])

    @property
    def due(self) -> bool:
        return any(entry["due"] and entry["tally"] for entry in self.entries)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame around every page, and whether e-mail reaches anybody: made only when a template asks for it."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "mailed": SimpleLazyObject(lambda: is_mailed(request)),
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    base: dict[str, Any] = {"territory": getattr(request, "territory", None), "frame": "ui/public.html", "home": ""}
    base["open_pages"] = open_pages()
    if door := getattr(request, "door", None):
        return base | _behind_door(request, door)
    if person is None or not person.is_authenticated:
        secret = request.resolver_match.kwargs.get("secret", "") if request.resolver_match else ""
        return base | ({"draft_key": _draft_key(f"link:{secret}")} if secret else {})  # whoever has the link reads on
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = [item for item in items() if is_shown(item, person, base["territory"])]
    menu = [item for item in shown if item.group < Group.DOCK]
    numbers = [0] * len(menu) if getattr(request, "counts_nothing", False) else tallies(request, person, menu)
    parts: dict[Group, Part] = {}
    for item, tally in zip(menu, numbers, strict=True):
        parts.setdefault(item.group, Part(HEADINGS.get(item.group, ""))).entries.append(_entry(item, here or "", tally))
    entries = [entry for part in parts.values() for entry in part.entries]
    return base | {
        "above": next((entry for entry in entries if entry["current"] and entry["url"] != request.path), None),
        "frame": "ui/staff.html" if person.standing.is_staff else "ui/public.html",
        "menu": list(parts.values()),
        "dock": [_entry(i, here or "", act=i.icon == "plus") for i in shown if i.group == Group.DOCK],
        "account": [_entry(i, here or "") for i in shown if i.group == Group.ACCOUNT],
        "standing": _standing(person),
        "draft_key": _draft_key(str(person.pk)),
        "employer_tabs": tabs("employer"),
        "protocol_tabs": tabs("protocol"),
        "may_merge": bool(person.may(Permission.MERGE_EMPLOYERS)),
        "may_use_crm": bool(person.may(Permission.USE_CRM)),
        "may_see_directory": bool(person.may(Permission.SEE_DIRECTORY)),
        "may_enter_employers": bool(person.may(Permission.DEVELOP_EMPLOYERS)),
    }


def _draft_key(whose: str) -> str:
    """The key by which a browser keeps what somebody types, until it is sent."""
    return salted_hmac("guildhall.drafts", whose, algorithm="sha256").hexdigest()


def _behind_door(request: HttpRequest, door: Door) -> dict[str, Any]:
    """The frame for visitors: the pages behind their door, as the tabs of the door say; before it, none."""
    visitor = getattr(request, "visitor", None)
    if visitor is None:
        return {"door": door, "home": reverse(door.sign_in)}
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages = [
        {"url": reverse(tab.url_name), "label": tab.label, "current": here == tab.url_name or here in tab.within}
        for tab in tabs(door.kind_of_tabs)
    ]
    return {
        "door": door,
        "home": reverse(door.home),
        "visitor": visitor,
        "frame": "visitors/frame.html",
        "door_pages": pages,
        "draft_key": _draft_key(str(visitor.pk)),
    }


def _entry(item: Item, here: str, tally: int = 0, *, act: bool = False) -> dict[str, Any]:
    return {
        "url": _address(item.url_name, get_script_prefix()),
        "label": item.label,
        "icon": item.icon,
        "current": here in pages_of(item),
        "tally": tally,
        "tally_words": item.count_words % tally if tally else "",
        "due": item.due,
        "act": act,
    }


@cache
def _address(url_name: str, _prefix: str) -> str:
    """The address of a page without parts of its own: each menu has some dozens, the same on every page."""
    return reverse(url_name)


def _standing(person: Person) -> str:
    membership = next(iter(person.posts), None)
    return f"{membership.get_role_display()}, {membership.institution}" if membership else ""
