"""An agreement for tests: Mesa with Kestrel, drawn up, sent out and signed."""

import re
from datetime import timedelta
from typing import Any

from guildhall.agreements.actions import obliging, signing
from guildhall.agreements.actions.drawing_up import Bound, Head, Words, draw_up
from guildhall.agreements.actions.obliging import Duty
from guildhall.agreements.models import Agreement, Obligation, Party, Revision
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.supervision.actions.signing import SignedAs

SCAN = [b"%PDF-1.4\n%%EOF"]
Counts = Obligation.Counts


def drawn(cast: Any, employer: Any, *, by: Any = None, place: Any = None, **more: Any) -> Agreement:
    """A draft with one employer, by default of Mesa."""
    by, place, today = by or cast.mesa_wbl, place or cast.mesa, clock.today()
    title, audience = more.pop("title", "Internships in wiring"), more.pop("audience", "region")
    facts = {"starts_on": today - timedelta(30), "ends_on": today + timedelta(335), "terms": "Both do their part."}
    parties = [Bound("ours", institution=place), Bound("theirs", employer=employer)]
    replaces = more.pop("replaces", None)
    head = Head("training", title, by, audience)
    return draw_up(head, Words(**(facts | more)), parties, institution=place, by=by, replaces=replaces)


def revision_of(agreement: Agreement) -> Revision:
    """The newest revision."""
    return agreement.revisions.order_by("-number")[0]


def ours(agreement: Agreement) -> Party:
    return agreement.parties.get(side="ours")


def theirs(agreement: Agreement) -> Party:
    return agreement.parties.get(side="theirs")


def duty(agreement: Agreement, party: Party, counts: str, *, by: Any, wanted: int = 6, **more: Any) -> Obligation:
    """A duty within sixty days around today."""
    today = clock.today()
    facts = {"what": "host interns", "starts_on": today - timedelta(30), "due_on": today + timedelta(30)} | more
    return obliging.add_obligation(
        revision_of(agreement), party, Duty(**facts, counts=counts, wanted=wanted), by=by
    )  # fmt: skip


def out(agreement: Agreement, *, by: Any) -> Revision:
    """Its newest revision, sent out for signature."""
    row = revision_of(agreement)
    return signing.send_out(row, version=row.version, by=by)


def signed(agreement: Agreement, *, by: Any) -> Agreement:
    """Signed by everybody: our side signed in, the others on paper."""
    row = out(agreement, by=by)
    for party in agreement.parties.all():
        if party.is_ours:
            signing.sign_as_staff(row, party, SignedAs("Wanda Wbl"), "Dean", by=by)
        else:
            signing.note_on_paper(row, [party], "Ama Ortega", "signed.pdf", SCAN, by=by)
    return Agreement.objects.get(pk=agreement.pk)


def in_force(cast: Any, employer: Any, **more: Any) -> Agreement:
    """An agreement in force with one employer."""
    by = more.get("by") or cast.mesa_wbl
    return signed(drawn(cast, employer, **more), by=by)


def secret_in(page: str = "sign-agreement") -> str:
    """The secret of the newest e-mail with a link to a page."""
    row = OutgoingEmail.objects.filter(text__contains=f"/{page}/").order_by("-queued_at", "-pk").first()
    assert row, f"nobody was written a link to {page}"
    found = re.search(rf"/{page}/([\w-]+)/", row.text)
    assert found
    return found.group(1)
