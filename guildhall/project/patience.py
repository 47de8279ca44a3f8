"""How long a web process waits for a database that has fallen silent (R13): then there is a page that says so."""

from typing import Any

import psycopg
from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus

FOR_A_ROW = 5_000  # milliseconds for a row that somebody else is changing: then there is a page that says so
LONGEST = 12  # seconds for one statement; workers, whose statements may be long, wait for as long as it takes


def limit_waiting(connection: Any, **_: Any) -> None:
    """Give a new connection its limit. The driver has one for each wait, but no setting for it."""
    link: psycopg.Connection[Any] = connection.connection
    link.execute(f"SET lock_timeout = {FOR_A_ROW}")
    wait = link.wait

    def limited(generator: Any, *more: Any, timeout: float | None = None, **named: Any) -> Any:
        try:
            return wait(generator, *more, timeout=LONGEST if timeout is None else timeout, **named)
        except psycopg.OperationalError:
            if link.pgconn.transaction_status == TransactionStatus.ACTIVE:
                link.pgconn.finish()  # nobody knows what the server will say next
            raise

    link.wait = limited  # type: ignore[method-assign]


def be_patient_with_limits() -> None:
    """Of this process."""
    connection_created.connect(limit_waiting, dispatch_uid="guildhall.patience")
