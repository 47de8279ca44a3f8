"""Choosing one of many by name: a list to open up to `MOST`, beyond that a name is typed.

While somebody types, the browser offers the names, and `static/guildhall/typing.js` does it as in every other field.
Without script a part of a name that fits one is taken; several are asked about in words.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MOST = 15  # names that a list to open holds
NAMED = 5  # names that a sentence holds


class Typed(forms.TextInput):
    """A name that is typed, with the known ones offered."""

    def __init__(self, names: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.names = list(names)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        key = f"{(attrs or {}).get('id') or name}-names"
        more = {"list": key, "data-among": "1", "autocomplete": "off"}
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.names))
        field = super().render(name, value, (attrs or {}) | more, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


def one_named(text: str, names: Mapping[str, str]) -> str:
    """The key of the one name that somebody means; raises `ValidationError` in words where it is none or several."""
    wanted = _words(text)
    matches = [key for key, name in names.items() if _words(name) == wanted]
    if len(matches) != 1:
        matches = [key for key, name in names.items() if _begins(wanted, _words(name))] if wanted else []
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise ValidationError(_("Nobody of the name “%s” can be chosen here.") % text[:60], code="unknown")
    if len(matches) > NAMED:
        raise ValidationError(_("Many fit “%s”. Write more of the name.") % text[:60], code="several")
    said = "; ".join(names[key] for key in matches)
    raise ValidationError(_("Several fit: %s. Write the whole name.") % said, code="several")


def _words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare).split()


def _begins(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)


def names_of(rows: Iterable[Any]) -> dict[str, str]:
    """The name of each row by its key; where several have the same, with the place or title, else with a number."""
    names = {str(row.pk): str(row) for row in rows}
    for detail in ("place", "title"):
        twice = _repeated(names)
        for row in rows:
            if names[str(row.pk)] in twice and (more := str(getattr(row, detail, "") or "")):
                names[str(row.pk)] += f", {more}"
    for name in _repeated(names):
        for n, key in enumerate(sorted(key for key, one in names.items() if one == name), 1):
            names[key] = f"{name} ({n})"
    return names


def _repeated(names: Mapping[str, str]) -> set[str]:
    values = list(names.values())
    return {name for name in values if values.count(name) > 1} if len(set(values)) < len(values) else set()


class RowsIterator(ModelChoiceIterator):
    """The rows that a field offers, in their order."""

    def __iter__(self) -> Any:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from (self.choice(row) for row in self.field.rows)  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return len(self.field.rows) + (self.field.empty_label is not None)  # type: ignore[attr-defined]

    def __bool__(self) -> bool:
        return len(self) > 0


class NamedField(forms.ModelChoiceField):
    """One of some rows that have names: people or contacts. `offer` says which."""

    iterator = RowsIterator
    _offered: Iterable[Any] = ()
    _rows: list[Any] | None = None

    def offer(self, rows: Iterable[Any]) -> None:
        """Say which rows may be chosen; they are read when the field is first used."""
        self._offered, self._rows = rows, None

    @property
    def rows(self) -> list[Any]:
        """The rows that may be chosen."""
        if self._rows is None:
            self._rows = list(self._offered)
        return self._rows

    @property
    def is_typed(self) -> bool:
        """Whether there are so many that a name is typed."""
        return len(self.rows) > MOST

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        if not self.widget.is_hidden:
            if self.is_typed and not isinstance(self.widget, Typed):
                self.widget = Typed(names_of(self.rows).values(), {"placeholder": self.empty_label or _("Type a name")})
                self.widget.is_required = self.required
            elif not self.is_typed:
                self.widget.choices = self.choices  # type: ignore[attr-defined]
        return super().get_bound_field(form, field_name)  # type: ignore[return-value]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        by_key = {str(row.pk): row for row in self.rows}
        key = str(getattr(value, "pk", value))
        if key in by_key:
            return by_key[key]
        if self.is_typed:
            return by_key[one_named(key, names_of(self.rows))]
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})

    def prepare_value(self, value: Any) -> Any:
        key = getattr(value, "pk", value)
        return names_of(self.rows).get(str(key), key) if self.is_typed else key

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            chosen = self.to_python(data)
        except ValidationError:
            return True
        return str(getattr(initial, "pk", initial) or "") != str(getattr(chosen, "pk", "") or "")


class NameChoiceField(forms.ChoiceField):
    """The same where there are other choices beside the names, such as "nobody"; its value is the key."""

    @property
    def is_typed(self) -> bool:
        """Whether there are so many that a name is typed."""
        return len(list(self.choices)) > MOST + 1

    @property
    def _names(self) -> dict[str, str]:
        return {str(key): str(name) for key, name in self.choices}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        if self.is_typed and not isinstance(self.widget, Typed):
            names = self._names
            self.widget = Typed([name for key, name in names.items() if key], {"placeholder": names.get("", "")})
            self.widget.is_required = self.required
        return super().get_bound_field(form, field_name)  # type: ignore[return-value]

    def to_python(self, value: Any) -> str:
        key = super().to_python(value)
        if not key or not self.is_typed or key in self._names:
            return key
        return one_named(key, {key: name for key, name in self._names.items() if key})

    def prepare_value(self, value: Any) -> Any:
        return (self._names.get(str(value), value) if value else "") if self.is_typed else value
