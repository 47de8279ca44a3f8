"""Taking back employers that a list opened by mistake, unless somebody has worked on them since."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from guildhall.employers.models import Employer
from guildhall.store.deleting import delete_rows


def withdraw_prospects(ids: Sequence[UUID]) -> set[UUID]:
    """Delete employers as they were opened; returns those that stay because somebody has worked on them."""
    worked_on = (
        Q(version__gt=1)
        | Q(last_engaged_at__isnull=False)
        | Q(notes__written_at__gt=F("entered_at"))  # not the one that came with it
        | Q(notes__version__gt=1)
        | Q(owner__isnull=False)
        | Q(merged_into__isnull=False)
        | Q(absorbed__isnull=False)
        | Q(join_requests__isnull=False)
        | Q(audience__isnull=False)
        | Q(prospect__version__gt=1)
        | Q(prospect__owner__isnull=False)
        | Q(prospect__answers__isnull=False)
        | (Q(contacts__version__gt=1) & Q(contacts__employer=F("pk")))
    )
    kept = set(Employer.objects.filter(pk__in=ids).filter(worked_on).values_list("pk", flat=True))
    gone = [pk for pk in ids if pk not in kept]
    delete_rows(Employer, gone)
    return kept
