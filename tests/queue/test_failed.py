"""What a job is told outlasts it where it fails: keys and no addresses, and not for ever (G2, G7)."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from guildhall.lib import clock
from guildhall.queue import enqueue
from guildhall.queue.failed import KEPT_DAYS, forget_failed
from guildhall.stewardship.actions.retiring import retire

pytestmark = pytest.mark.django_db


def test_no_job_is_told_an_address():
    with pytest.raises(ValueError, match="e-mail address"):
        enqueue("students.claim", sign_in="rosa@mesa.example")
    with pytest.raises(ValueError, match="e-mail address"):
        enqueue("outbox.deliver", once="to rosa@mesa.example")
    enqueue("students.claim", sign_in="0190")  # the control


def ended(status: str, days: int) -> ProcrastinateJob:
    """A job whose last event was some days ago; procrastinate's models let nobody save one by one."""
    facts = {"queue_name": "default", "priority": 0, "args": {}, "attempts": 1, "abort_requested": False}
    job = ProcrastinateJob(task_name=f"x.{status}.{days}", status=status, **facts)
    ProcrastinateJob._base_manager.bulk_create([job])
    ProcrastinateEvent._base_manager.filter(job=job.pk).delete()
    at = clock.now() - timedelta(days)
    ProcrastinateEvent._base_manager.bulk_create([ProcrastinateEvent(job_id=job.pk, type="failed", at=at)])
    return job


def test_jobs_that_failed_go_after_some_weeks():
    old, young, waiting = ended("failed", KEPT_DAYS + 1), ended("failed", KEPT_DAYS - 1), ended("todo", 400)
    assert forget_failed() == 1
    left = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    assert left == {young.pk, waiting.pk}
    assert old.pk not in left


def test_retention_sees_to_it():
    ended("failed", KEPT_DAYS + 1)
    assert retire() == {"procrastinate.ProcrastinateJob": 1}
