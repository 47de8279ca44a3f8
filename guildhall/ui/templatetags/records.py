"""What stands at the head of a record: its tabs, and small budgets as squares."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def cited(context: Mapping[str, Any], citation: Any) -> SafeString:
    """A citation ("Regional employer protocol v1, 4.2") that opens the clause, for whoever is signed in."""
    request = context.get("request")
    if not request or not request.user.is_authenticated:
        return format_html('<span class="clause">{}</span>', citation)
    address = f"{reverse('protocols')}?{urlencode({'cited': citation})}"
    return format_html('<a class="clause" href="{}">{}</a>', address, citation)


ABOUT = ("employer", "row", "entry", "ask", "prospect")  # what a page may be about


@register.simple_tag(takes_context=True)
def log_address(context: Mapping[str, Any], otherwise: str) -> str:
    """Where "Log" leads: to the log of the employer that the page is about, else to the question with whom."""
    for name in ABOUT:
        found = context.get(name)
        employer = found if name == "employer" else getattr(found, "employer", None)
        if getattr(employer, "pk", None):
            return f"{reverse('employer', args=[employer.pk])}?log#log"
    return otherwise


FRONT = 6  # tabs of a record; the others stand behind "More"


@register.simple_tag(takes_context=True)
def split_tabs(context: Mapping[str, Any], tabs: Any, vetting: str) -> dict[str, list[Any]]:
    """The tabs in front, with the present one wherever its place is, and those behind "More".

    `vetting` says where the tab of that name goes: first, last or nowhere.
    """
    here = context["request"].resolver_match.url_name
    own = [tab for tab in tabs if vetting or tab.shown != "vetting"]
    if vetting == "last":
        own = sorted(own, key=lambda tab: tab.shown == "vetting")
    rest = own[FRONT:]
    present = [tab for tab in rest if here == tab.url_name or here in tab.within]
    return {"front": own[:FRONT] + present, "more": [tab for tab in rest if tab not in present]}


@register.simple_tag
def pips(used: int, most: int) -> SafeString:
    """A small budget as squares, the used ones filled; the words stand beside it. Above eight, words alone."""
    if most > 8:
        return mark_safe("")
    squares = format_html_join("", '<i class="{}"></i>', (("used" if n < used else "",) for n in range(most)))
    return format_html('<span class="pips{}" aria-hidden="true">{}</span>', " full" if used >= most else "", squares)
