"""Menus, the employer page's tabs and panels, as data: upper pages appear in lower frames by their URL names."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from guildhall.community.queries import look_again
from guildhall.dashboards.queries.todo import waiting_today
from guildhall.engagements.queries.follow_ups import due_now as follow_ups_due
from guildhall.engagements.queries.liaisons import waiting_for
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.project.tabs import EMPLOYER_TABS, OF_EMPLOYER, PROTOCOL_TABS
from guildhall.prospects.queries import open_requests
from guildhall.store.counts import counts

P = Permission


@dataclass(frozen=True)
class Item:
    """A menu item: where it leads, its words, its icon, who sees it, what it counts."""

    url_name: str
    label: Any
    icon: str
    needs: Permission | None = None
    group: Any = ""
    count: Callable[[Person], QuerySet[Any] | None] | None = None  # the list whose rows stand beside it
    count_words: Any = ""
    due: bool = False
    within: tuple[str, ...] = ()  # other pages that count as being here


MENU = (
    Item(
        "today",
        _("Today"),
        "today",
        count=waiting_today,
        count_words=_("overdue"),
        due=True,
        within=("arrange", "contact-load", "contacts-avoided", "burden"),
    ),
    Item(
        "employers",
        _("Employers"),
        "employers",
        P.SEE_DIRECTORY,
        within=("ask", *OF_EMPLOYER),
    ),
    Item(
        "follow-ups",
        _("Follow-ups"),
        "check",
        P.SEE_DIRECTORY,
        count=follow_ups_due,
        count_words=_("due"),
        due=True,
        within=("follow-up", "follow-ups-kept", "follow-ups-none", "notices"),
    ),
    Item("next-opportunities", _("What next"), "arrow", P.RECORD_ENGAGEMENTS),
    Item(
        "crm",
        _("Regional CRM"),
        "lock",
        P.USE_CRM,
        group=_("Region"),
        count=open_requests,
        count_words=_("requests waiting"),
        within=("crm-list", "prospect", "crm-requests", "crm-probes"),
    ),
    Item("held", _("Our new employers"), "lock", P.DEVELOP_EMPLOYERS, group=_("Region")),
    Item("temperatures", _("Temperature"), "chart", P.SEE_DIRECTORY, group=_("Region"), within=("endings",)),
    Item(
        "liaisons",
        _("Ask first"),
        "star",
        P.RECORD_ENGAGEMENTS,
        group=_("Region"),
        count=waiting_for,
        count_words=_("requests waiting"),
        within=("liaison",),
    ),
    Item(
        "protocols",
        _("Protocols"),
        "scroll",
        P.SEE_DIRECTORY,
        group=_("Region"),
        within=("protocol", "protocol-changes", "protocol-readers", "protocol-simulation", "protocol-publish"),
    ),
    Item(
        "institutions",
        _("Institutions"),
        "institution",
        P.SEE_DIRECTORY,
        group=_("Region"),
        within=("points-of-contact", "point-add", "point-change"),
    ),
    Item(
        "challenges",
        _("Community"),
        "meeting",
        P.SEE_DIRECTORY,
        group=_("Together"),
        count=look_again,
        count_words=_("decisions to look at again"),
        within=(
            "challenge",
            "challenge-raise",
            "challenge-change",
            "challenge-decide",
            "contribution",
            "decision",
        ),
    ),
    Item(
        "processes",
        _("How we work"),
        "join",
        P.SEE_DIRECTORY,
        group=_("Together"),
        within=("process", "process-add", "process-change", "step-add", "step-change", "step-refine"),
    ),
    Item(
        "improvements",
        _("Improvements"),
        "bookmark",
        P.SEE_DIRECTORY,
        group=_("Together"),
        within=("improvement", "improvement-add", "super-users", "super-user"),
    ),
    Item("imports", _("Imports"), "upload", P.IMPORT_LISTS, group=_("Records"), within=("import", "import-columns")),
    Item(
        "duplicates",
        _("Duplicates"),
        "join",
        P.MERGE_EMPLOYERS,
        group=_("Records"),
        within=("duplicate", "employer-merge"),
    ),
    Item("access", _("Access"), "access", P.GRANT_ACCESS, group=_("Records"), within=("access-give",)),
    Item(
        "trainings",
        _("Trainings"),
        "training",
        P.SEE_DIRECTORY,
        group=_("Records"),
        within=(
            "course-add",
            "course-change",
            "session-add",
            "session",
            "session-change",
            "terms-list",
            "terms",
            "terms-publish",
        ),
    ),  # fmt: skip
    Item("journal", _("Journal"), "journal", P.READ_JOURNAL, group=_("Records"), within=("accesses",)),
    Item("running", _("What runs by itself"), "clock", P.READ_JOURNAL, group=_("Records")),
    Item("outbox", _("Outgoing e-mail"), "mail", P.READ_OUTBOX, group=_("Records"), within=("outbox-email",)),
    Item(
        "data-requests",
        _("Personal data"),
        "shield",
        P.ANSWER_DATA_REQUESTS,
        group=_("Records"),
        within=("data-request", "data-request-add", "inventory"),
    ),
    Item("kinds", _("Kinds of engagements"), "tag", P.CHANGE_TERRITORY, group=_("Records"), within=("kind-change",)),
    Item("settings", _("Settings"), "settings", P.CHANGE_TERRITORY, group=_("Records")),
)

DOCK = (
    Item("today", _("Today"), "today"),
    Item("employers", _("Employers"), "employers", P.SEE_DIRECTORY),
    Item("log", _("Log"), "plus", P.RECORD_ENGAGEMENTS),
    Item("follow-ups", _("Follow-ups"), "check", P.SEE_DIRECTORY),
)

ACCOUNT = (
    Item("your-access", _("What you may do"), "check"),
    Item("account_change_password", _("Change password"), "access"),
    Item("mfa_index", _("Second factor"), "shield"),
    Item("usersessions_list", _("Where you are signed in"), "eye"),
    Item("news", _("What is new"), "info"),
    Item("own-data", _("What is kept about you"), "lock"),
)


@dataclass
class Group:
    label: Any
    entries: list[dict[str, Any]] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame around every page: made only when a template asks for it."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    base: dict[str, Any] = {"territory": getattr(request, "territory", None), "frame": "ui/public.html"}
    if person is None or not person.is_authenticated:
        return base
    here = request.resolver_match.url_name if request.resolver_match else ""
    holds = person.standing.holds
    items = [i for i in MENU if (not i.needs or holds(i.needs)) and not _held_in_crm(i, person)]
    tallies = counts([item.count(person) if item.count else None for item in items])
    groups: list[Group] = []
    for item, tally in zip(items, tallies, strict=True):
        if not groups or groups[-1].label != item.group:
            groups.append(Group(item.group))
        groups[-1].entries.append(_entry(item, here or "", tally))
    return base | {
        "frame": "ui/staff.html" if person.standing.is_staff else "ui/public.html",
        "menu": groups,
        "dock": [_entry(i, here or "", act=i.icon == "plus") for i in DOCK if not i.needs or holds(i.needs)],
        "account": [{"url": reverse(i.url_name), "label": i.label, "icon": i.icon} for i in ACCOUNT],
        "standing": _standing(person),
        "employer_tabs": EMPLOYER_TABS,
        "protocol_tabs": PROTOCOL_TABS,
        "may_merge": bool(person.may(P.MERGE_EMPLOYERS)),
        "may_use_crm": bool(person.may(P.USE_CRM)),
        "may_see_directory": bool(person.may(P.SEE_DIRECTORY)),
        "may_enter_employers": bool(person.may(P.DEVELOP_EMPLOYERS)),
    }


def _held_in_crm(item: Item, person: Person) -> bool:
    """Directors hold theirs in the CRM."""
    return item.url_name == "held" and bool(person.may(P.USE_CRM))


def _entry(item: Item, here: str, tally: int = 0, *, act: bool = False) -> dict[str, Any]:
    return {
        "url": reverse(item.url_name),
        "label": item.label,
        "icon": item.icon,
        "current": here == item.url_name or here in item.within,
        "tally": tally,
        "tally_words": item.count_words,
        "due": item.due,
        "act": act,
    }


def _standing(person: Person) -> str:
    membership = next(iter(person.posts), None)
    return f"{membership.get_role_display()}, {membership.institution}" if membership else ""
