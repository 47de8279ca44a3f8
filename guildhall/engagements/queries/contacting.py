"""What somebody reads before they contact an employer: who did lately, who is about to, what is left (N3, N4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from guildhall.employers.models import Contact, Employer
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.engagements.contact_rules import Agreed, Answer, Load, Said, answer_of, may_ask, weigh
from guildhall.engagements.models import (
    Ask,
    ContactLimit,
    Conversation,
    CoSigner,
    Ending,
    Engagement,
    Liaison,
    Pin,
    Touch,
)
from guildhall.engagements.queries.timeline import name_of
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.protocols.queries import clause_in_force, parameter
from guildhall.store.rows import JSONRows

QUIET = "quiet_period"
CANDIDATES = 300  # employers of the same trade among which the least asked are looked for
KNOCK_DAYS = 14  # asks so close together are offered as one


@dataclass(frozen=True)
class Before:
    """The panel "before you contact"."""

    kind: str  # plain, ask or no: may go on, better talk first, not now
    load: Load
    answer: Answer
    recent: Sequence[dict[str, Any]]
    quiet: dict[str, Any] | None  # somebody else was in touch within the quiet period
    quiet_clause: str
    conversations: Sequence[dict[str, Any]]
    planned: Sequence[dict[str, Any]]
    limits: Sequence[dict[str, Any]]
    talking: dict[str, Any] | None = None  # the first conversation that somebody else holds
    endings: Sequence[dict[str, Any]] = ()  # what was learned where the relationship has ended
    request: dict[str, Any] | None = None  # the person's own, to be let through to a protected contact
    ask_first: str = ""  # whom, where every contact is protected from the person

    @property
    def contacted_by(self) -> list[dict[str, Any]]:
        """The institutions that were in touch in the window, the latest first, each once with its number."""
        found: dict[Any, dict[str, Any]] = {}
        for row in self.recent:
            one = found.setdefault(row["institution_id"], row | {"n": 0})
            one["n"] += 1
        return list(found.values())


def panel_from(institution: Institution) -> date:
    """The first day of which the panel tells an institution."""
    return clock.today() - timedelta(Agreed.of(institution).days)


def with_panel(rows: EmployerQuerySet, person: Person, since: date) -> EmployerQuerySet:
    """Employers with all that the panel shows, read in their own statement: the page asks no oftener for it."""
    today = clock.today()
    touches = Touch.objects.counted().filter(employer=OuterRef("pk"), on__gte=since).order_by("-on")
    doors = Conversation.objects.filter(employer=OuterRef("pk"), ended_at=None, until__gte=today).order_by("until")
    asks = Ask.objects.planned().filter(employer=OuterRef("pk"), planned_on__gte=today).order_by("planned_on")
    signers = CoSigner.objects.filter(ask=OuterRef("pk")).order_by("signed_at").values("institution__code")
    limits = ContactLimit.objects.filter(employer=OuterRef("pk")).order_by("at")
    ended = Ending.objects.filter(employer=OuterRef("pk"), resumed_on=None).order_by("-ended_on")
    open_ones = Contact.objects.current().with_closed(person).filter(employer=OuterRef("pk"), closed=False)
    requests = Liaison.objects.open().filter(employer=OuterRef("pk"), asked_by=person.pk).order_by("asked_at")
    return rows.annotate(
        pinned=Exists(Pin.objects.filter(employer=OuterRef("pk"), person=person.pk)),
        panel_touches=JSONRows(touches.values(row=JSONObject(occasion="occasion", contact="contact_id", on="on", kind="kind", state="state", institution_id="institution_id", institution="institution__name", code="institution__code", by=name_of("by")))),  # noqa: E501
        panel_doors=JSONRows(doors.values(row=JSONObject(id="id", about="about", until="until", person_id="person_id", person=name_of("person"), code="institution__code", institution="institution__name"))),  # noqa: E501
        panel_asks=JSONRows(asks.values(row=JSONObject(id="id", kind="kind", on="planned_on", purpose="purpose", by=name_of("by"), institution_id="institution_id", institution="institution__name", code="institution__code", signers=ArraySubquery(signers)))),  # noqa: E501
        panel_limits=JSONRows(limits.values(row=JSONObject(id="id", contact="contact_id", whose=name_of("contact"), most="most", days="days", paused_from="paused_from", paused_until="paused_until", channel="channel", said="said"))),  # noqa: E501
        panel_open=Exists(open_ones),
        panel_endings=JSONRows(ended.values(row=JSONObject(on="ended_on", lesson="lesson", institution="institution__name", code="institution__code"))),  # noqa: E501
        panel_requests=JSONRows(requests.values(row=JSONObject(id="id", who=name_of("holder"), asked_at="asked_at", until="waits_until", step="step", deputy="account__deputy"))),  # noqa: E501
    )  # fmt: skip


def before_contact(employer: Any, institution: Institution, *, reader: Person | None = None) -> Before:
    """Who contacted an employer in the window, who holds a conversation, what is planned, what is left.

    `employer` was read `with_panel`; where its own limits look farther back than the protocol's, they are read anew.
    """
    today, agreed = clock.today(), Agreed.of(institution)
    limits = [_dated(row, "paused_from", "paused_until") for row in employer.panel_limits]
    touches = [_dated(row, "on") for row in employer.panel_touches]
    if any(row["days"] > agreed.days for row in limits):
        answer = may_ask(employer, (), today, institution=institution)
    else:
        said = [Said(*(row[name] for name in ("contact", "most", "days", "paused_from", "paused_until", "said"))) for row in limits]  # noqa: E501  # fmt: skip
        rows = [(row["occasion"], row["contact"], row["on"]) for row in touches]
        answer = answer_of(weigh(employer.name, {}, rows, said, agreed), today)
    made = [row for row in reversed(touches) if row["state"] == Touch.State.MADE and row["on"] <= today]
    recent = list({row["occasion"]: row for row in made}.values())[::-1]
    clause, days = clause_in_force(QUIET, institution), parameter(QUIET, "days", institution)
    others = (r for r in recent if r["institution_id"] != str(institution.pk) and (today - r["on"]).days < days)
    quiet = next(others, None)
    doors = [_dated(row, "until") for row in employer.panel_doors]
    planned = [_dated(row, "on") for row in employer.panel_asks]
    talking = next((row for row in doors if not reader or row["person_id"] != str(reader.pk)), None)
    endings, first = [_dated(row, "on") for row in employer.panel_endings], _asked_first(employer)
    better = quiet or talking or planned or endings or first or employer.panel_requests
    kind = "no" if not answer else "ask" if better else "plain"
    cited = clause.citation if clause and quiet else ""
    told: dict[str, Any] = {"endings": endings, "request": _own_request(employer), "ask_first": first}
    return Before(kind, answer.loads[0], answer, recent, quiet, cited, doors, planned, limits, talking, **told)


def _asked_first(employer: Any) -> str:
    """Whom somebody asks before anything else: the operator, where no contact is open to the person."""
    if employer.panel_open or not employer.contact_count or not employer.keepers:
        return ""
    return f"{employer.keepers[0]['given']} {employer.keepers[0]['family']}"


def _own_request(employer: Any) -> dict[str, Any] | None:
    """What the person has asked of the operator already and waits for."""
    for row in employer.panel_requests:
        asked = datetime.fromisoformat(row["asked_at"])
        to_deputy = row["step"] == Liaison.Step.OPERATOR and bool(row["deputy"])
        return _dated(row, "until") | {"asked_at": asked, "to_deputy": to_deputy}
    return None


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """A row out of JSON with its days as days."""
    return row | {name: date.fromisoformat(row[name]) for name in names if row[name]}


def resting() -> QuerySet[Any]:
    """The employers that nobody should be pointed to now: they want a pause, or the relationship has ended."""
    today = clock.today()
    said = ContactLimit.objects.filter(employer=OuterRef("pk"), contact=None)
    paused = Q(paused_from__lte=today) & (Q(paused_until=None) | Q(paused_until__gte=today))
    ended = Ending.objects.filter(employer=OuterRef("pk"), resumed_on=None)
    return Employer.objects.filter(Exists(said.filter(paused | Q(most=0))) | Exists(ended)).order_by().values("pk")


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
    found: dict[Any, Employer] = {}
    for rows in _alike(shared, employer):
        near = rows.order_by(F("last_engaged_at").asc(nulls_first=True)).values("pk")[:CANDIDATES]
        least = shared.filter(pk__in=near).annotate(load=Coalesce(Subquery(touches), 0))
        for one in least.filter(load__lt=max(mine, 1)).order_by("load", F("last_engaged_at").asc(nulls_first=True))[
            : most + len(found)
        ]:
            found.setdefault(one.pk, one)
        if len(found) >= most:
            break
    return list(found.values())[:most]


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
        circles.append(shared.filter(place=employer.place))
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
