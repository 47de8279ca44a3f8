"""Controls of forms as Django draws them; the commonest are written out: two templates an option are too many."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]  # what Django hands to the template of a control


class Renderer(DjangoTemplates):
    """Django's own, with the same result (tests/ui/test_rendering.py)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """A control or a form."""
        if write := WRITTEN.get(template_name):
            return mark_safe("".join(write(context["widget"])))  # noqa: S308  every value is escaped below
        return super().render(template_name, context, request)


def _escaped(value: Any) -> str:
    """What `conditional_escape` of Django says, without asking twice whether it is lazy: a list has hundreds."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


def _input(widget: Widget) -> Iterator[str]:
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    yield f'<input type="{_escaped(widget["type"])}" name="{_escaped(widget["name"])}"{value}'
    yield from _attributes(widget)
    yield ">"


def _select(widget: Widget) -> Iterator[str]:
    yield f'<select name="{_escaped(widget["name"])}"'
    yield from _attributes(widget)
    yield ">"
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{_escaped(group)}">'
        for option in options:
            yield f'\n  <option value="{_escaped(option["value"])}"'
            yield from _attributes(option)
            yield f">{_escaped(option['label'])}</option>\n"
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(widget: Widget) -> Iterator[str]:
    for name, value in widget["attrs"].items():
        if value is True:
            yield f" {_escaped(name)}"
        elif value is not False:
            yield f' {_escaped(name)}="{_escaped(value)}"'


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "datetime", "checkbox")
WRITTEN: dict[str, Callable[[Widget], Iterator[str]]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}
