"""One agreement as its page shows it: its revisions, signatures, duties, links and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from guildhall.agreements.models import Agreement, Obligation, Party, PartySignature, Revision, SigningLink
from guildhall.agreements.queries.counting import Progress, Reader, progress_of
from guildhall.agreements.queries.lists import whole
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with

State = Revision.State


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """The agreements that a person sees, with what their pages show."""
    return whole(Agreement.objects.visible_to(person))


def revisions_of(person: Person) -> QuerySet[Revision]:
    """The revisions of agreements that a person sees."""
    rows = Revision.objects.visible_to(person).select_related("agreement__institution", "agreement__keeper", "file")
    parties = Party.objects.select_related("institution", "employer").defer("employer__search")
    return rows.prefetch_related(Prefetch("agreement__parties", parties))


def obligations_of(person: Person) -> QuerySet[Obligation]:
    """The duties in agreements that a person sees."""
    rows = Obligation.objects.visible_to(person).select_related(
        "revision__agreement__institution", "party__institution", "party__employer", "noted_by"
    )
    return rows.prefetch_related("revision__agreement__parties")


@dataclass(frozen=True)
class Signing:
    """A party with its signature under a revision, or the link by which it was asked."""

    party: Party
    signature: PartySignature | None
    link: SigningLink | None


@dataclass(frozen=True)
class Shown:
    """An agreement: the revision that holds, the one that is being drawn up or signed, and all others.

    `duties` are those that hold, or of the first text; `amended` those of an amendment that is open.
    """

    agreement: Agreement
    holding: Revision | None
    current: Revision | None
    earlier: Sequence[Revision]
    duties: Sequence[Progress]
    amended: Sequence[Progress]
    signing: Sequence[Signing]

    @property
    def revision(self) -> Revision:
        """What the page is about first: the one that is open, else the one that holds, else the newest."""
        return self.current or self.holding or self.earlier[0]


def shown(agreement: Agreement, reader: Reader) -> Shown:
    """All that the page of an agreement shows, in a constant number of statements."""
    signatures = PartySignature.objects.select_related("person", "file")
    rows = _read_by(reader, agreement).select_related("by", "file")
    revisions = list(rows.prefetch_related(Prefetch("signatures", signatures)))
    for one in revisions:
        one.agreement = agreement
    holding = next((one for one in revisions if one.state == State.SIGNED), None)
    current = next((one for one in revisions if one.state in (State.DRAFT, State.OUT)), None)
    first = current or holding or revisions[0]
    earlier = [one for one in revisions if one not in (holding, current)]
    duties = duties_under(holding or first, reader)
    amended = duties_under(current, reader) if holding and current else []
    return Shown(agreement, holding, current, earlier, duties, amended, _signing(first))


def _read_by(reader: Reader, agreement: Agreement) -> Any:
    """Its revisions: of the staff whoever may, an employer what left its draft."""
    rows: Any = agreement.revisions
    return rows.visible_to(reader) if isinstance(reader, Person) else rows.exclude(state=State.DRAFT)


def duties_under(revision: Revision, reader: Reader) -> list[Progress]:
    """How far the duties of a revision are."""
    rows = list(revision.obligations.select_related("party__institution", "party__employer"))
    for one in rows:
        one.revision = revision
    return progress_of(rows, reader)


def _signing(revision: Revision) -> list[Signing]:
    links = {}
    if revision.state == State.OUT:
        links = {one.party_id: one for one in revision.links.live().select_related("by")}
    signed = {one.party_id: one for one in revision.signatures.all()}
    parties = revision.agreement.parties.all()
    return [Signing(one, signed.get(one.pk), links.get(one.pk)) for one in parties]


def neighbors_of(agreement: Agreement, person: Person) -> dict[str, Agreement | None]:
    """What an agreement replaces and what replaces it, as far as somebody sees them."""
    near = Q(pk=agreement.replaces_id) | Q(replaces=agreement.pk)
    rows = list(Agreement.objects.visible_to(person).filter(near).exclude(state="withdrawn").order_by("made_at"))
    return {
        "predecessor": next((one for one in rows if one.pk == agreement.replaces_id), None),
        "successor": next((one for one in rows if one.replaces_id == agreement.pk), None),
    }


def keepers_of(institution: Any) -> QuerySet[Person]:
    """Who may keep an agreement of an institution."""
    return people_with(Permission.KEEP_AGREEMENTS, institution).order_by("family_name", "given_name")
