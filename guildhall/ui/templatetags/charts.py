"""Charts of 520 by 300 units, drawn on the server: where percents lie on both axes; and small lines of five points."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
    if len(last) < 2:
        return mark_safe("")
    points = [(n * 96 / (len(last) - 1), 22 - 20 * (score - 1) / (most - 1)) for n, score in enumerate(last)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dot = format_html('<circle cx="{}" cy="{}" r="3"/>', *(f"{c:.1f}" for c in points[-1]))
    return format_html('<svg class="spark" viewBox="0 0 96 24" aria-hidden="true"><path d="{}"/>{}</svg>', path, dot)
