"""Temperature checks, endings with their lesson, guests by a limited link, employers kept at hand."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.facts import note_address_answered
from guildhall.employers.models import Contact, Employer, EmployerLogin
from guildhall.employers.rules import can_approach
from guildhall.engagements import emails, rules
from guildhall.engagements.actions.letters import count_letter
from guildhall.engagements.models import (
    Ending,
    Engagement,
    GuestLink,
    GuestWord,
    Pin,
    TemperatureCheck,
)
from guildhall.engagements.queries.relations import SAID_DAYS, open_check_of
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

CHECK_DAYS, GUEST_DAYS = 30, 60


# ── Temperature (F19, M19) ───────────────────────────────────────────


@transaction.atomic
def take_temperature(employer: Employer, contact: Contact, *, by: Person, institution: Institution) -> TemperatureCheck:
    """Mail one contact one question; it counts as a contact, so the touch budget must have room (N3)."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_plan_ask(by, saved_employer))
    if contact.employer_id != saved_employer.pk or not contact.email or not contact.is_current:
        refuse("Choose somebody of this employer who has an e-mail address.")
    require(can_approach(by, contact))
    secret = new_secret()
    check = TemperatureCheck.objects.create(
        employer=saved_employer,
        contact=contact,
        by=by,
        institution=institution,
        secret_hash=kept(secret).hex(),
        sent_at=clock.now(),
        until=clock.today() + timedelta(CHECK_DAYS),
    )
    count_letter(saved_employer, contact, occasion=check.pk, by=by, institution=institution)
    emails.ask_temperature(check, contact, secret)
    record("take temperature", check, by=by, institution=institution, after={"of": text_of(contact)})
    return check


def check_of(secret: str) -> TemperatureCheck | None:
    """The check of a link while it may be answered, or None."""
    rows = TemperatureCheck.objects.select_related("institution", "employer", "contact")
    check = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    return check if check and check.contact and check.contact.reads_mail else None


@transaction.atomic
def answer_temperature(secret: str, score: int, words: str = "") -> bool:
    """Keep an employer's answer; the first one counts, however often the link is opened (N13)."""
    check = check_of(secret)
    if check is None:
        refuse("This link has expired.")
    first = _answer(check, score, words)
    if first:
        note_address_answered(check.contact, sent_at=check.sent_at)
    return first


def _answer(check: TemperatureCheck, score: int, words: str) -> bool:
    if score not in dict(TemperatureCheck.SCORES):
        refuse("Choose one of the five answers.")
    rows = TemperatureCheck.objects.filter(pk=check.pk, answered_at=None)
    if not rows.update(score=score, words=words.strip()[:500], answered_at=clock.now()):
        return False
    record("answer temperature", check, by=None, institution=check.institution, after={"score": score})
    if score == min(dict(TemperatureCheck.SCORES)):
        check.words = words.strip()[:500]
        emails.tell_low_temperature(check)
    return True


@transaction.atomic
def say_temperature(score: int, words: str = "", *, by: EmployerLogin) -> None:
    """Somebody of an employer says in one tap how it is going: an answer to who asked them, or by themselves (F19).

    What an employer says of its own accord is no contact: it uses up no budget.
    """
    employer = locked(Employer, by.employer_id, "holder")
    asked = open_check_of(by)
    if asked is None:
        since = clock.now() - timedelta(SAID_DAYS)
        if TemperatureCheck.objects.filter(employer=employer, contact=by.contact, answered_at__gte=since).exists():
            refuse("You said so in the last days. Thank you.")
        asked = TemperatureCheck.objects.create(
            employer=employer, contact=by.contact, institution=employer.holder, secret_hash=kept(new_secret()).hex(),
            sent_at=clock.now(), until=clock.today(),
        )  # fmt: skip
    _answer(asked, score, words)


# ── Endings (F18) ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lesson:
    """Why a relationship ended, and what we learned."""

    ended_on: date
    reason: str
    lesson: str


@transaction.atomic
def end_relationship(employer: Employer, said: Lesson, *, by: Person, institution: Institution) -> Ending:
    """Note that an institution's relationship with an employer has ended, and the lesson (F18)."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_plan_ask(by, saved_employer))
    if not said.reason.strip() or not said.lesson.strip():
        refuse("Say why it ended and what we learned: that is what the others need.")
    if said.ended_on > clock.today():
        refuse("A relationship is ended once it has ended; the day cannot be ahead.")
    if saved_employer.endings.filter(institution=institution, resumed_on=None).exists():
        refuse("Your institution has noted the end already.")
    row = Ending.objects.create(
        employer=saved_employer,
        institution=institution,
        ended_on=said.ended_on,
        reason=said.reason.strip()[:300],
        lesson=said.lesson.strip()[:2000],
        by=by,
    )
    details = {"on": row.ended_on, "reason": row.reason, "lesson": row.lesson}
    record("end relationship", row, by=by, institution=institution, after=details)
    return row


@transaction.atomic
def resume(ending: Ending, *, version: int, by: Person) -> Ending:
    """Take a relationship up again; the lesson stays readable."""
    row = locked(Ending, ending.pk, "employer", "institution")
    require(rules.can_resume(by, row))
    if row.version != version or row.resumed_on:
        raise Conflict
    row.resumed_on, row.version = clock.today(), row.version + 1
    row.save(update_fields=["resumed_on", "version"])
    record("resume relationship", row, by=by, institution=row.institution, after={"on": row.resumed_on})
    return row


# ── Guests (B11) ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to bring in, what to ask them, and for how long the link works."""

    name: str
    email: str
    question: str
    until: date


@transaction.atomic
def bring_in(
    employer: Employer, said: Invitation, *, engagement: Engagement | None = None, by: Person, institution: Institution
) -> GuestLink:
    """Mail a colleague without an account a link to one engagement or employer, without contact details (B11)."""
    require(rules.can_bring_in(by, employer, engagement))
    if not clock.today() <= said.until <= clock.today() + timedelta(GUEST_DAYS):
        refuse("The link works for {guest_days} days at most.", guest_days=GUEST_DAYS)
    secret = new_secret()
    link = GuestLink.objects.create(
        employer=employer,
        engagement=engagement,
        name=said.name.strip(),
        email=said.email.strip(),
        question=said.question.strip(),
        by=by,
        institution=institution,
        secret_hash=kept(secret).hex(),
        made_at=clock.now(),
        until=said.until,
    )
    emails.bring_in(link, secret)
    record("bring in", link, by=by, institution=institution, after={"whom": link.name, "until": link.until})
    return link


def guest_link(secret: str) -> GuestLink | None:
    """The link of a secret while it opens anything: what was taken back behind the wall is closed at once."""
    rows = GuestLink.objects.select_related("employer", "by", "institution")
    rows = rows.select_related("engagement__by", "engagement__institution")
    result = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today(), revoked_at=None).first()
    if result is None or not rules.is_open_to_guests(result.employer, result.engagement):
        return None
    return result


@transaction.atomic
def say_as_guest(secret: str, text: str) -> GuestWord:
    """Keep what a guest answers; whoever brought them in is told."""
    link = guest_link(secret)
    if link is None:
        refuse("This link has expired.")
    if not text.strip():
        refuse("Write a few words.")
    if link.words.count() >= 20:
        refuse("This is a long talk by now: please call each other.")
    word = GuestWord.objects.create(link=link, text=text.strip()[:2000], at=clock.now())
    record("say", link, by=None, institution=link.institution, after={"who": link.name, "text": word.text})
    emails.tell_guest_word(link, word)
    return word


@transaction.atomic
def revoke(link: GuestLink, *, by: Person) -> None:
    """Close a guest's link."""
    row = locked(GuestLink, link.pk, "employer", "institution")
    require(rules.can_close_link(by, row))
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record("revoke", row, by=by, institution=row.institution, after={"whom": row.name})


# ── Pinned (C2) ─────────────────────────────────────────────────────


@transaction.atomic
def pin(employer: Employer, *, by: Person, on: bool) -> None:
    """Keep an employer at hand, or not any more: one's own arrangement, of no interest to the journal."""
    if on:
        Pin.objects.get_or_create(person_id=by.pk, employer=employer, defaults={"pinned_at": clock.now()})
    else:
        Pin.objects.filter(person_id=by.pk, employer=employer).delete()
