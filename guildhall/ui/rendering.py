"""Controls of forms as Django draws them; the commonest are written out: two templates an option are too many."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]  # what Django hands to the template of a control


class Renderer(DjangoTemplates):
    """Django's own, with the same result (tests/ui/test_rendering.py)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """A control or a form."""
        if write := WRITTEN.get(template_name):
            return mark_safe("".join(write(context["widget"])))  # noqa: S308  every value is escaped below
        return super().render(template_name, context, request)


def _input(widget: Widget) -> Iterator[str]:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    yield f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"{value}'
    yield from _attributes(widget)
    yield ">"


def _select(widget: Widget) -> Iterator[str]:
    yield f'<select name="{conditional_escape(widget["name"])}"'
    yield from _attributes(widget)
    yield ">"
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{conditional_escape(group)}">'
        for option in options:
            yield f'\n  <option value="{conditional_escape(option["value"])}"'
            yield from _attributes(option)
            yield f">{conditional_escape(option['label'])}</option>\n"
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(widget: Widget) -> Iterator[str]:
    for name, value in widget["attrs"].items():
        if value is True:
            yield f" {conditional_escape(name)}"
        elif value is not False:
            yield f' {conditional_escape(name)}="{conditional_escape(value)}"'


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "datetime", "checkbox")
WRITTEN: dict[str, Callable[[Widget], Iterator[str]]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}
