"""Whom a mailing is for: its sources, the rules asked of everybody in them, and who is taken out by hand."""

from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.engagements.actions.liaising import ask_first
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.lib.verdicts import Refused, refuse, require
from guildhall.mailings import rules
from guildhall.mailings.actions.reaching_students import select_students
from guildhall.mailings.actions.writing import as_draft, held, keep
from guildhall.mailings.models import Mailing, Reason, Recipient, Source, StudentRecipient
from guildhall.mailings.models.recipients import WHO
from guildhall.mailings.queries.candidates import selected
from guildhall.mailings.queries.parties import Candidate
from guildhall.mailings.queries.selecting import judged, reached_by
from guildhall.mailings.queries.students import FOR_STUDENTS
from guildhall.people.models import Person
from guildhall.store.blocks import insert_values

State = Recipient.State
DONE = (State.SENT, State.CARRIED, State.FAILED)
COLUMNS = ("id", "mailing_id", *(f"{name}_id" for name in WHO), "state", "reason", "detail")
MOST_ASKED = 50  # requests to operators at once
MOST_SOURCES = 20


@transaction.atomic
def add_source(
    mailing: Mailing, kind: str, *, label: str, query: str = "", key: UUID | None = None, whom: str = "first",
    by: Person
) -> Source:  # fmt: skip
    """Add where recipients come from, and ask the rules of everybody anew."""
    row = held(mailing.pk)
    require(rules.can_change(by, row))
    if (
        kind not in Source.Kind.values
        or (kind in FOR_STUDENTS) != row.to_students
        or whom not in Source.Whom.values
        or len(query) > 500
    ):
        refuse("Choose from what is offered.")
    if row.sources.count() >= MOST_SOURCES:
        refuse("That are many sources. Take one of them out first.")
    source, _made = Source.objects.update_or_create(
        mailing=row, kind=kind, query=query, key=key, defaults={"label": label[:200], "whom": whom}
    )
    as_draft(row, by=by)
    _select(row)
    keep(row, "add source", by=by, source=label[:200])
    return source


@transaction.atomic
def remove_source(source: Source, *, by: Person) -> None:
    """Take a source out again."""
    row = held(source.mailing_id)
    require(rules.can_change(by, row))
    row.sources.filter(pk=source.pk).delete()
    as_draft(row, by=by)
    _select(row)
    keep(row, "remove source", by=by, source=source.label)


@transaction.atomic
def select_recipients(mailing: Mailing, *, by: Person) -> Mailing:
    """Ask the rules of everybody in the sources anew; an approval is kept, since the rules are asked again anyway."""
    row = held(mailing.pk)
    require(rules.can_change(by, row))
    _select(row)
    return keep(row, "select recipients", by=by)


def _select(row: Mailing) -> None:
    """Write one row for everybody, in the name of whoever wrote the mailing: what they see is what it reaches.

    Who got it already, before it was stopped, is not written to twice.
    """
    row.selected_at = clock.now()
    if row.to_students:
        select_students(row)
        return
    by_hand = set(row.recipients.filter(reason=Reason.BY_HAND).values_list(*WHO))
    done = set(row.recipients.filter(state__in=DONE).values_list(*WHO))
    candidates = selected(row, row.author)
    if done:
        candidates = [one for one in candidates if _who(one) not in done]
    outcomes = judged(row, candidates, reached=reached_by(row))
    outcomes.sort(key=lambda one: str(one.candidate.employer_id))  # they leave employer by employer
    row.recipients.exclude(state__in=DONE).delete()
    lines: list[tuple[Any, ...]] = []
    for pk, one in zip(new_ids(len(outcomes)), outcomes, strict=True):
        who, told = _who(one.candidate), (one.state, one.reason, one.detail)
        if who in by_hand and one.state != State.EXCLUDED:
            told = (State.EXCLUDED, Reason.BY_HAND, "")
        lines.append((pk, row.pk, *who, *map(str, told)))
    insert_values(Recipient, COLUMNS, lines)


def _who(one: Candidate) -> tuple[UUID | None, ...]:
    return tuple([one.pk if one.kind == name else None for name in WHO])


@transaction.atomic
def take_out(recipient: Recipient | StudentRecipient, *, by: Person) -> None:
    """Leave one person out by hand."""
    row = held(recipient.mailing_id)
    require(rules.can_change(by, row))
    saved = row.ledger.get(pk=recipient.pk)
    if saved.state == State.EXCLUDED:
        refuse("This person does not get it anyway.")
    saved.state, saved.reason, saved.detail = State.EXCLUDED, Reason.BY_HAND, ""
    saved.save(update_fields=["state", "reason", "detail"])
    keep(row, "take recipient out", by=by)


@transaction.atomic
def put_back(recipient: Recipient | StudentRecipient, *, by: Person) -> None:
    """Take somebody in again who was left out by hand: the rules are asked anew."""
    row = held(recipient.mailing_id)
    require(rules.can_change(by, row))
    if not row.ledger.filter(pk=recipient.pk, reason=Reason.BY_HAND).delete()[0]:
        refuse("Only who was taken out by hand can be put back.")
    as_draft(row, by=by)
    _select(row)
    keep(row, "put recipient back", by=by)


def ask_for_held(mailing: Mailing, why: str, *, by: Person) -> int:
    """Ask the operators for everybody whom their key accounts protect, in one go (C11); returns how many were asked."""
    with transaction.atomic():
        row = held(mailing.pk)
        require(rules.can_change(by, row))
        if row.author_id != by.pk:
            refuse("{person} wrote it, and asks: the answer is for whoever writes.", person=row.author)
        if not why.strip():
            refuse("Say why: the operator decides by it.")
        rows = row.recipients.known_to(by).filter(state=State.HELD, reason=Reason.KEY_ACCOUNT)
        asked = 0
        for recipient in rows.select_related("contact__employer")[:MOST_ASKED]:
            try:
                with transaction.atomic():
                    ask_first(recipient.contact, why, by=by, institution=row.institution)
            except Refused:
                continue  # asked already, or open to them by now
            asked += 1
        if not asked:
            refuse("Everybody was asked already.")
        keep(row, "ask for held recipients", by=by, asked=asked)
    return asked
