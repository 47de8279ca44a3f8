"""The meetings and agreements of an initiative, and those that could be linked."""

from typing import Any

from django.db.models import QuerySet

from guildhall.agreements.models import Agreement
from guildhall.agreements.querysets import AGREED
from guildhall.meetings.models import Meeting
from guildhall.partnerships.models import Initiative, InitiativeAgreement, InitiativeMeeting
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def meetings_of(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The meetings of an initiative that somebody may know of, in their order."""
    rows = InitiativeMeeting.objects.visible_to(person).filter(initiative=initiative)
    return rows.select_related("meeting__institution")


def agreements_of(person: Person, initiative: Initiative) -> QuerySet[Any]:
    """The agreements that came of an initiative, as far as somebody sees them."""
    rows = InitiativeAgreement.objects.visible_to(person).filter(initiative=initiative)
    return rows.select_related("agreement__institution").prefetch_related(
        "agreement__parties__institution", "agreement__parties__employer"
    )


def meetings_to_link(person: Person) -> QuerySet[Any]:
    """The meetings that somebody organizes and that belong to no initiative."""
    return Meeting.objects.led_by(person).filter(of_initiative=None).order_by("-starts_at")[:200]


def agreements_to_link(person: Person) -> QuerySet[Any]:
    """The agreements that somebody keeps and that came of no initiative; no draft, and none that was taken back."""
    return kept_by(person).filter(of_initiative=None).order_by("title")[:500]


def kept_by(person: Person) -> QuerySet[Any]:
    """The agreements of the institutions for which somebody keeps them, once both sides have agreed."""
    ours = person.below(Permission.KEEP_AGREEMENTS)
    return Agreement.objects.visible_to(person).filter(institution__in=ours, state__in=AGREED)
