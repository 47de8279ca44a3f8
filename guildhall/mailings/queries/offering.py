"""What somebody may choose recipients from: saved filters, tags, events, initiatives, boards (C19)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildhall.boards.models import Board
from guildhall.employers.models import Employer, SavedFilter, Tag
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.mailings.models import Source
from guildhall.mailings.queries.sources import PRESENT, WHOLE
from guildhall.opportunities.kinds import KINDS
from guildhall.partnerships.models import Initiative
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.ui.dates import short_day

Kind = Source.Kind
AROUND = timedelta(days=200)
MOST = 60  # of each group


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be chosen: its group, what it is called, and what it selects."""

    group: Any
    kind: str
    label: str
    query: str = ""
    key: UUID | None = None

    @property
    def value(self) -> str:
        """How the form names it."""
        return f"{self.kind}:{self.key or self.query}"


def offers_for(person: Person) -> list[Offer]:
    """Everything that somebody may choose recipients from."""
    whole = Offer(_("The directory"), Kind.EMPLOYERS, _("All employers that are shared with us"), query=WHOLE)
    return [
        *_filters(person),
        *_tags(person),
        *_events(person),
        *_offers(),
        *_initiatives(person),
        *_boards(person),
        whole,
    ]


def _filters(person: Person) -> list[Offer]:
    pages = {"employers": Kind.EMPLOYERS, "contacts": Kind.CONTACTS}
    rows = SavedFilter.objects.filter(person=person, page__in=pages)[:MOST]
    return [Offer(_("Your saved filters"), pages[row.page], row.name, query=row.query) for row in rows]


def _tags(person: Person) -> list[Offer]:
    shared = Employer.objects.shared_with(person).values("pk")
    rows = Tag.objects.filter(employers__in=shared).order_by("name").distinct()
    names = rows.values_list("name", flat=True)[:MOST]
    return [Offer(_("Employers with a tag"), Kind.THEME, name, query=name) for name in names]


def _events(person: Person) -> list[Offer]:
    now = clock.now()
    shared = Employer.objects.shared_with(person).values("pk")
    with_employers = TakingPart.objects.filter(event=OuterRef("pk"), state__in=PRESENT, employer__in=shared)
    rows = Event.objects.visible_to(person).filter(starts_at__range=(now - AROUND, now + AROUND))
    rows = rows.filter(Exists(with_employers)).order_by("-starts_at", "pk")[:MOST]
    return [
        Offer(_("Employers at an event"), Kind.EVENT, f"{row.title}, {short_day(row.starts_at)}", key=row.pk)
        for row in rows
    ]


def _offers() -> list[Offer]:
    group = _("Employers with open opportunities")
    return [
        Offer(group, Kind.OPPORTUNITY, _("of any kind")),
        *(Offer(group, Kind.OPPORTUNITY, str(kind.label), query=kind.slug) for kind in KINDS),
    ]


def _initiatives(person: Person) -> list[Offer]:
    rows = Initiative.objects.visible_to(person).order_by("title", "pk")[:MOST]
    return [Offer(_("Stakeholders of an initiative"), Kind.INITIATIVE, row.title, key=row.pk) for row in rows]


def _boards(person: Person) -> list[Offer]:
    rows = Board.objects.visible_to(person).standing().filter(institution__in=person.below(Permission.DRAFT_MAIL))
    names = [(str(row), row.pk) for row in rows.select_related("institution")[:MOST]]
    return [Offer(_("Members of an advisory board"), Kind.BOARD, name, key=pk) for name, pk in sorted(names)]
