"""Empty lists to fill in: the columns of a kind with the titles that we know best."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildhall.imports.kinds.registry import KINDS
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission


@require_safe
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty list of a kind as CSV, with one title for each field."""
    require(request.user.may(Permission.IMPORT_LISTS))
    if kind not in KINDS:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    response.write("\ufeff")  # spreadsheet programs know by it that this is UTF-8
    csv.writer(response).writerow([_(field.label) for field in KINDS[kind].fields])
    return response
