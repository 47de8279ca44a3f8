"""Charts of 520 by 300 units, drawn on the server: where the percents of both axes lie."""

from collections.abc import Iterable

from django import template

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
