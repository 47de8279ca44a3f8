"""Papers, hours, visits and evaluations of the demo's placements, and what its colleges ask for."""

from datetime import timedelta
from decimal import Decimal
from itertools import islice

from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.placements.models import Placement
from guildhall.supervision import rules
from guildhall.supervision.actions import hours, preparing, signing, visiting
from guildhall.supervision.actions.planning import PlanFacts, keep_plan
from guildhall.supervision.actions.types import adopt_starters
from guildhall.supervision.models import Signer
from guildhall.supervision.queries.papers import RELATED, lines_of
from guildhall.supervision.starters import STARTERS

MOST = 12  # placements with papers: enough to show every state
LEARNED = ("Set up the bench and read drawings", "Helped at reception, learned the phone", "Took part in rounds",
           "Sorted parts and counted stock", "Wrote a report with the team")  # fmt: skip
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def tell(places: dict[str, Institution], staff: Staff) -> None:
    """Three colleges say what they ask for; the placements under way have some of it, and hours of two weeks."""
    for code in [code for code, role in staff.posts if role == Role.WBL_COORDINATOR][:3]:
        by = staff.one(code, Role.WBL_COORDINATOR)
        if rules.can_keep_types(by, places[code]):
            with step("take papers over", code):
                adopt_starters(places[code], [one.slug for one in STARTERS], by=by)
    rows = Placement.objects.select_related(*RELATED).exclude(coordinator=None).order_by("created_at", "pk")
    just_agreed = rows.filter(state=Placement.State.AGREED).last()  # nobody has come to its papers yet
    for n, row in enumerate(islice(rows.iterator(), MOST)):
        if row != just_agreed:
            with step("papers of a placement", row.title):
                _papers(row, n)
        if row.started_on:
            with step("hours of a placement", row.title):
                _hours(row, n)


def _papers(row: Placement, n: int) -> None:
    by = row.coordinator
    assert by is not None
    keep_plan(row, PlanFacts(LEARNED[n % len(LEARNED)]), version=0, by=by)
    row = Placement.objects.select_related(*RELATED).get(pk=row.pk)
    needed = [line for line in lines_of([row])[row.pk] if line.wanted]
    for k, paper in enumerate(preparing.prepare_all(row, needed, by=by)):
        wanted = [one for one in paper.signers if one != Signer.INSTITUTION]
        if wanted and (n + k) % 3:
            name = signing.SignedAs(row.registration.name)
            signing.note_on_paper(paper, wanted[: 1 + (n + k) % 2], name, "signed.pdf", [SCAN], by=by)
        if Signer.INSTITUTION in paper.signers and not (paper.type.on_paper_only or paper.has_blanks) and n % 2:
            signing.sign_for_institution(paper, signing.SignedAs(by.name), by=by)


def _hours(row: Placement, n: int) -> None:
    by, first = row.coordinator, row.started_on
    assert by is not None
    assert first is not None
    last = min(row.ended_on or clock.today(), clock.today())
    for k in range(0, min((last - first).days + 1, 14), 2):
        worked = hours.Worked(first + timedelta(k), f"demo-{k}", hours=Decimal(3), learned=LEARNED[(n + k) % 5])
        entry = hours.log_hours(row, worked, by=by)
        if k < 7:
            hours.decide_hours(row, [str(entry.pk)], approved=True, by=by)
    if n % 2:
        seen = visiting.Visit(last, "The supervisor", "yes", "Safe and friendly; the student knows whom to ask.")
        visiting.note_visit(row, seen, by=by)
