"""Agreements as the employer in them reads them at its own front door (N19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.agreements.models import Agreement, Party, PartySignature, Revision
from guildhall.agreements.queries.counting import Progress
from guildhall.agreements.queries.lists import Standing, duties_of, whole
from guildhall.agreements.queries.pages import shown
from guildhall.context import Keeper, keeping
from guildhall.employers.models import EmployerLogin

WHY = "the agreements that an employer is a party to"
MOST = 100


@dataclass(frozen=True)
class AtDoor:
    """The agreements of an employer: those that wait for its signature, those in force with their duties, others."""

    to_sign: Sequence[Agreement]
    in_force: Sequence[Standing]
    others: Sequence[Agreement]


def _of(login: EmployerLogin) -> Any:
    """All to which an employer is a party, but for drafts, which are one side's alone."""
    left_draft = Agreement.objects.with_employer(login.employer_id).exclude(state__in=("draft", "withdrawn"))
    return whole(left_draft)


def agreements_of(login: EmployerLogin) -> AtDoor:
    """What stands on an employer's page of agreements."""
    with keeping(Keeper.LINK, WHY):
        rows = list(_of(login).order_by("-starts_on", "pk")[:MOST])
        waiting = set(_unsigned(login).values_list("agreement", flat=True))
        to_sign = [one for one in rows if one.pk in waiting]
        in_force = [one for one in rows if one.is_in_force]
        return AtDoor(to_sign, duties_of(in_force, login),
                      [one for one in rows if one not in to_sign and one not in in_force])  # fmt: skip


def _unsigned(login: EmployerLogin) -> Any:
    """The texts that are out for signature, and that the employer has not signed."""
    out = Revision.objects.filter(state=Revision.State.OUT, agreement__parties__employer=login.employer_id)
    signed = PartySignature.objects.filter(party__employer=login.employer_id).values("revision")
    return out.exclude(pk__in=signed)


def to_sign(login: EmployerLogin) -> list[Agreement]:
    """What stands on an employer's home: the agreements that wait for its signature."""
    rows = Agreement.objects.filter(pk__in=_unsigned(login).values("agreement"))
    return list(rows.select_related("institution").order_by("title")[:MOST])


@dataclass(frozen=True)
class Own:
    """One agreement as its employer reads it: the text that is signed or to be signed, and by whom it is."""

    agreement: Agreement
    party: Party
    revision: Revision
    signatures: Sequence[PartySignature]
    duties: Sequence[Progress]

    @property
    def is_signed(self) -> bool:
        """Whether the employer has signed this text."""
        return any(one.party_id == self.party.pk for one in self.signatures)

    @property
    def waits(self) -> bool:
        """Whether the text waits for the employer's signature."""
        return self.revision.state == Revision.State.OUT and not self.is_signed


def one_of(login: EmployerLogin, pk: Any) -> Own | None:
    """One agreement of an employer, or None. An amendment that is a draft is not shown: what holds is."""
    with keeping(Keeper.LINK, WHY):
        agreement = _of(login).filter(pk=pk).first()
        if agreement is None:
            return None
        contents = shown(agreement, login)
        revision = contents.revision
        party = next(one for one in agreement.parties.all() if one.employer_id == login.employer_id)
        return Own(agreement, party, revision, list(revision.signatures.all()), contents.duties)
