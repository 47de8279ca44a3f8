"""What is done once a day is done at the region's hour, made up when it was missed and tried again when it fails."""

from datetime import UTC, datetime, time, timedelta
from importlib import import_module

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from guildhall.lib import clock
from guildhall.queue import daily
from guildhall.queue.models import DailyRun
from guildhall.stewardship.queries.running import by_itself
from guildhall.stewardship.words import DAILY_WORK

pytestmark = pytest.mark.django_db
RETIRE = "stewardship.retire"


def asked(moment, zone):
    """What is asked for at a moment in a region; whoever is asked has begun."""
    with clock.at(moment), clock.in_zone(zone):
        names = daily.ask_for_due()
    ProcrastinateJob.objects.all().delete()
    return names


def hours(zone, day=datetime(2026, 6, 9, 12, tzinfo=UTC)):
    """Every quarter of an hour of two days, with what is asked for then."""
    found = []
    for n in range(0, 2 * 24 * 4):
        moment = day + timedelta(minutes=15 * n)
        found += [(moment, name) for name in asked(moment, zone)]
        DailyRun.objects.filter(finished_at=None).update(finished_at=moment)
    return found


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Guam", "Australia/Sydney", "America/Los_Angeles"])
def test_each_is_done_once_a_day_at_the_hour_of_the_region(zone):
    found = hours(zone)
    with clock.in_zone(zone):
        whole = [(clock.local(moment), name) for moment, name in found]
        days = {clock.day_of(moment) for moment, _name in found}
    assert len({(local.date(), name) for local, name in whole}) == len(whole), "never twice a day"
    for local, name in whole:
        due = datetime.combine(local.date(), daily.REGISTER[name].at, local.tzinfo)
        late = local - due
        first = local.date() == min(days)  # the day on which the worker began, in its middle
        assert timedelta(0) <= late < timedelta(minutes=15) or first, (name, local)
    assert {name for _local, name in whole} == set(daily.REGISTER)


def test_what_was_missed_is_made_up_on_the_same_day():
    """The machine was off at its hour."""
    morning = datetime(2026, 6, 10, 22, tzinfo=UTC)  # three in the afternoon in California
    assert RETIRE in asked(morning, "America/Los_Angeles")
    assert RETIRE not in asked(morning + timedelta(minutes=5), "America/Los_Angeles"), "it is at work"


def test_before_its_hour_nothing_is_asked_for():
    assert RETIRE not in asked(datetime(2026, 6, 10, 8, tzinfo=UTC), "America/Los_Angeles")  # one in the night


def test_weekends_are_left_out_where_nobody_works():
    saturday = datetime(2026, 6, 13, 22, tzinfo=UTC)
    names = asked(saturday, "America/Los_Angeles")
    assert "engagements.digest" not in names
    assert RETIRE in names


def test_what_fails_is_tried_again_and_in_the_end_said():
    noon = datetime(2026, 6, 10, 20, tzinfo=UTC)
    found = [n for n in range(24 * 12) if RETIRE in asked(noon + timedelta(minutes=n), "America/Los_Angeles")]
    assert found == [0, 10, 30, 70, 150]  # the sixth would be at half past five in the evening
    run = DailyRun.objects.get(name=RETIRE)
    assert run.attempts == 5


def test_a_run_is_noted_as_finished_or_with_what_was_wrong(monkeypatch):
    jobs = import_module("guildhall.stewardship.jobs")
    jobs.retire_daily()
    run = DailyRun.objects.get(name=RETIRE)
    assert run.finished_at
    run.delete()

    def broken():
        raise ValueError("Key (email)=(rosa@mesa.example) already exists.")

    monkeypatch.setattr(jobs, "retire", broken)
    with pytest.raises(ValueError, match="already exists"):
        jobs.retire_daily()
    problem = DailyRun.objects.get(name=RETIRE).problem
    assert problem.startswith("ValueError, stewardship/jobs.py:")
    assert "rosa" not in problem, "an error may quote a student's record, and a region's administrator reads this"
    line = next(one for one in by_itself() if one.what == str(DAILY_WORK[RETIRE]))
    assert problem in line.problem
    assert line.done_at is None


def test_every_daily_job_has_words_for_the_page():
    assert set(daily.REGISTER) == set(DAILY_WORK)
    assert all(isinstance(when.at, time) for when in daily.REGISTER.values())


def test_the_page_says_when_each_was_last_done(cast):
    DailyRun.objects.create(name=RETIRE, day=clock.today(), asked_at=clock.now(), finished_at=clock.now())
    page = cast.client(cast.administrator).get("/running/").content.decode()
    assert "Striking out what was kept long enough" in page
    assert "not done yet" in page
