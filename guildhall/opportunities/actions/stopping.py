"""Hearing no more of a search, by the link that stands in each of its e-mails, without signing in."""

from django.db import transaction

from guildhall.context import Keeper, keeping
from guildhall.lib.verdicts import refuse
from guildhall.opportunities.models import Alert, KeptSearch
from guildhall.opportunities.stop_links import opened

WHY = "a search of which somebody wants to hear no more"


def name_by_link(secret: str) -> str | None:
    """What the search of a link is called; None where it opens nothing (any more)."""
    kind, key = opened(secret)
    with keeping(Keeper.LINK, WHY):
        if kind == "student":
            return KeptSearch.objects.filter(pk=key).values_list("name", flat=True).first()
        return Alert.objects.filter(pk=key).values_list("kept__name", flat=True).first() if kind == "staff" else None


@transaction.atomic
def stop_by_link(secret: str) -> None:
    """Write no more about a search; it stays kept, and shows what is new to whoever signs in."""
    kind, key = opened(secret)
    with keeping(Keeper.LINK, WHY):
        if kind == "student":
            done = KeptSearch.objects.filter(pk=key).update(how=KeptSearch.How.OFF)
        else:
            done = Alert.objects.filter(pk=key).delete()[0] if kind == "staff" else 0
    if not done:
        refuse("This link has expired.")
