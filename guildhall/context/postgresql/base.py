"""Every transaction, whoever opens it, carries who acts; what must outlast a refusal is written again after it.

With who acts comes the role that PostgreSQL asks (ADR 36): inside the context nobody works as the owner of the tables,
so row-level security holds for every statement, also for one that was forgotten.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from guildhall import context
from guildhall.lib import clock

# Read by row-level security; true: until the end of the transaction, so that a pooled connection forgets it.
TELL = """SELECT set_config('guildhall.person', %s, true), set_config('guildhall.keeper', %s, true),
                 set_config('guildhall.reason', %s, true), set_config('guildhall.request', %s, true),
                 set_config('guildhall.visitor', %s, true), set_config('guildhall.visitor_kind', %s, true),
                 set_config('guildhall.day', %s, true), set_config('role', %s, true)"""
OWNER, APP, KEEPER = "none", "guildhall_app", "guildhall_keeper"
NOBODY = ("", "", "", "", "", "", "", OWNER)

# What each part of the software reaches of what is under the second lock: all of it, for these; the tables themselves,
# for SCHEMA. Whatever is not named here works as a person does, and without a person reaches none of it.
REACHES_ALL = frozenset({
    context.Keeper.BACKUP, context.Keeper.CONSENTING, context.Keeper.DOOR, context.Keeper.ERASURE,
    context.Keeper.HANDOVER, context.Keeper.INTAKE, context.Keeper.LINK, context.Keeper.MERGING, context.Keeper.RECOUNT,
    context.Keeper.RETENTION,
    context.Keeper.SEALING,
})  # fmt: skip


def role_of(now: context.Context) -> str:
    """The role that PostgreSQL asks. Where nothing has begun (a script of the owner, tests being set up): the owner."""
    if not now.request_id or now.keeper == context.Keeper.SCHEMA:
        return OWNER
    return KEEPER if now.keeper in REACHES_ALL else APP


def _facts() -> tuple[str, ...]:
    now = context.current()
    day = str(clock.today()) if now.request_id else ""
    return (now.person, now.keeper, now.reason, now.request_id, now.visitor, now.visitor_kind, day, role_of(now))


def _last(cursor: Any, message: str, values: Sequence[Any]) -> Any:
    cursor.execute(message, values)
    while cursor.nextset():
        pass
    return cursor.fetchone()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper, but that beginnings and rollbacks are heard of."""

    told: tuple[str, ...] | None = NOBODY  # what the present transaction has been told; None: not known
    session_role = OWNER  # outside of transactions

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.session_role = OWNER
        return super().get_new_connection(conn_params)

    def _cursor(self, name: str | None = None) -> Any:
        """Outside of a transaction nobody acts: what is under the second lock is closed to all but keepers."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self.get_autocommit() and (role := role_of(context.current())) != self.session_role:
            with self.wrap_database_errors:
                self.connection.execute("SELECT set_config('role', %s, false)", [role])
            self.session_role = role
        return super()._cursor(name)

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        super().set_autocommit(autocommit, *args, **kwargs)
        self.told = None if self.session_role != OWNER else NOBODY
        if autocommit:
            lost = [one for one in context.remembered() if one.lost]
            context.remembered().clear()
            self._write_again(lost)
        else:
            self._tell()

    def tell_context(self) -> None:
        """Tell the database of a context that is entered, or left, inside of a transaction."""
        inside = self.in_atomic_block and self.connection is not None and not self.needs_rollback
        if inside and self.connection.info.transaction_status != TransactionStatus.INERROR:
            self._tell()

    def in_one_message(self, statements: Sequence[str], values: Sequence[Any]) -> Any:
        """What the last of some statements finds. All of them are one transaction, and go and come in one message.

        Each sees what was committed before it began. Inside of a transaction they are a part of it.
        """
        if self.in_atomic_block:
            with self.cursor() as cursor:
                return _last(cursor, "; ".join(statements), values)
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors, self.connection.cursor() as raw:
            return _last(raw, "; ".join([TELL, *statements]), [*_facts(), *values])

    def _tell(self) -> None:
        facts = _facts()
        if facts == self.told:
            return
        try:
            with self.wrap_database_errors:
                self.connection.execute(TELL, facts)
        except Exception:
            self.close()
            raise
        self.told = facts

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self.told = None  # whatever was told since the savepoint is forgotten with it
        self._tell()
        lost = [one for one in context.remembered() if sid in one.savepoints]
        for one in lost:
            one.savepoints = tuple(filter(None, self.savepoint_ids))
        self._write_again(lost)

    def rollback(self) -> None:
        for one in context.remembered():
            one.lost = True
        super().rollback()

    def _write_again(self, lost: list[context.Lasting]) -> None:
        """What must last, in a transaction of its own; what refers to a row that was undone as well goes with it."""
        for one in lost:
            one.lost = False
        for one in lost:
            with suppress(IntegrityError), transaction.atomic(self.alias):
                one.write()
                self.check_constraints()  # now: at the end they would take everything else along
