"""Words that users did not understand come back nowhere: pages, buttons and refusals say what they would say."""

import re
from pathlib import Path

GUILDHALL = Path(__file__).resolve().parents[2] / "guildhall"
# What users were asked to read, and what stands there now: "Institution", "Pinned", "short name", "Developed by".
INSIDERS = re.compile(r"\b(held by|names checked|ke(?:ep|pt) at hand|stamps?|standing|waits? for your word)\b", re.I)
CALLED = re.compile(
    r"""(?:\{%\s*translate\s+|\b(?:_|gettext|gettext_lazy|ngettext|translated|said|phrase|refuse)\(\s*)(["'])(.*?)\1"""
)
BLOCK = re.compile(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblocktranslate", re.S)
# As others use them: a standing committee or instruction, the legal phrase.
USUAL = re.compile(r"good standing|long-?standing|standing (?:committee|order)", re.I)
PLACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w*\}|%\(\w+\)[ds]")  # where values stand


def texts(source: str) -> list[str]:
    """What is shown of a template or a module."""
    shown = [match[2] for match in CALLED.finditer(source)]
    return shown + [match[1] for match in BLOCK.finditer(source)]


def insiders(source: str) -> list[str]:
    if not INSIDERS.search(source):
        return []
    return [text for text in texts(source) if INSIDERS.search(USUAL.sub("", PLACES.sub("", text)))]


def test_no_text_speaks_as_insiders_do() -> None:
    paths = [path for path in GUILDHALL.rglob("*") if path.suffix in (".py", ".html", ".txt")]
    sources = {path: path.read_text() for path in paths if "migrations" not in path.parts}
    assert len(sources) > 2_000
    assert {str(path): found for path, source in sources.items() if (found := insiders(source))} == {}


def test_the_control_such_words_are_found() -> None:
    assert insiders('label=_("Held by")') == ["Held by"]
    assert insiders("{% translate 'Keep at hand' %}") == ["Keep at hand"]
    assert insiders("{% blocktranslate with n=held %}{{ n }} wait for your word{% endblocktranslate %}")
    assert not insiders('_("a member in good standing"); held_by = stamp("Mesa")')
