"""What a home page holds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from guildhall.dashboards import metrics
from guildhall.dashboards.metrics import Figure
from guildhall.dashboards.queries import offers
from guildhall.dashboards.queries.contact_load import SHOWN, Contacted, contacted_this_week
from guildhall.dashboards.queries.outcomes import of_region
from guildhall.dashboards.queries.told import Told
from guildhall.employers.models import Employer
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.engagements.models import Engagement, FollowUp, Liaison, Pin
from guildhall.engagements.queries.copies import waiting_copies
from guildhall.engagements.queries.easing import running_out
from guildhall.engagements.queries.follow_ups import of_owner, promised_by, waits_for_word, whole
from guildhall.engagements.queries.liaisons import waiting_for
from guildhall.engagements.querysets import EngagementQuerySet
from guildhall.enquiries.queries import waiting_for as employers_waiting_for
from guildhall.imports.models import Batch
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.earning import TermsHeld
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import terms_to_accept
from guildhall.prospects.models import JoinRequest, Prospect
from guildhall.prospects.queries import in_crm, overdue_steps
from guildhall.prospects.querysets import ProspectQuerySet
from guildhall.protocols.models import Protocol
from guildhall.protocols.queries import to_accept
from guildhall.rollups.counting import Count
from guildhall.store.counts import Counted, counts


def waiting_today(person: Person) -> QuerySet[Prospect] | None:
    """What is overdue for a person: counted beside Today."""
    return overdue_steps(person) if person.standing.holds(Permission.DEVELOP_EMPLOYERS) else None


ROWS = 3  # of a list of the home page; its own page has them all


@dataclass(frozen=True)
class Figures:
    """The territory's goal counters, those of five periods in a row, and when they were counted if not just now."""

    rows: list[Figure]
    periods: dict[str, list[int]]  # the oldest first
    at: datetime | None
    region: list[Told] = field(default_factory=list)  # of students at all institutions, for an office that sees none

    @property
    def before(self) -> dict[str, int]:
        """Of the period before the present one."""
        return {name: values[-2] for name, values in self.periods.items()}


def figures(person: Person, *, by_name: tuple[int, ...] = ()) -> Figures:
    """The figures that a home page shows (B16); what is open by name alone is known already, or counted."""
    counted = GOALS.of(person)
    named: tuple[int, ...] = by_name or tuple(counts(_by_name(person)))
    every, n = metrics.METRICS, len(metrics.METRICS)
    own = [named[0] if metric.own else 0 for metric in every.values()]
    values = [kept + more for kept, more in zip(counted.value[:n], own, strict=True)]
    rows = metrics.read_as(values, person)
    now = {row.name: row.value for row in rows}
    more = iter(counted.value[n:])
    periods = {}
    for name in metrics.COMPARED:
        sums = [now[name]] + [next(more) + (named[k - 1] if every[name].own else 0) for k in metrics.PERIODS[1:]]
        periods[name] = [later - sooner for sooner, later in pairwise([0, *sums])][::-1]
    return Figures(rows, periods, counted.at, of_region(person))


def _by_name(person: Person) -> list[Counted]:
    """The engagements that are open to a person by name alone: in the figure's days, and in several times as many."""
    return [metrics.over_periods("our_engagements", metrics.engagements_by_name, person, metrics.PERIODS)]


# Three of the figures read all offers, with the sight of their employers: one offer weighs as five employers.
GOALS = Count("goals-with-outcomes", metrics.kept_values, also={Opportunity._meta.db_table: 1 / 5})


@dataclass(frozen=True)
class Lead:
    """The one thing to do next: which kind of row, and the row."""

    kind: str
    row: Any


@dataclass(frozen=True)
class Today:
    """What a home page says that needs doing."""

    steps: list[Prospect]
    steps_late: int
    untouched: int
    unowned: int
    confirmations: list[Prospect]
    confirmations_all: int
    follow_ups: list[FollowUp]
    follow_ups_late: int
    to_confirm: list[FollowUp]
    to_confirm_all: int
    liaisons: list[Liaison]
    requests: list[JoinRequest]
    requests_all: int
    asked: list[JoinRequest]
    batches: list[Batch]
    quiet: list[Employer]
    fresh: list[Employer]
    pinned: list[Employer]
    recent: list[Engagement]
    week: list[Contacted]
    protocols: list[Protocol]  # to read and accept
    terms: list[TermsHeld]  # the same
    enquiries: int  # employers who wait for this person's answer
    copies: int  # of messages that wait to be logged
    running_out: int  # of what the person sees to for employers
    offers: offers.AtHand  # opportunities and applications that wait for somebody here
    by_name: tuple[int, ...]  # engagements of ours that are open by name alone: in 90 days, in twice as many, …

    @property
    def lead(self) -> Lead | None:
        """Employers who wait, then what is late, then whoever waits for an answer, then what is due."""
        if self.enquiries:
            return Lead("enquiries", self.enquiries)
        due = [row for row in self.follow_ups if row.due_on <= clock.today()]
        kinds = (
            ("follow_up", due),
            ("liaison", self.liaisons),
            ("follow_up", self.to_confirm),
            ("request", self.requests),
            ("step", self.steps),
            ("confirmation", self.confirmations),
            ("follow_up", self.follow_ups),
        )
        return next((Lead(kind, rows[0]) for kind, rows in kinds if rows), None)

    @property
    def rest(self) -> dict[str, list[Any]]:
        """What else there is of each kind, three rows at most; each list has its own page."""
        first = self.lead.row if self.lead else None
        names = ("follow_ups", "liaisons", "to_confirm", "requests", "steps", "confirmations", "quiet", "week")
        return {name: [row for row in getattr(self, name) if row is not first][:ROWS] for name in names}


def _crm(person: Person) -> ProspectQuerySet:
    develops = person.standing.holds(Permission.DEVELOP_EMPLOYERS)
    return in_crm(person).select_related("employer__holder", "owner") if develops else Prospect.objects.none()


def _to_do(person: Person) -> list[Counted]:
    develops, crm = person.standing.holds(Permission.DEVELOP_EMPLOYERS), _crm(person)
    mine = crm.working().filter(owner=person)
    return [
        mine.filter(next_step_on__lt=clock.today()),
        mine.never_contacted(),
        crm.working().filter(owner=None) if person.may(Permission.USE_CRM) else None,
        of_owner(person).overdue(),
        waiting_for(person),
        running_out(person),
        employers_waiting_for(person),
        waits_for_word(person),
        _open_requests(person) if develops else None,
        _for_second_person(person, crm) if develops else None,
        waiting_copies(person) if person.standing.holds(Permission.RECORD_ENGAGEMENTS) else None,
        *offers.lists(person),
        *_by_name(person),
    ]


def today(person: Person) -> Today:
    """Everything that a staff member's home page holds; each block only where it has something to say."""
    develops = person.standing.holds(Permission.DEVELOP_EMPLOYERS)
    crm = _crm(person)
    steps = crm.working().filter(owner=person, next_step_on__lte=clock.today()).order_by("next_step_on")[:SHOWN]
    near = list(_near(person))
    late, untouched, unowned, follow_ups_late, asked_first, ends, enquiries, *more = counts(_to_do(person))
    to_confirm, requests, confirmations, copies, *more = more
    of_offers, by_name = more[: offers.LISTS], more[offers.LISTS :]
    return Today(
        steps=list(steps),
        steps_late=late,
        untouched=untouched,
        unowned=unowned,
        confirmations=list(_for_second_person(person, crm).order_by("vetted_at")[:SHOWN]) if confirmations else [],
        confirmations_all=confirmations,
        follow_ups=list(whole(promised_by(person, clock.today() + timedelta(7)))[:SHOWN]),
        follow_ups_late=follow_ups_late,
        to_confirm=list(whole(waits_for_word(person))[:SHOWN]) if to_confirm else [],
        to_confirm_all=to_confirm,
        liaisons=_liaisons(person) if asked_first else [],
        requests=_requests(person) if requests else [],
        requests_all=requests,
        asked=_asked(person) if develops else [],
        batches=_batches(person),
        quiet=sorted((e for e in near if e.is_quiet), key=lambda e: e.last_engaged_at or clock.now() - timedelta(9999)),
        fresh=sorted((e for e in near if e.is_fresh), key=lambda e: e.posted_at or clock.now(), reverse=True),
        pinned=[e for e in near if e.is_pinned],
        recent=list(_recent(person)),
        week=contacted_this_week(person),
        protocols=list(to_accept(person)),
        terms=terms_to_accept(person),
        enquiries=enquiries,
        copies=copies,
        running_out=ends,
        offers=offers.AtHand(*of_offers),
        by_name=tuple(by_name),
    )


def _near(person: Person) -> EmployerQuerySet:
    """The employers that a person keeps at hand, the newest ones, and one's own without contact, in one statement."""
    shared = Employer.objects.shared_with(person)
    fresh = shared.order_by("-posted_at").values("pk")[:6]
    pins = Pin.objects.filter(person=person).values("employer")
    quiet = shared.filter(owner=person).filter(_quiet()).order_by("last_engaged_at").values("pk")[:SHOWN]
    rows = Employer.objects.visible_to(person).defer("search").filter(pk__in=pins.union(fresh, quiet))
    marks = {"is_pinned": Q(pk__in=pins), "is_fresh": Q(pk__in=fresh), "is_quiet": Q(pk__in=quiet)}
    marked = rows.annotate(**{k: ExpressionWrapper(q, output_field=BooleanField()) for k, q in marks.items()})
    return marked.order_by("sort_key")[:60]


def _quiet() -> Q:
    return Q(last_engaged_at=None) | Q(last_engaged_at__lt=clock.now() - timedelta(days=180))


def _for_second_person(person: Person, crm: ProspectQuerySet) -> ProspectQuerySet:
    """Vetted by somebody else and waiting for a second person."""
    return crm.working().filter(vetted_at__isnull=False, ready_at=None).exclude(vetted_by=person)


def _liaisons(person: Person) -> list[Liaison]:
    """Who asks this person before contacting an employer (N6)."""
    rows = waiting_for(person).select_related("employer", "contact", "asked_by", "institution")
    return list(rows.order_by("asked_at")[:SHOWN])


def _open_requests(person: Person) -> QuerySet[JoinRequest] | None:
    """Colleges that ask to join, and wait for an answer."""
    return JoinRequest.objects.visible_to(person).filter(state="open") if person.may(Permission.USE_CRM) else None


def _requests(person: Person) -> list[JoinRequest]:
    rows = _open_requests(person)
    return [] if rows is None else list(rows.select_related("asked_by", "institution").order_by("asked_at")[:SHOWN])


def _asked(person: Person) -> list[JoinRequest]:
    rows = JoinRequest.objects.filter(asked_by=person).exclude(state="open").select_related("answered_by")
    return list(rows.order_by("-answered_at")[:3])


def _batches(person: Person) -> list[Batch]:
    return list(Batch.objects.visible_to(person).filter(state="review", by=person).order_by("-created_at")[:3])


def _recent(person: Person) -> EngagementQuerySet:
    rows = Engagement.objects.visible_to(person).select_related("employer", "by", "institution")
    return rows.order_by("-happened_on", "-id")[:SHOWN]


def activity(person: Person) -> Any:
    """The engagements that the person's institutions recorded, newest first: the rows behind the counter."""
    return metrics.our_engagements(person).select_related("employer", "by", "institution")
