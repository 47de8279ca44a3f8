"""The words of an e-mail, in the language of its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.translation import gettext as _

from guildhall import context


class Reader(Protocol):
    """Somebody of the record who is written to."""

    @property
    def email(self) -> str: ...

    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody at an address: in the language that they are known to read, else in that of the installation."""

    email: str
    language: str = ""


def subject_of(to: Reader, template: str, words: Mapping[str, Any]) -> str:
    """The subject of an e-mail, on one line."""
    return " ".join(_rendered(to, f"{template}#subject", words).split())


def text_of(to: Reader, template: str, words: Mapping[str, Any]) -> str:
    """The text of an e-mail; whoever's language nobody knows reads where the page behind its link speaks another."""
    text = _rendered(to, template, words)
    return f"{text}\n" if to.language or settings.PUBLIC_URL not in text else f"{text}\n\n{_in_other_languages()}\n"


def _in_other_languages() -> str:
    lines = []
    for code, name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            with context.in_language(code):
                lines.append(
                    _("To read this in English, open the page and choose “%(language)s”.") % {"language": name}
                )
    return "\n".join(lines)


def _rendered(to: Reader, template: str, words: Mapping[str, Any]) -> str:
    """Plain words: nothing is escaped, because nothing of it is HTML."""
    written: Template = get_template(template).template  # type: ignore[attr-defined]
    with context.in_language(to.language):
        return str(written.render(Context(dict(words), autoescape=False))).strip()
