"""Charts of 520 by 300 units, drawn on the server: where percents lie on both axes; and small lines of five points."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

LEFT, RIGHT, TOP, BOTTOM = 50, 505, 20, 260


@register.filter
def chart_x(percent: float) -> str:
    """Where so many percent lie from left to right."""
    return f"{LEFT + (RIGHT - LEFT) * percent / 100:.1f}"


@register.filter
def chart_y(percent: float) -> str:
    """Where so many percent lie from the ground up."""
    return f"{BOTTOM - (BOTTOM - TOP) * percent / 100:.1f}"


@register.filter
def chart_line(points: Iterable[tuple[float, float]]) -> str:
    """A line through points, as the drawing takes it."""
    return "M" + "L".join(f"{chart_x(x)} {chart_y(y)}" for x, y in points)


@register.simple_tag
def sparkline(answers: Sequence[Any], most: int = 5) -> SafeString:
    """The last five answers as a line, from 1 to `most`; they come newest first, each with its `score`."""
    last = [answer.score for answer in answers[:5]][::-1]
    words = _("Answers, the oldest first: %s") % ", ".join(map(str, last))
    return _spark([(score - 1) / (most - 1) for score in last], words)


@register.simple_tag
def trend(values: Sequence[int], words: str) -> SafeString:
    """Numbers of some periods as a line from nought to the greatest, the oldest first; `words` say of what they are."""
    greatest = max(values, default=0)
    if not greatest:
        return mark_safe("")
    return _spark([value / greatest for value in values], f"{words} {', '.join(f'{value:,}' for value in values)}")


def _spark(shares: Sequence[float], words: str) -> SafeString:
    if len(shares) < 2:
        return mark_safe("")
    points = [(n * 96 / (len(shares) - 1), 22 - 20 * share) for n, share in enumerate(shares)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dot = format_html('<circle cx="{}" cy="{}" r="3"/>', *(f"{c:.1f}" for c in points[-1]))
    drawing = '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{}"><path d="{}"/>{}</svg>'
    return format_html(drawing, words, path, dot)
