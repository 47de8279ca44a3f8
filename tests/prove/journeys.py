"""What people do all day, as journeys that must come to their end whichever node answers."""

import itertools
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.prove import lists
from tests.prove.stage import Node
from tests.prove.visitor import GONE, Answer, Visitor

_numbers = itertools.count(1)
_CRITERION = re.compile(r"/vetting/[0-9a-f-]{36}/criteria/([0-9a-f-]{36})/")


class Wrong(Exception):
    """A journey met something else than it should have."""


@dataclass
class Log:
    """What all travellers together met."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    broken: int = 0  # answers that never came, because a node was killed in the middle of them
    refused: int = 0  # connections that another node took over
    requests: int = 0
    notes: list[str] = field(default_factory=list)
    employers: list[str] = field(default_factory=list)
    lists: list[tuple[str, int]] = field(default_factory=list)  # (identifier, rows)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str) -> None:
        with self.lock:
            self.done[name] = self.done.get(name, 0) + 1


def unheard(number: int) -> str:
    """A name that resembles no other: letters of a number, stirred."""
    letters = random.Random(number)
    return "".join(letters.choices("bcdfghjklmnprstvwz", k=4)).capitalize() + lists.coined(number) + " Works"


class Traveller:
    """One person who does one thing after the other, turning to the next node with each request."""

    def __init__(self, email: str, nodes: list[Node], log: Log) -> None:
        self.visitor, self.log = Visitor(*nodes, email=email, timeout=90), log
        self.visitor.turn = next(_numbers)

    # ── Requests, as somebody makes them who presses "reload" when an answer never comes ──

    def get(self, path: str) -> Answer:
        for _try in range(6):
            self.log.requests += 1
            try:
                answer = self.visitor.get(path)
            except GONE:
                self.log.broken += 1
                time.sleep(0.5)
                continue
            if answer.status != 200:
                raise Wrong(f"GET {path}: {answer.status}")
            return answer
        raise Wrong(f"GET {path}: no node answered")

    def post(self, send: Callable[[], Answer], done: Callable[[], Answer | None]) -> Answer | None:
        """Send a form. Where no answer comes, look whether it was done before it is sent again."""
        for _try in range(6):
            self.log.requests += 1
            try:
                answer = send()
            except GONE:
                self.log.broken += 1
                time.sleep(0.5)
                if (found := done()) is not None:
                    return found
                continue
            if answer.status not in (200, 302):
                raise Wrong(f"a form was answered with {answer.status}: {_told(answer)}")
            return answer
        raise Wrong("a form: no node answered")

    def sign_in(self) -> None:
        visitor = self.visitor
        visitor.cookies.pop("sessionid", None)
        self.get("/account/login/")
        values = {"login": visitor.email, "password": "guildhall-demo-only"}
        self.post(lambda: visitor.post("/account/login/", values), self._inside)
        self.get("/")  # a stranger would be sent to the door, which is no 200

    def _inside(self) -> Answer | None:
        """The first page, unless we stand at the door, where another form is to be filled."""
        answer = self.visitor.get("/")
        if answer.status == 200:
            return answer
        self.get("/account/login/")
        return None

    # ── Journeys ─────────────────────────────────────────────────────

    def look_around(self) -> None:
        """Sign in, search the directory, read a record, write a note."""
        self.sign_in()
        page = self.get("/employers/?q=a")
        found = re.findall(r'href="/employers/([0-9a-f-]{36})/"', page.text)
        if not found:
            raise Wrong("the directory is empty")
        pk = random.choice(found)
        self.get(f"/employers/{pk}/")
        words, path = f"note {next(_numbers)} of {self.visitor.email}", f"/employers/{pk}/notes/"
        self.get(path)

        def there() -> Answer | None:
            page = self.get(path)
            return page if words in page.text else None

        self.post(lambda: self.visitor.post(path, {"text": words}), there)
        if not there():
            raise Wrong("the note is not there")
        self.log.notes.append(words)

    def vet(self) -> None:
        """Enter an employer and answer every criterion."""
        name = unheard(next(_numbers))
        form = self.get("/employers/add/").form()
        sent = self.post(lambda: self.visitor.post("/employers/add/", {"holder": form["holder"], "name": name}),
                         lambda: self._prospect(name))  # fmt: skip
        page = self._prospect(name)
        if sent is None or page is None:
            raise Wrong(f"{name} was not entered: {_told(sent)}")
        self.log.employers.append(name)
        pk = re.findall(r"/vetting/([0-9a-f-]{36})/", page.text)[0]
        for criterion in dict.fromkeys(_CRITERION.findall(page.text)):
            path = f"/vetting/{pk}/criteria/{criterion}/"
            words = f"seen {next(_numbers)}"

            def there(words: str = words) -> Answer | None:
                page = self.get(f"/vetting/{pk}/")
                return page if words in page.text else None

            self.post(
                lambda path=path, words=words: self.visitor.post(path, {"choice": "yes", "evidence": words}), there
            )
            if not there():
                raise Wrong("an answer is not there")

    def _prospect(self, name: str) -> Answer | None:
        rows = self.get("/crm/list/?view=all").text
        found = re.findall(rf'href="/(?:vetting|employers)/([0-9a-f-]{{36}})/"[^>]*>\s*{re.escape(name)}', rows)
        return self.get(f"/vetting/{found[0]}/") if found else None

    def bring_a_list(self) -> None:
        """Bring a list, have it checked and applied by some worker."""
        count = 20
        seed = next(_numbers)
        rows, name = lists.employers(count, 900 + seed, first=seed * 1_000), f"list-{seed}.csv"
        form = self.get("/imports/").form() | {"kind": "employers", "entering": "prospects"}
        self.post(lambda: self.visitor.upload("/imports/", form, name, rows), lambda: self._list(name))
        pk = self._list_id(name)
        path = f"/imports/{pk}/columns/"
        columns = self.get(path).form()
        self.post(lambda: self.visitor.post(path, columns), lambda: self._at_work(pk))
        self._wait(pk, f"/imports/{pk}/apply/")
        self.post(lambda: self.visitor.post(f"/imports/{pk}/apply/"), lambda: self._at_work(pk))
        self._wait(pk, f"/imports/{pk}/undo/")
        self.log.lists.append((pk, count))

    def _list_id(self, name: str) -> str:
        found = re.findall(
            rf'href="/imports/([0-9a-f-]{{36}})/[^"]*"[^>]*>\s*{re.escape(name)}', self.get("/imports/").text
        )
        if not found:
            raise Wrong("the list is not named")
        return found[0]

    def _list(self, name: str) -> Answer | None:
        page = self.get("/imports/")
        return page if name in page.text else None

    def _at_work(self, pk: str) -> Answer | None:
        """The list, unless it still waits for the form that was sent."""
        answer = self.visitor.get(f"/imports/{pk}/")
        waits = f"/imports/{pk}/apply/" in answer.text and f"/imports/{pk}/undo/" not in answer.text
        return answer if answer.status == 200 and not waits else None

    def _wait(self, pk: str, words: str) -> None:
        end = time.monotonic() + 150
        while time.monotonic() < end:
            if words in self.get(f"/imports/{pk}/?show=new").text:
                return
            time.sleep(0.5)
        raise Wrong(f"the list stays as it is: {words} never came")


def _told(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))[:300] if answer else "nothing"


def travel(journey: str, traveller: Traveller, until: float, sign_in_first: bool) -> None:
    """Make one journey after the other; what fails is noted and the next one begun."""
    if sign_in_first:
        traveller.sign_in()
    while time.monotonic() < until:
        try:
            getattr(traveller, journey)()
        except Exception as error:  # everything that a person would complain about
            with traveller.log.lock:
                traveller.log.failed.append(f"{journey}: {type(error).__name__}: {error}")
        else:
            traveller.log.add(journey)
    traveller.log.refused += traveller.visitor.refused
