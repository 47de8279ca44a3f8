"""Feeds XML to a handler piece by piece; no entities, no document types, no endless tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from .archive import damaged

Attributes = dict[str, str]
_TOKEN = 4 * 1024 * 1024  # bytes one tag may take
_DEPTH = 100  # tags within tags
_NAMES = 2_000  # different names of tags and attributes


class _Locals(dict[str, str]):
    """Tag name without its prefix, remembered because the same few come a million times."""

    def __missing__(self, name: str) -> str:
        if len(self) > _NAMES:
            raise damaged()
        local = self[name] = name.rpartition(":")[2]
        return local


class Handler:
    """What happens at tags and text; `names` turns "x:row" into "row"."""

    def __init__(self) -> None:
        self.names = _Locals()
        self.depth = 0  # of open tags; looked at after each piece

    def start(self, name: str, attributes: Attributes) -> None:
        """A tag opens."""

    def end(self, name: str) -> None:
        """A tag closes."""

    def text(self, data: str) -> None:
        """Text between tags."""


def _refuse(*_: Any) -> NoReturn:
    # Workbooks have no document type; one that does wants entities: files or bombs.
    raise damaged()


def feed(chunks: Iterable[bytes], handler: Handler) -> Iterator[None]:
    """Drives the handler; yields after each piece so that the caller can take results."""
    parser = _parser(handler.start, handler.end, handler.text)
    fed = 0
    try:
        for chunk in chunks:
            fed += len(chunk)
            parser.Parse(chunk, False)
            endless = fed - parser.CurrentByteIndex > _TOKEN
            if endless or handler.depth > _DEPTH or len(parser.intern) > _NAMES:
                raise damaged()
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise damaged() from error


def _parser(
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def feed_all(chunks: Iterable[bytes], handler: Handler) -> None:
    """Drives the handler to the end of a part."""
    for _ in feed(chunks, handler):
        pass


class Elements(Handler):
    """Collects the attributes of wanted tags, with the tags around them, from a small part."""

    def __init__(self, *wanted: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, Attributes]] = []  # tag, tag around it, attributes
        self._wanted = frozenset(wanted)
        self._path: list[str] = [""]

    def start(self, name: str, attributes: Attributes) -> None:
        local = self.names[name]
        if local in self._wanted:
            plain = {self.names[key]: value for key, value in attributes.items()}
            self.found.append((local, self._path[-1], plain))
        self._path.append(local)
        self.depth = len(self._path)

    def end(self, name: str) -> None:
        self._path.pop()
