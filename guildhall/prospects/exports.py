"""The list of prospects as a file: for those who use the CRM, written down."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase

from guildhall.audit.recording import accessed
from guildhall.employers.exports import MOST_ROWS, table_file
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.prospects.queries.crm_list import CrmFilters, prospects_of, with_sort_keys

HEADINGS = (
    "Employer", "Website", "Industry", "Staff", "City", "Developed by", "Stage", "Since", "Owner", "Next step", "Due",
    "Criteria answered", "Tags", "Address in Guildhall",
)  # fmt: skip


def crm_file(person: Person, filters: CrmFilters, kind: str) -> HttpResponseBase:
    """The prospects of a filter as CSV or XLSX: what stands in the list, and no contacts (A1, A7)."""
    rows = with_sort_keys(prospects_of(person, filters).with_tag_names()).order_by("name_key", "pk")
    if result := territory():  # no filter in words: it may hold a name that nobody else knows of
        accessed("exported the CRM", result, by=person, detail=kind.upper())
    return table_file("prospects", HEADINGS, _lines(rows), kind)


def _lines(rows: Any) -> Iterator[list[Any]]:
    for row in rows[:MOST_ROWS].iterator(chunk_size=1000):
        employer = row.employer
        yield [
            employer.name,
            employer.domain,
            employer.industry,
            employer.staff_count if employer.staff_count is not None else "",
            employer.place,
            str(employer.holder),
            str(row.get_stage_display()),
            clock.day_of(row.stage_since).isoformat(),
            str(row.owner or ""),
            row.next_step,
            row.next_step_on.isoformat() if row.next_step_on else "",
            row.answered,
            "; ".join(row.tag_names),
            f"/vetting/{row.pk}/",
        ]
