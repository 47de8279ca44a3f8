"""Follow-ups: whose, how many kept, and the employers that have none (M1, B12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.audience import audience_words, seen_by, tree_of_institutions
from guildhall.employers.querysets import REGIONAL
from guildhall.engagements.models import FollowUp, FollowUpLink, Participant
from guildhall.engagements.querysets import FollowUpQuerySet, houses_of
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.people.models import Institution, Membership, Person, PointOfContact
from guildhall.people.permissions import GRANTS, Permission, Role
from guildhall.people.queries import points_of_contact
from guildhall.rollups import counting

PERIOD = 90  # days of the figures, where nobody says otherwise


def whole(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    """Follow-ups with everybody who has a part in them."""
    return rows.select_related("employer", "owner", "asker", "contact", "institution", "confirmed_by", "promised_by")


def of_owner(person: Person) -> FollowUpQuerySet:
    """What a person has promised and not finished."""
    return FollowUp.objects.visible_to(person).unfinished().filter(owner=person)


def to_confirm(person: Person) -> FollowUpQuerySet:
    """What others report as done and a person asked for."""
    return FollowUp.objects.visible_to(person).waiting().filter(asker=person)


def next_steps(person: Person, employers: list[Any]) -> dict[Any, FollowUp]:
    """The open follow-up of each employer that is due first, as far as a person may read it."""
    rows = FollowUp.objects.visible_to(person).open().filter(employer__in=employers)
    return {row.employer_id: row for row in rows.order_by("employer", "due_on", "pk").distinct("employer")}


def owner_of(person: Person, pk: str) -> Person | None:
    """Somebody whose follow-ups a list is narrowed to: a person who owns one that the reader may see."""
    try:
        row = FollowUp.objects.visible_to(person).filter(owner=UUID(pk)).select_related("owner").first()
    except ValueError:
        return None
    return row.owner if row else None


def promised_by(person: Person, until: date) -> FollowUpQuerySet:
    """What a person has promised up to a day and not done: the most urgent first."""
    rows = FollowUp.objects.visible_to(person).filter(owner=person, state="open", due_on__lte=until)
    return rows.order_by("due_on", "pk")


def waits_for_word(person: Person) -> FollowUpQuerySet:
    """What others have reported as done and waits for the person's word: the longest first."""
    return FollowUp.objects.visible_to(person).filter(asker=person, state="reported").order_by("due_on", "pk")


def due_now(person: Person) -> FollowUpQuerySet:
    """What a person has promised for today or earlier and not done: the number in the menu."""
    return FollowUp.objects.visible_to(person).open().filter(owner=person, due_on__lte=clock.today())


VIEWS = ("mine", "confirm", "asked", "ours", "overdue", "due", "confirmed", "ontime", "bounced")


def view_of(
    person: Person,
    view: str,
    *,
    institution: Institution | None = None,
    owner: Person | None = None,
    period: tuple[date, date] | None = None,
) -> FollowUpQuerySet:
    """The rows of one list; every number of the figures opens into one of them."""
    rows = FollowUp.objects.visible_to(person)
    first, last = period or period_of(None, None)
    result = {
        "mine": lambda: rows.unfinished().filter(owner=person),
        "confirm": lambda: rows.waiting().filter(asker=person),
        "asked": lambda: rows.unfinished().filter(asker=person),
        "ours": lambda: rows.unfinished().filter(institution__in=houses_of(person)),
        "overdue": lambda: rows.overdue(),
        "due": lambda: rows.due_between(first, last),
        "confirmed": lambda: rows.due_between(first, last).confirmed(),
        "ontime": lambda: rows.due_between(first, last).on_time(),
        "bounced": lambda: rows.due_between(first, last).filter(bounces__gt=0),
    }.get(view, lambda: rows.unfinished().filter(owner=person))()
    if institution:
        result = result.filter(institution=institution)
    if owner:
        result = result.filter(owner=owner)
    return result


def period_of(first: date | None, last: date | None) -> tuple[date, date]:
    """The period of the figures: as asked for, else the last ninety days up to today."""
    end = last or clock.today()
    start = first or end - timedelta(PERIOD - 1)
    return (start, end) if start <= end else (end, start)


@dataclass(frozen=True)
class Kept:
    """How the follow-ups of one institution or person were kept in a period (M1)."""

    who: Any
    due: int
    confirmed: int
    on_time: int
    overdue: int
    bounced: int
    days_late: float | None
    answers: Sequence[Person] = ()  # who answers for an institution's numbers (B13)

    @property
    def query(self) -> str:
        """The part of an address that narrows the list of follow-ups down to theirs."""
        return f"owner={self.who.pk}" if isinstance(self.who, Person) else f"at={self.who.slug}"

    @property
    def share(self) -> int | None:
        """Percent confirmed of those due; None where so few are due that a percentage misleads."""
        return round(100 * self.confirmed / self.due) if self.due >= 10 else None


def kept_by_institution(person: Person, period: tuple[date, date]) -> list[Kept]:
    """Per institution, the promises to employers that were kept; those that made none stand there with nought."""
    rows = FollowUp.objects.visible_to(person)
    counted = {r["institution"]: r for r in _counted(rows, "institution", period)}
    late = _lateness(rows, "institution_id")
    places = Institution.objects.visible_to(person).filter(
        Q(pk__in=counted) | Q(kind__in=(Institution.Kind.COLLEGE, Institution.Kind.REGION))
    )
    answer = points_of_contact(places, PointOfContact.Kind.DIRECTORS)
    results = [
        replace(_kept(place, counted.get(place.pk), late.get(place.pk)), answers=answer.get(place.pk, ()))
        for place in places
    ]
    return sorted(results, key=lambda k: (-k.due, str(k.who)))


def kept_by_person(person: Person, period: tuple[date, date], people: Iterable[Person]) -> list[Kept]:
    """The same for some people, such as the directors."""
    members = {p.pk: p for p in people}
    rows = FollowUp.objects.visible_to(person).filter(owner__in=members)
    counted = {r["owner"]: r for r in _counted(rows, "owner", period)}
    late = _lateness(rows, "owner_id")
    return [_kept(p, counted.get(pk), late.get(pk)) for pk, p in members.items()]


def _counted(rows: FollowUpQuerySet, by: str, period: tuple[date, date]) -> Any:
    due = Q(first_due_on__range=period) & ~Q(state="cancelled")
    return (
        rows.order_by()
        .values(by)
        .annotate(
            due=Count("pk", filter=due),
            confirmed=Count("pk", filter=due & Q(state="confirmed")),
            on_time=Count("pk", filter=due & Q(state="confirmed", reported_on__lte=F("first_due_on"))),
            bounced=Count("pk", filter=due & Q(bounces__gt=0)),
            overdue=Count("pk", filter=Q(state="open", due_on__lt=clock.today())),
        )
    )


def _lateness(rows: FollowUpQuerySet, by: str) -> dict[Any, float]:
    """The median days that open ones are late, by the day that was promised first."""
    days: dict[Any, list[int]] = {}
    today = clock.today()
    for key, first in rows.open().filter(first_due_on__lt=today).values_list(by, "first_due_on"):
        days.setdefault(key, []).append((today - first).days)
    return {key: median(values) for key, values in days.items()}


def _kept(who: Any, row: dict[str, Any] | None, late: float | None) -> Kept:
    if row is None:
        return Kept(who, 0, 0, 0, 0, 0, None)
    return Kept(who, row["due"], row["confirmed"], row["on_time"], row["overdue"], row["bounced"], late)


def without_follow_up(person: Person) -> Any:
    """The employers of a person's directory with whom nobody has promised anything: the forgotten ones (N7)."""
    return Employer.objects.shared_with(person).defer("search").filter(~Exists(_promised(person)))


def _promised(person: Person, *, by_name: bool = True) -> FollowUpQuerySet:
    standing = FollowUp.objects.filter(employer=OuterRef("pk")).exclude(state="cancelled")
    return standing.open_to(person, by_name=by_name)


def _nothing_promised_here(person: Person) -> Any:
    """The same by what everybody with the same roles and places may read."""
    return Employer.objects.shared_with(person).filter(~Exists(_promised(person, by_name=False)))


WITHOUT_FOLLOW_UP = counting.Count("without_follow_up", lambda person: _nothing_promised_here(person).count())


def count_without(person: Person) -> counting.Counted:
    """How many rows `without_follow_up` has: what is kept, less where the person alone knows of a promise."""
    kept = WITHOUT_FOLLOW_UP.of(person)
    own = FollowUp.objects.filter(Q(owner=person) | Q(asker=person) | Q(promised_by=person) | _with_participant(person))
    known = own.exclude(state="cancelled").open_to(person).values("employer")
    return counting.Counted(kept.value - _nothing_promised_here(person).filter(pk__in=known).count(), kept.at)


def _with_participant(person: Person) -> Q:
    """Out of an engagement that somebody logged or took part in."""
    return Q(engagement__by=person) | Q(engagement__in=Participant.objects.filter(person=person).values("engagement"))


def reachable(person: Person, employer: Employer) -> list[Contact]:
    """The contacts whom a person may mail a link: those with an address that no key account keeps from them."""
    rows = employer.contacts.current().exclude(email="").with_closed(person)
    return list(rows.filter(closed=False))


def possible_owners(person: Person, employer: Employer) -> list[Person]:
    """Whom a follow-up may be given to: oneself first, colleagues, directors, whoever looks after the employer, and the
    points of contact of every institution that sees it; of directors, all of the staff that works with it (H2, P13).

    Each carries `place`, the name of the institution, and `near`: whether it is somebody one works with anyway.
    """
    houses, reached = set(houses_of(person)), list(person.standing.institutions(Permission.USE_CRM))
    needed = Permission.RECORD_ENGAGEMENTS if employer.posted_at else Permission.DEVELOP_EMPLOYERS
    roles = [role.value for role, granted in GRANTS.items() if needed in granted]
    named = PointOfContact.objects.filter(Q(person=OuterRef("person")) | Q(deputy=OuterRef("person")))
    near = Q(institution__in=houses) | Q(role=Role.REGIONAL_DIRECTOR) | Q(person=employer.owner_id)
    wide = near | Exists(named) | (Q(institution__lineage__overlap=reached) if reached else Q())
    posts = Membership.objects.in_force().filter(wide & _seeing(employer), role__in=roles, person__is_active=True)
    by_key: dict[Any, Person] = {person.pk: person}
    for post in posts.select_related("person", "institution").order_by("from_date", "pk"):
        one = by_key.setdefault(post.person_id, post.person)
        close = post.institution_id in houses or post.role == Role.REGIONAL_DIRECTOR or one.pk == employer.owner_id
        one.near = getattr(one, "near", False) or close  # type: ignore[attr-defined]
        one.place = getattr(one, "place", post.institution.name)  # type: ignore[attr-defined]
        one.own = getattr(one, "own", False) or post.institution_id in houses  # type: ignore[attr-defined]
    return sorted(by_key.values(), key=lambda one: _order(one, person))


def _order(one: Any, person: Person) -> tuple[Any, ...]:
    own, place = getattr(one, "own", True), getattr(one, "place", "")
    return (one.pk != person.pk, not own, not getattr(one, "near", True), place, one.family_name, one.given_name)


def _seeing(employer: Employer) -> Q:
    """The posts at which an employer is seen: of a restricted one at its holder, of a shared one by its audience."""
    if employer.posted_at is None:
        holder, directs = employer.holder, Q(role=Role.REGIONAL_DIRECTOR, institution__in=employer.holder.lineage)
        return directs if holder.kind in REGIONAL else directs | Q(institution__lineage__contains=[holder.pk])
    if audience_words(employer) is None:
        return Q()
    tree = tree_of_institutions()
    seeing = [place.pk for place in seen_by(employer, tree.values(), tree)]
    return Q(institution__in=seeing) | Q(role=Role.REGIONAL_DIRECTOR, institution__in=tree[employer.holder_id].lineage)


# ── By a link ────────────────────────────────────────────────────────


def link_of(secret: str) -> FollowUpLink | None:
    """The link of a secret while it may be used, and whoever it was mailed to is still at the employer; or None."""
    mailed = {"employer": OuterRef("follow_up__employer"), "email__iexact": OuterRef("sent_to")}
    reader = Contact.objects.current().filter(**mailed)
    rows = FollowUpLink.objects.select_related("follow_up__employer", "follow_up__owner", "follow_up__institution")
    return rows.filter(Exists(reader), secret_hash=kept(secret).hex(), until__gte=clock.today()).first()
