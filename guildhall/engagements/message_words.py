"""The words that somebody wrote in a message: without markup, and without the older mail below or between them."""

import html
import re
import struct

LINES = 20_000  # of a text that are looked at
_BLOCKS = frozenset("p div br tr li ul ol table h1 h2 h3 h4 h5 h6 section article header footer hr pre dd dt".split())
_UNSEEN = frozenset(("script", "style", "head", "title", "svg"))
_NAME = re.compile(r"/?\s*([a-zA-Z][a-zA-Z0-9]{0,15})")
_FORWARD = re.compile(
    r"(?:-{2,} ?)?(?:begin forwarded message:?|forwarded message|mensaje reenviado|inicio del mensaje reenviado:?)"
    r"(?: ?-{2,})?",
    re.I,
)
_SUBJECT = re.compile(r"\s*(?:fwd?|rv|wg|tr|i)\s*:", re.I)
_ORIGINAL = re.compile(
    r"[-_]{2,} ?(?:original message|mensaje original|ursprüngliche nachricht|message d'origine) ?[-_]{2,}", re.I
)
_FROM = re.compile(r"\*?(?:from|de|von)\s*:\*?\s+\S", re.I)
_HEADS = re.compile(
    r"\*?(?:sent|date|to|subject|cc|enviado(?: el)?|fecha|para|asunto|gesendet|an|betreff|envoyé|à|objet)\s*:", re.I
)
_WROTE_BEGINS = re.compile(r"(?:on|el|am|le|em)\s.{3,}", re.I)
_WROTE_ENDS = re.compile(r".*\b(?:wrote|escribió|escribio|schrieb|a écrit|escreveu)\s*:?\s*", re.I)


def from_html(text: str) -> str:
    """The words of a page, a line for each block; what is quoted begins with ">"."""
    lines, line, quotes, unseen, comment = [], "", 0, "", False
    first, *parts = text.split("<")
    line = " ".join(first.split())
    for part in parts:
        tag, closed, data = part.partition(">")
        if comment or tag.startswith("!--"):
            comment = "--" not in part[3 if tag.startswith("!--") else 0 :]
            data = part.rpartition("-->")[2] if "-->" in part else ""
            tag = ""
        elif not closed:
            data, tag = "", tag
        match = _NAME.match(tag)
        name = match.group(1).lower() if match else ""
        ends = tag.startswith("/")
        if name in _UNSEEN:
            unseen = "" if ends and name == unseen else unseen or ("" if ends or tag.endswith("/") else name)
        if unseen:
            continue
        if name in _BLOCKS or name == "blockquote":
            if line.strip() or (lines and lines[-1].strip("> ")):
                lines.append("> " * min(quotes, 3) + line.strip())
            line = ""
            if name == "blockquote":
                quotes = max(0, quotes + (-1 if ends else 1))
        words = " ".join(html.unescape(data).split())
        space = " " if data[:1].isspace() and line else ""
        line += space + words + (" " if data[-1:].isspace() and words else "")
    if line.strip():
        lines.append("> " * min(quotes, 3) + line.strip())
    return "\n".join(lines)


def from_tnef(content: bytes) -> str:
    """The plain text in a winmail.dat, where it holds one; Outlook often keeps none in it."""
    if content[:4] != b"\x78\x9f\x3e\x22":
        return ""
    at = 6
    while at + 9 <= len(content):
        _level, name, length = struct.unpack_from("<BII", content, at)
        if name & 0xFFFF == 0x800C:
            return content[at + 9 : at + 9 + length].rstrip(b"\x00").decode("cp1252", errors="replace")
        at += 9 + length + 2
    return ""


def own_words(text: str, subject: str = "") -> str:
    """What its writer wrote: a forwarded message whole, answers between quotes with their questions, no older mail."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")[:LINES]]
    for n, line in enumerate(lines):
        if _FORWARD.fullmatch(line.strip(" >*")):
            return _joined([*lines[:n], line, *_older_cut(_unquoted(lines[n + 1 :]), heads=True)])
    if _SUBJECT.match(subject):
        return _joined(_older_cut(_unquoted(lines), heads=True))
    return _joined(_answers(_older_cut(lines)))


def _unquoted(lines: list[str]) -> list[str]:
    """One level of quotation taken away, where everything is quoted."""
    filled = [line for line in lines if line.strip()]
    if filled and sum(line.startswith(">") for line in filled) * 2 > len(filled):
        return [line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines]
    return lines


def _older_cut(lines: list[str], *, heads: bool = False) -> list[str]:
    """Without the older mail below. With `heads` the first head is that of what was forwarded, and stays."""
    seen = not heads
    for n, line in enumerate(lines):
        bare = line.strip(" *")
        if not _ORIGINAL.fullmatch(bare) and not (_FROM.match(bare) and _is_head(lines, n)):
            continue
        if seen and any(one.strip() for one in lines[:n]):
            end = n
            while end and (not lines[end - 1].strip() or not lines[end - 1].strip("_- ")):
                end -= 1
            return lines[:end]
        if not _ORIGINAL.fullmatch(bare):
            seen = True
    return lines


def _is_head(lines: list[str], at: int) -> bool:
    """Whether "From:" is followed by the other lines of a message's head, not by somebody's words."""
    return sum(bool(_HEADS.match(line.strip(" *"))) for line in lines[at + 1 : at + 7]) >= 2


def _answers(lines: list[str]) -> list[str]:
    """Without quotations, but for those that somebody has answered below."""
    kept: list[str] = []
    question: list[str] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if length := _attribution(lines, n):
            n += length
            question = []
            continue
        if line.startswith(">"):
            question.append(line)
        elif line.strip():
            kept += _last_paragraph(question)
            question = []
            kept.append(line)
        elif not question:
            kept.append(line)
        n += 1
    return kept


def _last_paragraph(quoted: list[str]) -> list[str]:
    """The part of a quotation that stands right above an answer."""
    end = len(quoted)
    while end and not quoted[end - 1].strip("> "):
        end -= 1
    start = end
    while start and quoted[start - 1].strip("> "):
        start -= 1
    return ["", *quoted[start:end]] if end > start else []


def _attribution(lines: list[str], at: int) -> int:
    """How many lines say "On … wrote:" here, none or up to three: mail programs break it."""
    if not _WROTE_BEGINS.match(lines[at][:300].strip(" >")):
        return 0
    for length in (1, 2, 3):
        last = lines[at + length - 1][-120:].strip(" >") if at + length <= len(lines) else ""
        if _WROTE_ENDS.fullmatch(last):
            return length
        if not last:
            return 0
    return 0


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
