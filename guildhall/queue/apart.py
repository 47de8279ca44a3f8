"""The pieces of a job that are done one after another: one that fails is set aside, and the others are done."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction

from guildhall.lib.faults import QuotesNothing

NAMED = 5  # of the pieces that failed; the log has all of them
log = structlog.get_logger("guildhall.jobs")


class Unfinished(QuotesNothing):
    """Some pieces of a job could not be done, all others were. Its words name them, and nothing that stands in them."""

    def __init__(self, failed: list[str]) -> None:
        more = f" and {len(failed) - NAMED} more" if len(failed) > NAMED else ""
        super().__init__(f"set aside, the rest is done: {'; '.join(failed[:NAMED])}{more}")
        self.failed = failed


class Pieces:
    """What was done of a job, and what was set aside."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def each(self, work: Callable[..., Any], keys: Iterable[Any], *more: Any, **options: Any) -> int:
        """Do a piece of work for each of some keys or rows, in a transaction of its own.

        Returns the sum of the numbers that they returned; anything else that is true counts as one.
        """
        return sum(self._one(work, key, *more, **options) for key in keys)

    def step(self, work: Callable[[], Any]) -> None:
        """Do a step of a job that opens its transactions itself."""
        with self._set_aside(work, ""):
            work()

    def _one(self, work: Callable[..., Any], key: Any, *more: Any, **options: Any) -> int:
        result: Any = 0
        with self._set_aside(work, key), transaction.atomic():
            result = work(key, *more, **options)
        return result if isinstance(result, int) else int(bool(result))

    @contextmanager
    def _set_aside(self, work: Callable[..., Any], key: Any) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing else could be done either
        except Unfinished as some:
            self.failed += some.failed
        except Exception as error:  # whatever it is, the others go on, and it is said at the end
            name, of = work.__name__.strip("_"), str(getattr(key, "pk", key))
            log.exception("set aside", work=name, of=of)
            self.failed.append(" ".join(part for part in (name, of, type(error).__name__) if part))


@contextmanager
def apart() -> Iterator[Pieces]:
    """Do the pieces of a job apart. Raises `Unfinished` at the end where any failed: the job is then tried again."""
    pieces = Pieces()
    yield pieces
    if pieces.failed:
        raise Unfinished(pieces.failed)
