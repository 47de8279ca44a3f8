"""Files that are written for one request and offered for saving."""

from django.http import HttpResponse


def calendar_file_answer(content: bytes, name: str) -> HttpResponse:
    """An iCalendar file; a calendar program reads it, a browser saves it."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
