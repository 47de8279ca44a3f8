"""An update as a file for the media."""

from guildhall.lib import clock
from guildhall.partnerships.models import ProgressUpdate
from guildhall.partnerships.queries.figures import figures_of
from guildhall.supervision.exports import pdf_of


def update_as_pdf(row: ProgressUpdate) -> bytes | None:
    """An update as a PDF that screen readers can read; None where the machine lacks what draws the letters."""
    context = {"row": row, "figures": figures_of(row), "made_at": clock.now()}
    return pdf_of("partnerships/update_pdf.html", context)
