"""Chambers and associations for pages: the list, one of them with members, seats and meetings (D1, D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guildhall.employers.models import Employer
from guildhall.engagements.querysets import houses_of
from guildhall.intermediaries.models import Affiliation, BodyMeeting, Intermediary, Member, Story
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.people.models import Person
from guildhall.people.permissions import Permission

VIEWS = ("all", "ours", "ask")
MOST = 200  # that a filter offers, and seats and meetings of one chamber on its page


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of chambers is narrowed to."""

    view: str = "all"
    words: str = ""
    level: str = ""
    kind: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything but the view is asked for."""
        return bool(self.words or self.level or self.kind)


def bodies_of(person: Person, wanted: Wanted) -> QuerySet[Intermediary]:
    """The chambers that a person sees, each with how many members of it they see, and its next meeting."""
    rows = Intermediary.objects.visible_to(person).select_related("employer").defer("employer__search")
    rows = rows.filter(level=wanted.level) if wanted.level in Intermediary.Level.values else rows
    rows = rows.filter(kind=wanted.kind) if wanted.kind in Intermediary.Kind.values else rows
    for word in wanted.words.split()[:6]:
        rows = rows.filter(Q(employer__name__icontains=word) | Q(area__icontains=word))
    held = Affiliation.objects.current().filter(body=OuterRef("employer"), institution__in=houses_of(person))
    if wanted.view == "ours":
        rows = rows.filter(Exists(held))
    if wanted.view == "ask":
        rows = rows.filter(_to_ask(person))
    seen = Member.objects.visible_to(person).current().filter(body=OuterRef("employer")).order_by()
    number = seen.values("body").annotate(n=Count("employer", distinct=True)).values("n")
    meetings = BodyMeeting.objects.visible_to(person).filter(body=OuterRef("employer"))
    return rows.annotate(
        sort_key=F("employer__sort_key"),
        member_count=Coalesce(Subquery(number), 0),
        ours=Exists(held),
        next_on=Subquery(meetings.upcoming().values("held_on")[:1]),
        last_on=Subquery(meetings.past().values("held_on")[:1]),
    )


def _to_ask(person: Person) -> Q:
    """Those with a meeting to come at which nobody has asked to present yet."""
    coming = BodyMeeting.objects.visible_to(person).upcoming().filter(state="noted", body=OuterRef("employer"))
    return Q(Exists(coming))


def expected_on(row: Intermediary, last_on: date | None) -> date | None:
    """About when the next meeting is, where none is noted: by how often it meets, from the last one on."""
    if last_on is None or row.meets not in Intermediary.MONTHS:
        return None
    return months_after(last_on, Intermediary.MONTHS[row.meets])


def to_see_to(person: Person) -> QuerySet[BodyMeeting]:
    """What waits for a person: meetings that were, at which they were to present, and nobody said what came of it."""
    if not person.standing.holds(Permission.RECORD_ENGAGEMENTS):
        return BodyMeeting.objects.none()
    return BodyMeeting.objects.visible_to(person).without_result().filter(presenter=person.pk)


def seats_ending(person: Person) -> QuerySet[Affiliation]:
    """The memberships and seats of a person's institutions that are over within ninety days."""
    rows = Affiliation.objects.visible_to(person).ending(Affiliation.SOON).filter(institution__in=houses_of(person))
    return rows.select_related("body", "institution", "person").defer("body__search").order_by("to_date", "pk")


def members_of(person: Person, body: Employer) -> QuerySet[Member]:
    """The members of a chamber today, as far as a person sees them."""
    rows = Member.objects.visible_to(person).current().filter(body=body)
    return rows.select_related("employer").defer("employer__search").annotate(sort_key=F("employer__sort_key"))


def former_members(person: Person, body: Employer) -> QuerySet[Member]:
    """Who is a member no more."""
    rows = Member.objects.visible_to(person).filter(body=body, to_date__lt=clock.today())
    return rows.select_related("employer").defer("employer__search").order_by("-to_date", "pk")


@dataclass(frozen=True)
class Tab:
    """What stands on the tab of one employer: what it is a member of; of a chamber also seats and meetings."""

    row: Intermediary | None
    member_of: Sequence[Member]
    seats: Sequence[Affiliation]
    coming: Sequence[BodyMeeting]
    past: Sequence[BodyMeeting]
    expected: date | None
    stories: Sequence[Story]


def tab_of(person: Person, employer: Employer) -> Tab:
    """The memberships of an employer, and what there is to a chamber."""
    row = Intermediary.objects.visible_to(person).filter(employer=employer).first()
    rows = Member.objects.visible_to(person).filter(employer=employer).select_related("body").defer("body__search")
    stories = Story.objects.visible_to(person).told().filter(employer=employer).select_related("institution")
    seats = Affiliation.objects.visible_to(person).filter(body=employer).select_related("institution", "person")
    meetings = meetings_of(person).filter(body=employer)
    coming, past = list(meetings.upcoming()[:MOST]), list(meetings.past()[:MOST])
    expected = expected_on(row, past[0].held_on if past else None) if row and not coming else None
    ordered = sorted(rows, key=lambda one: (one.to_date is not None, one.body.sort_key))
    return Tab(row, ordered, list(seats[:MOST]), coming, past, expected, list(stories[:MOST]))


def meetings_of(person: Person) -> Any:
    """The meetings of chambers that a person sees, each with whose presentation it is."""
    rows = BodyMeeting.objects.visible_to(person).select_related(
        "body", "institution", "presenter", "ask", "engagement"
    )
    return rows.defer("body__search")


def told_there(person: Person) -> Prefetch:
    """The stories that are brought to meetings, as far as a person may read them today."""
    return Prefetch(
        "stories", Story.objects.visible_to(person).told().select_related("institution", "employer"), "brought"
    )


def bodies_to_describe(person: Person) -> QuerySet[Employer]:
    """The chambers as employers, for whoever chooses one: those that a person sees."""
    known = Intermediary.objects.visible_to(person).values("employer")
    return Employer.objects.filter(pk__in=known).defer("search").order_by("sort_key", "pk")


# ── For the directory ────────────────────────────────────────────────


def choices(person: Person) -> list[tuple[str, str]]:
    """The chambers whose members the directory can be narrowed to."""
    rows = Intermediary.objects.visible_to(person).order_by("employer__sort_key", "pk")
    return [(str(pk), name) for pk, name in rows.values_list("employer", "employer__name")[:MOST]]


def members_in(person: Person, rows: Any, body: str) -> Any:
    """Of some employers those that are members of a chamber today."""
    members = Member.objects.visible_to(person).current().filter(body=body)
    return rows.filter(pk__in=members.values("employer"))
