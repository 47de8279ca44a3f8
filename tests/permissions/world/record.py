"""What the world is made of: its people, records and signed-in browsers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client

from guildhall.employers.models import Employer
from guildhall.imports.models import Batch
from guildhall.people.models import Person
from guildhall.prospects.models import JoinRequest, Prospect
from tests.cast import Cast
from tests.permissions.world.watching import digest


@dataclass
class Record:
    """One employer of the world with what hangs on it."""

    kind: str
    prospect: Prospect
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def employer(self) -> Employer:
        return self.prospect.employer


@dataclass
class World:
    """The cast, its records and its signed-in browsers."""

    cast: Cast
    records: dict[str, Record]
    batches: dict[str, Batch]
    requests: dict[str, JoinRequest]
    more: dict[str, Any]
    sessions: dict[str, str]
    visitors: dict[str, dict[str, str]] = field(default_factory=dict)  # whoever came in by a front door: their cookie
    clients: dict[str, Client] = field(default_factory=dict)
    baseline: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [*self.cast.people, "anonymous"]

    @property
    def actors(self) -> list[str]:
        """Everybody who asks for pages: people, visitors by the front doors, and a stranger."""
        return [*self.names, *self.visitors]

    def cookies_of(self, name: str) -> dict[str, str]:
        """What somebody's browser sends to be known."""
        session = self.sessions.get(name)
        return {settings.SESSION_COOKIE_NAME: session} if session else self.visitors.get(name, {})

    def person(self, name: str) -> Person:
        return self.cast.people[name]

    def home(self, name: str) -> Any:
        """The institution that somebody belongs to."""
        return (
            self.cast.mesa
            if name.startswith("mesa")
            else self.cast.harbor
            if name.startswith("harbor")
            else self.cast.region
        )

    def differs(self, tables: Iterable[str]) -> list[str]:
        """Which of some tables hold other rows than at the beginning."""
        return [table for table, value in digest(tables).items() if self.baseline[table] != value]

    def ask(self, name: str, method: str, url: str, data: Any = None, **more: Any) -> Any:
        """One request by somebody, with the cookies as they were; exceptions are the server's own to answer."""
        client = self.clients[name]
        client.cookies.clear()
        client.cookies.load(self.cookies_of(name))
        cache.clear()  # how often somebody tried to sign in
        if name in self.cast.people:
            self.cast.people[name].forget_standing()
        act = getattr(client, method.lower())
        if method in ("GET", "HEAD", "OPTIONS"):
            return act(url, **more)
        return act(url, data or {}, **more)
