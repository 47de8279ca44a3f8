"""Drawing an agreement up: what it is, whom it binds, its words; it may change until it is out for signature."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.agreements import rules
from guildhall.agreements.models import Agreement, Party, Revision
from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Employer
from guildhall.files.actions import drop, keep, plain_name
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

FAR = 30  # years that an agreement lasts at most
MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What a revision says: its purpose, terms and period, and what it changes where it is an amendment."""

    starts_on: date
    ends_on: date | None = None
    notice_days: int = 90
    purpose: str = ""
    terms: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What an agreement is, whoever signs it: its kind and title, who keeps it at first, and who may read it."""

    kind: str
    title: str
    keeper: Person | None = None  # nobody named: whoever draws it up
    audience: str = Agreement.Audience.REGION


@dataclass(frozen=True, slots=True)
class Bound:
    """A party: one of an institution, an employer and a body named in words; what it does and what it gains."""

    side: str
    institution: Institution | None = None
    employer: Employer | None = None
    named: str = ""
    does: str = ""
    gains: str = ""


@transaction.atomic
def draw_up(
    head: Head, words: Words, parties: Iterable[Bound], *, institution: Institution, by: Person,
    replaces: Agreement | None = None,
) -> Agreement:  # fmt: skip
    """Begin an agreement: a draft that its own institution alone reads."""
    require(rules.can_draw_up(by, institution))
    values, now = _checked(words), clock.now()
    period = {name: values[name] for name in ("starts_on", "ends_on", "notice_days")}
    keeper = head.keeper or by
    require(rules.can_be_keeper(keeper, institution))
    agreement = Agreement.objects.create(
        institution=institution, keeper=keeper, made_at=now, by=by, replaces=replaces, **_head(head), **period
    )
    Revision.objects.create(agreement=agreement, made_at=now, by=by, **values)
    for one in parties:
        _bind(agreement, one, by)
    after = {"kind": agreement.kind, "parties": [one.name for one in agreement.parties.all()], **period}
    record("draw up agreement", agreement, by=by, after=after, institution=institution)
    return agreement


@transaction.atomic
def change_draft(revision: Revision, words: Words, head: Head | None = None, *, version: int, by: Person) -> Revision:
    """Change what is not out for signature yet; of the first revision also what the agreement is, but for its keeper.

    An amendment leaves alone since when the agreement holds.
    """
    row = held_draft(revision.pk, by, version)
    agreement, values = row.agreement, _checked(words)
    if row.is_amendment:
        values["starts_on"] = agreement.starts_on
    before, after = _put(row, values)
    if head is not None and not row.is_amendment:
        head_before, head_after = _put(agreement, _head(head))
        before, after = before | head_before, after | head_after
        agreement.starts_on, agreement.ends_on, agreement.notice_days = row.starts_on, row.ends_on, row.notice_days
        agreement.version += 1
        agreement.save()
    _saved(row)
    record("change agreement", agreement, by=by, before=before, after=after, institution=agreement.institution)
    return row


def _put(row: Agreement | Revision, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set some columns; returns those that changed, before and after."""
    before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
    for name, value in values.items():
        setattr(row, name, value)
    return before, {name: values[name] for name in before}


def _head(head: Head) -> dict[str, Any]:
    if not (title := one_line(head.title)[:160]):
        refuse("Give it a title.")
    if head.kind not in Agreement.Kind.values or head.audience not in Agreement.Audience.values:
        refuse("Choose what kind of agreement it is, and who may read it.")
    return {"kind": head.kind, "title": title, "audience": head.audience}


def _checked(words: Words) -> dict[str, Any]:
    for day in (words.starts_on, words.ends_on):
        require(in_reach(day, back=FAR, ahead=FAR))
    if words.ends_on and words.ends_on < words.starts_on:
        refuse("It cannot end before it begins.")
    if not 0 <= words.notice_days <= 730:
        refuse("Two years of notice at most.")
    values = {f.name: getattr(words, f.name) for f in fields(words)}
    return values | {"reason": one_line(words.reason)[:300], "terms": words.terms[:40000]}


# ── Whom it binds ────────────────────────────────────────────────────


@transaction.atomic
def add_party(revision: Revision, bound: Bound, *, by: Person) -> Party:
    """Bind one more party to an agreement that is being drawn up."""
    row = held_draft(revision.pk, by)
    require(rules.can_change_parties(by, row))
    party = _bind(row.agreement, bound, by)
    _saved(row)
    after = {"party": party.name, "side": party.side}
    record("add party", row.agreement, by=by, after=after, institution=row.agreement.institution)
    return party


@transaction.atomic
def change_party(party: Party, revision: Revision, does: str, gains: str, *, version: int, by: Person) -> Party:
    """Say what a party does, and what it gains (F20)."""
    row = held_draft(revision.pk, by, version)
    require(rules.can_change_parties(by, row))
    saved = locked(Party, party.pk, agreement=row.agreement_id)
    before = {"does": saved.does, "gains": saved.gains}
    saved.does, saved.gains = does.strip()[:1000], gains.strip()[:600]
    saved.save()
    _saved(row)
    after = {"does": saved.does, "gains": saved.gains}
    record("change party", row.agreement, by=by, before=before, after=after, institution=row.agreement.institution)
    return saved


@transaction.atomic
def remove_party(party: Party, revision: Revision, *, version: int, by: Person) -> None:
    """Take a party out of an agreement that is being drawn up, with what it was to do."""
    row = held_draft(revision.pk, by, version)
    require(rules.can_change_parties(by, row))
    saved = locked(Party, party.pk, agreement=row.agreement_id)
    before = {"party": saved.name, "side": saved.side}
    # Written down first: as long as the party is there, only who sees its employer reads the entry.
    record("remove party", row.agreement, by=by, before=before, institution=row.agreement.institution)
    saved.delete()
    _saved(row)


def _bind(agreement: Agreement, bound: Bound, by: Person) -> Party:
    named = one_line(bound.named)[:200]
    if sum(map(bool, (bound.institution, bound.employer, named))) != 1:
        refuse("Say who it is: an institution, an employer of the record, or another body in words.")
    if bound.employer and not Employer.objects.visible_to(by).filter(pk=bound.employer.pk).exists():
        refuse("Say who it is: an institution, an employer of the record, or another body in words.")
    there = list(agreement.parties.all())
    if len(there) >= MOST_PARTIES:
        refuse("Twelve parties at most sign one agreement.")
    body = bound.institution or bound.employer
    if any(body and body.pk in (one.institution_id, one.employer_id) or (named and named == one.named)
           for one in there):  # fmt: skip
        refuse("{body} is a party already.", body=text_of(body) or named)
    return Party.objects.create(
        agreement=agreement, position=len(there) + 1, side=Party.Side(bound.side), institution=bound.institution,
        employer=bound.employer, named=named, does=bound.does.strip()[:1000], gains=bound.gains.strip()[:600],
    )  # fmt: skip


# ── The text as a file ───────────────────────────────────────────────


@transaction.atomic
def attach_text(revision: Revision, name: str, chunks: Iterable[bytes], *, by: Person) -> Revision:
    """Attach the text as a file, in place of one that is there; what is signed names it by its digest."""
    row = held_draft(revision.pk, by)
    earlier = row.file
    row.file, row.file_name = keep(chunks, name), plain_name(name)
    _saved(row)
    if earlier is not None and earlier.pk != row.file_id:
        drop(earlier)
    after = {"file": row.file_name, "digest": row.file.digest}
    record("attach text", row.agreement, by=by, after=after, institution=row.agreement.institution)
    return row


# ── What other acts begin with ───────────────────────────────────────


def held_draft(pk: UUID, by: Person, version: int | None = None) -> Revision:
    """A revision that may still change, locked; raises `Conflict` where somebody changed it since."""
    row = held_revision(pk)
    require(rules.can_change(by, row))
    if version is not None and row.version != version:
        raise Conflict
    return row


def held_revision(pk: UUID) -> Revision:
    """A revision, locked after its agreement: every act takes the two in this order."""
    locked(Agreement, revisions=pk)
    return locked(Revision, pk, "agreement__institution", "file")


def _saved(row: Revision) -> None:
    row.version += 1
    row.save()
