"""How relationships fare: temperature with its alarms, lessons, guests, and where more could be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.querysets import LONG_AGO
from guildhall.engagements.models import Ending, Engagement, GuestLink, Pin, TemperatureCheck
from guildhall.engagements.queries.contacting import may_be_asked
from guildhall.engagements.querysets import houses_of
from guildhall.engagements.temperature import SILENT, Reading, read
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.rollups import counting

MOST_READ = 400  # answers in one list of alarms
LONG = 180  # days without an engagement
MOST_CHANCES = 40
SAID_DAYS = 7  # until an employer that nobody asked says again how it is going


@dataclass(frozen=True)
class Temperature:
    """One employer with its answers, the trend and the alarm."""

    employer: Employer
    answers: Sequence[TemperatureCheck]
    reading: Reading


def temperature_of(employer: Employer) -> Temperature:
    """The answers of one employer, newest first, with what they come to."""
    rows = employer.temperature_checks.filter(answered_at__isnull=False).select_related("contact", "institution")
    answers = list(rows.order_by("-answered_at")[:20])
    return Temperature(employer, answers, read(_scores(answers), clock.today()))


def _scores(answers: Sequence[TemperatureCheck]) -> list[tuple[Any, int]]:
    return [(clock.day_of(c.answered_at), c.score or 0) for c in reversed(answers) if c.answered_at]


def alarms(person: Person) -> list[Temperature]:
    """The employers of a person's directory whose temperature is red, the worst first (M19).

    Silence counts where somebody has answered before, or an engagement shows that there is a relationship.
    """
    rows = TemperatureCheck.objects.visible_to(person).filter(answered_at__isnull=False)
    by_key: dict[Any, list[TemperatureCheck]] = {}
    for check in rows.select_related("employer", "contact").order_by("-answered_at")[: MOST_READ * 5]:
        by_key.setdefault(check.employer_id, []).append(check)
    today = clock.today()
    readings = [Temperature(a[0].employer, a, read(_scores(a), today)) for a in by_key.values()]
    worst = {"low": 0, "drop": 1, "silent": 2}
    red = [t for t in readings if t.reading.alarm]
    return sorted(red, key=lambda t: (worst[t.reading.alarm], t.reading.trend or 0, t.employer.sort_key))[:MOST_READ]


def never_asked(person: Person) -> Any:
    """Employers with an engagement in the last months whom nobody has asked how it is going."""
    asked = TemperatureCheck.objects.filter(employer=OuterRef("pk"))
    since = clock.now() - timedelta(SILENT)
    return Employer.objects.shared_with(person).defer("search").filter(~Exists(asked), last_engaged_at__gte=since)


NEVER_ASKED = counting.Count("never_asked", lambda person: never_asked(person).count())


def open_check_of(login: EmployerLogin) -> TemperatureCheck | None:
    """The question that somebody of an employer was mailed and has not answered."""
    if login.contact_id is None:
        return None
    rows = TemperatureCheck.objects.filter(employer=login.employer_id, contact=login.contact_id, answered_at=None)
    return rows.filter(until__gte=clock.today()).select_related("institution", "employer").first()


def endings_of(employer: Employer) -> list[Ending]:
    """The ends of relationships with one employer, newest first."""
    rows = list(employer.endings.select_related("institution", "by"))
    for row in rows:
        row.employer = employer
    return rows


def endings(person: Person) -> Any:
    """Ended relationships with their lessons, newest first (F18)."""
    return Ending.objects.visible_to(person).select_related("employer", "institution", "by")


def guest_links(person: Person, employer: Employer) -> Any:
    """Who was brought in without an account, but to what has become private to others since."""
    private = Engagement.objects.filter(employer=employer).exclude(Engagement.objects.open_condition(person))
    return employer.guest_links.exclude(engagement__in=private)


def guests_of(person: Person, employer: Employer) -> list[GuestLink]:
    """The same with what they answered."""
    rows = guest_links(person, employer).select_related("by", "engagement", "institution")
    return list(rows.prefetch_related("words")[:30])


@dataclass(frozen=True)
class Chance:
    """An employer with whom more could be done: themes that other institutions share with it and ours does not."""

    employer: Employer
    themes: Sequence[str]
    with_whom: Sequence[Institution]


def next_opportunities(person: Person, *, most: int = MOST_CHANCES) -> list[Chance]:
    """Employers that others work with lately and we do not, by the number of their engagements (C28)."""
    since, ids = clock.today() - timedelta(365), [UUID(pk) for pk in OTHERS_WORK_WITH.of(person).value]
    known = Employer.objects.shared_with(person).defer("search").in_bulk(ids)
    employers = _askable([known[pk] for pk in ids if pk in known], person)
    latest = Engagement.objects.visible_to(person).contacts().filter(employer__in=employers, happened_on__gte=since)
    themes: dict[Any, dict[str, None]] = {}
    places: dict[Any, dict[Any, Institution]] = {}
    for entry in latest.select_related("institution").order_by("-happened_on")[: most * 40]:
        themes.setdefault(entry.employer_id, {}).update(dict.fromkeys(entry.themes))
        places.setdefault(entry.employer_id, {})[entry.institution_id] = entry.institution
    return [
        Chance(e, list(themes.get(e.pk, {}))[:5], list(places.get(e.pk, {}).values())[:6])
        for e in employers
        if e.pk in places
    ][:most]


def _askable(employers: list[Employer], person: Person) -> list[Employer]:
    """Nobody is pointed to whom one may not ask today."""
    place = next((post.institution for post in person.posts), None)
    return may_be_asked(employers, place) if place and employers else employers


def _others_work_with(person: Person) -> list[str]:
    """The employers of `next_opportunities` and as many in reserve: out of the engagements, which a year limits."""
    lately = Engagement.objects.standing().filter(happened_on__gte=clock.today() - timedelta(365))
    theirs = lately.filter(meaningful=True, visibility="region", stays_with=None).order_by()
    ours = lately.contacts().filter(employer=OuterRef("employer"), institution__in=houses_of(person))
    rows = theirs.filter(~Exists(ours), employer__in=Employer.objects.shared_with(person))
    counted = rows.values("employer", "employer__sort_key").annotate(n=Count("pk")).order_by("-n", "employer__sort_key")
    return [str(row["employer"]) for row in counted[: 2 * MOST_CHANCES]]  # some of them may not be asked today


OTHERS_WORK_WITH = counting.Count("others_work_with", _others_work_with)


def long_quiet(person: Person, *, most: int = MOST_CHANCES) -> list[Employer]:
    """Shared employers without an engagement for half a year, the longest first (C28)."""
    rows = Employer.objects.shared_with(person).defer("search").select_related("owner", "last_engaged_by")
    rows = rows.with_contact_key().filter(contact_key__gt=LONG_AGO, contact_key__lt=clock.now() - timedelta(LONG))
    return _askable(list(rows.order_by("contact_key", "pk")[: 2 * most]), person)[:most]


def pinned(person: Person) -> list[Employer]:
    """The employers that somebody keeps at hand, as far as they still see them."""
    ids = Pin.objects.filter(person=person).values("employer")
    return list(Employer.objects.visible_to(person).filter(pk__in=ids).defer("search").order_by("sort_key")[:30])
