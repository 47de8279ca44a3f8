"""The forms of a page as a browser has them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve


@dataclass
class Form:
    """A form as a browser has it: where it goes and what it would send."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    buttons: list[dict[str, str]] = field(default_factory=list)  # what each of them adds when it is pressed

    @property
    def name(self) -> str:
        return resolve(urlsplit(self.action).path).url_name or ""


class Reader(HTMLParser):
    """The forms of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found = url, list[Form]()
        self.form: Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.form = Form(a.get("action") or self.url, a.get("method", "get").lower())
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag in ("input", "select", "textarea") and a.get("name"):
            self._control(tag, a)
        elif tag == "button" and a.get("type", "submit") == "submit":
            self.form.buttons.append({a["name"]: a.get("value", "")} if a.get("name") else {})
        elif tag == "option" and self.select:
            self.form.choices[self.select].append(a.get("value", ""))
            if "selected" in a:
                self.form.values[self.select] = a.get("value", "")

    def _control(self, tag: str, a: dict[str, str]) -> None:
        form, name, kind = self.form, a["name"], a.get("type", "text") if tag == "input" else tag
        assert form
        if kind not in ("hidden", "submit", "button"):
            form.visible.add(name)
        if kind == "select":
            self.select, form.choices[name] = name, []
            form.values.setdefault(name, "")
        elif kind == "textarea":
            self.area, form.values[name] = name, ""
            form.texts.append(name)
        elif kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.values[name] = a.get("value", "on")
        else:
            form.values[name] = a.get("value", "")
            if kind == "text":
                form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self.form and self.area:
            self.form.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            if self.form and self.area:  # the line break that every textarea begins with is none
                self.form.values[self.area] = self.form.values[self.area].removeprefix("\n")
            self.area = ""


def forms_of(response: Any, url: str) -> list[Form]:
    reader = Reader(url)
    reader.feed(response.content.decode())
    return reader.found
