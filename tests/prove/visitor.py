"""Somebody with a browser, as far as a drill needs one: cookies, forms, files, and a second node to turn to."""

import http.client
import re
import secrets
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from tests.prove.stage import PASSWORD, Node

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
GONE = (ConnectionError, http.client.HTTPException, TimeoutError)  # the answer never came


@dataclass
class Answer:
    """What a node said."""

    status: int
    text: str
    location: str
    seconds: float

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.location).path

    def form(self) -> dict[str, str]:
        """What the form of the page would send as it stands: fields, choices made, texts."""
        reader = _Form()
        reader.feed(self.text)
        return reader.values


class _Form(HTMLParser):
    """The fields of all forms of a page, but for tokens and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "input" and name and told.get("type") not in ("submit", "file", "radio", "checkbox"):
            self.values[name] = value
        elif tag == "input" and name and "checked" in told:
            self.values[name] = value or "on"
        elif tag in ("select", "textarea") and name:
            self.inside, self.values[name] = name, ""
        elif tag == "option" and self.inside and "selected" in told:
            self.values[self.inside] = value
        self.values.pop("csrfmiddlewaretoken", None)

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self.values[self.inside] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.inside = ""


class Visitor:
    """One person at one browser. A refused connection is tried at the next node; nothing else is tried again."""

    def __init__(self, *nodes: Node, email: str = "", timeout: float = 60) -> None:
        self.nodes, self.email, self.timeout = list(nodes), email, timeout
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.turn = 0
        self.refused = 0

    def sign_in(self) -> Answer:
        self.get("/account/login/")
        return self.post("/account/login/", {"login": self.email, "password": PASSWORD})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, values: dict[str, Any] | None = None) -> Answer:
        """Send a form with the token of the page that was seen last."""
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token} | (values or {}), doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, values: dict[str, str], name: str, content: bytes) -> Answer:
        """Send a form with a file."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in ({"csrfmiddlewaretoken": self.token} | values).items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        head = "".join(parts) + head + "Content-Type: text/csv\r\n\r\n"
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        for left in reversed(range(len(self.nodes))):
            node = self.nodes[self.turn % len(self.nodes)]
            self.turn += 1
            try:
                return self._ask_node(node, method, path, body, headers)
            except ConnectionRefusedError:
                self.refused += 1
                if not left:
                    raise
        raise AssertionError("unreachable")

    def _ask_node(self, node: Node, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        begun = time.monotonic()
        link = http.client.HTTPConnection("127.0.0.1", node.port, timeout=self.timeout)
        try:
            cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            link.request(method, path, body or None, headers | ({"Cookie": cookie} if cookie else {}))
            response = link.getresponse()
            text = response.read().decode("utf-8", errors="replace")
        finally:
            link.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.findall(text):
            self.token = found[-1]
        return Answer(response.status, text, response.headers.get("Location", ""), time.monotonic() - begun)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the same moment; what was returned, or the exception, in the order of asking."""
    start, found = threading.Barrier(len(acts)), [None] * len(acts)

    def do(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            found[number] = act()
        except Exception as error:
            found[number] = error

    threads = [threading.Thread(target=do, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
