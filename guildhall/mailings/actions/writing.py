"""Writing a bulk e-mail, and the senders and templates that it begins with (C18)."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models.places import MailTopic
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import YES, Conflict, Verdict, no, refuse, require
from guildhall.mailings import rules
from guildhall.mailings.letters import problems_of
from guildhall.mailings.links import address_of
from guildhall.mailings.merge_fields import FIELDS, STUDENT_FIELDS, unknown_fields
from guildhall.mailings.models import Attachment, Elements, LetterTemplate, Mailing, Sender, StudentTopic
from guildhall.mailings.queries.attached import pictures_in_reach, pictures_of, pictures_of_template
from guildhall.mailings.queries.checking_students import NAMES_CONTACT, contacts_named_in
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

MOST_AN_HOUR = 100_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes: from whom, about what, and the words."""

    sender: Sender
    topic: str
    subject: str
    body: str
    outreach: bool = False
    asks_for: str = ""
    elements: tuple[str, ...] = ()
    an_hour: int = 500
    audience: str = Mailing.Audience.EMPLOYERS

    @property
    def fields(self) -> dict[str, str]:
        """What it may name of its readers."""
        return STUDENT_FIELDS if self.audience == Mailing.Audience.STUDENTS else FIELDS

    def facts(self) -> dict[str, Any]:
        """The columns of the mailing."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"elements": list(self.elements)}


def can_be_filled(text: str, fields: Collection[str] = FIELDS) -> Verdict:
    """Whether everything that stands in braces is a field."""
    if unknown := unknown_fields(text, fields):
        return no("{field} is not a field. Take one of the list below the text.", field="{" + unknown[0] + "}")
    return YES


def checked_words(
    subject: str, body: str, pictures: Collection[str] = (), fields: Collection[str] = FIELDS
) -> tuple[str, str]:
    """The subject in one line and the text; refuses what would not be read as it was meant."""
    subject, body = one_line(subject)[:150], body.strip()
    if not subject or not body:
        refuse("Write a subject and a text.")
    require(can_be_filled(f"{subject}\n{body}", fields))
    if problems := problems_of(body, pictures):
        refuse(problems[0])
    return subject, body


def _checked(
    draft: Draft, institution: Institution, row: Mailing | None = None, pictures: Collection[str] = ()
) -> dict[str, Any]:
    facts = draft.facts()
    facts["asks_for"] = one_line(draft.asks_for)[:300]
    if draft.audience == Mailing.Audience.STUDENTS:  # what is asked of students is no outreach to partners
        facts |= {"outreach": False, "asks_for": "", "elements": []}
    pictures = pictures_of(row) if row else pictures
    facts["subject"], facts["body"] = checked_words(draft.subject, draft.body, pictures, draft.fields)
    topics = StudentTopic if draft.audience == Mailing.Audience.STUDENTS else MailTopic
    if draft.sender.retired_at or draft.sender.institution_id not in institution.lineage:
        refuse("Choose a sender of this institution.")
    known = draft.topic in topics.values and set(draft.elements) <= set(Elements.values)
    if not known or (row and row.audience != draft.audience) or not 1 <= draft.an_hour <= MOST_AN_HOUR:
        refuse("Choose from what is offered.")
    return facts


@transaction.atomic
def write_mailing(draft: Draft, *, institution: Institution, by: Person) -> Mailing:
    """Begin a bulk e-mail (C18)."""
    to_students = draft.audience == Mailing.Audience.STUDENTS
    require(rules.can_write(by, institution, to_students=to_students))
    pictures = pictures_in_reach(draft.body, by)
    facts = _checked(draft, institution, pictures=pictures)
    if to_students and (found := contacts_named_in(f"{draft.subject}\n{draft.body}", by)):
        refuse(NAMES_CONTACT, what=found[0])
    row = Mailing.objects.create(**facts, institution=institution, author=by, made_at=clock.now())
    _own_pictures(row, pictures, by=by)
    record("write mailing", row, by=by, institution=institution, after={"subject": row.subject, "topic": row.topic})
    return row


def _own_pictures(row: Mailing, pictures: dict[str, Attachment], *, by: Person) -> None:
    """Give a mailing pictures of its own instead of those of the template that it begins with."""
    for address, one in pictures.items():
        own = Attachment.objects.create(
            mailing=row, file=one.file, title=one.title, shows=one.shows, by=by, at=clock.now()
        )
        row.body = row.body.replace(address, address_of(own.pk))
    if pictures:
        row.save(update_fields=["body"])


def held(pk: Any, version: int | None = None) -> Mailing:
    """A mailing that nobody else changes meanwhile; raises `Conflict` where somebody has."""
    row = locked(Mailing, pk, "institution", "sender", "author", "approver", "sent_by")
    if version is not None and row.version != version:
        raise Conflict
    return row


def keep(row: Mailing, verb: str, *, by: Person | None, reason: str = "", **after: Any) -> Mailing:
    """Save a mailing that is held as its next version, and write what was done to it."""
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.institution, after={"state": row.state} | after, reason=reason)
    return row


def as_draft(row: Mailing, *, by: Person | None = None) -> None:
    """Let a mailing be a draft again: what is changed after it was approved is to be approved again.

    `by` is who changed its words or recipients: somebody else approves them.
    """
    row.changed_by = by or row.changed_by
    row.state, row.approver, row.approved_at = Mailing.State.DRAFT, None, None
    row.sent_by = row.send_from = None
    row.missing = []  # what is missing is said anew, and why it goes anyway


@transaction.atomic
def change_mailing(mailing: Mailing, draft: Draft, *, version: int, by: Person) -> Mailing:
    """Change what a mailing says; approved or waiting, it becomes a draft again."""
    row = held(mailing.pk, version)
    require(rules.can_change(by, row))
    before = {"subject": row.subject, "body": row.body}
    facts = _checked(draft, row.institution, row)
    if row.to_students and (found := contacts_named_in(f"{draft.subject}\n{draft.body}", by)):
        refuse(NAMES_CONTACT, what=found[0])
    for name, value in facts.items():
        setattr(row, name, value)
    as_draft(row, by=by)
    row.version += 1
    row.save()
    after = {"subject": row.subject, "body": row.body, "state": row.state}
    record("change mailing", row, by=by, institution=row.institution, before=before, after=after)
    return row


# ── Senders and templates ────────────────────────────────────────────


@transaction.atomic
def save_sender(
    values: dict[str, Any], *, institution: Institution, by: Person, row: Sender | None = None, version: int = 0
) -> Sender:
    """Keep an identity under which an institution writes: its name, who reads the answers, its postal address."""
    facts = {"title": one_line(values["title"])[:100], "reply_to": values["reply_to"],
             "postal_address": one_line(values["postal_address"])[:200]}  # fmt: skip
    if not all(facts.values()):
        refuse("A sender needs a name, an address for answers and a postal address.")
    return _kept(Sender, facts, "change sender" if row else "add sender", institution, by, row, version)


@transaction.atomic
def save_template(
    values: dict[str, Any], *, institution: Institution, by: Person, row: LetterTemplate | None = None, version: int = 0
) -> LetterTemplate:
    """Keep a text that an institution begins a bulk e-mail with; those of a region serve all below it."""
    pictures = pictures_of_template(row)
    subject, body = checked_words(values["subject"], values["body"], pictures, FIELDS | STUDENT_FIELDS)
    facts = {"title": one_line(values["title"])[:100], "subject": subject, "body": body}
    if not facts["title"]:
        refuse("Give the template a name.")
    return _kept(
        LetterTemplate, facts, "change letter template" if row else "add letter template", institution, by, row, version
    )


def _kept(
    model: Any, facts: dict[str, Any], verb: str, institution: Institution, by: Person, row: Any, version: int
) -> Any:
    saved = locked(model, row.pk, "institution") if row else model(institution=institution, by=by)
    require(rules.can_keep(by, saved.institution))
    if row and saved.version != version:
        raise Conflict
    others = model.objects.filter(institution=saved.institution, title=facts["title"]).exclude(pk=saved.pk)
    if others.exists():
        refuse("Another one has that name already.")
    before = {name: getattr(saved, name) for name in facts} if row else None
    for name, value in facts.items():
        setattr(saved, name, value)
    saved.version += 1 if row else 0
    saved.save()
    record(verb, saved, by=by, institution=saved.institution, before=before, after=facts)
    return saved


@transaction.atomic
def retire(row: Sender | LetterTemplate, *, version: int, by: Person) -> None:
    """Offer a sender or template no more; what was written with it keeps it."""
    saved = locked(type(row), row.pk, "institution")
    require(rules.can_keep(by, saved.institution))
    if saved.version != version or saved.retired_at:
        raise Conflict
    saved.retired_at, saved.version = clock.now(), saved.version + 1
    saved.save(update_fields=["retired_at", "version"])
    after = {"title": saved.title}
    record(
        "retire sender" if isinstance(saved, Sender) else "retire letter template",
        saved, by=by, institution=saved.institution, after=after,
    )  # fmt: skip
