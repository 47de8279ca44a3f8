"""Who gets what, for every address of the application: the declared table that the walk is held against (R1).

An address is declared once, by its name. `who` are the people whose role suffices where no record is meant; others
are refused (403), and whoever is not signed in is sent to sign in. Where a record is meant, `sees` says per kind of
record who may know of it (everybody else: 404) and `may` who of those may do it (everybody else: 403).
`told` are people whose refusal is told on an ordinary page: nothing may change for them either.
A POST that is allowed must change something, unless `changes` is False: so an empty refusal cannot pass for a yes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.matrix.groups import NOBODY, OUTSIDE, SIGNED_IN, People, PerRecord
from tests.permissions.world.record import World


@dataclass(frozen=True)
class Page:
    """What one address promises."""

    methods: str = "GET"
    who: People = SIGNED_IN
    sees: PerRecord | None = None
    may: PerRecord | None = None  # of those who see it; None: all of them
    reads: PerRecord | None = None  # who may GET it, where that differs from `may`
    told: People = NOBODY
    changes: bool = True
    kwargs: Callable[[World, str], dict[str, Any]] = field(default=lambda world, kind: {})
    data: Callable[[World, str, str], dict[str, Any]] = field(default=lambda world, kind, name: {})
    query: str = ""
    missing: bool = False  # nobody has what it shows
    door: bool = False  # behind a front door: whoever did not come in by it is sent there
    own_options: bool = False  # a class-based view answers OPTIONS itself

    @property
    def kinds(self) -> list[str]:
        return list(self.sees) if self.sees else ["-"]

    def expected(self, name: str, method: str, kind: str) -> str:
        """ok, login, 403, 404, 405, or "told": an ordinary page, and nothing has changed."""
        asked = "GET" if method == "HEAD" else method
        if (name in OUTSIDE or self.door) and name not in self.who:
            return "login"
        if self.own_options and self.sees is not None and name not in self.sees[kind]:
            return "404"
        if asked == "OPTIONS" and self.own_options:
            return "ok"
        if asked not in self.methods.split():
            return "405"
        if self.sees is not None and name not in self.sees[kind]:
            return "404"
        if self.missing:
            return "404"
        allowed = self._allowed(asked, kind)
        if name in allowed:
            return "ok"
        return "told" if name in self.told and asked == "POST" else "403"

    def _allowed(self, method: str, kind: str) -> People:
        if method == "GET" and self.reads is not None:
            return self.reads[kind]
        if self.may is not None:
            return self.may[kind]
        return self.sees[kind] if self.sees is not None else self.who
