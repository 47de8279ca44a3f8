"""The tally as a file: Table 5 of the Facilitator's Guide (N15)."""

import io

from defusedcsv import csv
from django.utils.translation import gettext as _

from guildhall.meetings.queries.tally import Tally


def tally_as_csv(tally: Tally) -> str:
    """One line for each element in the order of the list: its words, and a sign for each vote."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_("Priority Element"), _("Tally of Importance")])
    writer.writerows([row.element.text, row.signs] for row in tally.rows)
    return file.getvalue()
