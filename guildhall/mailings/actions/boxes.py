"""Under which row the readers of an address choose what they get."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models.functions import Lower

from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.mailings.models import Mailbox
from guildhall.store.blocks import among, insert_values


def boxes_for(addresses: Sequence[str]) -> dict[str, UUID]:
    """The mailbox of each address, made where there is none."""
    low, now = {address.lower() for address in addresses}, clock.now()
    rows = Mailbox.objects.annotate(low=Lower("address")).filter(low__in=among(low, "text"))
    known = dict(rows.values_list("low", "pk"))
    if new := sorted(low - known.keys()):
        lines = zip(new_ids(len(new)), new, [now] * len(new), strict=True)
        insert_values(Mailbox, ("id", "address", "since"), lines, ignore_conflicts=True)
        known = dict(rows.values_list("low", "pk"))
    return known
