"""Counts stand in texts with commas: 2,010. Years, codes and keys of records are no counts, and stand as they are."""

from typing import Any

from django import template
from django.templatetags.i18n import do_block_translate

from guildhall.lib.numbers import counted

register = template.Library()


@register.filter
def thousands(value: Any) -> str:
    """A number with commas: 1,148; words, such as "30 or more", stay."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,}"


class Counter:
    """What a text with two forms counts by."""

    def __init__(self, expression: Any) -> None:
        self.expression = expression

    def resolve(self, context: Any) -> Any:
        return counted(self.expression.resolve(context))


@register.tag("blocktranslate")
def block_translate(parser: Any, token: Any) -> Any:
    """Django's tag; the number that chooses between one and many is a count, and is written as one."""
    node = do_block_translate(parser, token)
    if node.counter:
        node.counter = Counter(node.counter)
    return node
