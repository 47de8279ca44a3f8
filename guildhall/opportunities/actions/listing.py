"""What lists search opportunities by, and the small facts about them that stand on their employers."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, When

from guildhall.employers.actions.facts import note_opportunities
from guildhall.employers.models import Employer, Site
from guildhall.employers.words import search_vector
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.queries.for_students import without_any_address
from guildhall.opportunities.queries.places import point_of, zip_of

HOURS = {"hour": 1, "day": 8, "week": 40, "month": 173, "year": 2080}  # of work, where nobody says how many
AT_ONCE = 500
# Places offered where one is free. Not how many are free: that would tell of single students (R6).
OFFERED = Case(When(filled__gte=F("places"), then=0), default=F("places"))


def describe(row: Opportunity) -> None:
    """Work out what lists search by; the caller saves the row."""
    site = row.site or _where_else(row)
    row.place, row.zip = (site.city, zip_of(site.zip)) if site else (row.employer.place, "")
    point = point_of(row.zip) if row.zip else None
    row.latitude, row.longitude = (point.latitude, point.longitude) if point else (None, None)
    row.pay_hour = _by_hour(row)
    row.listed_as = row.employer.name
    also = row.at.values_list("place", flat=True)
    texts = (row.title, row.listed_as, str(row.kind_label), row.occupation, row.place, row.on_behalf_of)
    said = [*texts, *also, row.description, row.requirements]
    row.search = search_vector([without_any_address(text) for text in said])  # what nobody reads finds nothing (C24)


def _where_else(row: Opportunity) -> Site | None:
    """Where it is of which nobody says at which site: at the main one, unless it is done from afar."""
    return None if row.transport == "remote" else row.employer.sites.filter(main=True, closed_on=None).first()


def _by_hour(row: Opportunity) -> Decimal | None:
    """The least pay as so much an hour, so that offers can be compared; a sum for the whole cannot."""
    per = HOURS.get(row.pay_per)
    if row.pay_low is None or per is None:
        return None
    if row.hours and row.pay_per in ("week", "month", "year"):
        weeks = {"week": Decimal(1), "month": Decimal("4.33"), "year": Decimal(52)}[row.pay_per]
        return (row.pay_low / (row.hours * weeks)).quantize(Decimal("0.01"))
    return (row.pay_low / per).quantize(Decimal("0.01"))


def note_filled(row: Opportunity, filled: int) -> None:
    """Note how many places of an opportunity are taken, and on its employer how many are offered (B16, M9)."""
    Opportunity.objects.filter(pk=row.pk).update(filled=filled)
    row.filled = filled
    count_for([row.employer_id])


def refresh_words() -> int:
    """Describe anew what speaks of an employer's former name, or of a site's former address; returns how many."""
    stale = ~Q(listed_as=F("employer__name")) | (Q(site__isnull=False) & ~Q(place=F("site__city")))
    stale |= Q(site__isnull=False) & ~Q(site__zip="") & ~Q(site__zip__startswith=F("zip"))
    main = Site.objects.filter(employer=OuterRef("employer"), main=True, closed_on=None).exclude(zip="")
    stale |= Q(search=None)
    stale |= Q(site=None, zip="") & ~Q(transport="remote") & Q(Exists(main))
    rows = Opportunity.objects.filter(stale).exclude(state="closed").select_related("employer", "site")
    found = list(rows)
    for row in found:
        describe(row)
    columns = ["place", "zip", "latitude", "longitude", "listed_as", "search"]
    Opportunity.objects.bulk_update(found, columns, batch_size=AT_ONCE)
    return len(found)


def count_for(employers: Iterable[UUID] | None = None) -> int:
    """Note on employers how many opportunities and places everybody who sees them can find today (B16).

    Of some employers, or of all. What an exception keeps from somebody is counted for nobody: a number must not tell
    of it. Returns how many employers changed.
    """
    ids = None if employers is None else list(employers)
    rows = Opportunity.objects.shown_today().filter(default_audience=None)
    rows = rows.filter(Q(audience=None) | Q(audience_until__lt=clock.today()))
    rows = rows if ids is None else rows.filter(employer__in=ids)
    counted = {e: (n, places) for e, n, places in rows.order_by().values_list("employer").annotate(
        n=Count("pk"), sum_of_places=Sum(OFFERED))}  # fmt: skip
    of = Employer.objects.filter(open_opportunities__gt=0)
    before = of if ids is None else of.filter(pk__in=ids)
    gone = set(before.values_list("pk", flat=True)) - counted.keys()
    return note_opportunities({**counted, **dict.fromkeys(gone, (0, 0))})
