"""Lists as files: the current filter, formulas made harmless, the export written down."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from defusedcsv.csv import _escape
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from guildhall.audit.recording import accessed
from guildhall.context import streamed
from guildhall.employers.actions.showing import show_address
from guildhall.employers.industries import SECTORS, sector_of
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contact_list import ContactFilters, contacts_of
from guildhall.employers.queries.contact_merging import agreed_to
from guildhall.employers.queries.directory import Filters, filtered
from guildhall.employers.queries.searching import searched
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.verdicts import ReasonNeeded, refuse
from guildhall.people.models import Person
from guildhall.people.queries import territory

HEADINGS = (
    "Employer", "Website", "NAICS", "Industry", "Sector", "Staff", "Street", "City", "State", "ZIP", "Telephone",
    "Contacts", "Tags", "Owner", "Last contact", "Shared since", "Address in Guildhall",
)  # fmt: skip
MOST_ROWS = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def directory_file(person: Person, filters: Filters, kind: str) -> HttpResponseBase:
    """The employers of a filter as CSV or XLSX. Contacts by name only: their addresses are shown one by one."""
    rows = filtered(person, filters)
    if filters.q:
        rows = rows.filter(pk__in=searched(rows, filters.q))
    result = territory()
    if result:
        accessed("exported the directory", result, by=person, detail=f"{kind.upper()}, {_said(filters, rows)}")
    return table_file("employers", HEADINGS, _lines(rows), kind)


def table_file(name: str, headings: Sequence[str], lines: Iterable[list[Any]], kind: str) -> HttpResponseBase:
    """Lines under headings as a file to keep: CSV, or XLSX."""
    if kind == "xlsx":
        response: Any = FileResponse(_workbook(name.title(), headings, lines), content_type=XLSX)
    else:
        response = StreamingHttpResponse(streamed(_csv(headings, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today()}.{kind}"'
    return response


def _said(filters: Filters, rows: Any) -> str:
    """A filter as the journal keeps it: never the words searched for, which may be a name that is not shared.

    What somebody put into the address is repeated only where a shared employer fits it.
    """
    if not filters.active:
        return "every shared employer"
    if not rows.exists():
        return "no shared employer fitted"
    named = [(n, getattr(filters, n)) for n in ("industry", "place", "tag", "size", "owner", "contact")]
    parts = [f"{name} {value}" for name, value in named if value]
    return ", ".join([*parts, "words searched for"] if filters.q else parts)


def _lines(rows: Any) -> Iterator[list[Any]]:
    rows = rows.order_by("sort_key", "id").select_related("owner").defer("search")
    result = rows.prefetch_related("sites", "contacts", "tags")[:MOST_ROWS]
    for employer in result.iterator(chunk_size=1000):
        yield _line(employer)


def _day(moment: datetime | None) -> str:
    return clock.day_of(moment).isoformat() if moment else ""


def _line(employer: Employer) -> list[Any]:
    sites = list(employer.sites.all())
    main = sites[0] if sites else None
    sector = sector_of(employer.naics)
    contacts = [str(c) for c in employer.contacts.all() if c.to_date is None]
    return [
        employer.name,
        employer.domain,
        employer.naics,
        employer.industry,
        str(SECTORS.get(sector, "")),
        employer.staff_count if employer.staff_count is not None else "",
        main.street if main else "",
        main.city if main else "",
        main.state if main else "",
        main.zip if main else "",
        main.phone if main else "",
        "; ".join(contacts),
        "; ".join(t.name for t in employer.tags.all()),
        str(employer.owner or ""),
        _day(employer.last_engaged_at),
        _day(employer.posted_at),
        f"/employers/{employer.pk}/",
    ]


INSIDE = re.compile(r"([;|\t])(?=\s*[=+\-@])")  # where a spreadsheet that parts cells at semicolons begins a new one


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet reads as a formula, whatever it parts cells at; numbers stay numbers."""
    if isinstance(value, str):
        value = INSIDE.sub(r"\1'", value)
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):  # these hide a formula behind them
        return f"'{value}"
    return _escape(value) if isinstance(value, str) else value


# What XML cannot hold: one such sign in one cell, and the whole file could not be written, or be opened.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _csv(headings: Sequence[str], lines: Iterable[list[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(headings)
    for line in lines:
        writer.writerow([harmless(cell) for cell in line])
        if buffer.tell() > 32_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _workbook(title: str, headings: Sequence[str], lines: Iterable[list[Any]]) -> IO[bytes]:
    """A workbook on the disk, row by row: memory holds none of its sheets."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(headings))
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=NO_XML.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with: it needs no mark
            cells.append(cell)
        sheet.append(cells)
    out = TemporaryFile()  # noqa: SIM115  closed, and so removed, by whoever sends it
    book.save(out)
    out.seek(0)
    return out


# ── Contacts ─────────────────────────────────────────────────────────

CONTACT_HEADINGS = (
    "Last name", "First name", "Position", "Employer", "Works at", "Since", "Until", "How to approach", "Agreed to",
    "Ask first", "Address in Guildhall",
)  # fmt: skip
MOST_ADDRESSES = 200  # contacts whose addresses one file may hold: more is a mailing, and has its own rules (C18)


def contacts_file(
    person: Person, filters: ContactFilters, kind: str, *, addresses: bool = False, why: str = ""
) -> HttpResponseBase:
    """The contacts of a filter as CSV or XLSX, by name only or with the addresses that are open to the person.

    Each address in the file is shown to the person, and written down like one shown on a page (G1, C24). Without a
    reason those whose employer is to be left in peace stay out (B15).
    """
    rows = contacts_of(person, filters).with_closed(person).order_by("family_name", "given_name", "pk")
    rows = rows.select_related("employer__holder", "site").defer("employer__search")[:MOST_ROWS]
    if addresses and len(rows[: MOST_ADDRESSES + 1]) > MOST_ADDRESSES:
        refuse("At most {most} contacts leave with their addresses at once. Narrow the list down.", most=MOST_ADDRESSES)
    if result := territory():
        what = "with addresses" if addresses else "by name"
        accessed("exported contacts", result, by=person, detail=f"{kind.upper()}, {what}")
    headings = (*CONTACT_HEADINGS, "E-mail", "Telephone") if addresses else CONTACT_HEADINGS
    lines = (_contact_line(one, _reach(one, person, why) if addresses else []) for one in rows)
    return table_file("contacts", headings, list(lines) if addresses else lines, kind)


def _reach(contact: Contact, person: Person, why: str) -> list[str]:
    """A contact's e-mail and telephone, shown to the person and written down; of others the reason why not."""
    if not (contact.email or contact.phone):
        return ["", ""]
    if not (verdict := can_show_address(person, contact)):
        return [verdict.reason, ""]
    try:
        show_address(contact, by=person, why=why)
    except ReasonNeeded as needed:
        return [f"{needed.verdict.reason} {_('Give a reason when you export.')}", ""]
    return [contact.email, contact.phone]


def _contact_line(contact: Contact, reach: list[str]) -> list[Any]:
    return [
        contact.family_name,
        contact.given_name,
        contact.title,
        contact.employer.name,
        contact.site.address if contact.site else "",
        contact.from_date.isoformat() if contact.from_date else "",
        contact.to_date.isoformat() if contact.to_date else "",
        contact.approach,
        "; ".join(agreed_to(contact)),
        _("yes") if contact.starred else "",
        f"/employers/{contact.employer_id}/contacts/{contact.pk}/timeline/",
        *reach,
    ]
