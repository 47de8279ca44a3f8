"""Agreements with employers on every side of the wall: drafts, one out for signature, two in force."""

from datetime import timedelta
from typing import Any

from guildhall.agreements.actions import linking, obliging, signing
from guildhall.agreements.actions.drawing_up import Bound, Head, Words, attach_text, draw_up
from guildhall.agreements.models import Agreement, Revision
from guildhall.lib import clock
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary, secret_of

PDF = b"%PDF-1.4\n%%EOF"
KEPT = {
    "region": "director", "mesa": "mesa_wbl", "harbor": "harbor_wbl", "shared": "mesa_wbl", "exception": "harbor_wbl",
    "agdraft": "mesa_wbl", "agout": "mesa_wbl",
}  # fmt: skip


def bound(cast: Cast, records: dict[str, Record]) -> dict[str, Any]:
    """One of every kind: with restricted employers drafts, with the shared ones in force."""
    found = {kind: _drawn(cast, records, kind) for kind in KEPT}
    for kind in ("shared", "exception", "agout"):
        revision = found[kind].revisions.get()
        signing.send_out(revision, version=revision.version, by=_by(cast, kind))
    for kind in ("shared", "exception"):
        revision = Revision.objects.get(agreement=found[kind])
        names = (canary(kind, "signedagreement"), "scan.pdf")
        signing.note_on_paper(revision, found[kind].parties.all(), *names, [PDF], by=_by(cast, kind))
    revision = Revision.objects.get(agreement=found["agout"])
    party = found["agout"].parties.get(side="theirs")
    mail = {"name": canary("agout", "agsigner"), "email": "signs@people.example"}
    link = linking.ask_to_sign(revision, party, **mail, by=_by(cast, "agout"))
    rows = {kind: Agreement.objects.get(pk=row.pk) for kind, row in found.items()}
    return {"agreements": rows, "signing_link": link, "agreement_secret": secret_of("agreement link", "sign-agreement")}


def _by(cast: Cast, kind: str) -> Any:
    return cast.people[KEPT[kind]]


def _drawn(cast: Cast, records: dict[str, Record], kind: str) -> Agreement:
    by, today = _by(cast, kind), clock.today()
    place = {"region": cast.region, "harbor": cast.harbor, "exception": cast.harbor}.get(kind, cast.mesa)
    employer = records[kind if kind in records else "shared"].employer
    words = Words(today - timedelta(9), today + timedelta(300), 30, canary(kind, "agpurpose"), canary(kind, "agterms"))
    does, gains = canary(kind, "agdoes"), canary(kind, "aggains")
    parties = [Bound("ours", institution=place), Bound("theirs", employer=employer, does=does, gains=gains)]
    row = draw_up(Head("mou", canary(kind, "agtitle"), by), words, parties, institution=place, by=by)
    revision = row.revisions.get()
    for counts, party in (("begun", "theirs"), ("by_hand", "ours")):
        duty = obliging.Duty(canary(kind, f"ag{counts.replace('_', '')}"), today, today + timedelta(90), counts, 6)
        obliging.add_obligation(revision, row.parties.get(side=party), duty, by=by)
    attach_text(revision, "text.pdf", [PDF], by=by)
    return row
