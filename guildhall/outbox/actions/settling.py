"""What a person decides of an e-mail of which nobody knows whether it left."""

from django.db import transaction
from django.utils import timezone

from guildhall.lib.verdicts import refuse
from guildhall.outbox.models import OutgoingEmail
from guildhall.queue import enqueue
from guildhall.store.locking import locked

State = OutgoingEmail.State


@transaction.atomic
def settle_unknown(email: OutgoingEmail, *, again: bool) -> OutgoingEmail:
    """Send an e-mail of unknown fate again, or count it as sent. A worker that was thought dead decides no more (R8).

    The caller has asked whether somebody may decide, and writes down who did.
    """
    found = locked(OutgoingEmail, email.pk)
    if found.state != State.UNKNOWN:
        refuse("Somebody has decided this already.")
    found.state, found.leased_by, found.error = (State.QUEUED if again else State.SENT), None, ""
    found.due_at = timezone.now() if again else found.due_at
    found.save(update_fields=["state", "leased_by", "error", "due_at"])
    if again:
        transaction.on_commit(lambda: enqueue("outbox.deliver", once="outbox.deliver"))
    return found
