"""A letter out of the words that somebody typed: the same source becomes plain text and a page for mail readers.

Paragraphs are parted by empty lines; `# ` begins a heading, `- ` a point of a list, `[words](https://…)` is a link and
`![what it shows](https://…)` a picture, which is a file of the mailing itself. Everything else is
text, whatever it looks like.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape

from guildhall.lib.marking import gettext_noop as _

LINK = re.compile(r"(!?)\[([^\[\]\n]{0,200})\]\((\S{1,500}?)\)")
ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`()]+")
KEPT_APART = "\u2060"  # parts an address in words of others, so that it stays text; it goes before a letter leaves
# Inlined, because mail readers drop sheets; without a ground of its own, so that a dark reader stays dark.
STYLES = {
    "h2": "font-size:20px;line-height:1.3;margin:24px 0 8px",
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 6px",
    "img": "max-width:100%;height:auto;border:0",
    "hr": "border:0;border-top:1px solid #8a8a8a;margin:24px 0",
    "small": "font-size:13px;line-height:1.5;margin:0 0 12px",
}
BODY = (
    "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;max-width:600px;margin:0 auto;padding:16px;"
    "overflow-wrap:anywhere"  # a long address does not make a telephone scroll sideways
)
PICTURE_NEEDS_WORDS = _("A picture needs words for those who do not see it: ![what it shows](…).")
PICTURE_FROM_ELSEWHERE = _(
    "A picture is added under “Files and pictures”: one from elsewhere would tell its server who reads the letter."
)
NO_ADDRESS = _("A link or picture needs a whole address that begins with https://.")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a list, with its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(source: str) -> list[Block]:
    """The blocks of a text in their order."""
    found = []
    for part in re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        for kind, group in _grouped(lines):
            found.append(Block(kind, tuple(group)))
    return found


def _grouped(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    kind, group = "", []
    for line in lines:
        now = "h2" if line.startswith("# ") else "ul" if line.startswith("- ") else "p"
        if group and (now != kind or now == "h2"):
            yield kind, group
            group = []
        kind = now
        group.append(line if now == "p" else line[2:].strip())
    if group:
        yield kind, group


def problems_of(source: str, pictures: Collection[str] = ()) -> list[str]:
    """What is wrong with the links and pictures of a text, in words. Of pictures only those that are kept here are
    taken: one from elsewhere would tell its server who reads when.
    """
    found = []
    for picture, words, address in LINK.findall(source):
        if picture and not words.strip():
            found.append(PICTURE_NEEDS_WORDS)
        elif picture and address not in pictures:
            found.append(PICTURE_FROM_ELSEWHERE)
        elif picture:
            continue
        if not ADDRESS.fullmatch(address) or not address.startswith("https://"):
            found.append(NO_ADDRESS)
    return list(dict.fromkeys(found))


def as_words(words: str) -> str:
    """Words of somebody else's record: nothing in them is a link, a picture or a field, whatever it looks like."""
    return words.translate(str.maketrans("{}[]", "()()")).replace("://", f":{KEPT_APART}//")


def links_of(source: str) -> list[str]:
    """The addresses that a text leads to, each once; pictures lead nowhere."""
    named = [address for picture, _words, address in LINK.findall(source) if not picture]
    bare = ADDRESS.findall(LINK.sub(" ", source))
    return list(dict.fromkeys([*named, *(one.rstrip(".,;:!?") for one in bare)]))


def without_picture(source: str, address: str) -> str:
    """The text without a picture."""
    rest = LINK.sub(lambda match: "" if match.group(1) and match.group(3) == address else match.group(0), source)
    return re.sub(r"\n{3,}", "\n\n", rest).strip()


def as_text(source: str) -> str:
    """The plain text of a letter: links and pictures in words."""
    parts = []
    for block in blocks_of(source):
        lines = [LINK.sub(_in_words, line) for line in block.lines]
        parts.append("\n".join(f"- {line}" if block.kind == "ul" else line for line in lines))
    return "\n\n".join(parts).replace(KEPT_APART, "")


def _in_words(match: re.Match[str]) -> str:
    picture, words, address = match.groups()
    return f"[{words}]" if picture else f"{words} ({address})"


def as_html(source: str, *, styled: bool = True) -> str:
    """The same as HTML; `styled` for mail readers, without styles for our own pages."""
    parts = []
    for block in blocks_of(source):
        lines = [_line(line, styled) for line in block.lines]
        if block.kind == "ul":
            points = "".join(f"<li{_style('li', styled)}>{line}</li>" for line in lines)
            parts.append(f"<ul{_style('ul', styled)}>{points}</ul>")
        else:
            parts.append(f"<{block.kind}{_style(block.kind, styled)}>{'<br>'.join(lines)}</{block.kind}>")
    return "\n".join(parts).replace(KEPT_APART, "")


def _style(tag: str, styled: bool) -> str:
    return f' style="{STYLES[tag]}"' if styled else ""


def _line(line: str, styled: bool) -> str:
    pieces, end = [], 0
    for match in LINK.finditer(line):
        pieces += [_plain(line[end : match.start()]), _linked(match, styled)]
        end = match.end()
    return "".join([*pieces, _plain(line[end:])])


def _plain(words: str) -> str:
    pieces, end = [], 0
    for match in ADDRESS.finditer(words):
        address = match.group(0).rstrip(".,;:!?")
        pieces += [escape(words[end : match.start()]), f'<a href="{escape(address)}">{escape(address)}</a>']
        end = match.start() + len(address)
    return "".join([*pieces, escape(words[end:])])


def _linked(match: re.Match[str], styled: bool) -> str:
    picture, words, address = match.groups()
    if not ADDRESS.fullmatch(address):
        return escape(match.group(0))
    if picture:
        return f'<img src="{escape(address)}" alt="{escape(words)}"{_style("img", styled)}>'
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def page_of(title: str, inner: str, *, language: str = "en") -> str:
    """A whole page for mail readers around the HTML of a letter."""
    head = (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'<meta name="supported-color-schemes" content="light dark"><title>{escape(title)}</title></head>'
    )
    return f'{head}<body style="margin:0;padding:0"><div style="{BODY}">{inner}</div></body></html>'
