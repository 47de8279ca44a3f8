"""Signing a paper: by a mailed link, by whoever is signed in, or noting what was signed on paper (ADR 42)."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall import context
from guildhall.audit.recording import record
from guildhall.context import Keeper
from guildhall.employers.models import EmployerLogin
from guildhall.files.actions import keep, plain_name
from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students.models import StudentLogin
from guildhall.supervision import rules
from guildhall.supervision.actions.linking import REASON, usable
from guildhall.supervision.actions.preparing import digest_of, settle
from guildhall.supervision.models import Link, Paper, Signature, Signer

LONGEST_DRAWING = 20_000  # signs
_STROKES = re.compile(r"(?:M\d{1,4} \d{1,4}(?:L\d{1,4} \d{1,4})*){1,400}")
Way, Known = Signature.Way, Signature.Known


@dataclass(frozen=True, slots=True)
class SignedAs:
    """What somebody signs with: the typed name, the relationship of a guardian, and the strokes where they drew."""

    name: str
    relationship: str = ""
    drawing: str = ""


def sign_by_link(secret: str, signed: SignedAs) -> bool:
    """Whoever got the link signs; the first signature counts, however often the form is sent."""
    with context.keeping(Keeper.LINK, REASON), transaction.atomic():
        paper = locked(Paper, usable(secret, Link.Purpose.SIGN).paper_id, "type", "institution", "placement")
        link = usable(secret, Link.Purpose.SIGN)
        if paper.signatures.filter(signer=link.signer).exists():
            return False
        _sign(paper, link.signer, signed, known=Known.MAILED_LINK, email=link.email)
        Link.objects.filter(pk=link.pk).update(used_at=clock.now())
        return True


@transaction.atomic
def sign_oneself(pk: UUID, signed: SignedAs, *, by: StudentLogin) -> bool:
    """A student who is signed in signs a paper of an own placement; the first signature counts (ADR 50)."""
    with context.keeping(Keeper.LINK, REASON):
        paper = locked(Paper, pk, "type", "institution", "placement__registration")
        require(rules.is_own(by, paper.placement))
        if paper.signatures.filter(signer=Signer.STUDENT).exists():
            return False
        _sign(paper, Signer.STUDENT, signed, known=Known.SIGNED_IN, email=by.email)
        Link.objects.filter(paper=paper, signer=Signer.STUDENT, used_at=None).update(used_at=clock.now())
        return True


@transaction.atomic
def sign_for_employer(pk: UUID, signed: SignedAs, *, by: EmployerLogin) -> bool:
    """The supervisor who is signed in signs a paper; the first signature counts (ADR 50)."""
    with context.keeping(Keeper.LINK, REASON):
        paper = locked(Paper, pk, "type", "institution", "placement__registration__student")
        require(rules.can_sign_for_employer(by, paper))
        if paper.signatures.filter(signer=Signer.SUPERVISOR).exists():
            return False
        _sign(paper, Signer.SUPERVISOR, signed, known=Known.SIGNED_IN, email=by.email)
        Link.objects.filter(paper=paper, signer=Signer.SUPERVISOR, used_at=None).update(used_at=clock.now())
        return True


@transaction.atomic
def sign_for_institution(paper: Paper, signed: SignedAs, *, by: Person) -> Signature:
    """Somebody of the staff, who is signed in, signs for the institution."""
    row = locked(Paper, paper.pk, "type", "institution", "placement__institution")
    require(rules.can_supervise(by, row.placement))
    return _sign(row, Signer.INSTITUTION, signed, known=Known.SIGNED_IN, email=by.email, person=by, by=by)


@transaction.atomic
def note_on_paper(
    paper: Paper, signers: Iterable[str], signed: SignedAs, name: str, chunks: Iterable[bytes], *, by: Person
) -> Paper:
    """Note that a paper was signed outside of Guildhall, with its scan: for one signer, or for several on one sheet."""
    row = locked(Paper, paper.pk, "type", "institution", "placement__institution")
    require(rules.can_supervise(by, row.placement))
    wanted = [one for one in row.signers if one in set(signers)]
    if not wanted:
        refuse("Say whose signatures are on the paper.")
    stored = keep(chunks, name)
    for signer in wanted:
        more = {"known": Known.PAPER, "person": by, "file": stored, "file_name": plain_name(name)}
        _sign(row, signer, signed, way=Way.ON_PAPER, by=by, **more)
    return row


def _sign(paper: Paper, signer: str, signed: SignedAs, *, by: Person | None = None, **more: Any) -> Signature:
    require(rules.can_sign_as(paper, signer, paper.signatures.values_list("signer", flat=True)))
    if paper.type.on_paper_only and more.get("way") != Way.ON_PAPER:
        refuse("This paper comes from somebody else: keep its scan.")
    if paper.has_blanks and more.get("way") != Way.ON_PAPER:
        refuse("Some lines of this paper are not filled in yet. The coordinator fills them in; then it can be signed.")
    if not _stands(paper, digest_of(paper)):
        refuse("The text of this paper is not the one that was made. Nobody signs it; tell the coordinator.")
    name, relationship = one_line(signed.name)[:160], one_line(signed.relationship)[:60]
    if len(name) < 2:
        refuse("Type your full name.")
    drawing = strokes(signed.drawing)
    row = Signature(
        institution=paper.institution, paper=paper, signer=signer, signed_by=name, relationship=relationship,
        drawing=drawing, at=clock.now(), paper_digest=paper.digest,
        **({"way": Way.DRAWN if drawing else Way.TYPED} | more),
    )  # fmt: skip
    row.digest = signature_digest(row)
    row.save(force_insert=True)
    after = {"signer": signer, "way": row.way, "known": row.known, "digest": row.digest, "paper": paper.digest}
    record("sign paper", row, by=by, after=after, institution=paper.institution)
    settle(paper)
    return row


def strokes(drawing: str) -> str:
    """A drawn name as we draw it again: lines between whole points and nothing else; what is none is left out."""
    text = drawing.strip()
    return text if len(text) <= LONGEST_DRAWING and _STROKES.fullmatch(text) else ""


def signature_digest(row: Signature) -> str:
    """The digest over all that a signature says, the digest of the signed text among it."""
    facts = {
        "paper": row.paper_digest, "signer": row.signer, "name": row.signed_by, "relationship": row.relationship,
        "way": row.way, "known": row.known, "email": row.email, "drawing": row.drawing,
        "person": str(row.person_id or ""), "file": _digest_of_file(row.file),
        "at": clock.local(row.at, "UTC").isoformat(),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _digest_of_file(stored: StoredFile | None) -> str:
    return stored.digest if stored else ""


def holds(paper: Paper, signatures: Iterable[Signature]) -> bool:
    """Whether a paper's text and its signatures are still what they were, but for what was erased (R26)."""
    return _stands(paper, digest_of(paper)) and all(
        _stands(one, signature_digest(one)) and (one.carried_from or one.paper_digest == paper.digest)
        for one in signatures
    )


def _stands(row: Paper | Signature, now: str) -> bool:
    """Whether a digest of now is the first one, or that of what an erasure left."""
    return row.erased_digest == digest_left(row.digest, now) if row.erased_at else row.digest == now


def digest_left(first: str, left: str) -> str:
    """The digest that an erasure leaves: over the first one, which the journal has too, and over what is left."""
    return hashlib.sha256(f"{first}\n{left}".encode()).hexdigest()
