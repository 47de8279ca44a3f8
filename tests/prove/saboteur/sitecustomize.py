"""Python reads this file first in a process that a drill starts with `Installation.without(defence)`.

Each defence of the product that a drill leans on can be switched off here, so that the drill can show that it
would notice. Nothing in the product knows of it.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

Harm = Callable[[ModuleType], None]


def no_transactions(transaction: ModuleType) -> None:
    """Every statement stands for itself."""
    transaction.Atomic.__enter__ = lambda self: None
    transaction.Atomic.__exit__ = lambda self, *_: None


def no_locks(query: ModuleType) -> None:
    """Rows are read without locking them."""
    query.QuerySet.select_for_update = lambda self, *_, **__: self.all()


def send_again(leasing: ModuleType) -> None:
    """What a dead worker left behind is put back into the queue."""

    def requeue() -> None:
        left = leasing.OutgoingEmail.objects.filter(state="sending", leased_until__lt=leasing.timezone.now())
        left.update(state="queued", leased_until=None)

    leasing.show_abandoned = requeue


def call_it_sent(leasing: ModuleType) -> None:
    """Whatever the mail server said, the ledger says sent."""
    end = leasing.Hand.end
    leasing.Hand.end = lambda self, email, state, error="", **_: end(self, email, "sent")


def send_in_spite(leasing: ModuleType) -> None:
    """Nobody looks, when an e-mail leaves, whether it is still wanted."""
    leasing.BEGUN = """
        WITH given (one, worker, until, why, wanted) AS (SELECT %s::uuid, %s::uuid, %s::timestamptz, %s, %s),
        begun AS (UPDATE outbox_outgoingemail AS e
            SET attempts = attempts + 1, leased_until = until, error = why, state = wanted FROM given
            WHERE e.id = one AND state = 'queued' AND leased_by = worker RETURNING e.state, e.attempts)
        SELECT state, attempts FROM begun UNION ALL SELECT NULL, NULL LIMIT 1"""


def count_alone(allowances: ModuleType) -> None:
    """Each process counts for itself, from what it read a moment ago."""
    taken: dict[str, int] = {}

    def count(key: str, seconds: int, many: int) -> int:
        taken[key] = taken.get(key, 0) + many
        return taken[key]

    allowances._count = count


def schedule_alone(manager: ModuleType) -> None:
    """Each worker asks for periodic work, whether or not another one has."""

    async def defer(self: Any, job: Any, periodic_id: str, defer_timestamp: int) -> int:
        return (await self.defer_job_async(job.evolve(queueing_lock=None))).id

    manager.JobManager.defer_periodic_job = defer


def no_order(merging: ModuleType) -> None:
    """Records are locked in the order in which they are named."""

    def locked(*employers: Any) -> list[Any]:
        return [merging.Employer.objects.select_for_update().get(pk=e.pk) for e in employers]

    merging._locked = locked


# A row cannot be locked outside a transaction, so without transactions there are no locks either.
def no_turns(asking: ModuleType) -> None:
    """Nobody waits for somebody else who is entering the same name."""
    asking._wait_for_turn = lambda *_: None


def wait_for_ever(patience: ModuleType) -> None:
    """A web process waits for its database for as long as it takes."""
    patience.limit_waiting = lambda **_: None


def one_page_for_all(answers: ModuleType) -> None:
    """Every error ends in the page for errors."""
    answers.faulty = lambda request: answers._error_page(request, "faulty", 500)


def no_sweep(jobs: ModuleType) -> None:
    """What was put off is not looked at again."""
    jobs.deliver = lambda: None


def days_of_london(clock: ModuleType) -> None:
    """A moment's day is that of the server's clock."""
    clock.local = lambda moment: moment.astimezone(clock.UTC)


def days_of_the_calendar(moments: ModuleType) -> None:
    """The demo counts calendar days, and moves those of weekends to the Friday before."""

    def back(self: Any, days: int) -> Any:
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    moments.Days.back = back


def wait_for_clients(serving: ModuleType) -> None:
    """A thread takes its request from the client itself, as most servers do."""
    from concurrent.futures import ThreadPoolExecutor
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

    class Waiting(WSGIServer):
        pool = ThreadPoolExecutor(serving.READING)

        def process_request(self, request: Any, address: Any) -> None:
            self.pool.submit(self._answer, request, address)

        def _answer(self, request: Any, address: Any) -> None:
            try:
                self.finish_request(request, address)
            finally:
                self.shutdown_request(request)

    def serve(server: Any, parent: int) -> None:
        waiting = Waiting(server.socket.getsockname(), WSGIRequestHandler, bind_and_activate=False)
        waiting.socket, waiting.base_environ = server.socket, {}
        server.socket.setblocking(True)
        waiting.server_name, waiting.server_port = "127.0.0.1", server.socket.getsockname()[1]
        waiting.setup_environ()
        waiting.set_app(server.application)
        waiting.serve_forever()

    serving.Server.serve = serve


def take_every_form(speaking: ModuleType) -> None:
    """Whatever arrives is taken, also a form of before that comes late."""

    def taken(row: Any, sending: Any) -> bool:
        row.edition += 1
        return True

    speaking._taken = taken


HARMS: dict[str, list[tuple[str, Harm]]] = {
    "transactions": [("django.db.transaction", no_transactions), ("django.db.models.query", no_locks)],
    "locks": [("django.db.models.query", no_locks)],
    "unknown-fate": [("guildhall.outbox.actions.leasing", send_again)],
    "opt-outs": [("guildhall.outbox.actions.leasing", send_in_spite)],
    "true-result": [("guildhall.outbox.actions.leasing", call_it_sent)],
    "one-count": [("guildhall.people.actions.allowances", count_alone)],
    "one-schedule": [("procrastinate.manager", schedule_alone)],
    "name-turns": [("guildhall.prospects.actions.asking", no_turns)],
    "patience": [("guildhall.project.patience", wait_for_ever)],
    "plain-page": [("guildhall.ui.answers", one_page_for_all)],
    "whole-requests": [("guildhall.project.serving", wait_for_clients)],
    "sweep": [("guildhall.outbox.jobs", no_sweep)],
    "region-day": [("guildhall.lib.clock", days_of_london)],
    "working-days": [("guildhall.demo.moments", days_of_the_calendar)],
    "form-editions": [("guildhall.meetings.actions.speaking", take_every_form)],
    "lock-order": [("guildhall.employers.actions.merging", no_order)],
}


class Saboteur(importlib.abc.MetaPathFinder):
    """Lets a module be found by the others, and harms it once it has run."""

    def __init__(self, name: str, harm: Harm) -> None:
        self.name, self.harm = name, harm

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            run = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                run(module)
                self.harm(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


for _name, _harm in HARMS[os.environ["PROVE_WITHOUT"]]:
    sys.meta_path.insert(0, Saboteur(_name, _harm))
