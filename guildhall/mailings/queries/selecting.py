"""Who gets a mailing, who is held and who is left out, each with the reason: the same rules when recipients are
selected and when letters leave (C18–C20, N3, N6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.engagements.queries.many import Person as Asked
from guildhall.engagements.queries.many import not_now
from guildhall.lib import clock
from guildhall.lib.working_days import is_working_day
from guildhall.mailings.merge_fields import FIELDS, needed_fields
from guildhall.mailings.models import Mailbox, Mailing, Reason, Recipient
from guildhall.mailings.queries.filling import value_of
from guildhall.mailings.queries.leaving import boxes_of
from guildhall.mailings.queries.parties import ADDRESSES, Candidate
from guildhall.mailings.queries.sparing import addresses_of_contacts, had_enough, named_elsewhere
from guildhall.outbox.models import Suppression
from guildhall.store.blocks import among
from guildhall.ui.dates import in_words

State = Recipient.State
WINDOW = timedelta(days=7)  # in which two mailings to the same person are one too many (N9)
WHY = {"budget": Reason.BUDGET, "paused": Reason.PAUSED, "quiet": Reason.QUIET, "other_way": Reason.OTHER_WAY}


@dataclass(slots=True)
class Outcome:
    """One person and one mailing: whether they get it, and why not."""

    candidate: Candidate
    state: str = State.INCLUDED
    reason: str = Reason.NONE
    detail: str = ""


def day_of(mailing: Mailing) -> date:
    """The day on which a mailing reaches people: the one it is scheduled for, or the next working day."""
    day = clock.day_of(mailing.send_from) if mailing.send_from else clock.today()
    day = max(day, clock.today())
    while not is_working_day(day):
        day += timedelta(1)
    return day


DONE = (State.SENT, State.CARRIED, State.FAILED)


@dataclass(slots=True)
class Reached:
    """The addresses that a mailing has gone to, from one block of its letters to the next.

    Whoever hands a block over holds the mailing, so what came since the last one is later than that.
    """

    addresses: set[str] = field(default_factory=set)
    until: datetime | None = None

    def by(self, mailing: Mailing) -> set[str]:
        """All of them: read whole once, and then what has come."""
        now = clock.now()
        self.addresses |= reached_by(mailing, since=self.until)
        self.until = now
        return self.addresses


def reached_by(mailing: Mailing, *, since: datetime | None = None) -> set[str]:
    """The addresses that a mailing has gone to, or those since a moment; within another one it may go at any time."""
    done = mailing.recipients.filter(state__in=DONE)
    if since:
        done = done.filter(Q(state=State.CARRIED) | Q(at__gte=since))
    rows = done.values_list(*ADDRESSES)
    return {next((email for email in emails if email), "").lower() for emails in rows} - {""}


def judged(mailing: Mailing, candidates: Sequence[Candidate], *, reached: Iterable[str] = ()) -> list[Outcome]:
    """What becomes of each candidate; `reached` are the addresses that this mailing went to already."""
    outcomes = [Outcome(one) for one in candidates]
    _leave_out(mailing, outcomes, set(reached))
    _hold(mailing, [one for one in outcomes if one.state == State.INCLUDED])
    return outcomes


# ── Left out ─────────────────────────────────────────────────────────


def _leave_out(mailing: Mailing, outcomes: Sequence[Outcome], reached: set[str]) -> None:
    addresses = {one.candidate.address for one in outcomes if one.candidate.email}
    bounced, chosen = _suppressed(addresses), boxes_of(addresses)
    theirs = addresses_of_contacts([one.candidate for one in outcomes], mailing.author)
    for one in outcomes:
        row = one.candidate
        box = chosen.get(row.address)
        reason: str = Reason.NONE
        detail = ""
        if not row.email:
            reason = Reason.NO_ADDRESS
        elif row.failed or row.address in bounced:
            reason = Reason.BOUNCED
        elif box and not box.wants(mailing.topic, mailing.institution_id):
            reason, detail = Reason.OPTED_OUT, _choice_in_words(box)
        elif not row.is_contact:
            reason, detail = _of_somebody(row, theirs)
        elif mailing.topic not in row.topics:
            reason = Reason.TOPIC if row.topics else Reason.NO_CONSENT
        if reason == Reason.NONE and row.address in reached:
            reason = Reason.DUPLICATE
        if reason:
            one.state, one.reason, one.detail = State.EXCLUDED, reason, detail
        else:
            reached.add(row.address)
    _earlier_positions(outcomes)


def _of_somebody(row: Candidate, theirs: set[str]) -> tuple[str, str]:
    if row.declined:
        return Reason.NO_CONSENT, row.declined
    if row.address in theirs and not row.is_colleague:
        return Reason.NO_CONSENT, _("This is the address of a contact: add the contact, so that the rules hold.")
    return Reason.NONE, ""


def _earlier_positions(outcomes: Sequence[Outcome]) -> None:
    """Of one person in two positions the later one gets it."""
    later = {one.candidate.before for one in outcomes if one.state == State.INCLUDED and one.candidate.before}
    for one in outcomes:
        if one.state == State.INCLUDED and one.candidate.pk in later:
            one.state, one.reason = State.EXCLUDED, Reason.DUPLICATE


def _suppressed(addresses: set[str]) -> set[str]:
    rows = Suppression.objects.annotate(low=Lower("address")).filter(low__in=among(addresses, "text"))
    return set(rows.values_list("low", flat=True)) if addresses else set()


def _choice_in_words(box: Mailbox) -> str:
    if box.paused_until and not (box.nothing or box.person_only or box.topics_off or box.senders_off):
        return _("Wants no bulk e-mail until %(day)s.") % {"day": in_words(box.paused_until)}
    return _("Wants e-mail from their own contact person alone.") if box.person_only and not box.nothing else ""


# ── Held ─────────────────────────────────────────────────────────────


def _hold(mailing: Mailing, outcomes: Sequence[Outcome]) -> None:
    on = day_of(mailing)
    asked = [
        Asked(one.candidate.pk, one.candidate.name, one.candidate.employer_id, one.candidate.employer)
        for one in outcomes
        if one.candidate.employer_id
    ]
    later = not_now(asked, on, institution=mailing.institution, without=mailing.pk)
    later |= had_enough([one.candidate for one in outcomes if not one.candidate.employer_id], mailing, on)
    others = _other_mailings(mailing, [one.candidate for one in outcomes], on)
    needed = needed_fields(f"{mailing.subject}\n{mailing.body}")
    for one in outcomes:
        row = one.candidate
        if row.closed:
            _held(one, Reason.KEY_ACCOUNT)
        elif row.pk in later:
            why, words = later[row.pk]
            _held(one, WHY[why], words)
        elif row.pk in others:
            _held(one, Reason.OTHER_MAILING, others[row.pk])
        elif needed and (missing := [name for name in needed if not value_of(mailing, row, name)]):
            _held(one, Reason.MISSING, _("Not known: %(what)s.") % {"what": ", ".join(map(_called, missing))})


def _held(one: Outcome, reason: str, detail: str = "") -> None:
    one.state, one.reason, one.detail = State.HELD, reason, detail[:300]


def _called(name: str) -> str:
    return _(FIELDS[name])


def _other_mailings(mailing: Mailing, people: Sequence[Candidate], on: date) -> dict[UUID, str]:
    """Those whom another mailing reaches in the same days: the one that leaves first goes, and this one is held.

    Mailings that travel together are one.
    """
    first, last = clock.noon_of(on - WINDOW), clock.noon_of(on + WINDOW)
    rows = Mailing.objects.on_their_way().filter(send_from__range=(first, last)).exclude(pk=mailing.pk)
    rows = rows.exclude(pk=mailing.travels_with_id).exclude(travels_with=mailing.pk)
    if mailing.state in Mailing.ON_ITS_WAY and mailing.send_from:
        rows = rows.filter(Q(send_from__lt=mailing.send_from) | Q(send_from=mailing.send_from, pk__lt=mailing.pk))
    found = {row.pk: row for row in rows.select_related("institution")}
    if not found:
        return {}
    there = Recipient.objects.included().filter(mailing__in=list(found))
    contacts = there.filter(contact__in=among(one.pk for one in people if one.is_contact)).order_by("-mailing")
    by_key = {key: of for of, key in contacts.values_list("mailing", "contact")}
    by_key |= named_elsewhere(there, [one for one in people if not one.is_contact])
    return {
        key: _("“%(subject)s” of %(institution)s reaches them on %(day)s.")
        % {"subject": found[of].subject, "institution": found[of].institution, "day": in_words(day_of(found[of]))}
        for key, of in by_key.items()
    }
