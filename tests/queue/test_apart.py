"""One bad row does not end a job: what fails is set aside and named, all else is done."""

import ast
import inspect
import textwrap
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import OperationalError

from guildhall.lib import clock
from guildhall.opportunities.actions import standing
from guildhall.opportunities.jobs import freshen
from guildhall.opportunities.models import Opportunity
from guildhall.queue.apart import Unfinished, apart
from guildhall.queue.daily import REGISTER
from guildhall.queue.models import DailyRun
from guildhall.stewardship.queries.running import by_itself
from tests.opportunities.offers import fresh, posted

pytestmark = pytest.mark.django_db


def halved(n):
    """Half a number; one that is odd cannot be done."""
    if n % 2:
        raise ValueError("qxsecretxq")
    return n // 2


def test_the_others_are_done_and_what_failed_is_named_without_its_words():
    sums = []
    with pytest.raises(Unfinished) as ended, apart() as pieces:
        sums += [pieces.each(halved, keys) for keys in ([2, 3, 4, 5], [6])]
    assert sums == [3, 3], "the next kind is done as well"
    assert ended.value.failed == ["halved 3 ValueError", "halved 5 ValueError"]
    assert "qxsecretxq" not in str(ended.value)


def test_without_a_failure_nothing_is_raised():
    with apart() as pieces:
        assert pieces.each(halved, [2, 8]) == 5


def test_when_the_database_is_away_nothing_more_is_tried():
    done = []

    def away(n):
        done.append(n)
        raise OperationalError

    with pytest.raises(OperationalError), apart() as pieces:
        pieces.each(away, [1, 2, 3])
    assert done == [1]


def test_many_failures_are_counted():
    with pytest.raises(Unfinished, match="and 4 more"), apart() as pieces:
        pieces.each(halved, range(1, 18, 2))


@pytest.fixture
def over(cast):
    """Three opportunities whose last day has passed, of which the one in the middle will fail."""
    employer, yesterday = cast.shared("Kestrel Aerospace").employer, clock.today() - timedelta(1)
    rows = [posted(cast, employer, title=title) for title in ("First", "Broken", "Last")]
    Opportunity.objects.update(publish_on=yesterday, expires_on=yesterday)
    return rows


def broken(monkeypatch):
    """Closing one of the rows fails in the middle, after it has written."""
    close = standing.close_row

    def close_row(row, because, **more):
        close(row, because, **more)
        if row.title == "Broken":
            raise KeyError(row.title)

    monkeypatch.setattr(standing, "close_row", close_row)


def test_one_bad_opportunity_does_not_end_the_night(over, monkeypatch):
    """Its half-done work is taken back, the rest of the night is done, and the page of jobs names it."""
    broken(monkeypatch)
    with pytest.raises(Unfinished):
        freshen.func()
    assert [fresh(row).state for row in over] == ["closed", "posted", "closed"]
    run = DailyRun.objects.get(name="opportunities.keep_fresh")
    assert run.finished_at is None, "it is tried again"
    line = next(one for one in by_itself() if one.problem)
    assert str(over[1].pk) in line.problem
    assert "Broken" not in line.problem, "what stands in it is not said there"
    monkeypatch.undo()
    freshen.func()
    assert fresh(over[1]).state == "closed"


# ── Every daily job ──────────────────────────────────────────────────

WHOLE = {
    "employers.find_duplicates": "goes through blocks that depend on no single row",
    "events.read_calendars": "asks for a job of its own for each address",
    "stewardship.retire": "sets aside what fails kind by kind, and names the kinds",
}


def works_of(job):
    """What a daily job is made of: its own source, and that of the actions that it calls."""
    call = ast.parse(textwrap.dedent(inspect.getsource(job)))
    names = {ast.unparse(node.func) for node in ast.walk(call) if isinstance(node, ast.Call)}
    found = [named(name, job.__globals__) for name in names]
    return [inspect.getsource(one) for one in [job, *found] if inspect.isfunction(one)]


def named(name, module):
    """What a module calls by a name, such as `registering.find_employer`."""
    first, *parts = name.split(".")
    found = module.get(first)
    for part in parts:
        found = getattr(found, part, None)
    return found


def daily_jobs():
    """Every function that is done once a day, by the name of its job."""
    found = {}
    for path in sorted(Path("guildhall").glob("*/jobs.py")):
        module = import_module(f"guildhall.{path.parent.name}.jobs")
        for task in vars(module).values():
            if getattr(task, "name", None) in REGISTER:
                found[task.name] = inspect.unwrap(task.func)
    return found


def test_no_daily_job_ends_at_its_first_bad_row():
    jobs = daily_jobs()
    assert set(jobs) == set(REGISTER)
    ends = {name for name, job in jobs.items() if not any("apart()" in source for source in works_of(job))}
    assert ends == set(WHOLE), "do its pieces in `apart()`, or say why it has none"
