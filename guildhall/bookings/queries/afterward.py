"""Whom to ask after an event, what a link asks, and what is said of it without anybody being told apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from guildhall.bookings.feedback_questions import QUESTIONS, REASONS
from guildhall.bookings.models import AskedAfter, Booking, Feedback, Reason, Roll
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.people.models import Person
from guildhall.students.models import StudentLogin
from guildhall.students.querysets import places_of
from guildhall.supervision.small_groups import FEWEST, Mean, Opinion, shown

About = AskedAfter.About
WITH_WORDS = ("roll__event__institution", "roll__session", "registration__institution", "registration__login",
              "institution")  # fmt: skip


def rolls_of_day(roll: Roll) -> list[Roll]:
    """The lists of the same event on the same day: its own, and those of sessions."""
    day = clock.day_of(roll.starts_at)
    return [one for one in Roll.objects.filter(event=roll.event_id) if clock.day_of(one.starts_at) == day]


def missing_from(roll: Roll) -> list[Booking]:
    """The students who had a place on a list, did not come, and have not been asked why; for whoever keeps the door."""
    return _unasked(Booking.objects.filter(roll=roll, missed_at__isnull=False), roll, About.MISSED)


def without_address(roll: Roll) -> int:
    """How many of the students who did not come nobody can write to."""
    with keeping(Keeper.DOOR, "how many students who did not come have no address"):
        return Booking.objects.filter(roll=roll, missed_at__isnull=False, registration__email="").count()


def came_to(roll: Roll) -> list[Booking]:
    """The students who came, and have not been asked how that day was; for whoever keeps the door."""
    return _unasked(Booking.objects.filter(roll=roll, came_at__isnull=False), roll, About.FEEDBACK)


def _unasked(rows: QuerySet[Booking], roll: Roll, about: str) -> list[Booking]:
    asked = AskedAfter.objects.filter(
        about=about, registration=OuterRef("registration"), booking__roll__in=rolls_of_day(roll)
    )
    rows = rows.filter(registration__isnull=False).exclude(registration__email="").exclude(Exists(asked))
    return list(rows.select_related(*WITH_WORDS).order_by("turn"))


def said_of_day(booking: Booking, about: str) -> bool:
    """Whether a student has said already what they are asked of that day of the event: by whichever of their bookings,
    also where two institutions know them. For whoever acts as the keeper of links.
    """
    assert booking.registration is not None
    rows = AskedAfter.objects.filter(about=about, answered_on__isnull=False)
    rows = rows.filter(registration__student=booking.registration.student_id)
    return rows.filter(booking__roll__in=rolls_of_day(booking.roll)).exists()


def asked_by_link(secret: str, about: str) -> AskedAfter | None:
    """What somebody is asked by a link; for whoever acts as the keeper of links."""
    rows = AskedAfter.objects.filter(secret_hash=kept(secret).hex(), about=about)
    return rows.select_related(
        "by", "institution", "booking__roll__event__institution", "booking__roll__session"
    ).first()


# ── What is said ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Said:
    """One question, and what was said to it, where enough people were."""

    question: str
    mean: Mean | None


@dataclass(frozen=True)
class Opinions:
    """What people say of an event: means of five answers or more, and words without their order."""

    questions: Sequence[Said]
    words: Sequence[str]
    count: int  # of the answers that the means are made of
    enough: bool


def opinions_of(rolls: Iterable[Roll], *, at_door: bool | None = None) -> Opinions:
    """What may be shown of the feedback on some lists: in blocks of five, so that no answer can be taken out (N13).

    Each list has its own blocks, so that of one list and of a whole day the same ones are read; and those who came
    without booking have theirs. `at_door`: theirs alone, or those of the others alone.
    """
    found = Feedback.objects.filter(roll__in=list(rolls)).order_by("pk")
    rows = list(found if at_door is None else found.filter(at_door=at_door))
    means = {
        code: shown(
            Opinion((row.roll_id, row.at_door), None, row.answers[code]) for row in rows if code in row.answers
        ).whole
        for code, _label in QUESTIONS
    }
    said: dict[Any, list[str]] = defaultdict(list)
    for row in rows:
        if row.words:
            said[row.roll_id, row.at_door].append(row.words)
    words = sorted((words for of_roll in said.values() for words in _whole_blocks(of_roll)), key=str.casefold)
    count = max((mean.count for mean in means.values() if mean), default=0)
    return Opinions([Said(label, means[code]) for code, label in QUESTIONS], words, count, count > 0)


def _whole_blocks(said: Sequence[str]) -> Sequence[str]:
    return said[: len(said) - len(said) % FEWEST]


def reasons_of(roll: Roll, person: Person) -> list[tuple[str, int]]:
    """Why people did not come, by how many of them.

    The own students' answers are counted as they are: the reader has them by name. Of those of other institutions whole
    blocks of five are counted, in an order that no later answer changes (those of today are not in it yet), and no
    reason that fewer than five of them gave: so nobody's is found by taking away the own ones, or yesterday's numbers.
    """
    said = list(Reason.objects.filter(roll=roll).order_by("on", "pk").values_list("institution", "reason", "on"))
    own, today = set(places_of(person)), clock.today()
    others = Counter(_whole_blocks([reason for place, reason, day in said if place not in own and day < today]))
    told = Counter(reason for place, reason, _day in said if place in own)
    told.update({reason: n for reason, n in others.items() if n >= FEWEST})
    return [(label, told[code]) for code, label in REASONS if told[code]]


# ── Who often does not come ──────────────────────────────────────────


@dataclass(frozen=True)
class Missing:
    """A student who did not come, and to what."""

    registration: Any
    bookings: Sequence[Booking]

    @property
    def often(self) -> bool:
        return len(self.bookings) > 1


def missing_of(person: Any, *, often: bool = False, registration: Any = None) -> list[Missing]:
    """The students of a person's own institutions who did not come in the last year, the most often first."""
    since = clock.noon_of(clock.today().replace(year=clock.today().year - 1, day=1))
    rows = Booking.objects.visible_to(person).filter(registration__isnull=False, missed_at__gte=since)
    if registration is not None:
        rows = rows.filter(registration=registration)
    found: dict[Any, list[Booking]] = {}
    related = ("roll__event", "roll__session", "registration__student", "registration__institution")
    asked = AskedAfter.objects.visible_to(person).filter(about=About.MISSED)
    for row in rows.select_related(*related).prefetch_related(Prefetch("asked", asked)).order_by("-roll__starts_at"):
        found.setdefault(row.registration_id, []).append(row)
    results = [Missing(rows[0].registration, rows) for rows in found.values() if not often or len(rows) > 1]
    return sorted(results, key=lambda one: (-len(one.bookings), one.registration.name.casefold()))


# ── On a student's own pages ─────────────────────────────────────────


def own_bookings(login: StudentLogin) -> QuerySet[Booking]:
    """What a student's sign-in opens of what they came to, or did not."""
    rows = Booking.objects.of_login(login).filter(Q(came_at__isnull=False) | Q(missed_at__isnull=False))
    return rows.select_related("roll__event__institution", "roll__session", "registration__institution")


def own_to_say(login: StudentLogin) -> list[Booking]:
    """What a student who is signed in may still say: of events of the last two weeks, once of a day of each."""
    said = AskedAfter.objects.of_login(login).filter(booking=OuterRef("pk"), answered_on__isnull=False)
    rows = own_bookings(login).filter(roll__starts_at__gte=clock.now() - timedelta(14))
    rows = rows.annotate(
        was_missed=Exists(said.filter(about=About.MISSED)), was_told=Exists(said.filter(about=About.FEEDBACK))
    )
    days: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("-roll__starts_at", "turn"):
        days[row.roll.event_id, clock.day_of(row.roll.starts_at), row.missed_at is None].append(row)
    return [of_day[0] for (_event, _day, came), of_day in days.items() if not _is_said(of_day, came=came)][:5]


def _is_said(rows: Iterable[Any], *, came: bool) -> bool:
    return any(row.was_told if came else row.was_missed for row in rows)
