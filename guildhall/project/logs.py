"""One JSON line an event, with the request's identifier and without personal data or secrets (G1, R3).

Everything that is logged, by us or by a library, passes the same last step: what people wrote or own is taken out
there, not where an event is logged. Paths stand as the pattern of their page, since links that are mailed hold secrets.
"""

import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from django.urls import Resolver404, resolve

ROOT = f"{Path(__file__).resolve().parents[2]}/"
EVENT_STEPS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
PERSONAL = {"ip", "user_agent", "email", "positional_args"}
# Keys that we or structlog set ourselves; every other word is looked through.
SAFE = {"timestamp", "level", "request_id", "user_id", "code"}
# Errors whose words speak of the program or of the machine. All others may quote what somebody entered.
TELLING = (AttributeError, NameError, ImportError, RecursionError, MemoryError)

_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:=]+")
_ADDRESS = re.compile(
    r"(?P<server>\b[a-z][a-z0-9+.-]*://[^\s/'\"<>?#]*|(?<!\w))(?P<path>/[^\s'\"<>?#]*)(?P<query>[?#][^\s'\"<>]*)?"
)
_QUERY = re.compile(r"\?[^\s'\"<>]*")


def without_secrets(_logger: Any, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """The event without what tells who somebody is or opens a page; the account's identifier stays, to find a fault."""
    return {
        key: value if key in SAFE or key == "error" else _purged(value)
        for key, value in event.items()
        if key not in PERSONAL
    }


def _purged(value: Any) -> Any:
    """A value as it may be logged: numbers and nothing stay, all else becomes words that were looked through."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {purged(str(key)): _purged(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_purged(one) for one in value]
    return purged(str(value))


def purged(text: str) -> str:
    """Words without addresses of e-mail and query strings, each path as the pattern of its page."""
    if "@" in text:
        text = _EMAIL.sub("<e-mail>", text)
    if "/" in text:
        text = _ADDRESS.sub(_pattern, text)
    return _QUERY.sub("", text) if "?" in text else text


def _pattern(found: "re.Match[str]") -> str:
    path, server = found["path"], found["server"]
    if path.startswith("/static/"):
        return f"{server}/static/…"
    try:
        return f"{server}/{resolve(path).route}"
    except Resolver404:
        return f"{server}/…" if path != "/" else f"{server}/"


def path_by_pattern(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Where a library names the path of a request in its message: a decoded one may hold spaces, so it goes first."""
    path = getattr(getattr(event.get("_record"), "request", None), "path", "")
    if path:
        event["event"] = event["event"].replace(path, "(path)")
    return event


def error_in_short(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """What was raised, and where in the program; its words only where they cannot quote what somebody entered."""
    info = event.pop("exc_info", None)
    if isinstance(info, BaseException):
        error: BaseException | None = info
    elif isinstance(info, tuple):
        error = info[1]
    else:
        error = structlog.processors._figure_out_exc_info(info)[1] if info else None
    for key in ("exception", "stack", "stack_info"):
        event.pop(key, None)
    if error is not None:
        event["error"] = _told(error)
    return event


def _told(error: BaseException) -> list[dict[str, Any]]:
    """The error and those that led to it, the last one first."""
    chain: list[dict[str, Any]] = []
    known: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in known:
        known.add(id(following))
        frames = traceback.extract_tb(following.__traceback__)
        places = [f"{frame.filename.removeprefix(ROOT)}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append({"kind": type(following).__qualname__, **_words(following), "at": places})
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return chain


def _words(error: BaseException) -> dict[str, Any]:
    """What an error may say of itself: of the database its state and what it names of the schema, of the system why."""
    if isinstance(error, TELLING):
        return {"words": purged(str(error))}
    if isinstance(error, OSError) and error.strerror:
        return {"words": error.strerror}
    if diagnosis := getattr(error, "diag", None):
        names = ("sqlstate", "table_name", "column_name", "constraint_name")
        return {name: value for name in names if (value := getattr(diagnosis, name, None))}
    return {}


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter of all loggers, ours and those of libraries."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *EVENT_STEPS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*EVENT_STEPS, structlog.stdlib.ExtraAdder(), path_by_pattern],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            error_in_short,
            without_secrets,
            structlog.processors.JSONRenderer(),
        ],
    )
