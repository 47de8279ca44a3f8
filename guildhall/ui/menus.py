"""What stands in the menu, in the dock, in the account's menu and as tabs of a record: each app says so in its `menu`.

A new capability brings its own items; nothing here or in `project` names them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class Group(IntEnum):
    """The parts of the menu, in their order."""

    FIRST = 0
    EMPLOYERS = 1
    WORK_BASED = 2
    REGION = 3
    TOGETHER = 4
    RECORDS = 5
    RUNNING = 6
    DOCK = 7  # at the foot of a small screen
    ACCOUNT = 8  # behind one's own name


HEADINGS: dict[Group, Any] = {
    Group.EMPLOYERS: _("With employers"),
    Group.WORK_BASED: _("Work-based learning"),
    Group.REGION: _("Region"),
    Group.TOGETHER: _("Together"),
    Group.RECORDS: _("Lists and duplicates"),
    Group.RUNNING: _("Administration"),
}


@dataclass(frozen=True)
class Item:
    """An item: its group and place there, where it leads, its words, its icon, who sees it, what it counts."""

    group: Group
    place: int
    url_name: str
    label: Any
    icon: str
    needs: Any = None  # a permission
    at_root: bool = False  # held for the whole territory
    count: Callable[[Any], QuerySet[Any] | None] | None = None  # the list whose rows stand beside it
    count_words: Any = ""  # lazily, for one and for many
    due: bool = False
    within: tuple[str, ...] = ()  # other pages that count as being here
    tabs_of: str = ""  # and all that stand behind the tabs of this record
    setting: str = ""  # shown only where the installation has this setting
    unless: Any = None  # a permission whose holders find it elsewhere


@dataclass(frozen=True)
class Tab:
    """A tab of a record's page, with the pages that belong to it; `shown` says to whom, as the frame reads it."""

    of: str
    place: int
    url_name: str
    label: Any
    within: tuple[str, ...] = ()
    shown: str = "everybody"


@dataclass(frozen=True)
class OpenPage:
    """A page that everybody may read without signing in: at the foot of all such pages (`OPEN_PAGES` of a `menu`)."""

    place: int
    url_name: str
    label: Any


@dataclass(frozen=True)
class Behind:
    """Pages that an app puts behind an item or a tab of another one, by the name of its address."""

    of: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """What an upper app tells of the records on a page of a list: asked for all of them at once, by their keys."""

    of: str  # the name of the list's address
    tell: Callable[[Any, list[Any]], dict[Any, Any]]  # for whom, which records: what stands beside each


@dataclass(frozen=True)
class Narrows:
    """A filter that an upper app adds to a list: its name in the address, its words, what one chooses from, and which
    rows it keeps."""

    of: str  # the name of the list's address
    name: str
    label: Any
    choices: Callable[[Any], list[tuple[str, str]]]  # for whom: values with their words
    keep: Callable[[Any, Any, str], Any]  # for whom, which rows, which value: the rows that fit


@dataclass(frozen=True)
class Block:
    """A part of the home behind a visitors' door (`of`, as the tabs of that door say): its place, its template, and
    what is read for it. Nothing read: it is not shown."""

    of: str
    place: int
    template: str
    read: Callable[[Any], Any]  # for the visitor
    asks: bool = False  # whether what is read waits for the visitor's answer


@dataclass(frozen=True)
class Hit:
    """A record that the search over everything found: its name, what stands beside it, where it leads."""

    name: str
    beside: str
    url: str


@dataclass(frozen=True)
class Figure:
    """One figure in words, which an app brings to the agenda of an advisory board: what is counted, and how many.

    An app names functions in its `menu` under `BOARD_FIGURES`: each is asked for the keys of some programs of study.
    Members without an account read the answer, so of fewer than ten students none of them tells.
    """

    label: Any
    value: Any


@dataclass(frozen=True)
class Finds:
    """A kind of record that an app adds to the search over everything, below those of the employers."""

    place: int
    key: str  # of its heading on the page
    label: Any
    icon: str
    find: Callable[[Any, str, int], Sequence[Hit]]  # for whom, which words, at most how many
    all_at: str  # the list that has all of them, which reads the words as `q`
    all_label: Any


@dataclass(frozen=True)
class HitsOfKind:
    """What the search found of one kind."""

    kind: Finds
    rows: Sequence[Hit]


def found_elsewhere(person: Any, q: str, most: int) -> list[HitsOfKind]:
    """What apps find of their own records for some words, kind by kind."""
    kinds: list[Finds] = sorted(declared("FINDS"), key=lambda kind: kind.place)
    found = [HitsOfKind(kind, kind.find(person, q, most)) for kind in kinds]
    return [one for one in found if one.rows]


def blocks_of(of: str, visitor: Any) -> list[dict[str, Any]]:
    """The parts of a visitor's home, in their order, each with what its template shows as `told`."""
    own = sorted((block for block in declared("BLOCKS") if block.of == of), key=lambda block: block.place)
    read = [{"template": block.template, "told": block.read(visitor), "asks": block.asks} for block in own]
    return [one for one in read if one["told"]]


def narrows(of: str) -> list[Narrows]:
    """The filters that upper apps add to a list."""
    return [one for one in declared("NARROWS") if one.of == of]


def told_beside(of: str, person: Any, keys: list[Any]) -> dict[Any, Any]:
    """What stands beside the records of a list, by key."""
    told: dict[Any, Any] = {}
    for one in declared("BESIDE"):
        if one.of == of and keys:
            told |= one.tell(person, keys)
    return told


def with_told_beside(of: str, person: Any, rows: list[Any]) -> list[tuple[Any, Any]]:
    """Rows about employers, each with what upper apps tell beside it."""
    told = told_beside(of, person, [row.employer.pk for row in rows])
    return [(row, told.get(row.employer.pk, "")) for row in rows]


@cache
def items() -> tuple[Item, ...]:
    """The items of all apps, in their order, each with the pages that upper apps put behind it."""
    own = sorted(declared("ITEMS"), key=lambda item: (item.group, item.place))
    return tuple(replace(item, within=item.within + _behind(item.url_name)) for item in own)


@cache
def tabs(of: str) -> tuple[Tab, ...]:
    """The tabs of a record's page, in their order, each with the pages that upper apps put behind it."""
    own = sorted((tab for tab in declared("TABS") if tab.of == of), key=lambda tab: tab.place)
    return tuple(replace(tab, within=tab.within + _behind(tab.url_name)) for tab in own)


@cache
def open_pages() -> tuple[OpenPage, ...]:
    """The pages that everybody may read, in their order."""
    return tuple(sorted(declared("OPEN_PAGES"), key=lambda page: page.place))


def is_shown(item: Item, person: Any, territory: Any) -> bool:
    """Whether an item stands in somebody's menu: their role opens it, and it is not found elsewhere."""
    if item.setting and not getattr(settings, item.setting):
        return False
    at = territory.root_id if item.at_root and territory else None
    return (not item.needs or person.standing.holds(item.needs, at)) and not (item.unless and person.may(item.unless))


def pages_of(item: Item) -> frozenset[str]:
    """The pages on which an item is where somebody is."""
    return _pages(item.url_name, item.within, item.tabs_of)


@cache
def _pages(url_name: str, within: tuple[str, ...], tabs_of: str) -> frozenset[str]:
    behind = [name for tab in tabs(tabs_of) if tab.shown != "vetting" for name in (tab.url_name, *tab.within)]
    return frozenset((url_name, *within, *behind))


def _behind(url_name: str) -> tuple[str, ...]:
    return tuple(page for more in declared("BEHIND") if more.of == url_name for page in more.pages)


@cache
def declared(name: str) -> Sequence[Any]:
    """What the `menu` modules of all apps hold under a name."""
    with_menu = [app for app in apps.get_app_configs() if module_has_submodule(app.module, "menu")]
    return tuple(one for app in with_menu for one in getattr(import_module(f"{app.name}.menu"), name, ()))
