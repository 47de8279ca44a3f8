"""Letters to students: selected, handed over and settled with the eyes of whoever wrote them, so that both locks hold
(ADR 36, 90).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.mailings.actions.boxes import boxes_for
from guildhall.mailings.actions.handing import Ready, hand_to_outbox
from guildhall.mailings.links import choices_page, secret_of
from guildhall.mailings.models import Mailing, Reason, Recipient, StudentRecipient
from guildhall.mailings.models.mailings import LETTERS_TO_STUDENTS
from guildhall.mailings.queries.filling import letter_of
from guildhall.mailings.queries.judging_students import judged_students, reached_students
from guildhall.mailings.queries.leaving import FAILED_STATES
from guildhall.mailings.queries.selecting import DONE
from guildhall.mailings.queries.students import Learner, students_selected
from guildhall.outbox.models import OutgoingEmail
from guildhall.store.blocks import insert_values, update_rows
from guildhall.students.models import Registration

State = Recipient.State
COLUMNS = ("id", "institution_id", "mailing_id", "registration_id", "source_id", "state", "reason", "detail")


def select_students(row: Mailing) -> None:
    """Write one row for every student in the sources, as whoever wrote the mailing sees them.

    Who got it already, before it was stopped, is not written to twice.
    """
    by_hand = set(row.student_recipients.filter(reason=Reason.BY_HAND).values_list("registration", flat=True))
    done = set(row.student_recipients.filter(state__in=DONE).values_list("registration", flat=True))
    learners = [one for one in students_selected(row, row.author) if one.pk not in done]
    outcomes = judged_students(row, learners, reached=reached_students(row))
    row.student_recipients.exclude(state__in=DONE).delete()
    lines: list[tuple[Any, ...]] = []
    for pk, one in zip(new_ids(len(outcomes)), outcomes, strict=True):
        who, told = one.learner, (one.state, one.reason, one.detail)
        if who.pk in by_hand and one.state != State.EXCLUDED:
            told = (State.EXCLUDED, Reason.BY_HAND, "")
        lines.append((pk, who.institution_id, row.pk, who.pk, who.source, *(str(word) for word in told)))
    insert_values(StudentRecipient, COLUMNS, lines)


def hand_to_students(row: Mailing, most: int) -> int | None:
    """Hand over the next letters of a mailing to students; how many, or None where nobody is left to get one.

    The caller acts as whoever wrote it. The students are held, so that two mailings never count the same week at once.
    """
    recipients = list(row.student_recipients.included().order_by("pk")[:most])
    if not recipients:
        return None
    by_key = {one.registration_id: one for one in recipients}
    people = Registration.objects.filter(pk__in=by_key).values("student")
    list(Registration.objects.select_for_update().filter(student__in=people).order_by("pk").values_list("pk"))
    learners = students_selected(row, row.author, by_key)
    outcomes = judged_students(row, learners, reached=reached_students(row))
    writable = [one.learner for one in outcomes if one.state == State.INCLUDED]
    gone = by_key.keys() - {one.learner.pk for one in outcomes}
    _leave_out([(by_key[pk], State.EXCLUDED, Reason.LEFT, "") for pk in gone])
    _leave_out([(by_key[one.learner.pk], one.state, one.reason, one.detail) for one in outcomes
                if one.state != State.INCLUDED])  # fmt: skip
    _write(row, writable, by_key)
    row.handed_at = clock.now()
    row.save(update_fields=["handed_at"])
    return len(writable)


def _leave_out(rows: Sequence[tuple[StudentRecipient, str, str, str]]) -> None:
    for one, state, reason, detail in rows:
        one.state, one.reason, one.detail, one.again = state, reason, detail[:300], True
    update_rows([one for one, *_rest in rows], ["state", "reason", "detail", "again"])


def _write(row: Mailing, writable: Sequence[Learner], by_key: dict[Any, StudentRecipient]) -> None:
    """Queue a letter for each: the same words for all, and nobody's name in them."""
    boxes, page = boxes_for([one.email for one in writable]), choices_page()
    letter = letter_of(row, ())
    ready = [Ready(by_key[one.pk], one, letter, f"{page}{secret_of(boxes[one.address], row.pk)}/") for one in writable]
    emails, now = hand_to_outbox(row, ready), clock.now()
    for recipient, email in zip((one.recipient for one in ready), emails, strict=True):
        recipient.state, recipient.reason, recipient.email, recipient.at = State.SENT, Reason.NONE, email, now
    update_rows([one.recipient for one in ready], ["state", "reason", "email", "at"])


def settle_failed_students() -> int:
    """Note which letters did not reach their student; one that a rule held goes on where its mailing does."""
    since = clock.now() - timedelta(days=14)
    bad = OutgoingEmail.objects.filter(kind=LETTERS_TO_STUDENTS, state__in=FAILED_STATES, queued_at__gt=since)
    held = bad.filter(state=OutgoingEmail.State.HELD)
    with keeping(Keeper.RECOUNT, "which letters to students did not reach them, as the ledger of e-mail says"):
        rows = StudentRecipient.objects.filter(state=State.SENT, at__gt=since)
        again = rows.filter(email__in=held.values("pk")).exclude(mailing__state=Mailing.State.SENT)
        changed = again.update(state=State.INCLUDED)
        return changed + rows.filter(email__in=bad.values("pk")).update(state=State.FAILED)
