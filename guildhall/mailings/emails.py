"""What authors, approvers and senders are told; the letters themselves are written by `queries.filling`."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from guildhall.mailings.models import Mailing
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with
from guildhall.people.telling import tell


def tell_waiting(mailing: Mailing, *, by: Person) -> None:
    """Tell those who approve there that a mailing waits."""
    people = people_with(Permission.APPROVE_MAIL, mailing.institution)
    people = people.exclude(pk__in={mailing.author_id, mailing.changed_by_id} - {None})
    _tell(events.MAILING_WAITS, people, "waiting", mailing, by=by)


def tell_decided(mailing: Mailing, *, by: Person) -> None:
    """Tell the author that a mailing was approved or comes back."""
    _tell(events.MAILING_DECIDED, [mailing.author], "decided", mailing, by=by)


def tell_stopped(mailing: Mailing, *, by: Person | None) -> None:
    """Tell author, approver and sender that a mailing was stopped, and why (N10)."""
    people = [one for one in (mailing.author, mailing.approver, mailing.sent_by) if one and one != by]
    _tell(events.MAILING_STOPPED, people, "stopped", mailing, by=by)


def tell_merge(mailing: Mailing, people: Iterable[Person], template: str, *, into: Mailing, by: Person) -> None:
    """Tell the other side that a mailing could travel with theirs, or what became of that."""
    _tell(events.MERGE_OFFERED, people, template, mailing, by=by, into=into)


def _tell(event: events.Event, people: Iterable[Person], template: str, mailing: Mailing, **words: Any) -> None:
    path = reverse("mailing", args=[words["into"].pk if "into" in words else mailing.pk])
    key = f"mailing:{mailing.pk}:{template}:{mailing.version}"
    told = {"mailing": mailing, **words}
    tell(event, people, f"mailings/email/{template}.txt", told, path=path, key=key, scope=mailing.scope)
