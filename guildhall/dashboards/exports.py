"""The burden as a file: the same numbers as on the page (N5)."""

import csv
from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guildhall.audit.recording import accessed
from guildhall.dashboards.burden import percent
from guildhall.dashboards.queries.burden import Gives, bearers, gives_of
from guildhall.employers.exports import harmless
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.queries import territory


def burden_file(person: Person) -> HttpResponse:
    """The employers contacted in ninety days as CSV, the most asked first, with the share that they add up to."""
    rows, reached = bearers(person), 0
    gives = gives_of(one.employer for one in rows)
    total = sum(one.load for one in rows)
    if result := territory():
        accessed("exported contact load", result, by=person)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contact-load-{clock.today()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    since = clock.today() - timedelta(89)
    counted = [_("Employer"), _("Contacts since %s") % since.isoformat(), _("Share"), _("Share so far")]
    writer.writerow([*counted, _("Open opportunities"), _("Places offered"), _("Students")])
    for one in rows:
        reached += one.load
        shares = (percent(one.load, total), percent(reached, total))
        given = gives.get(one.employer, Gives())
        more = (given.opportunities, given.places, given.there)
        writer.writerow([harmless(one.name), one.load, *(f"{share}%" for share in shares), *more])
    return response
