"""Following what pages offer: every link, partial page and button, as the person who is shown them."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.permissions.world import World, files, forget_new_files, undone

LINKS = ("href", "hx-get")
VOID = {"input", "br", "hr", "img", "meta", "link"}


@dataclass
class Form:
    """A form as shown: where it goes, how, and what it carries if nobody types anything."""

    method: str
    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # of each that submits it: where to, name, value
    file: bool = False


class Offers(HTMLParser):
    """The links and forms of one page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._chosen = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [self._full(given[name]) for name in LINKS if given.get(name) and tag != "link"]
        if given.get("hx-post"):
            self.forms.append(Form("POST", self._full(given["hx-post"])))
        if tag == "form":
            self._form = Form(given.get("method", "get").upper(), self._full(given.get("action", "")))
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _full(self, address: str) -> str:
        return urldefrag(urljoin(self.page, address)).url

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            to = self._full(given["formaction"]) if "formaction" in given else self._form.action
            self._form.buttons.append((to, name, value))
        elif tag == "select":
            self._select, self._chosen = name, ""
        elif tag == "option" and self._select:
            if "selected" in given or not any(key == self._select for key, _value in self._form.values):
                self._form.values = [one for one in self._form.values if one[0] != self._select]
                self._form.values.append((self._select, value))
        elif tag == "input" and name and "disabled" not in given:
            kind = given.get("type", "text")
            self._form.file |= kind == "file"
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in given:
                self._form.values.append((name, value))


@dataclass(frozen=True)
class Visit:
    """One thing that was offered, and what came of it."""

    who: str
    on: str
    method: str
    to: str
    status: int
    words: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.on} offers {self.method} {self.to}: {self.status} {self.words}".rstrip()


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """The page behind an address and the names of what it is asked: addresses that differ in records only are alike."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path, ()
    return match.view_name, tuple(sorted(key for key, _value in parse_qsl(parts.query)))


def crawl(world: World, who: str, *, start: str = "/", most: int = 4) -> Iterator[Visit]:
    """Everything that somebody is offered from a page on: of pages that are alike at most so many."""
    seen, counts = {start}, Counter()
    waiting = deque([(start, start)])
    pressed: Counter = Counter()
    while waiting:
        on, address = waiting.popleft()
        with undone():
            answer = world.ask(who, "GET", address)
        yield Visit(who, on, "GET", address, answer.status_code)
        if answer.status_code in (301, 302):
            waiting.append((on, urljoin(address, answer["Location"])))
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        offers = Offers(address)
        offers.feed(b"".join(answer).decode() if answer.streaming else answer.content.decode())
        for link in offers.links:
            if link.startswith("/") and link not in seen and counts[kind_of(link)] < most:
                seen.add(link)
                counts[kind_of(link)] += 1
                waiting.append((address, link))
        yield from _press(world, who, address, offers.forms, pressed, most)


def _press(world: World, who: str, page: str, forms: list[Form], pressed: Counter, most: int) -> Iterator[Visit]:
    """Send each form as it stands, once for each of its buttons."""
    for form in forms:
        for to, *button in form.buttons or [(form.action, "", "")]:
            kind = (kind_of(to), kind_of(page)[0], form.method, *button)
            if pressed[kind] >= most or not to.startswith("/"):
                continue
            pressed[kind] += 1
            data: dict[str, list[str]] = {}
            for name, value in [*form.values, tuple(button)]:
                if name:
                    data.setdefault(name, []).append(value)
            kept = files()
            with undone():
                answer = world.ask(who, form.method, to, data, HTTP_REFERER=page)
            forget_new_files(kept)
            yield Visit(who, page, form.method, to, answer.status_code, " ".join(filter(None, button)))
