"""Agreements as lists: in force, ending, drafts, over; those of one employer; and their health as figures (M22)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from guildhall.agreements.models import Agreement, Obligation, Party, Revision
from guildhall.agreements.queries.counting import Progress, Reader, progress_of
from guildhall.agreements.querysets import AgreementQuerySet
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.lib.small_counts import FEWEST
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.placements.models import Placement
from guildhall.students.querysets import places_of

VIEWS = ("in_force", "expiring", "open", "expired", "hosting", "over")
WHY = "whether students are at an employer whose agreement has expired, which names nobody"
Placed = tuple[UUID, Sequence[UUID], UUID]  # a placement: its employer, the line of its institution, its student
OVER = ("ended", "replaced", "withdrawn")


def whole(rows: AgreementQuerySet) -> AgreementQuerySet:
    """Agreements with their parties and whoever keeps them."""
    parties = Party.objects.select_related("institution", "employer").defer("employer__search")
    return rows.select_related("institution", "keeper").prefetch_related(Prefetch("parties", parties))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of agreements is narrowed to."""

    view: str = "in_force"
    words: str = ""
    kind: str = ""
    institution: Institution | None = None
    partner: Employer | None = None


def list_of(person: Person, wanted: Wanted) -> AgreementQuerySet:
    """One list of the agreements that a person sees."""
    rows = _view(Agreement.objects.visible_to(person), wanted.view, person)
    rows = rows.filter(kind=wanted.kind) if wanted.kind in Agreement.Kind.values else rows
    rows = rows.with_employer(wanted.partner) if wanted.partner else rows
    if wanted.institution:
        bound = Party.objects.filter(agreement=OuterRef("pk"), institution=wanted.institution)
        rows = rows.filter(Q(institution=wanted.institution) | Exists(bound))
    for word in wanted.words.split()[:6]:
        named = Q(employer__name__icontains=word) | Q(institution__name__icontains=word) | Q(named__icontains=word)
        parties = Party.objects.filter(named, agreement=OuterRef("pk"))
        rows = rows.filter(Q(title__icontains=word) | Exists(parties))
    return rows


def _view(rows: AgreementQuerySet, view: str, person: Person) -> AgreementQuerySet:
    if view == "hosting":
        return rows.filter(pk__in=still_hosting(rows, person))
    if view == "open":
        return rows.open(person)
    if view == "over":
        return rows.filter(state__in=OVER)
    return {"expiring": rows.expiring, "expired": rows.expired}.get(view, rows.in_force)()


def still_hosting(rows: AgreementQuerySet, person: Person) -> list[UUID]:
    """The agreements that have expired while students of their institutions are at their employers (M22).

    One of a person's own students is enough; of others it is told from ten on (R6).
    """
    expired = list(whole(rows.expired()))
    employers = {party.employer_id for one in expired for party in one.parties.all() if party.employer_id}
    if not employers:
        return []
    with keeping(Keeper.RECOUNT, WHY):
        running = Placement.objects.running().filter(employer__in=employers).order_by()
        placed = list(running.values_list("employer", "institution__lineage", "student").distinct())
    own = frozenset(places_of(person))
    return [one.pk for one in expired if _hosts(one, placed, own)]


def _hosts(agreement: Agreement, placed: Iterable[Placed], own: frozenset[UUID]) -> bool:
    parties = agreement.parties.all()
    employers = {one.employer_id for one in parties}
    ours = {one.institution_id for one in parties if one.institution_id} | {agreement.institution_id}
    under_it = [(at, who) for of, at, who in placed if of in employers and not ours.isdisjoint(at)]
    others = {who for at, who in under_it if own.isdisjoint(at)}
    return len(others) >= FEWEST or any(not own.isdisjoint(at) for at, _who in under_it)


@dataclass(frozen=True, slots=True)
class Health:
    """M22, each number the length of the list of that name."""

    in_force: int
    expiring: int
    hosting: int


def health_of(person: Person, institution: Institution | None = None) -> Health:
    """How agreements stand, over what a person sees."""
    numbers = {
        view: list_of(person, Wanted(view, institution=institution)).count() for view in ("in_force", "expiring")
    }
    hosting = len(still_hosting(list_of(person, Wanted("expired", institution=institution)), person))
    return Health(**numbers, hosting=hosting)


def to_see_to(person: Person) -> AgreementQuerySet:
    """What waits for whoever keeps agreements: their own whose days of notice have begun, or that are expired."""
    if not person.standing.holds(Permission.KEEP_AGREEMENTS):
        return Agreement.objects.none()
    succeeded = Agreement.objects.filter(replaces=OuterRef("pk"), state__in=Agreement.OPEN)
    rows = Agreement.objects.visible_to(person).filter(keeper=person.pk, state="in_force")
    return rows.due_for_notice().exclude(Exists(succeeded))


# ── With their duties ────────────────────────────────────────────────


@dataclass(frozen=True)
class Standing:
    """An agreement with how far its duties are."""

    agreement: Agreement
    progress: Sequence[Progress]


def duties_of(agreements: Iterable[Agreement], reader: Reader) -> list[Standing]:
    """Agreements with the duties of the revision that holds, all counted in the same few statements."""
    rows = list(agreements)
    read = Obligation.objects.filter(revision__agreement__in=rows, revision__state=Revision.State.SIGNED)
    obligations = list(read.select_related("party__institution", "party__employer", "revision"))
    by_key = {one.pk: one for one in rows}
    for one in obligations:  # the agreement that was read with its parties
        one.revision.agreement = by_key[one.revision.agreement_id]
    counted = progress_of(obligations, reader)
    return [Standing(row, [p for p in counted if p.obligation.revision.agreement_id == row.pk]) for row in rows]


@dataclass(frozen=True)
class WithEmployer:
    """What stands on an employer's tab: agreements in force with their duties, and all others."""

    in_force: Sequence[Standing]
    others: Sequence[Agreement]

    @property
    def is_partner(self) -> bool:
        """A partner is who has an agreement in force."""
        return bool(self.in_force)


def with_employer(employer: Employer, person: Person) -> WithEmployer:
    """The agreements with one employer."""
    rows = whole(Agreement.objects.visible_to(person).with_employer(employer)).order_by("-starts_on", "pk")
    agreements = list(rows[:200])
    in_force = [one for one in agreements if one.is_in_force]
    return WithEmployer(duties_of(in_force, person), [one for one in agreements if not one.is_in_force])
