"""Digests: one e-mail a morning at most, with what is new to its reader; nothing is told twice (N7)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.context import in_language
from guildhall.employers.models import Employer
from guildhall.engagements import emails
from guildhall.engagements.models import FollowUp, NoticeTold
from guildhall.engagements.queries.follow_ups import of_owner, to_confirm
from guildhall.engagements.queries.notices import readable
from guildhall.lib import clock
from guildhall.people import events
from guildhall.people.events import Event, How
from guildhall.people.models import Notice, Person
from guildhall.people.queries.notices import choices_of, for_digests
from guildhall.queue.apart import apart
from guildhall.ui.dates import in_words

QUIET_DAYS = 180
MOST = 30  # lines of one subject in one digest


@dataclass(frozen=True)
class Line:
    """One thing that a digest may tell: its words, where it leads, and the key under which it is told once."""

    key: str
    words: str
    path: str


def send_digests() -> int:
    """Write to everybody for whom something new waits; returns how many e-mails were handed over."""
    today = clock.today()
    with apart() as pieces:
        return pieces.each(_write_to, _people(today), today)


def _write_to(person: Person, today: date) -> bool:
    with in_language(person.language):  # the lines are written here
        return bool(_digest(person, today))


def _people(today: date) -> Iterable[Person]:
    unfinished = FollowUp.objects.unfinished()
    owners = unfinished.filter(due_on__lte=today).values("owner")
    askers = unfinished.waiting().exclude(asker=None).values("asker")
    quiet = Employer.objects.posted().filter(_quiet()).exclude(owner=None).values("owner")
    happened = for_digests(today).values("person")
    waits = Q(pk__in=owners) | Q(pk__in=askers) | Q(pk__in=quiet) | Q(pk__in=happened)
    return Person.objects.filter(waits, is_active=True).order_by("pk").iterator()


def _quiet() -> Q:
    return Q(last_engaged_at=None) | Q(last_engaged_at__lt=clock.now() - timedelta(QUIET_DAYS))


@transaction.atomic
def _digest(person: Person, today: date) -> bool:
    ways, monday = choices_of(person), today.weekday() == 0
    parts: list[tuple[Any, list[Line], int]] = []
    results: list[NoticeTold] = []
    for event, lines_of in WAITING.items():
        if ways[event.name] == How.OFF or (ways[event.name] == How.WEEKLY and not monday):
            continue
        lines = lines_of(person, today)
        before = NoticeTold.objects.filter(person=person, key__in=[line.key for line in lines])
        known = set(before.values_list("key", flat=True))
        fresh = [line for line in lines if line.key not in known]
        if fresh:
            parts.append((event.label, fresh[:MOST], len(lines) - len(fresh[:MOST])))
            results += [NoticeTold(person=person, key=line.key, told_on=today) for line in fresh[:MOST]]
    happened = _happened(person, today)
    if happened:
        parts.append((_("What happened"), happened, 0))
    if not parts:
        return False
    NoticeTold.objects.bulk_create(results, ignore_conflicts=True)
    emails.send_digest(person, parts, today)
    return True


def _happened(person: Person, today: date) -> list[Line]:
    """The notices that wait for this e-mail and that the person may still read; all of them have had their turn."""
    rows = list(for_digests(today).filter(person=person).order_by("at")[:200])
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(digest_on=today)
    may = readable(person, rows)
    return [Line(str(row.pk), row.words, row.path) for row, open_to in zip(rows, may, strict=True) if open_to]


def _due(person: Person, today: date) -> list[Line]:
    """What is due: told when it comes up, when it is late, and once a week after."""
    rows = of_owner(person).open().filter(due_on__lte=today).select_related("employer").order_by("due_on")
    return [
        Line(
            f"due:{row.pk}:{row.due_on}" if row.due_on == today else f"late:{row.pk}:{_week(today)}",
            f"{in_words(row.due_on, 'short')}: {row.what} ({row.employer.name})",
            reverse("follow-up", args=[row.pk]),
        )
        for row in rows[:200]
    ]


def _to_confirm(person: Person, today: date) -> list[Line]:
    rows = to_confirm(person).select_related("employer", "owner").order_by("reported_on")
    return [
        Line(
            f"confirm:{row.pk}:{row.bounces}:{_week(today)}",
            f"{row.what} ({row.employer.name}, {row.owner})",
            reverse("follow-up", args=[row.pk]),
        )
        for row in rows[:200]
    ]


def _quiet_ones(person: Person, _today: date) -> list[Line]:
    quiet = Employer.objects.shared_with(person).filter(owner=person).filter(_quiet()).defer("search")
    longest = quiet.order_by("last_engaged_at", "pk")[:200]
    return [Line(_quiet_since(row), row.name, reverse("employer", args=[row.pk])) for row in longest]


def _week(today: date) -> str:
    return "{}-{}".format(*today.isocalendar()[:2])


def _quiet_since(employer: Employer) -> str:
    last = employer.last_engaged_at
    return f"quiet:{employer.pk}:{last and clock.day_of(last)}"


WAITING: dict[Event, Callable[[Person, date], list[Line]]] = {
    events.FOLLOW_UP_DUE: _due,
    events.TO_CONFIRM: _to_confirm,
    events.EMPLOYER_QUIET: _quiet_ones,
}
