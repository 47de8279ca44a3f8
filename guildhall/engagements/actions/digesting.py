"""Digests: one e-mail a morning at most, with what is new to its reader; nothing is told twice (N7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.context import in_language
from guildhall.employers.models import Employer
from guildhall.engagements import emails
from guildhall.engagements.models import FollowUp, NoticeChoice, NoticeTold
from guildhall.engagements.queries.follow_ups import choices_of, of_owner, to_confirm
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.ui.dates import in_words

QUIET_DAYS = 180
MOST = 30  # lines of one subject in one digest
Subject, How = NoticeChoice.Subject, NoticeChoice.How


@dataclass(frozen=True)
class Line:
    """One thing that a digest may tell: its words, where it leads, and the key under which it is told once."""

    key: str
    words: str
    page: str
    pk: object


@transaction.atomic
def choose(person: Person, wanted: Mapping[str, str]) -> None:
    """Keep how somebody wants to hear of what; what is no choice leaves things as they are."""
    saved_person = locked(Person, person.pk)
    before = choices_of(saved_person)
    for subject, how in wanted.items():
        if subject in Subject.values and how in How.values:
            NoticeChoice.objects.update_or_create(person=saved_person, subject=subject, defaults={"how": how})
    record("choose notices", saved_person, by=saved_person, before=before, after=choices_of(saved_person))


def send_digests() -> int:
    """Write to everybody for whom something new waits; returns how many e-mails were handed over."""
    today = clock.today()
    sent = 0
    for person in _people(today):
        with in_language(person.language):  # the lines are written here
            sent += _digest(person, today)
    return sent


def _people(today: date) -> Iterable[Person]:
    unfinished = FollowUp.objects.unfinished()
    owners = unfinished.filter(due_on__lte=today).values("owner")
    askers = unfinished.waiting().exclude(asker=None).values("asker")
    quiet = Employer.objects.posted().filter(_quiet()).exclude(owner=None).values("owner")
    rows = Person.objects.filter(is_active=True).filter(Q(pk__in=owners) | Q(pk__in=askers) | Q(pk__in=quiet))
    return rows.order_by("pk").iterator()


def _quiet() -> Q:
    return Q(last_engaged_at=None) | Q(last_engaged_at__lt=clock.now() - timedelta(QUIET_DAYS))


@transaction.atomic
def _digest(person: Person, today: date) -> bool:
    wanted = choices_of(person)
    monday = today.weekday() == 0
    parts: list[tuple[str, list[Line], int]] = []
    results: list[NoticeTold] = []
    for subject, how in wanted.items():
        if how == How.OFF or (how == How.WEEKLY and not monday):
            continue
        lines = _lines(person, subject, today)
        before = NoticeTold.objects.filter(person=person, key__in=[line.key for line in lines])
        known = set(before.values_list("key", flat=True))
        fresh = [line for line in lines if line.key not in known]
        if fresh:
            parts.append((subject, fresh[:MOST], len(lines) - len(fresh[:MOST])))
            results += [NoticeTold(person=person, key=line.key, told_on=today) for line in fresh[:MOST]]
    if not parts:
        return False
    NoticeTold.objects.bulk_create(results, ignore_conflicts=True)
    emails.send_digest(person, parts, today)
    return True


def _lines(person: Person, subject: str, today: date) -> list[Line]:
    """What one subject holds today: a thing is told when it comes up, when it is late, and once a week after."""
    week = "{}-{}".format(*today.isocalendar()[:2])
    if subject == Subject.FOLLOW_UPS:
        rows = of_owner(person).open().filter(due_on__lte=today).select_related("employer").order_by("due_on")
        return [
            Line(
                f"due:{row.pk}:{row.due_on}" if row.due_on == today else f"late:{row.pk}:{week}",
                f"{in_words(row.due_on, 'M j')}: {row.what} ({row.employer.name})",
                "follow-up",
                row.pk,
            )
            for row in rows[:200]
        ]
    if subject == Subject.CONFIRM:
        rows = to_confirm(person).select_related("employer", "owner").order_by("reported_on")
        return [
            Line(
                f"confirm:{row.pk}:{row.bounces}:{week}",
                f"{row.what} ({row.employer.name}, {row.owner})",
                "follow-up",
                row.pk,
            )
            for row in rows[:200]
        ]
    quiet = Employer.objects.shared_with(person).filter(owner=person).filter(_quiet()).defer("search")
    longest = quiet.order_by("last_engaged_at", "pk")[:200]
    return [Line(_quiet_since(row), row.name, "employer", row.pk) for row in longest]


def _quiet_since(employer: Employer) -> str:
    last = employer.last_engaged_at
    return f"quiet:{employer.pk}:{last and clock.day_of(last)}"
