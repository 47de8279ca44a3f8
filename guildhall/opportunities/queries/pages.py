"""A page of a search with the number of what fits; the nearest are found without sorting all that is near."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest

from guildhall.opportunities.queries.searching import COUNTED_TO, Wanted, in_words, keys_of, listed, number_of
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.ui.paging import Page, page_by_keys

Find = Callable[[Wanted], OpportunityQuerySet]  # what fits, among what somebody sees
PARTS = (8, 3, 1)  # of the distance asked for: where an eighth of it fills a page, or is too much to count, that is all


def page_of(request: HttpRequest, find: Find, wanted: Wanted, *, size: int) -> tuple[Page, str]:
    """The page of a search that the address asks for, and in words how much there is."""
    rows = find(wanted)
    number, first = None, rows
    if wanted.near is not None and not wanted.q:  # words narrow by themselves
        first, number = _close_enough(find, wanted, size)
    deeper = request.GET.get("after") or request.GET.get("before")
    shown = first if wanted.sort == "near" and not deeper else rows
    number = number_of(rows) if number is None else number
    return page_by_keys(listed(shown), request, keys_of(wanted), size=size), in_words(number)


def _close_enough(find: Find, wanted: Wanted, size: int) -> tuple[OpportunityQuerySet, int]:
    """What is so near that it fills the first page, and how much there is, as far as it is counted."""
    first = None
    for part in PARTS:
        rows = find(replace(wanted, miles=wanted.miles / part))
        number = number_of(rows)
        if number > size and first is None:
            first = rows
        if number > COUNTED_TO:
            break
    return rows if first is None else first, number
