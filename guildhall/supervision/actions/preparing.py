"""Making a paper out of its type, correcting it, taking it back (ADR 42)."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.placements.actions.moving import begin_papers
from guildhall.placements.models import Placement
from guildhall.queue.apart import apart
from guildhall.store.locking import locked
from guildhall.supervision import rules
from guildhall.supervision.actions.types import take_up
from guildhall.supervision.merge_fields import filled, unfilled_fields
from guildhall.supervision.models import Link, Paper, PaperType, Signature
from guildhall.supervision.queries.needs import signers_of
from guildhall.supervision.queries.papers import RELATED, Line, values_for
from guildhall.supervision.queries.shown import told_by

_SEALS = ("at", "paper_digest", "digest", "erased_at", "erased_digest")
OVER_FOR = 60  # days after the end of a placement, in which its papers may still be signed


def digest_of(paper: Paper) -> str:
    """The digest of a paper: of which placement and type it is, which version, its title and its exact text."""
    facts = [str(paper.placement_id), str(paper.type_id), str(paper.number), paper.title, paper.text]
    return hashlib.sha256(unicodedata.normalize("NFC", "\n".join(facts)).encode()).hexdigest()


@transaction.atomic
def prepare(placement: Placement, paper_type: PaperType, *, by: Person) -> Paper:
    """Make a paper for a placement, with its text as it stands now; what there is already stays."""
    held = _held(placement, by)
    row = PaperType.objects.in_use().filter(pk=paper_type.pk, institution__in=held.institution.lineage).first()
    if row is None:
        refuse("This institution does not ask for that paper.")
    there = Paper.objects.filter(placement=held, type=row).order_by("-number").first()
    if there and there.is_current and not there.is_expired:
        return there
    if there and there.is_current:  # expired: the next version takes its place
        _replace(there)
    made = _made(held, row, there.number + 1 if there else 1, by)
    if held.state == Placement.State.AGREED:
        begin_papers(held, by=by)
    return made


@transaction.atomic
def prepare_all(placement: Placement, lines: Iterable[Line], *, by: Person) -> list[Paper]:
    """Make all papers that a placement needs and does not have; of what an employer asks for, the starter's."""
    kinds = [take_up(placement.institution, one.asked, by=by) if one.asked else one.type for one in lines]
    return [prepare(placement, one, by=by) for one in kinds]


def _made(placement: Placement, row: PaperType, number: int, by: Person, reason: str = "") -> Paper:
    signers = signers_of(row, placement)
    if not signers:
        refuse("Nobody has to sign this paper for this student.")
    values = values_for(placement)
    text = filled(row.text, values)
    paper = Paper(
        institution=placement.institution, placement=placement, type=row, number=number, title=row.title, text=text,
        signers=signers, tells=told_by(text, row, placement), unfilled=unfilled_fields(row.text, values), reason=reason,
        made_at=clock.now(), by=by,
    )  # fmt: skip
    paper.digest = digest_of(paper)
    paper.save(force_insert=True)
    after = {"number": number, "digest": paper.digest, "signers": signers, "tells": paper.tells, "reason": reason}
    record("make paper", paper, by=by, after=after, institution=placement.institution)
    return paper


@transaction.atomic
def correct(paper: Paper, concerned: Iterable[str], reason: str, *, version: int, by: Person) -> Paper:
    """Make the next version of a paper with what is known now; only those whom it concerns sign again.

    The others' signatures are carried over: each keeps the digest of the text that was signed, and says of which
    version that is.
    """
    row = locked(Paper, paper.pk, "type", "placement__institution")
    placement = _held(row.placement, by)
    if row.version != version or not row.is_current:
        raise Conflict
    if not (said := one_line(reason)[:200]):
        refuse("Say what the correction is about: whoever signs again reads it.")
    signatures = list(row.signatures.all())
    _replace(row)
    made = _made(placement, row.type, row.number + 1, by, said)
    again = set(concerned)
    for one in signatures:
        if one.signer in made.signers and one.signer not in again:
            _carry(one, made, row.number)
    return settle(made)


def _carry(signature: Signature, paper: Paper, number: int) -> None:
    names = ("signer", "signed_by", "relationship", "way", "known", "email", "drawing", "person", "file", "file_name")
    values: dict[str, Any] = {name: getattr(signature, name) for name in (*names, *_SEALS)}
    carried = signature.carried_from or number
    Signature.objects.create(institution=paper.institution, paper=paper, carried_from=carried, **values)


@transaction.atomic
def withdraw(paper: Paper, *, version: int, by: Person) -> None:
    """Take a paper back that is not needed any more; its links open nothing from now on."""
    row = locked(Paper, paper.pk, "institution", "type", "placement__institution")
    require(rules.can_supervise(by, row.placement))
    if row.version != version or not row.is_current:
        raise Conflict
    row.state = Paper.State.WITHDRAWN
    _closed(row)
    record("withdraw paper", row, by=by, after={"state": row.state}, institution=row.institution)


def close_unsigned() -> int:
    """Take back what nobody signed of placements that are over, so that it is kept no longer than what was signed.

    Those that never came to be at once, the others after some weeks; returns how many. What was signed in part stays,
    since somebody did sign it, and its years begin to count. The caller is a keeper.
    """
    never = Q(placement__state__in=(Placement.State.WITHDRAWN, Placement.State.NO_SHOW))
    over = Q(placement__ended_on__lt=clock.today() - timedelta(OVER_FOR))
    rows = Paper.objects.filter(never | over, state=Paper.State.OPEN, kept_until=None)
    with apart() as pieces:
        return pieces.each(_close, list(rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: Any) -> bool:
    row = locked(Paper, pk, "institution", "type", "placement")
    if row.state != Paper.State.OPEN:
        return False
    if not rules.is_given_up(row.placement) and row.signatures.exists():
        row.kept_until = _kept_until(row)
        row.version += 1
        row.save(update_fields=["kept_until", "version"])
        return False
    row.state = Paper.State.WITHDRAWN
    _closed(row)
    record("withdraw paper", row, by=None, after={"state": row.state}, institution=row.institution)
    return True


def settle(paper: Paper) -> Paper:
    """After a signature: whether everybody has signed, how long the paper holds, and how long it is kept."""
    signed = set(paper.signatures.values_list("signer", flat=True))
    if not signed.issuperset(paper.signers) or paper.state != Paper.State.OPEN:
        return paper
    today, months = clock.today(), paper.type.valid_months
    paper.state, paper.signed_at = Paper.State.SIGNED, clock.now()
    paper.expires_on = months_after(today, months) if months else None
    paper.kept_until = _kept_until(paper)
    paper.version += 1
    paper.save(update_fields=["state", "signed_at", "expires_on", "kept_until", "version"])
    return paper


def _held(placement: Placement, by: Person) -> Placement:
    locked(Placement, placement.pk)
    row = Placement.objects.select_related(*RELATED).get(pk=placement.pk)
    require(rules.can_supervise(by, row))
    return row


def _replace(paper: Paper) -> None:
    paper.state = Paper.State.REPLACED
    _closed(paper)


def _kept_until(paper: Paper) -> date:
    """As many years after the placement as the institution says for this paper."""
    today = clock.today()
    return months_after(max(paper.placement.last_day or today, today), 12 * paper.type.kept_years)


def _closed(paper: Paper) -> None:
    paper.kept_until = paper.kept_until or _kept_until(paper)
    paper.version += 1
    paper.save(update_fields=["state", "kept_until", "version"])
    Link.objects.filter(paper=paper, revoked_at=None).update(revoked_at=clock.now())
