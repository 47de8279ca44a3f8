"""Asking those who did not come why, and those who came how it was; each once, by a link (C16)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import emails, rules
from guildhall.bookings.actions.places import RELATED, WITH_ROLL
from guildhall.bookings.feedback_questions import QUESTIONS, REASON_WORDS, cleaned
from guildhall.bookings.models import AskedAfter, Booking, Feedback, Reason, Roll
from guildhall.bookings.queries.afterward import asked_by_link, came_to, missing_from, said_of_day
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.scopes import Scope
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students.models import Registration, Student, StudentLogin

WHY = "those who came to an event and those who did not, whichever institution's they are"
BY_LINK = "a link that was mailed opens the one question that it is about"
DAYS = 30  # in which it is answered
About = AskedAfter.About


@transaction.atomic
def ask_missing(roll: Roll, *, by: Person) -> int:
    """Ask every student who did not come why, by one e-mail to each; who was asked is not asked again.

    Nobody learns an address or a name by it whom they do not see. Returns how many were asked.
    """
    row = locked(Roll, roll.pk, *RELATED)
    require(rules.can_ask_missing(by, row))
    with keeping(Keeper.DOOR, WHY):
        found = missing_from(row)
        for booking in found:
            _ask(booking, About.MISSED, by=by)
    if not found:
        refuse("Nobody is left to ask: everybody with an e-mail address was asked already.")
    scope = row.scope | Scope(behind=frozenset({row.event.institution_id}))
    after = {"asked": len(found)}
    record("ask who did not come", row, by=by, after=after, institution=row.event.institution, scope=scope)
    return len(found)


@transaction.atomic
def ask_how_it_was(pk: str) -> int:
    """Ask every student who came how it was, once for a day of an event. Returns how many."""
    roll = Roll.objects.select_related(*RELATED).filter(pk=pk).first()
    if roll is None:
        return 0
    locked(Roll, roll.pk)
    with keeping(Keeper.DOOR, WHY):
        found = came_to(roll)
        for booking in found:
            _ask(booking, About.FEEDBACK, by=None)
    return len(found)


def _ask(booking: Booking, about: str, *, by: Person | None) -> None:
    """Write to a student; callers act as the keeper, and hold the list."""
    secret, registration = new_secret(), booking.registration
    assert registration is not None
    asked = AskedAfter.objects.create(
        institution=booking.institution, booking=booking, registration=registration, about=about,
        email=registration.email, secret_hash=kept(secret).hex(), sent_at=clock.now(),
        until=clock.today() + timedelta(DAYS), by=by,
    )  # fmt: skip
    emails.ask_afterward(asked, secret)


# ── Answers ──────────────────────────────────────────────────────────


def opened(secret: str, about: str) -> AskedAfter | None:
    """What a link asks, while it does; opening it changes nothing (R28)."""
    with keeping(Keeper.LINK, BY_LINK):
        row = asked_by_link(secret, about)
    return row if row and row.is_live else None


@transaction.atomic
def say_why(secret: str, reason: str, words: str = "") -> None:
    """Somebody says by the link why they did not come."""
    with keeping(Keeper.LINK, BY_LINK):
        _say_why(_held(secret, About.MISSED), reason, words)


@transaction.atomic
def say_how_it_was(secret: str, answers: dict[str, int], words: str = "") -> None:
    """Somebody says by the link how it was. What they say is kept without them."""
    with keeping(Keeper.LINK, BY_LINK):
        _say_how(_held(secret, About.FEEDBACK), answers, words)


@transaction.atomic
def say_why_oneself(booking: Booking, reason: str, words: str = "", *, by: StudentLogin) -> None:
    """A student who is signed in says why they did not come."""
    with keeping(Keeper.LINK, "a student says why they did not come"):
        _say_why(_own(booking, About.MISSED, by), reason, words)


@transaction.atomic
def say_how_it_was_oneself(booking: Booking, answers: dict[str, int], words: str = "", *, by: StudentLogin) -> None:
    """A student who is signed in says how it was. What they say is kept without them."""
    with keeping(Keeper.LINK, "a student says how it was"):
        _say_how(_own(booking, About.FEEDBACK, by), answers, words)


def _held(secret: str, about: str) -> AskedAfter:
    found = asked_by_link(secret, about)
    if found is None:
        refuse("This link has expired.")
    _hold_student(found.registration_id)
    row = locked(AskedAfter, found.pk, *(f"booking__{name}" for name in WITH_ROLL))
    _require_unsaid(row)
    return row


def _hold_student(registration: UUID) -> None:
    """Who answers of two bookings at once answers once."""
    locked(Student, Registration.objects.values_list("student", flat=True).get(pk=registration))


def _require_unsaid(row: AskedAfter) -> None:
    """A day of an event is spoken of once, however many of its sessions somebody booked: else one makes five (N13)."""
    require(rules.can_answer(row))
    if said_of_day(row.booking, row.about):
        refuse("This was answered already. Thank you.")


def _own(booking: Booking, about: str, by: StudentLogin) -> AskedAfter:
    """What a student is asked, or may say unasked; written down, so that it is said once."""
    if booking.registration_id is not None:
        _hold_student(booking.registration_id)
    row = Booking.objects.of_login(by).select_for_update(of=("self",)).select_related(*WITH_ROLL).filter(pk=booking.pk)
    own = row.first()
    if own is None or own.registration is None:
        refuse("This is not a booking of yours.")
    require(rules.can_say_afterward(own))
    facts = {"institution": own.institution, "registration": own.registration, "sent_at": clock.now()}
    facts |= {"secret_hash": kept(new_secret()).hex(), "until": clock.today() + timedelta(DAYS)}
    asked, _new = AskedAfter.objects.get_or_create(booking=own, about=about, defaults=facts)
    asked.booking = own
    _require_unsaid(asked)
    return asked


def _say_why(row: AskedAfter, reason: str, words: str) -> None:
    if row.booking.missed_at is None:
        refuse("You are on the list of those who came. Nothing is left to say.")
    if reason not in REASON_WORDS:
        refuse("Say why you did not come.")
    row.reason, row.answered_on = reason, clock.today()
    row.save(update_fields=["reason", "answered_on"])
    Reason.objects.create(roll=row.booking.roll, institution=row.institution, reason=reason, on=row.answered_on)
    row.booking.answer = one_line(words)[:300]
    row.booking.save(update_fields=["answer"])
    record("say why not come", row, by=None, after={"reason": reason}, institution=row.institution)


def _say_how(row: AskedAfter, answers: dict[str, int], words: str) -> None:
    """The answer goes into a row that knows the event alone; here only the day stands on which it was given (N13)."""
    if row.booking.came_at is None:
        refuse("You are not on the list of those who came.")
    _keep_said(row.booking.roll, answers, words)
    row.answered_on = clock.today()
    row.save(update_fields=["answered_on"])


@transaction.atomic
def say_how_it_was_at_door(roll: Roll, answers: dict[str, int], words: str = "") -> None:
    """Somebody who came without booking says how it was, by the code that is shown at the door."""
    row = locked(Roll, roll.pk, *RELATED)
    require(rules.can_say_at_door(row))
    _keep_said(row, answers, words, at_door=True)


def _keep_said(roll: Roll, answers: dict[str, int], words: str, **more: bool) -> None:
    said = cleaned(answers)
    if len(said) < len(QUESTIONS):
        refuse("Answer every question, please: what is compared has to be whole.")
    Feedback.objects.create(roll=roll, answers=said, words=one_line(words)[:500], **more)
