"""What stands in the way of an initiative, and what others did who had the same aim."""

from typing import Any

from django.db.models import F, QuerySet

from guildhall.partnerships.models import Barrier, Initiative, PeerModel
from guildhall.people.models import Person


def barriers(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The rules that stand in the way: open ones first, what is due first first; then what was settled last."""
    rows = Barrier.objects.visible_to(person).filter(initiative=initiative).select_related("person")
    return rows.order_by(F("settled_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "found_on", "pk")


def barriers_of(person: Person) -> QuerySet[Any]:
    """The open barriers that somebody sees to, in all initiatives."""
    rows = Barrier.objects.visible_to(person).filter(person=person, settled_on=None).exclude(initiative__state="ended")
    return rows.select_related("initiative", "person").order_by(F("due_on").asc(nulls_last=True), "pk")


def peer_models(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """What other states and regions do, as it was looked at for an initiative."""
    return PeerModel.objects.visible_to(person).filter(initiative=initiative).select_related("by")
