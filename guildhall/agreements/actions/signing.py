"""Signing an agreement: sent out, signed party by party, taken back; in force once everybody has signed (ADR 68)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from guildhall import context
from guildhall.agreements import rules
from guildhall.agreements.actions.composing import composed, digest_of
from guildhall.agreements.actions.drawing_up import held_draft, held_revision
from guildhall.agreements.actions.settling import give_up, kept_after, settle
from guildhall.agreements.models import Agreement, Known, Party, PartySignature, Revision, SigningLink, Way
from guildhall.agreements.queries.links import link_of
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.employers.models import EmployerLogin
from guildhall.files.actions import keep, plain_name
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.placements.parties import employer_party
from guildhall.supervision.actions.signing import SignedAs, digest_left, strokes

REASON = "a link that was mailed opens the one agreement that it is about"
AT_DOOR = "somebody of an employer signs its own agreement"
State = Revision.State


@transaction.atomic
def send_out(revision: Revision, *, version: int, by: Person) -> Revision:
    """Fix the exact text of a revision and ask for signatures: from now on it does not change."""
    row = held_draft(revision.pk, by, version)
    agreement = row.agreement
    parties = list(agreement.parties.select_related("institution", "employer"))
    require(rules.can_send_out(by, row, parties))
    row.text = composed(row, parties, list(row.obligations.select_related("party__institution", "party__employer")))
    row.digest, row.state, row.version = digest_of(row), State.OUT, row.version + 1
    row.save()
    _state(agreement, Agreement.State.DRAFT, Agreement.State.SIGNING)
    record("send agreement out", row, by=by, after={"digest": row.digest}, institution=agreement.institution)
    return row


@transaction.atomic
def recall(revision: Revision, *, version: int, by: Person) -> Revision:
    """Take a revision back that nobody has signed, to change it; its links open nothing any more."""
    row = _held(revision.pk, version)
    require(rules.can_recall(by, row))
    row.state, row.text, row.digest, row.version = State.DRAFT, "", "", row.version + 1
    row.save()
    row.links.filter(revoked_at=None).update(revoked_at=clock.now())
    _state(row.agreement, Agreement.State.SIGNING, Agreement.State.DRAFT)
    record("recall agreement", row, by=by, after={"state": row.state}, institution=row.agreement.institution)
    return row


@transaction.atomic
def withdraw(revision: Revision, *, version: int, by: Person) -> Revision:
    """Give up what was being drawn up or signed; an amendment alone, or the agreement with its first text."""
    row = _held(revision.pk, version)
    require(rules.can_withdraw(by, row))
    give_up(row)
    if row.agreement.state in (Agreement.State.DRAFT, Agreement.State.SIGNING):
        _state(row.agreement, row.agreement.state, Agreement.State.WITHDRAWN, kept_until=kept_after(clock.today()))
    record("withdraw agreement", row, by=by, after={"state": row.state}, institution=row.agreement.institution)
    return row


def _state(agreement: Agreement, before: str, after: str, **more: Any) -> None:
    Agreement.objects.filter(pk=agreement.pk, state=before).update(state=after, version=F("version") + 1, **more)


def _held(pk: UUID, version: int | None = None) -> Revision:
    """A revision with its agreement, locked, so that two last signatures come one after the other."""
    row = held_revision(pk)
    if version is not None and row.version != version:
        raise Conflict
    return row


# ── Signing ──────────────────────────────────────────────────────────


@transaction.atomic
def sign_as_staff(revision: Revision, party: Party, signed: SignedAs, position: str = "", *, by: Person) -> Revision:
    """Somebody who keeps the agreements of an institution signs for it, signed in."""
    row = _held(revision.pk)
    require(rules.can_sign_for(by, party))
    return _sign(row, party, signed, position, by=by, known=Known.SIGNED_IN, email=by.email, person=by)


def sign_by_link(secret: str, signed: SignedAs, position: str = "") -> bool:
    """Whoever got the link signs; the first signature counts, however often the form is sent."""
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        row, link = _held(usable(secret).revision_id), usable(secret)
        if row.signatures.filter(party=link.party).exists():
            return False
        SigningLink.objects.filter(pk=link.pk).update(used_at=clock.now())  # before others for the party are taken back
        _sign(row, link.party, signed, position, known=Known.MAILED_LINK, email=link.email)
        return True


def sign_at_door(revision: Revision, party: Party, signed: SignedAs, position: str = "", *, by: EmployerLogin) -> bool:
    """Somebody of an employer who is signed in signs for it; the first signature counts."""
    with context.keeping(Keeper.LINK, AT_DOOR), transaction.atomic():
        row = _held(revision.pk)
        require(rules.can_sign_at_door(by, row, party))
        if row.signatures.filter(party=party).exists():
            return False
        _sign(row, party, signed, position, by=employer_party(by.employer_id), known=Known.SIGNED_IN, email=by.email)
        return True


@transaction.atomic
def note_on_paper(
    revision: Revision, parties: Iterable[Party], names: str, file_name: str, chunks: Iterable[bytes], *, by: Person
) -> Revision:
    """Note that the text was signed outside of Guildhall, with the scan: for one party, or for several on one sheet."""
    row = _held(revision.pk)
    require(rules.can_keep(by, row.agreement))
    wanted = list(parties)
    if not wanted:
        refuse("Say whose signatures are on the paper.")
    stored = keep(chunks, file_name)
    more = {"way": Way.ON_PAPER, "known": Known.PAPER, "person": by, "file": stored}
    for party in wanted:
        _sign(row, party, SignedAs(names), "", by=by, file_name=plain_name(file_name), **more)
    return row


def _sign(
    revision: Revision, party: Party, signed: SignedAs, position: str, *, by: Any = None, **more: Any
) -> Revision:
    require(rules.can_be_signed(revision, party, revision.signatures.values_list("party", flat=True)))
    if not stands(revision, digest_of(revision)):
        refuse("The text is not the one that was sent out. Nobody signs it; tell whoever keeps the agreement.")
    if len(name := one_line(signed.name)[:160]) < 2:
        refuse("Type your full name.")
    drawing = strokes(signed.drawing)
    row = PartySignature(
        revision=revision, party=party, signed_by=name, position=one_line(position)[:120], drawing=drawing,
        at=clock.now(), text_digest=revision.digest, **({"way": Way.DRAWN if drawing else Way.TYPED} | more),
    )  # fmt: skip
    row.digest = signature_digest(row)
    row.save(force_insert=True)
    after = {"party": party.name, "way": row.way, "known": row.known, "digest": row.digest, "text": revision.digest}
    record("sign agreement", row, by=by, after=after, institution=revision.agreement.institution)
    SigningLink.objects.filter(revision=revision, party=party, used_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
    return settle(revision)


def usable(secret: str) -> SigningLink:
    """The link of a secret that opens something now. Raises `Refused`; callers act as a keeper."""
    link = link_of(secret)
    if link is None:
        refuse("This link has expired.")
    require(rules.can_use(link))
    return link


# ── Whether they still are what they were ────────────────────────────


def signature_digest(row: PartySignature) -> str:
    """The digest over all that a signature says, the digest of the signed text among it."""
    facts = {
        "text": row.text_digest, "party": str(row.party_id), "name": row.signed_by, "position": row.position,
        "way": row.way, "known": row.known, "email": row.email, "drawing": row.drawing,
        "person": str(row.person_id or ""), "file": row.file.digest if row.file else "",
        "at": clock.local(row.at, "UTC").isoformat(),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def holds(revision: Revision, signatures: Iterable[PartySignature]) -> bool:
    """Whether a text and its signatures are still what they were, but for what was erased (R26)."""
    return stands(revision, digest_of(revision)) and all(
        stands(one, signature_digest(one)) and one.text_digest == revision.digest for one in signatures
    )


def stands(row: Revision | PartySignature, now: str) -> bool:
    """Whether a digest of now is the first one, or that of what an erasure left."""
    return row.erased_digest == digest_left(row.digest, now) if row.erased_at else row.digest == now
