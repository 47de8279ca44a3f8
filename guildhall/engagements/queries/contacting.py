"""What somebody reads before they contact an employer: who did lately, who is about to, what is left (N3, N4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.head import head_of
from guildhall.engagements.contact_rules import Agreed, Answer, Load, Said, answer_of, may_ask, said_of, weigh, why_not
from guildhall.engagements.models import (
    Ask,
    ContactLimit,
    Ending,
    Engagement,
    Touch,
)
from guildhall.engagements.models.engagements import kinds
from guildhall.engagements.queries.panel import (
    CountedTouch,
    OpenConversation,
    OpenRequest,
    PastRelationship,
    PlannedAsk,
    StatedLimit,
    panel_rows,
)
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.protocols.queries import clause_in_force, parameter

QUIET = "quiet_period"
CANDIDATES = 300  # employers of the same trade among which the least asked are looked for
KNOCK_DAYS = 14  # asks so close together are offered as one


@dataclass(frozen=True)
class ContactedBy:
    """An institution that was in touch within the window, and how often."""

    institution: str
    code: str
    n: int


@dataclass(frozen=True)
class Before:
    """The panel "before you contact"."""

    kind: str  # plain, ask or no: may go on, better talk first, not now
    pinned: bool  # the reader keeps the employer at hand
    load: Load
    answer: Answer
    recent: Sequence[CountedTouch]
    quiet: CountedTouch | None  # somebody else was in touch within the quiet period
    quiet_clause: str
    conversations: Sequence[OpenConversation]
    planned: Sequence[PlannedAsk]
    limits: Sequence[StatedLimit]
    talking: OpenConversation | None  # the first conversation that somebody else holds
    endings: Sequence[PastRelationship]  # what was learned where the relationship has ended
    request: OpenRequest | None  # the person's own, to be let through to a protected contact
    ask_first: str  # whom, where every contact is protected from the person

    @property
    def contacted_by(self) -> list[ContactedBy]:
        """The institutions that were in touch in the window, the latest first, each once with its number."""
        counted = Counter((touch.institution, touch.code) for touch in self.recent)
        return [ContactedBy(institution, code, n) for (institution, code), n in counted.items()]


def asked_why(
    employer: Employer, said: Any, *, by: Person, institution: Institution, corrected: Engagement | None = None
) -> str:
    """The sentence that asks whoever logs a contact for a reason, where it goes against something (B15, C11).

    A correction is asked for one as far as it says more than was said: another day, or somebody else contacted.
    """
    kind = kinds().get(said.kind)
    if said.direction != Engagement.Direction.OURS or said.anyway_because.strip() or not (kind and kind.touches):
        return ""
    contacts = said.everybody
    if corrected and corrected.happened_on == said.happened_on and corrected.touches.exists():
        known = corrected.contacted()
        contacts = [contact for contact in contacts if contact.pk not in known]
        if not contacts:
            return ""
    words = why_not(employer, contacts, said.happened_on, by=by, institution=institution)
    return words and _("%s Say why all the same: it is recorded in any case.") % words


def panel_from(institution: Institution) -> date:
    """The first day of which the panel tells an institution."""
    return clock.today() - timedelta(Agreed.of(institution).window)


def before_contact(employer: Any, institution: Institution, *, reader: Person | None = None) -> Before:
    """Who contacted an employer in the window, who holds a conversation, what is planned, what is left.

    `employer` was read `with_head` and `with_panel`; where its own limits look farther back than the protocol's, its
    touches are read anew.
    """
    today, agreed, rows = clock.today(), Agreed.of(institution), panel_rows(employer)
    if any(limit.days > agreed.window for limit in rows.limits):
        answer = may_ask(employer, (), today, institution=institution)
    else:
        said = [said_of(limit, limit.contact) for limit in rows.limits]
        touches = [(touch.occasion, touch.contact, touch.on, touch.institution_id) for touch in rows.touches]
        answer = answer_of(weigh(employer.name, {}, touches, said, agreed), today)
    made = [touch for touch in reversed(rows.touches) if touch.state == Touch.State.MADE and touch.on <= today]
    recent = list({touch.occasion: touch for touch in made}.values())[::-1]
    clause, days = clause_in_force(QUIET, institution), parameter(QUIET, "days", institution)
    others = (t for t in recent if t.institution_id != institution.pk and (today - t.on).days < days)
    quiet = next(others, None)
    talking = next((c for c in rows.conversations if not reader or c.person_id != reader.pk), None)
    first, request = head_of(employer).ask_first, next(iter(rows.requests), None)
    better = quiet or talking or rows.asks or rows.endings or first or request
    return Before(
        kind="no" if not answer else "ask" if better else "plain",
        pinned=rows.pinned,
        load=answer.loads[0],
        answer=answer,
        recent=recent,
        quiet=quiet,
        quiet_clause=clause.citation if clause and quiet else "",
        conversations=rows.conversations,
        planned=rows.asks,
        limits=rows.limits,
        talking=talking,
        endings=rows.endings,
        request=request,
        ask_first=first,
    )


def resting() -> QuerySet[Any]:
    """The employers that nobody should be pointed to now: they want a pause, or the relationship has ended."""
    today = clock.today()
    said = ContactLimit.objects.filter(employer=OuterRef("pk"), contact=None)
    paused = Q(paused_from__lte=today) & (Q(paused_until=None) | Q(paused_until__gte=today))
    paused |= Q(quiet_months__contains=[today.month])
    ended = Ending.objects.filter(employer=OuterRef("pk"), resumed_on=None)
    return Employer.objects.filter(Exists(said.filter(paused | Q(most=0))) | Exists(ended)).order_by().values("pk")


def may_be_asked(employers: Sequence[Any], institution: Institution) -> list[Any]:
    """Those of some employers whom an institution may ask today: within the budget, not resting, no quiet asked for.

    Three statements, however many employers; their order stays (N3, C28).
    """
    ids, today, agreed = [one.pk for one in employers], clock.today(), Agreed.of(institution)
    rest = set(resting().filter(pk__in=ids).values_list("pk", flat=True))
    said: dict[Any, list[Said]] = {}
    for row in ContactLimit.objects.filter(employer__in=ids, contact=None):
        said.setdefault(row.employer_id, []).append(said_of(row, None))
    window = max([agreed.window, *(wish.days for wishes in said.values() for wish in wishes)])
    touches: dict[Any, list[tuple[Any, Any, date, Any]]] = {}
    rows = Touch.objects.counted().filter(employer__in=ids, on__gte=today - timedelta(window))
    for employer, *touch in rows.values_list("employer", "occasion", "contact", "on", "institution"):
        touches.setdefault(employer, []).append((touch[0], touch[1], touch[2], touch[3]))
    return [
        one
        for one in employers
        if one.pk not in rest
        and answer_of(weigh(one.name, {}, touches.get(one.pk, []), said.get(one.pk, []), agreed), today)
    ]


def less_asked(person: Person, employer: Employer, *, most: int = 3) -> list[Employer]:
    """Similar employers that are asked less: of the same trade or themes, the nearest first (N3)."""
    today = clock.today()
    touches = (
        Touch.objects.counted()
        .filter(employer=OuterRef("pk"), on__gte=today - timedelta(30))
        .order_by()
        .values("employer")
        .annotate(n=Count("occasion", distinct=True))
        .values("n")
    )
    shared = Employer.objects.shared_with(person).exclude(pk=employer.pk).exclude(pk__in=resting()).defer("search")
    own = Touch.objects.counted().filter(employer=employer, on__gte=today - timedelta(30))
    mine = own.aggregate(n=Count("occasion", distinct=True))["n"]
    by_key: dict[Any, Employer] = {}
    longest = F("last_engaged_at").asc(nulls_first=True)  # without contact
    for rows in _alike(shared, employer):
        near = rows.order_by(longest, "pk").values("pk")[:CANDIDATES]
        least = shared.filter(pk__in=near).annotate(load=Coalesce(Subquery(touches), 0))
        lightest = least.filter(load__lt=max(mine, 1)).order_by("load", longest, "pk")
        for one in lightest[: most + len(by_key)]:
            by_key.setdefault(one.pk, one)
        if len(by_key) >= most:
            break
    return list(by_key.values())[:most]


def _alike(shared: Any, employer: Employer) -> list[Any]:
    """Ever wider circles of likeness: trade, themes, place, any."""
    circles = []
    for digits in (4, 2):
        if len(employer.naics) >= digits:
            circles.append(shared.filter(naics__startswith=employer.naics[:digits]))
    if employer.industry:
        circles.append(shared.filter(industry=employer.industry))
    circles.append(shared.filter(tags__in=employer.tags.all()))
    if employer.place:
        circles.append(shared.filter(place__iexact=employer.place))
    return [*circles, shared]


def asks_nearby(employer: Employer, day: date, institution: Institution) -> list[Ask]:
    """What other institutions are going to ask of an employer around a day: better one knock than two (N4)."""
    window = (day - timedelta(KNOCK_DAYS), day + timedelta(KNOCK_DAYS))
    rows = Ask.objects.planned().filter(employer=employer, planned_on__range=window, planned_on__gte=clock.today())
    rows = rows.exclude(institution=institution).exclude(co_signers__institution=institution)
    return list(rows.select_related("by", "institution").prefetch_related("co_signers__institution"))


def is_over_budget(engagement: Engagement) -> bool:
    """Whether what was logged is counted beyond the touch budget."""
    return engagement.touches.exclude(over_because="").exists()


def reserved_contacts(ask: Ask) -> list[Contact]:
    """The contacts whom an ask is meant for."""
    return list(Contact.objects.filter(touches__ask=ask).distinct())
