"""Limits of institutions, programs and years on the places of an event: who is under which, and which are reached."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from guildhall.bookings.models import Booking, Roll, Share
from guildhall.bookings.queries.eligible import enrolled_of
from guildhall.context import Keeper, keeping
from guildhall.events.eligibility import Somebody
from guildhall.events.models import Event
from guildhall.people.models import Institution
from guildhall.students.models import Registration


def shares_of(event: Event) -> list[Share]:
    """The limits of an event: of institutions by name, then of programs, then of years."""
    rows = Share.objects.filter(event=event).select_related("institution", "program__institution")
    return sorted(rows, key=lambda one: (one.institution_id is None, bool(one.year), one.whose.casefold()))


def limits_for(event: Event, registration: Registration | None) -> tuple[Share | None, list[UUID]]:
    """Under which limits of an event a student takes a place: that of the institution, and those of the programs and
    years by what they learn today. Nobody else is under any.
    """
    if registration is None:
        return None, []
    return limits_for_all(event, [registration])[registration.pk]


def limits_for_all(event: Event, registrations: Sequence[Registration]) -> dict[UUID, tuple[Share | None, list[UUID]]]:
    """The same for many students, with as many statements."""
    shares = list(Share.objects.filter(event=event))
    groups = [one for one in shares if one.institution_id is None]
    learns = enrolled_of(registrations) if groups else {}
    return {
        row.pk: (_of_place(shares, row.institution), _of_groups(groups, learns.get(row.pk, ())))
        for row in registrations
    }


def _of_place(shares: Iterable[Share], place: Institution) -> Share | None:
    """The limit of an institution: its own, else that of what stands above it."""
    rows = {row.institution_id: row for row in shares}
    return next((rows[pk] for pk in reversed(place.lineage) if pk in rows), None)


def _of_groups(shares: Iterable[Share], learns: Iterable[Somebody]) -> list[UUID]:
    learns = list(learns)
    programs = {program for one in learns for program in one.programs}
    years = {year.casefold() for one in learns for year in one.years}
    return [one.pk for one in shares if str(one.program_id) in programs or one.year.casefold() in years]


def limits_of(row: Booking) -> list[UUID]:
    """The limits that a booking is under."""
    return [*([row.share_id] if row.share_id else []), *row.groups]


def under(limits: Iterable[UUID]) -> Q:
    """The bookings that are under one of some limits."""
    keys = list(limits)
    return Q(share__isnull=False, share__in=keys) | Q(groups__overlap=keys)


def most_for(row: Booking, capacity: int) -> int:
    """How many places somebody could have if nobody else came: all, or those of the smallest limit."""
    keys = limits_of(row)
    return min([capacity, *Share.objects.filter(pk__in=keys).values_list("places", flat=True)]) if keys else capacity


def reached(roll: Roll, row: Booking) -> Share | None:
    """The limit that keeps somebody from a place that is free; None where there is room. The caller is a keeper."""
    if not (keys := limits_of(row)):
        return None
    shares = Share.objects.filter(pk__in=keys).select_related("institution", "program__institution")
    for share in shares.order_by("pk"):
        rows = Booking.objects.filter(under([share.pk]), roll=roll).taking_places()
        if rows.aggregate(n=Coalesce(Sum("guests"), 0) + Count("pk"))["n"] + row.places > share.places:
            return share
    return None


def what_is_full(row: Booking) -> str:
    """The limit that keeps somebody on the waiting list, in words; empty where all places are taken, or whoever plans
    it chooses.
    """
    roll = row.roll
    if row.state != Booking.State.WAITING or roll.by_choice or roll.free < row.places:
        return ""
    with keeping(Keeper.RECOUNT, "which limit keeps somebody waiting"):
        share = reached(roll, row)
    return share.whose if share is not None else ""
