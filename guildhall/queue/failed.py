"""Jobs that failed for good: kept for some weeks, for whoever looks for the fault."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from guildhall.lib import clock

KEPT_DAYS = 30
OVER = ("failed", "cancelled", "aborted")


def forget_failed() -> int:
    """Jobs that failed or were called off go when that is long ago; returns how many. What still waits stays."""
    lately = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), at__gte=clock.now() - timedelta(KEPT_DAYS))
    keys = list(ProcrastinateJob.objects.filter(~Exists(lately), status__in=OVER).values_list("pk", flat=True)[:5000])
    ProcrastinateJob.objects.filter(pk__in=keys).delete()
    return len(keys)
