"""Taking back what another act wrote on a timeline by itself, such as that an employer was at an event (C17)."""

from django.db import transaction

from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import take_off
from guildhall.engagements.models import Engagement
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def take_back_entry(engagement: Engagement, *, reason: str, by: Person) -> None:
    """Take an entry off the timeline together with the act that wrote it: whoever may take that act back may do this as
    well, and the caller has asked.
    """
    employer = locked(Employer, engagement.employer_id)
    saved = locked(Engagement, engagement.pk)
    saved.employer = employer
    if not saved.removed_at:
        take_off(saved, reason, by=by)
