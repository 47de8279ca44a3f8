"""Placements of two colleges at the shared employer, with papers, links, hours, visits and evaluations of each."""

from datetime import timedelta
from typing import Any

from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.placements.models import Placement
from guildhall.supervision.actions import hours, linking, preparing, signing
from guildhall.supervision.actions.types import TypeFacts, enter_type
from guildhall.supervision.actions.visiting import Visit, note_visit
from guildhall.supervision.models import RelationshipAssessment
from tests.supervision.placed import secret_in

PDF = b"%PDF-1.4\n%%EOF"


def supervised(cast: Any, students: Any, record: Any, canary: Any) -> dict[str, Any]:
    """Of each college a placement with everything that hangs on one; of Mesa's the secrets of the links."""
    names = ("placements", "types", "papers", "signed", "signatures", "links", "entries", "asked")
    found: dict[str, Any] = {name: {} for name in names} | {"secrets": {}}
    today = clock.today()
    contact = Contact.objects.get(pk=record.ids["contact"])
    for kind, name in (("harbor", "harbor_wbl"), ("mesa", "mesa_wbl")):
        by, row, place = cast.people[name], students[kind], getattr(cast, kind, None) or students[kind].institution
        one = Placement.objects.create(
            institution=place, registration=row, student=row.student, employer=record.employer,
            kind="internship_paid", title=canary(kind, "placed"), since=clock.now(), created_at=clock.now(),
            state="started", starts_on=today - timedelta(9), started_on=today - timedelta(9), supervisor=contact,
            coordinator=by,
        )  # fmt: skip
        text = f"{canary(kind, 'agreed')} {{student}}"
        kinds = [
            enter_type(place, TypeFacts(title, text, ["student", "supervisor", "institution"]), by=by)
            for title in ("Agreement", "Permit", "Photo")
        ]
        paper, scanned = (preparing.prepare(one, kinds[n], by=by) for n in range(2))
        signing.note_on_paper(scanned, ["student"], signing.SignedAs(canary(kind, "signer")), "a.pdf", [PDF], by=by)
        entry = hours.log_hours(
            one, hours.Worked(today, "key-of-the-world", hours=2, learned=canary(kind, "learned")), by=by
        )
        note_visit(one, Visit(today, canary(kind, "met"), notes=canary(kind, "visited")), by=by)
        link = linking.ask_to_sign(paper, "student", by=by)
        linking.ask_to_sign(scanned, "supervisor", by=by)
        for purpose in ("log", "approve", "final"):
            linking.ask_by_link(one, purpose, by=by)
        facts = {"institution": place, "employer": record.employer, "year": f"{today.year - 3}-x"}
        found["asked"][kind] = RelationshipAssessment.objects.create(**facts, side="institution", person=by, who="x")
        found["placements"][kind], found["types"][kind], found["papers"][kind] = one, kinds[0], paper
        found["signed"][kind], found["signatures"][kind] = scanned, scanned.signatures.get()
        found["links"][kind], found["entries"][kind] = link, entry
    secret = new_secret()
    found["assessed"] = {kind: RelationshipAssessment.objects.create(
        **facts, side="employer", contact=contact, who="y", secret_hash=kept(secret).hex(), sent_at=clock.now(),
        until=today + timedelta(9),
    )}  # fmt: skip
    pages = (
        ("sign-link", "sign"),
        ("hours-link", "hours-of"),
        ("approve-link", "approve"),
        ("evaluate-link", "evaluate"),
    )
    found["secrets"] = {name: secret_in(page) for name, page in pages} | {"assess-link": secret}
    return {"supervised": found}
