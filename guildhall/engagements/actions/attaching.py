"""Attaching papers to an engagement, and taking them off."""

from collections.abc import Iterable

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.engagements import rules
from guildhall.engagements.models import Attachment, Engagement
from guildhall.files.actions import drop, keep, plain_name
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST = 10  # files on one engagement


@transaction.atomic
def attach(engagement: Engagement, name: str, chunks: Iterable[bytes], *, by: Person) -> Attachment:
    """Attach a file to an engagement; its type and size are judged, and it is looked through, before it is kept."""
    saved_engagement = locked(Engagement, engagement.pk, "employer")
    require(rules.can_change_engagement(by, saved_engagement))
    if saved_engagement.attachments.filter(removed_at=None).count() >= MOST:
        refuse("Ten files at most belong to one engagement; {file} was not attached.", file=plain_name(name))
    stored = keep(chunks, name)
    row = Attachment.objects.create(
        engagement=saved_engagement, file=stored, name=plain_name(name), by=by, at=clock.now()
    )
    record(
        "attach", row, by=by, institution=saved_engagement.institution, after={"name": row.name, "size": stored.size}
    )
    return row


@transaction.atomic
def take_off(attachment: Attachment, *, by: Person) -> None:
    """Take a file off an engagement; that it was there stays in the journal, and its content goes."""
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("engagement__employer", "file")
    row = rows.get(pk=attachment.pk)
    require(rules.can_change_engagement(by, row.engagement))
    if row.removed_at is None:
        forget([row])
        record("take off", row, by=by, institution=row.engagement.institution, before={"name": row.name})


def forget(attachments: Iterable[Attachment]) -> None:
    """Files are taken off, and their content goes where nothing else holds it. The caller has asked whether it may."""
    for row in attachments:
        stored, row.file, row.removed_at = row.file, None, row.removed_at or clock.now()
        row.save(update_fields=["file", "removed_at"])
        if stored is not None:
            drop(stored)
