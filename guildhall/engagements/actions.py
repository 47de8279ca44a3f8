from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions.facts import note_engagements
from guildhall.employers.models import Contact, Employer
from guildhall.engagements import rules
from guildhall.engagements.models import Engagement
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import copy_values


@dataclass(frozen=True, slots=True)
class Happening:
    """What somebody logs about a day with an employer."""

    kind: str
    summary: str
    happened_on: date
    body: str = ""
    contact: Contact | None = None
    themes: tuple[str, ...] = ()
    stays: bool = False


@transaction.atomic
def record_engagement(employer: Employer, happening: Happening, *, by: Person, institution: Institution) -> Engagement:
    """Log an engagement on the one timeline; with `stays` it never leaves the CRM (C5, A6)."""
    found = Employer.objects.select_for_update().get(pk=employer.pk)
    require(rules.can_record(by, found))
    if happening.happened_on > clock.today():
        refuse("An engagement is logged once it has happened; the day cannot be ahead.")
    if happening.contact and happening.contact.employer_id != found.pk:
        refuse("That contact belongs to another employer.")
    engagement = Engagement.objects.create(
        employer=found,
        kind=happening.kind,
        happened_on=happening.happened_on,
        summary=happening.summary,
        body=happening.body,
        contact=happening.contact,
        themes=list(happening.themes),
        by=by,
        institution=institution,
        stays_with=found.holder if happening.stays else None,
        recorded_at=clock.now(),
    )
    note_engagements(found, at=_noon(happening.happened_on), institution=institution)
    record(
        "record",
        engagement,
        by=by,
        institution=institution,
        after={
            "employer": str(found.pk),
            "kind": happening.kind,
            "on": happening.happened_on,
            "summary": happening.summary,
        },
    )
    return engagement


ACT = ("id", "employer_id", "kind", "happened_on", "summary", "body", "by_id", "institution_id", "recorded_at")


def note_acts(employers: Sequence[UUID], summary: str, *, body: str = "", by: Person, institution: Institution) -> None:
    """Write a recorded act, such as promotion, on the timelines of employers; acts are no contacts."""
    told = (Engagement.Kind.ACT.value, clock.today(), summary, body, by.pk, institution.pk, clock.now())
    copy_values(Engagement, ACT, [(n, pk, *told) for n, pk in zip(new_ids(len(employers)), employers, strict=True)])


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo("UTC"))
