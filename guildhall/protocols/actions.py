from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause, Protocol


@dataclass(frozen=True)
class Draft:
    """A clause as its authors wrote it."""

    number: str
    heading: str
    text: str
    subject: str = Clause.Subject.OTHER
    parameters: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def publish(
    institution: Institution, title: str, clauses: Sequence[Draft], *, in_force_from: date, text: str, by: Person | None
) -> Protocol:
    """Publish the next version of a protocol; earlier versions stay readable and stay cited (B3)."""
    if not clauses:
        refuse("A protocol has at least one clause.")
    last = Protocol.objects.filter(institution=institution, title=title).order_by("-number").first()
    protocol = Protocol.objects.create(
        institution=institution,
        title=title,
        number=last.number + 1 if last else 1,
        in_force_from=in_force_from,
        text=text,
        published_at=clock.now(),
    )
    Clause.objects.bulk_create(
        Clause(
            protocol=protocol,
            number=c.number,
            heading=c.heading,
            text=c.text,
            subject=c.subject,
            parameters=c.parameters,
            position=n,
        )
        for n, c in enumerate(clauses)
    )
    record("publish", protocol, by=by, after={"title": title, "number": protocol.number, "clauses": len(clauses)})
    return protocol
