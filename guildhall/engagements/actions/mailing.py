"""A bulk e-mail on the timeline: one entry for each employer, one touch of each contact (M5)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from guildhall.employers.actions.facts import note_many_engaged
from guildhall.engagements.models import Engagement, Participant, Touch
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import among, insert_values

KIND = "email"
ENTRY = ("id", "employer_id", "kind", "happened_on", "summary", "by_id", "institution_id", "recorded_at", "meaningful",
         "answered", "contact_id")  # fmt: skip
TOUCH = ("id", "occasion", "employer_id", "contact_id", "kind", "on", "state", "by_id", "institution_id",
         "engagement_id")  # fmt: skip
Reached = tuple[UUID, UUID | None]  # an employer, and who there


@transaction.atomic
def note_mailed(
    occasion: UUID, summary: str, reached: Sequence[Reached], *, by: Person, institution: Institution
) -> None:
    """Write that a bulk e-mail went to some contacts, in blocks; whoever sends asks every rule before.

    A second contact of the same employer joins the entry that stands there already.
    """
    at: dict[UUID, list[UUID | None]] = defaultdict(list)
    for employer, contact in reached:
        at[employer].append(contact)
    known = dict(Touch.objects.filter(occasion=occasion, employer__in=among(at)).values_list("employer", "engagement"))
    new = [employer for employer in at if not known.get(employer)]
    entries = dict(zip(new, new_ids(len(new)), strict=True))
    today = clock.today()
    facts: tuple[Any, ...] = (KIND, today, summary[:200], by.pk, institution.pk, clock.now(), False, False)
    insert_values(Engagement, ENTRY, [(pk, employer, *facts, at[employer][0]) for employer, pk in entries.items()])
    entries |= {employer: pk for employer, pk in known.items() if pk}
    _name_others(at, entries, set(new))
    details = (KIND, today, Touch.State.MADE.value, by.pk, institution.pk)
    rows = [
        (pk, occasion, employer, contact, *details, entries[employer])
        for pk, (employer, contact) in zip(new_ids(len(reached)), reached, strict=True)
    ]
    insert_values(Touch, TOUCH, rows)
    note_many_engaged(list(at), at=clock.noon_of(today), institution=institution)


def _name_others(at: dict[UUID, list[UUID | None]], entries: dict[UUID, UUID], new: set[UUID]) -> None:
    others = [
        Participant(engagement_id=entries[employer], contact_id=contact)
        for employer, contacts in at.items()
        for contact in (contacts[1:] if employer in new else contacts)
        if contact
    ]
    Participant.objects.bulk_create(others, ignore_conflicts=True)


@transaction.atomic
def take_back_mailed(occasion: UUID, contacts: Sequence[UUID], others_at: Sequence[UUID] = ()) -> None:
    """Take back the touches of those whom a bulk e-mail did not reach after all: they count for no budget.

    `others_at` are the employers of others than contacts, each as often as somebody there was not reached.
    """
    nameless = [pk for employer, n in Counter(others_at).items() for pk in _nameless(occasion, employer, n)]
    touches = Touch.objects.filter(Q(contact__in=contacts) | Q(pk__in=nameless), occasion=occasion)
    entries = set(touches.values_list("engagement", flat=True))
    touches.delete()
    Participant.objects.filter(engagement__in=entries, contact__in=contacts).delete()
    still = set(Touch.objects.filter(engagement__in=entries).values_list("engagement", flat=True))
    Engagement.objects.filter(pk__in=entries - still).update(removed_at=clock.now())


def _nameless(occasion: UUID, employer: UUID, n: int) -> list[UUID]:
    """So many touches of an employer by a mailing that was to reach no contact there."""
    rows = Touch.objects.filter(occasion=occasion, employer=employer, contact=None).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:n])
