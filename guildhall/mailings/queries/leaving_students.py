"""What is asked of a letter to a student at the moment at which it leaves, with the eyes of whoever wrote it (R8)."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.context import acting
from guildhall.mailings.models import Mailbox, Mailing, Recipient, StudentRecipient
from guildhall.mailings.queries.leaving import boxes_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.students.models import Registration
from guildhall.students.rules import is_old_enough

State = Recipient.State


def unwanted_by_students(emails: Sequence[OutgoingEmail]) -> dict[UUID, str]:
    """Of letters to students that are about to leave those that may not any more, and why.

    Whoever wrote a mailing is who looks: a student whom they may not see any more gets none.
    """
    of_mailing: dict[UUID | None, list[OutgoingEmail]] = defaultdict(list)
    for email in emails:
        of_mailing[email.reference].append(email)
    boxes = boxes_of({email.to.lower() for email in emails})
    mailings = Mailing.objects.filter(pk__in=[pk for pk in of_mailing if pk]).select_related("author")
    results = {email.pk: _("The mailing was stopped.") for email in emails}
    for mailing in mailings:
        some = of_mailing[mailing.pk]
        with acting(mailing.author):
            seen = Registration.objects.visible_to(mailing.author)
            rows = StudentRecipient.objects.filter(email__in=[one.pk for one in some], state=State.SENT)
            rows = rows.filter(registration__in=seen.values("pk")).select_related("registration")
            by_email = {row.email: row for row in rows}
        for email in some:
            results[email.pk] = _no_more(email, mailing, by_email.get(email.pk), boxes.get(email.to.lower()))
    return {pk: why for pk, why in results.items() if why}


def _no_more(email: OutgoingEmail, mailing: Mailing, row: StudentRecipient | None, box: Mailbox | None) -> str:
    if mailing.state == Mailing.State.STOPPED:
        return _("The mailing was stopped.")
    if row is None:
        return _("Whoever wrote it may not write to this student any more.")
    if row.registration.email.lower() != email.to.lower():
        return _("They have another address.")
    if box and not box.wants(mailing.topic, mailing.institution_id):
        return _("Its reader has asked for no such e-mail.")
    return "" if is_old_enough(row.registration.born_on) else _("Nobody under 13 is written to.")
