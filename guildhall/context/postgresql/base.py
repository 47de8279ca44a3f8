"""Every transaction, whoever opens it, carries who acts; what must outlast a refusal is written again after it."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from guildhall import context

# Read by row-level security; true: until the end of the transaction, so that a pooled connection forgets it.
TELL = """SELECT set_config('guildhall.person', %s, true), set_config('guildhall.keeper', %s, true),
                 set_config('guildhall.reason', %s, true), set_config('guildhall.request', %s, true)"""
NOBODY = ("", "", "", "")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper, but that beginnings and rollbacks are heard of."""

    told: tuple[str, ...] | None = NOBODY  # what the present transaction has been told; None: not known

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        super().set_autocommit(autocommit, *args, **kwargs)
        self.told = NOBODY
        if autocommit:
            self._write_again([one for one in context.remembered() if one.lost])
            context.remembered().clear()
        else:
            self._tell()

    def tell_context(self) -> None:
        """Tell the database of a context that is entered, or left, inside of a transaction."""
        inside = self.in_atomic_block and self.connection is not None and not self.needs_rollback
        if inside and self.connection.info.transaction_status != TransactionStatus.INERROR:
            self._tell()

    def _tell(self) -> None:
        now = context.current()
        facts = (now.person, now.keeper, now.reason, now.request_id)
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
        for one in lost:
            one.lost = False
            one.write()
