"""All rows of a list side by side, as in a spreadsheet, with the cells to fix marked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.imports.queries import ASKING, DECIDED
from guildhall.imports.views.lists import batch_of
from guildhall.lib.sentences import spoken
from guildhall.ui.paging import Key, page_by_keys

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Line:
    """A row of the grid: its cells with what is wrong in each, and the tab under which its card stands."""

    row: Row
    cells: list[tuple[str, str]]
    tab: str

    @property
    def before(self) -> int:
        """After which row the page of the tab begins that shows its card first."""
        return self.row.pk - 1


@require_safe
def grid(request: HttpRequest, pk: str) -> HttpResponse:
    """The values of every row as they were read, in the order of the file."""
    batch = batch_of(request, pk)
    if batch.state == Batch.State.MAPPING:
        return redirect("import-columns", batch.pk)
    used = {key for columns in batch.columns.values() for key in columns}
    fields = [field for field in KINDS[batch.kind].fields if field.key in used]
    page = page_by_keys(batch.rows.all(), request, [Key("id")], size=ROWS_A_PAGE)
    lines = [_line(row, [field.key for field in fields]) for row in page.rows]
    titles = [_(field.label) for field in fields]
    return render(request, "imports/grid.html", {"batch": batch, "titles": titles, "page": page, "lines": lines})


def _line(row: Row, keys: list[str]) -> Line:
    problems: dict[str, list[str]] = {}
    for problem in row.errors:
        problems.setdefault(problem["field"], []).append(spoken(problem, _))
    cells = [(str(row.values.get(key, "")), " ".join(problems.get(key, ()))) for key in keys]
    return Line(row, cells, DECIDED if row.decision and row.status in ASKING else row.status)
