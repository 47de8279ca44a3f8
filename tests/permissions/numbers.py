"""Numbers that open: links that say how many, and how many rows stand on the page that they lead to."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

HOW_MANY = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?![\d,.:/–-]|\s+(?:of|by)\s+\d)\b")
ROWS = {"tr": {"tbody"}, "li": {"ul", "ol"}}
LISTS = {"tbody", "ul", "ol"}
MOST_ROWS = 50  # of a page: of more, the page says how many there are
UNSAID = {"crumbs", "tabs", "chips"}  # lists that are no rows


@dataclass
class Listed:
    """A list of a page as it is read: of which tag and class, with how many rows."""

    tag: str
    style: str
    rows: int = 0


@dataclass
class Counts(HTMLParser):
    """The links of a page that begin with a number, its lists, and the words of its main part."""

    page: str
    links: list[tuple[str, str]] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Listed] = []
        self._link: list[str] | None = None
        self._within = self.says_none = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._within |= tag == "main"
        self.says_none |= self._within and "blank" in given.get("class", "").split()
        if tag == "a" and given.get("href"):
            self._link = [urldefrag(urljoin(self.page, given["href"])).url]
        elif tag in LISTS and self._within:
            self._open.append(Listed(tag, given.get("class", "")))
            self.lists += self._open[-1:]
        elif self._open and self._open[-1].tag in ROWS.get(tag, ()):
            self._open[-1].rows += 1

    def handle_endtag(self, tag: str) -> None:
        self._within &= tag != "main"
        if tag == "a" and self._link:
            self.links.append((self._link[0], " ".join(" ".join(self._link[1:]).split())))
            self._link = None
        elif self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._link:
            self._link.append(data)
        if self._within:
            self.words.append(data)

    @property
    def numbers(self) -> dict[str, tuple[int, str]]:
        """How many each link says that there are, and in which words, by where it leads."""
        said = ((to, HOW_MANY.match(words), words) for to, words in self.links)
        return {to: (int(match[1].replace(",", "")), words) for to, match, words in said if match}

    def holds(self, count: int) -> bool:
        """Whether so many rows stand there: in one list, in lists of one kind together, or said of more than a page."""
        lists = [one for one in self.lists if not UNSAID & set(one.style.split())]
        together = Counter[tuple[str, str]]()
        for one in lists:
            together[one.tag, one.style] += one.rows
        if not count:
            return self.says_none or not any(one.rows for one in lists)
        if count > MOST_ROWS:
            return re.search(rf"(?<![\d,]){count:,}(?![\d,])", " ".join(self.words)) is not None
        return count in {one.rows for one in lists} | set(together.values())
