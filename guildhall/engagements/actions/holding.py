"""What an employer has told us about being contacted, and who is talking with it at present (N3)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions.editing import Editor, person_of
from guildhall.employers.models import Contact, Employer
from guildhall.engagements import rules
from guildhall.engagements.models import ContactLimit, Conversation
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

LIMIT_FIELDS = ("contact", "most", "days", "paused_from", "paused_until", "quiet_months", "channel", "said")


@transaction.atomic
def set_limit(
    employer: Employer, values: dict[str, Any], *, by: Editor, limit: ContactLimit | None = None, version: int = 0
) -> ContactLimit:
    """Write down how often, when and by which way an employer or contact wants to be contacted, and who said so."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_set_limits(by, saved_employer))
    contact: Contact | None = values.get("contact")
    if contact and contact.employer_id != saved_employer.pk:
        refuse("That contact belongs to another employer.")
    if limit is None:
        row, before = ContactLimit(employer=saved_employer), {}
    else:
        row = locked(ContactLimit, limit.pk, employer=saved_employer)
        if row.version != version:
            raise Conflict
        before = _told(row)
        row.version += 1
    for name in LIMIT_FIELDS:
        setattr(row, name, values.get(name))
    row.days, row.channel = row.days or 30, row.channel or ""
    row.quiet_months = sorted({int(month) for month in row.quiet_months or ()})
    if len(row.quiet_months) > 11 or not set(row.quiet_months) <= set(range(1, 13)):
        refuse("Leave at least one month of the year open, or say how often at most: 0 means not at all.")
    if row.most is None and not (row.paused_until or row.paused_from or row.quiet_months or row.channel):
        refuse("Say how often at most, until when not at all, or by which way.")
    row.by, row.at = person_of(by), clock.now()
    row.save()
    record("set limit", row, by=by, before=before or None, after=_told(row))
    return row


def _told(row: ContactLimit) -> dict[str, Any]:
    return {name: v.name if isinstance(v := getattr(row, name), Contact) else v for name in LIMIT_FIELDS}


def note_wishes(wishes: Sequence[tuple[Any, Any, str]], *, by: Person) -> list[str]:
    """Write down that contacts asked not to be contacted: employer, contact, and who said so; for many at once.

    The caller has asked who may, and writes the journal of the block.
    """
    known = set(ContactLimit.objects.filter(contact__in=[c for _e, c, _w in wishes], most=0).values_list("contact"))
    rows = [
        ContactLimit(
            employer_id=employer, contact_id=contact, most=0, days=366, said=words[:200], by=by, at=clock.now()
        )
        for employer, contact, words in wishes
        if (contact,) not in known
    ]
    return [str(row.pk) for row in ContactLimit.objects.bulk_create(rows)]


@transaction.atomic
def drop_limit(limit: ContactLimit, *, reason: str, version: int, by: Editor) -> None:
    """Lift what an employer had asked for, because it said so; the protocol's budget holds again."""
    employer = locked(Employer, limit.employer_id)
    require(rules.can_set_limits(by, employer))
    row = locked(ContactLimit, limit.pk, "employer")
    if row.version != version:
        raise Conflict
    if not reason.strip():
        refuse("Say who of the employer lifted it.")
    record("lift limit", row, by=by, before=_told(row), reason=reason.strip())
    row.delete()


@transaction.atomic
def hold_door(employer: Employer, about: str, until: Any, *, by: Person, institution: Institution) -> Conversation:
    """Say that a conversation with an employer is under way until a day: others see it before they knock."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_plan_ask(by, saved_employer))
    if until < clock.today() or (until - clock.today()).days > 120:
        refuse("Choose a day within the next four months.")
    if not about.strip():
        refuse("Say what you are talking about.")
    Conversation.objects.filter(employer=saved_employer, person=by, ended_at=None).update(ended_at=clock.now())
    row = Conversation.objects.create(
        employer=saved_employer,
        person=by,
        institution=institution,
        about=about.strip()[:200],
        until=until,
        made_at=clock.now(),
    )
    record("hold door", row, by=by, institution=institution, after={"about": row.about, "until": row.until})
    return row


@transaction.atomic
def let_go(conversation: Conversation, *, by: Person) -> None:
    """End a conversation before its day."""
    row = locked(Conversation, conversation.pk, "employer")
    if row.person_id != by.pk:
        refuse("Only {person} ends this.", person=row.person)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        record("let go", row, by=by, before={"until": row.until})
