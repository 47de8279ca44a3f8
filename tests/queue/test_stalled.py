"""Jobs that outlived their worker: each goes to a living one, whatever becomes of the others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, connections

from guildhall.queue.jobs import MOST_LIVES, retry_stalled

pytestmark = pytest.mark.django_db(transaction=True)


def job(task, *, worker=None, lock=None, attempts=0):
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, status, attempts,
                   worker_id) VALUES ('default', %s, 0, %s, '{}', %s, %s, %s) RETURNING id""",
            [task, lock, "doing" if worker else "todo", attempts, worker],
        )
        return cursor.fetchone()[0]


def worker(age):
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))
               RETURNING id""",
            [age],
        )
        return cursor.fetchone()[0]


def sweep_up():
    """In a thread of its own: in that of the tests a browser may keep a loop."""

    def run():
        try:
            async_to_sync(retry_stalled.func)(None, 0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def states():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


def test_each_job_of_a_dead_worker_goes_to_a_living_one():
    dead, living = worker(300), worker(1)
    sweep = job("outbox.sweep", worker=dead, lock="outbox.sweep")
    waiting = job("outbox.sweep", lock="outbox.sweep")  # the next tick's: two of one lock cannot wait
    lists = [job("imports.apply", worker=dead) for _ in range(3)]
    at_work = job("imports.check", worker=living)
    sweep_up()
    found = states()
    assert sweep not in found
    assert found[waiting] == "todo"
    assert [found[pk] for pk in lists] == ["todo"] * 3
    assert found[at_work] == "doing"


def test_a_job_that_takes_every_worker_with_it_is_given_to_no_further_one():
    poison = job("imports.check", worker=worker(300), attempts=MOST_LIVES)
    sweep_up()
    assert states()[poison] == "failed"
