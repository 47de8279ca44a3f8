from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.dashboards import metrics
from guildhall.employers.models import Employer
from guildhall.engagements.models import Engagement
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.prospects.models import JoinRequest, Prospect
from guildhall.prospects.queries import in_crm, overdue_steps

SHOWN = 8


def waiting_today(person: Person) -> int:
    """What is overdue for a person: the number beside Today."""
    return overdue_steps(person) if person.may(Permission.DEVELOP_EMPLOYERS) else 0


@dataclass(frozen=True)
class Figure:
    """A goal counter that opens into its rows."""

    label: str
    value: int
    url: str


def figures(person: Person) -> list[Figure]:
    """The territory's goal counters, so far as their records exist (B16)."""
    directory = reverse("employers")
    return [
        Figure(_("Employers shared"), metrics.employers_shared(person).count(), directory),
        Figure(_("Active in 12 months"), metrics.employers_active(person).count(), f"{directory}?sort=recent"),
        Figure(_("New in 90 days"), metrics.employers_new(person).count(), reverse("employers-new")),
        Figure(_("Our engagements in 90 days"), metrics.engagements_this_quarter(person).count(), reverse("activity")),
    ]


@dataclass(frozen=True)
class Today:
    """What a home page says that needs doing."""

    steps: list[Prospect]
    steps_late: int
    untouched: int
    unowned: int
    confirmations: list[Prospect]
    requests: list[JoinRequest]
    asked: list[JoinRequest]
    batches: list[Batch]
    quiet: list[Employer]
    fresh: list[Employer]
    recent: list[Engagement]


def today(person: Person) -> Today:
    """Everything that a staff member's home page holds; each block only where it has something to say."""
    develops = bool(person.may(Permission.DEVELOP_EMPLOYERS))
    crm = in_crm(person).select_related("employer__holder", "owner") if develops else Prospect.objects.none()
    mine = crm.working().filter(owner=person)
    steps = mine.filter(next_step_on__lte=clock.today()).order_by("next_step_on")[:SHOWN]
    shared = Employer.objects.shared_with(person).defer("search")
    return Today(
        steps=list(steps),
        steps_late=mine.filter(next_step_on__lt=clock.today()).count() if develops else 0,
        untouched=mine.never_contacted().count() if develops else 0,
        unowned=crm.working().filter(owner=None).count() if person.may(Permission.USE_CRM) else 0,
        confirmations=_to_confirm(person, crm) if develops else [],
        requests=_requests(person) if develops else [],
        asked=_asked(person) if develops else [],
        batches=_batches(person),
        quiet=list(shared.filter(owner=person).filter(_quiet()).order_by("last_engaged_at")[:SHOWN]),
        fresh=list(shared.order_by("-posted_at")[:6]),
        recent=_recent(person),
    )


def _quiet() -> Q:
    return Q(last_engaged_at=None) | Q(last_engaged_at__lt=clock.now() - timedelta(days=180))


def _to_confirm(person: Person, crm: Any) -> list[Prospect]:
    """Vetted by somebody else and waiting for a second person."""
    rows = crm.working().filter(vetted_at__isnull=False, ready_at=None).exclude(vetted_by=person)
    return list(rows.order_by("vetted_at")[:SHOWN])


def _requests(person: Person) -> list[JoinRequest]:
    if not person.may(Permission.USE_CRM):
        return []
    rows = JoinRequest.objects.visible_to(person).filter(state="open").select_related("asked_by", "institution")
    return list(rows.order_by("asked_at")[:SHOWN])


def _asked(person: Person) -> list[JoinRequest]:
    rows = JoinRequest.objects.filter(asked_by=person).exclude(state="open").select_related("answered_by")
    return list(rows.order_by("-answered_at")[:3])


def _batches(person: Person) -> list[Batch]:
    return list(Batch.objects.visible_to(person).filter(state="review", by=person).order_by("-created_at")[:3])


def _recent(person: Person) -> list[Engagement]:
    rows = Engagement.objects.visible_to(person).select_related("employer", "by", "institution")
    return list(rows.order_by("-happened_on", "-id")[:SHOWN])


def activity(person: Person) -> Any:
    """The engagements that the person's institutions recorded, newest first: the rows behind the counter."""
    rows = metrics.engagements_this_quarter(person) & Engagement.objects.visible_to(person)
    return rows.select_related("employer", "by", "institution")
