"""What a page says of its forms as a whole."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def has_errors(context: Context) -> bool:
    """Whether a form of the page, whatever it is called, is shown again with what is wrong: its title says so first."""
    return any(_is_wrong(value) for value in context.flatten().values())


def _is_wrong(value: Any) -> bool:
    if issubclass(type(value), list | tuple):
        return any(_is_wrong(one) for one in value)
    # By its type: what is made when it is asked for stays unmade.
    return issubclass(type(value), BaseForm) and value.is_bound and bool(value.errors)
