"""Whether opportunities still stand: employers are asked by a link, and what nobody answers for is taken off."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.editing import Editor
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.deciding import close_row
from guildhall.opportunities.actions.entering import held, keep
from guildhall.opportunities.actions.revising import open_link
from guildhall.opportunities.models import Opportunity, StillOpen
from guildhall.opportunities.queries.standing import agreed_for
from guildhall.people.models import Institution, Person
from guildhall.queue.apart import apart

State, Closing = Opportunity.State, Opportunity.Closing
NEWS = timedelta(days=7)


@transaction.atomic
def ask_whether_open(row: Opportunity, *, by: Person) -> StillOpen:
    """Ask the contact by a link whether it still stands; an answer to their own offer uses up no touch budget."""
    found = held(row.pk)
    require(rules.can_ask_whether_open(by, found))
    question = _ask(found, by=by)
    if question is None:
        refuse("There is no contact with an e-mail address whom you may write to. Ask them, and confirm it yourself.")
    return question


def _ask(row: Opportunity, *, by: Person | None) -> StillOpen | None:
    to = emails.whom_to_ask(row, by)
    if to is None:
        return None
    _clause, fixed = agreed_for(row.holder)
    secret, until = new_secret(), clock.today() + timedelta(fixed["silent_days"])
    facts = {"secret_hash": kept(secret).hex(), "sent_at": clock.now(), "until": until}
    contact = to.contact if isinstance(to, EmployerLogin) else to
    question = StillOpen.objects.create(opportunity=row, contact=contact, **facts)
    row.asked_on = clock.today()
    row.save(update_fields=["asked_on"])
    emails.ask_whether_open(row, secret, question, by=by)
    record("ask whether opportunity stands", row, by=by, after={"of": text_of(to)}, institution=row.holder)
    return question


def question_of(secret: str) -> StillOpen | None:
    """The question of a link while it may be answered, or None."""
    rows = StillOpen.objects.select_related("contact", "opportunity__employer", "opportunity__holder")
    question = rows.filter(secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
    return question if question and question.contact and question.contact.reads_mail else None


@transaction.atomic
def answer_by_link(secret: str, *, stands: bool, filled: int | None = None) -> bool:
    """The employer says whether it still stands; the first answer counts, however often the link is opened."""
    question = question_of(secret)
    if question is None:
        refuse("This link has expired.")
    row = held(question.opportunity_id)
    if filled is not None and not 0 <= filled <= row.places:
        refuse("Places offered: {n}. Say how many of these were filled.", n=row.places)
    rows = StillOpen.objects.filter(pk=question.pk, answered_at=None)
    if not rows.update(answered_at=clock.now(), stands=stands):
        return False
    if row.state != State.POSTED:
        return True
    if stands:
        _confirmed(row, by=None)
    else:
        all_taken = (row.filled or filled or 0) >= row.places  # where fewer are, the others are offered no more
        close_row(row, Closing.FILLED if all_taken else Closing.WITHDRAWN, filled=filled, by=None)
    emails.tell_stands(row, "yes" if stands else "no")
    return True


@transaction.atomic
def confirm(row: Opportunity, *, version: int, by: Editor) -> Opportunity:
    """Somebody has asked the employer, and it still stands."""
    found = held(row.pk, version)
    require(rules.can_ask_whether_open(by, found))
    _confirmed(found, by=by)
    return found


def _confirmed(row: Opportunity, *, by: Editor | None) -> None:
    before = {"confirmed_on": row.confirmed_on}
    row.confirmed_on, row.asked_on = clock.today(), None
    keep(row, "confirm opportunity", by=by, before=before)


# ── Every day ────────────────────────────────────────────────────────


def keep_fresh() -> tuple[int, int, int]:
    """Close what is over, ask about what is old, take off what nobody answers for; returns how many of each.

    Done twice on a day it does nothing more.
    """
    today = clock.today()
    over = Opportunity.objects.exclude(state=State.CLOSED).filter(expires_on__lt=today)
    with apart() as pieces:
        closed = pieces.each(_expire, list(over.values_list("pk", flat=True)))
        asked = pieces.each(_ask_again, _old())
        silent = pieces.each(_take_off, _silent())
    return closed, asked, silent


@transaction.atomic
def _expire(pk: object) -> bool:
    row = held(pk)  # type: ignore[arg-type]
    if row.state == State.CLOSED or row.expires_on >= clock.today():
        return False
    shown = row.state == State.POSTED
    close_row(row, Closing.EXPIRED, by=None)
    _tell_the_end(row, "over" if shown else "unread", shown=shown)
    return True


def _tell_the_end(row: Opportunity, how: str, *, shown: bool) -> None:
    """Tell both sides that it has ended by itself; the employer offers it again by a link. Of what ended long ago, as
    the first night of a new version finds it, nobody is told.
    """
    if row.expires_on < clock.today() - NEWS:
        return
    emails.tell_stands(row, how)
    if to := emails.who_hears_of_the_end(row, shown=shown):
        emails.say_ended(row, to, open_link(row, to), shown=shown)


def _old() -> list[object]:
    """Those of which nobody has said for as long as the clause allows that they stand, and that nobody was asked of."""
    rows = Opportunity.objects.shown_today().filter(asked_on=None)
    found: list[object] = []
    for holder in Institution.objects.filter(pk__in=rows.order_by().values("holder")):
        day = clock.today() - timedelta(agreed_for(holder)[1]["ask_days"])
        found += rows.filter(holder=holder).stood_until(day).values_list("pk", flat=True)
    return found


@transaction.atomic
def _ask_again(pk: object) -> bool:
    row = held(pk)  # type: ignore[arg-type]
    if row.state != State.POSTED or row.asked_on:
        return False
    if _ask(row, by=None) is None:  # nobody may be written to: who looks after it asks them
        if not emails.who_answers(row):
            return False  # nor is there anybody who could: what nobody was asked is not taken off
        row.asked_on = clock.today()
        row.save(update_fields=["asked_on"])
        emails.tell_stands(row, "ask")
    return True


def _silent() -> list[object]:
    """Those that were asked about so long ago that the clause takes them off."""
    rows = Opportunity.objects.filter(~Q(asked_on=None), state=State.POSTED).select_related("holder")
    today = clock.today()
    return [
        row.pk
        for row in rows.only("pk", "asked_on", "holder")
        if row.asked_on + timedelta(agreed_for(row.holder)[1]["silent_days"]) < today
    ]


@transaction.atomic
def _take_off(pk: object) -> bool:
    row = held(pk)  # type: ignore[arg-type]
    if row.state != State.POSTED or row.asked_on is None:
        return False
    close_row(row, Closing.SILENT, by=None)
    _tell_the_end(row, "silent", shown=True)
    return True
