"""A placement for tests, with its papers: of a student of Mesa at Kestrel, and who has a part in it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.outbox.models import OutgoingEmail
from guildhall.placements.models import Placement
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Guardian, Registration
from guildhall.supervision.actions.types import TypeFacts, enter_type
from guildhall.supervision.models import PaperType

CONTACT = {"given_name": "Ama", "family_name": "Ortega", "email": "ama@kestrel.example"}


@dataclass
class Placed:
    """A placement and what it stands on."""

    placement: Placement
    registration: Registration
    employer: Employer
    type: PaperType


def placed(cast: Any, *, age: int = 16, place: Any = None, by: Any = None, **more: Any) -> Placed:
    """A student who has begun ten days ago, by default 16 years old, with a guardian and a paper of all four."""
    place, by = place or cast.mesa, by or cast.mesa_wbl
    employer = Employer.objects.filter(name="Kestrel Aerospace").first()
    employer = employer or cast.shared("Kestrel Aerospace", contact=CONTACT).employer
    today = clock.today()
    born = date(today.year - age, 1, 1) - timedelta(40)
    name = more.pop("name", "Nia")
    row = register(place, StudentFacts(name, "Zamora", born, email=f"{name}@s.example".lower(), year="2026-27"), by=by)
    Guardian.objects.create(institution=place, registration=row, name="Rosa Zamora", email="rosa@g.example")
    facts = {
        "kind": "internship_paid", "title": "Wiring harnesses", "since": clock.now(), "created_at": clock.now(),
        "state": "started", "starts_on": today - timedelta(10), "started_on": today - timedelta(10),
        "ends_on": today + timedelta(60), "supervisor": employer.contacts.first(), "coordinator": by, "paid": True,
    } | more  # fmt: skip
    placement = Placement.objects.create(
        institution=place, registration=row, student=row.student, employer=employer, **facts
    )
    kind = PaperType.objects.in_use().filter(institution=place, title="Agreement").first() or enter_type(
        place,
        TypeFacts("Agreement", "{student} works at {employer}.", ["student", "guardian", "supervisor", "institution"]),
        by=by,
    )
    return Placed(placement, row, employer, kind)


def secret_in(page: str, to: str = "") -> str:
    """The secret of the newest e-mail with a link to a page."""
    rows = OutgoingEmail.objects.filter(text__contains=f"/{page}/").order_by("-queued_at", "-pk")
    row = (rows.filter(to=to) if to else rows).first()
    assert row, f"nobody was written a link to {page}"
    found = re.search(rf"/{page}/([\w-]+)/", row.text)
    assert found
    return found.group(1)
