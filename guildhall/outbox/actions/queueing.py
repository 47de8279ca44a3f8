"""Handing e-mail over: single notices, and many e-mails with the same words at once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from guildhall.lib.ids import new_id
from guildhall.lib.scopes import OPEN, Scope
from guildhall.outbox.merging import filled, slots
from guildhall.outbox.models import Content, OutgoingEmail
from guildhall.outbox.wording import Reader, subject_of, text_of
from guildhall.queue import enqueue
from guildhall.store.blocks import insert_values

State = OutgoingEmail.State


def hand_over(
    to: Reader,
    template: str,
    words: Mapping[str, Any],
    *,
    kind: str,
    scope: Scope,
    key: str | None = None,
    confidential: bool = False,
    reply_to: str = "",
    calendar: str = "",
) -> UUID:
    """Write one e-mail in the language of its reader and queue it in the caller's transaction.

    The template has its subject as the partial `subject`. With `key`, the same notice is queued only once. `scope`
    says what it speaks of, so that the ledger shows its words to nobody who may not know. An answer reaches
    `reply_to`, or nobody. `calendar` is an entry for the reader's own calendar (RFC 5545), which goes along as a
    file.
    """
    given = (to.email, subject_of(to, template, words), text_of(to, template, words))
    more: dict[str, Any] = {"confidential": confidential, "reply_to": reply_to, "calendar": calendar}
    return queue_email(*given, kind=kind, scope=scope, key=key, **more)


def queue_email(
    to: str,
    subject: str,
    text: str,
    *,
    kind: str,
    scope: Scope,
    html: str = "",
    key: str | None = None,
    confidential: bool = False,
    reply_to: str = "",
    calendar: str = "",
) -> UUID:
    """Queue an e-mail that is written already, by a library: everything of ours goes through `hand_over`.

    Line breaks in the subject are folded away, so that no name can add a header.
    """
    subject = " ".join(subject.split())[:300]
    email = OutgoingEmail(to=to, subject=subject, text=text, html=html, kind=kind, key=key, confidential=confidential)
    email.reply_to, email.calendar = reply_to, calendar
    email.about, email.behind = sorted(scope.about), sorted(scope.behind)
    email.due_at = timezone.now()
    OutgoingEmail.objects.bulk_create([email], ignore_conflicts=key is not None)
    transaction.on_commit(lambda: enqueue("outbox.deliver", once="outbox.deliver"))
    return email.pk


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient of a sending.

    `key` names the e-mail for good: with the same key it is queued only once. `values` fill the slots, each a text.
    `unsubscribe` is an address that ends these e-mails by one POST, without a cookie or a page (RFC 8058). Before
    `not_before` it does not leave. `scope` says what it speaks of beside the words that all share.
    """

    to: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    unsubscribe: str = ""
    not_before: datetime | None = None
    scope: Scope = OPEN
    id: UUID = field(default_factory=new_id)


COLUMNS = (
    "id", "key", "kind", "reference", "to", "subject", "content_id", "values", "unsubscribe", "about", "behind",
    "queued_at", "due_at",
)  # fmt: skip


@transaction.atomic
def queue_many(content: Content, rows: Iterable[Addressed], *, kind: str, reference: UUID) -> int:
    """Queue one e-mail for each recipient, with the words of `content`; returns how many were not queued before (R8).

    `kind` and `reference` say which record asks: what became of them is told by `queries.sent_for` and `counts_for`,
    and the rule of that kind is asked again when they leave. A value for each slot is needed, for each recipient:
    a `KeyError` names one that is missing, and nothing is queued. In the caller's transaction.
    """
    content.subject = " ".join(content.subject.split())[:300]
    content.save(force_insert=content._state.adding)
    now, needed = timezone.now(), slots((content.subject, content.text, content.html))
    lines = (_line(content, needed, row, kind, reference, now) for row in rows)
    queued = insert_values(OutgoingEmail, COLUMNS, lines, ignore_conflicts=True)
    transaction.on_commit(lambda: enqueue("outbox.deliver", once="outbox.deliver"))
    return queued


def _line(
    content: Content, needed: set[str], row: Addressed, kind: str, reference: UUID, now: datetime
) -> tuple[Any, ...]:
    values = {name: str(row.values[name]) for name in needed}
    subject = " ".join(filled(content.subject, values).split())[:300]
    return (
        row.id, row.key, kind, reference, row.to, subject, content.pk, json.dumps(values), row.unsubscribe,
        *_columns(row.scope), now, max(now, row.not_before or now),
    )  # fmt: skip


@lru_cache(maxsize=16)
def _columns(scope: Scope) -> tuple[list[UUID], list[UUID]]:
    """A scope as it is kept: the same lists for all who share it, so that they travel once."""
    return sorted(scope.about), sorted(scope.behind)


@transaction.atomic
def withhold(*, kind: str, to: Iterable[str] = (), reference: UUID | None = None, reason: str = "") -> int:
    """Take back what has not begun to leave: of some addresses, of one sending, or both; returns how many (C18).

    Belongs into the transaction of an opt-out: once that is committed, none of them leaves any more.
    """
    rows = OutgoingEmail.objects.filter(kind=kind, state=State.QUEUED)
    if reference is not None:
        rows = rows.filter(reference=reference)
    if addresses := [address.lower() for address in to]:
        rows = rows.annotate(low=Lower("to")).filter(low__in=addresses)
    elif reference is None:
        return 0  # nobody named is nobody, and not everybody
    return rows.update(state=State.SUPPRESSED if addresses else State.HELD, error=reason[:300])
