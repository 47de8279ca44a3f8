"""Which students get a mailing and which do not, each with the reason: asked when they are selected and when it leaves.

No consent is asked for, since it is the mail of their own school or college; what they chose holds, and a limit of
their own instead of employers' budgets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.mailings.merge_fields import STUDENT_FIELDS, needed_fields
from guildhall.mailings.models import Mailbox, Mailing, Reason, Recipient, StudentRecipient
from guildhall.mailings.queries.filling import value_of
from guildhall.mailings.queries.leaving import boxes_of
from guildhall.mailings.queries.selecting import DONE, day_of
from guildhall.mailings.queries.students import Learner
from guildhall.outbox.models import Suppression
from guildhall.outbox.queries import returned
from guildhall.store.blocks import among
from guildhall.students.models import Registration
from guildhall.students.rules import is_old_enough
from guildhall.ui.dates import in_words

State = Recipient.State
Key = str | UUID  # an address, or a person
MOST, WITHIN = 2, timedelta(days=7)  # letters of one institution to one student


@dataclass(slots=True)
class OfStudent:
    """One student and one mailing: whether they get it, and why not."""

    learner: Learner
    state: str = State.INCLUDED
    reason: str = Reason.NONE
    detail: str = ""


def reached_students(mailing: Mailing) -> set[Key]:
    """The students that a mailing has gone to, by person and by address."""
    rows = mailing.student_recipients.filter(state__in=DONE)
    reached = rows.values_list("registration__email", "registration__student")
    return {key for email, student in reached for key in (email.lower(), student) if key}


def judged_students(mailing: Mailing, learners: Sequence[Learner], *, reached: Iterable[Key] = ()) -> list[OfStudent]:
    """What becomes of each student; `reached` are the people and addresses that this mailing went to already."""
    addresses = {one.address for one in learners if one.email}
    unfit, boxes, seen = _unfit(addresses), boxes_of(addresses), set(reached)
    enough = _had_enough(mailing, learners)
    outcomes = []
    for one in learners:
        reason, detail = _left_out(mailing, one, unfit, boxes.get(one.address), seen)
        outcome = OfStudent(one, State.EXCLUDED if reason else State.INCLUDED, reason, detail)
        if not reason:
            seen |= {one.address, one.student or one.pk}
            _hold(mailing, outcome, enough)
        outcomes.append(outcome)
    return outcomes


def _left_out(
    mailing: Mailing, one: Learner, unfit: set[str], box: Mailbox | None, seen: set[Key]
) -> tuple[str, str]:  # fmt: skip
    if not one.email:
        return Reason.NO_ADDRESS, ""
    if not is_old_enough(one.born_on):
        return Reason.TOO_YOUNG, ""
    if one.address in unfit:
        return Reason.BOUNCED, ""
    if box and not box.wants(mailing.topic, mailing.institution_id):
        paused = box.paused_until and not (box.nothing or box.topics_off or box.senders_off)
        words = _("Wants no bulk e-mail until %(day)s.") % {"day": in_words(box.paused_until)} if paused else ""
        return Reason.OPTED_OUT, words
    if one.student in seen:
        return Reason.DUPLICATE, _("They get it at another address.")
    return (Reason.DUPLICATE, _("Another student has the same address.")) if one.address in seen else (Reason.NONE, "")


def _hold(mailing: Mailing, outcome: OfStudent, enough: set[UUID]) -> None:
    needed = needed_fields(f"{mailing.subject}\n{mailing.body}", STUDENT_FIELDS)
    missing = [str(_(STUDENT_FIELDS[name])) for name in needed if not value_of(mailing, outcome.learner, name)]
    if outcome.learner.student in enough:
        outcome.state, outcome.reason = State.HELD, Reason.ENOUGH
    elif missing:
        outcome.state, outcome.reason = State.HELD, Reason.MISSING
        outcome.detail = (_("Not known: %(what)s.") % {"what": ", ".join(missing)})[:300]


def _unfit(addresses: set[str]) -> set[str]:
    """Of some addresses those that take no e-mail of ours, or asked for none."""
    rows = Suppression.objects.annotate(low=Lower("address")).filter(low__in=among(addresses, "text"))
    return set(rows.values_list("low", flat=True)) | set(returned(addresses)) if addresses else set()


def _had_enough(mailing: Mailing, learners: Sequence[Learner]) -> set[UUID]:
    """The students who get as many letters in a week as one may: lately, or by what leaves before this mailing."""
    on = clock.noon_of(day_of(mailing))
    before = Q(mailing__state__in=Mailing.ON_ITS_WAY, mailing__send_from__gt=on - WITHIN)
    if mailing.state in Mailing.ON_ITS_WAY and mailing.send_from:
        first = Q(mailing__send_from=mailing.send_from, mailing__lt=mailing.pk)
        before &= Q(mailing__send_from__lt=mailing.send_from) | first
    people = Registration.objects.filter(pk__in=among(one.pk for one in learners)).values("student")
    rows = StudentRecipient.objects.filter(registration__student__in=people).exclude(mailing=mailing)
    rows = rows.filter(Q(state=State.SENT, at__gt=on - WITHIN) | (Q(state=State.INCLUDED) & before))
    counts = rows.order_by().values_list("registration__student").annotate(n=Count("pk"))
    return {pk for pk, n in counts if n >= MOST}
