"""Who acts, where, in which language and from which address: one context for all that Guildhall does.

A request, a job and a command begin with `begun`; what is learnt afterwards (who signed in, whose territory it is) is
entered inside. Nothing else sets any of it: `tests/architecture/test_context.py` holds that.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db import connection
from django.db import transaction as database
from django.utils import timezone, translation
from structlog.contextvars import bound_contextvars

from guildhall.lib import clock

T = TypeVar("T")


class Keeper(StrEnum):
    """The named parts that the software itself plays: each reaches more than one person may see."""

    BACKUP = "backup"
    CONSENTING = "consenting"  # what students and parents say themselves about the own record, by a link or signed in
    DELIVERY = "delivery"  # of e-mail that was handed over
    DOOR = "door"  # of an event: who is on its list, came or did not, whichever institution's they are
    ERASURE = "erasure"
    HANDOVER = "handover"
    INTAKE = "intake"  # of a list about students: who is known already, and to which institution
    LINK = "link"  # answers whoever holds a secret from an e-mail: the one record that it opens, and nothing else
    MATCHING = "matching"  # looks for records that may be the same employer
    MERGING = "merging"  # of two employers, with what hangs on them at every institution
    NOTICES = "notices"  # writes to people about what waits for them
    RECOUNT = "recount"  # facts that follow from others, such as who sees what by default
    RETENTION = "retention"
    SCHEMA = "schema"  # migrations, the demo region, the first set-up
    SEALING = "sealing"  # of the journal, and looking whether it holds
    SIGN_IN = "sign-in"  # of visitors: whose address, link or session it is, before anybody acts


class Actor(Protocol):
    """Whoever may act: a person of the record."""

    pk: Any
    language: str


class Visitor(Actor, Protocol):
    """Whoever comes in by a front door of their own, such as an employer or a student: no person of the staff."""

    kind: str


@dataclass(frozen=True)
class Context:
    """What everything inside goes by. Without person, visitor and keeper nobody acts: a stranger's request."""

    person: str = ""  # the identifier of the acting person
    visitor: str = ""  # the identifier of the acting visitor, where no person acts
    visitor_kind: str = ""  # by which door the visitor came in
    keeper: str = ""  # a name of `Keeper`, where the software acts by itself
    reason: str = ""  # why the keeper acts
    zone: str = ""  # empty: as the clocks go already
    language: str = settings.LANGUAGE_CODE
    address: str = ""  # of the client, as `addresses.address_of` gives it
    request_id: str = ""  # stands in every log line and on error pages


@dataclass
class Lasting:
    """A write that stands even when what surrounds it is undone, and the savepoints that it stands in."""

    write: Callable[[], object]
    savepoints: tuple[str, ...]
    lost: bool = False


_NOTHING_BEGUN = Context()
_NOBODY = {"person": "", "visitor": "", "visitor_kind": "", "keeper": "", "reason": ""}
_current: ContextVar[Context] = ContextVar("context", default=_NOTHING_BEGUN)
_lasting: ContextVar[list[Lasting] | None] = ContextVar("lasting", default=None)
_zone_of_territory: Callable[[], str | None] = lambda: None  # noqa: E731  people.apps says how it is read


def current() -> Context:
    """The context of what is done now."""
    return _current.get()


def read_zone_by(read: Callable[[], str | None]) -> None:
    """Say how the territory's time zone is read: this package stands below the tables."""
    global _zone_of_territory
    _zone_of_territory = read


# ── Entering ─────────────────────────────────────────────────────────


@contextmanager
def begun(*, request_id: str = "", address: str = "", language: str = settings.LANGUAGE_CODE) -> Iterator[Context]:
    """Begin a request, a job or a command: nobody acts yet, and what `lasting` writes is remembered to its end."""
    facts = {"request_id": request_id or str(uuid.uuid4()), "address": address, "language": language}
    start = Context(zone=clock.FIRST_ZONE, **facts)
    token = _lasting.set([])
    try:
        with bound_contextvars(request_id=start.request_id), _entered(start):
            yield start
    finally:
        _lasting.reset(token)


@contextmanager
def acting(person: Actor | None) -> Iterator[Context]:
    """Act as a person, in the person's language where one is known; None: nobody acts."""
    now = current()
    name, language = (str(person.pk), person.language or now.language) if person else ("", now.language)
    with _entered(replace(now, **_NOBODY | {"person": name, "language": language})) as one:
        yield one


@contextmanager
def visiting(visitor: Visitor) -> Iterator[Context]:
    """Act as a visitor, in the language of the browser: nobody of the staff acts, also where somebody is signed in."""
    with _entered(replace(current(), **_NOBODY | {"visitor": str(visitor.pk), "visitor_kind": visitor.kind})) as one:
        yield one


@contextmanager
def keeping(keeper: Keeper, reason: str) -> Iterator[Context]:
    """Act as the software itself, in one of its named parts and with the reason."""
    if not reason:
        raise ValueError("A keeper acts for a reason: name it.")
    with _entered(replace(current(), **_NOBODY | {"keeper": Keeper(keeper).value, "reason": reason})) as one:
        yield one


@contextmanager
def at_home(zone: str = "") -> Iterator[Context]:
    """Go by the time zone of the territory, as far as one is set up; `zone` where it is just being set up."""
    with _entered(replace(current(), zone=zone or _zone_of_territory() or current().zone)) as one:
        yield one


@contextmanager
def in_language(language: str) -> Iterator[Context]:
    """Speak a language: what is written to somebody is in theirs, whoever caused it. Empty: the installation's."""
    with _entered(replace(current(), language=language or settings.LANGUAGE_CODE)) as one:
        yield one


@contextmanager
def _entered(context: Context) -> Iterator[Context]:
    token = _current.set(context)
    zone = context.zone or str(clock.zone())
    try:
        with clock.in_zone(zone), timezone.override(zone), translation.override(context.language):
            _tell_database()
            yield context
    finally:
        _current.reset(token)
        _tell_database()


def _tell_database() -> None:
    connection.tell_context()  # type: ignore[attr-defined]  # the connection is ours: postgresql/base.py


@contextmanager
def transaction() -> Iterator[None]:
    """Do all of a request or none of it. The connection tells the database who acts as the transaction begins."""
    with database.atomic():
        _tell_database()  # where this is inside of another transaction, which began for somebody else
        yield


def streamed(lines: Iterable[T]) -> Iterator[T]:
    """Hand out the parts of an answer that is sent after its request has ended, in a transaction of its own.

    The parts are made in the context in which this is called; whoever takes them keeps their own.
    """
    kept = copy_context()

    def made() -> Iterator[T]:
        with transaction():
            yield from lines

    parts = made()

    def handed() -> Iterator[T]:
        try:
            while (part := kept.run(next, parts, parts)) is not parts:
                yield part  # type: ignore[misc]
        finally:
            kept.run(parts.close)  # type: ignore[attr-defined]

    return handed()


# ── What stands although it was refused ──────────────────────────────


def lasting(write: Callable[[], T]) -> T:
    """Write what must stand even when what surrounds it is refused: a count, a probe, the use of an allowance.

    It is written at once, inside of the caller's transaction. Where that, or a part of it, is rolled back, the
    connection writes it once more: so no action has to think of the order in which it counts and refuses.
    """
    result = write()
    kept = _lasting.get()
    if kept is not None and connection.in_atomic_block:
        kept.append(Lasting(write, tuple(filter(None, connection.savepoint_ids))))
    return result


def remembered() -> list[Lasting]:
    """What `lasting` wrote in the present transaction."""
    kept = _lasting.get()
    return [] if kept is None else kept
