"""A mailing as one recipient reads it: its words filled in, as plain text and as a page for mail readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from guildhall.lib.lines import one_line
from guildhall.mailings.letters import STYLES, as_html, as_text, as_words, page_of
from guildhall.mailings.links import address_of
from guildhall.mailings.merge_fields import FIELDS, STUDENT_FIELDS, Slots, filled, slotted
from guildhall.mailings.models import Carried, Mailing
from guildhall.mailings.queries.parties import Candidate
from guildhall.mailings.queries.students import Learner
from guildhall.ui.dates import in_words

Reader = Candidate | Learner
CHOICES, WHY = "choices", "why"  # slots of the reader's own link, and why they get it: no field is called so


def fields_of(mailing: Mailing) -> dict[str, str]:
    """What a mailing may name: of students only what it is about."""
    return STUDENT_FIELDS if mailing.to_students else FIELDS


def value_of(mailing: Mailing, row: Reader, name: str) -> str:
    """What one field of a letter becomes for one reader."""
    if name == "institution":
        return str(mailing.institution.name)
    return mailing.sender.title if name == "sender" else one_line(getattr(row, name))


def values_of(mailing: Mailing, row: Reader) -> dict[str, str]:
    """What the fields of a letter become for one reader."""
    return {name: value_of(mailing, row, name) for name in fields_of(mailing)}


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of a mailing with slots in place of its fields: made once, filled in for each reader."""

    mailing: Mailing
    subject: str
    text: str
    html: str
    slots: Slots
    why: str  # a contact gets it

    def values_for(self, row: Reader, link: str) -> dict[str, str]:
        """What the slots become for one reader, with the link to their own choices."""
        values = {key: value_of(self.mailing, row, name) or other for key, (name, other) in self.slots.items()}
        return values | {CHOICES: link, WHY: row.why or self.why}


def letter_source(mailing: Mailing, carried: Sequence[Carried], travelers: Sequence[Mailing] = ()) -> str:
    """The words of a mailing, with the mailings that travel with it and what it carries along."""
    parts = [mailing.body, *_files_in_words(mailing), *(_of_traveler(one) for one in travelers)]
    if carried:
        parts.append(_carried_in_words(carried))
    return "\n\n".join(parts)


def letter_of(mailing: Mailing, carried: Sequence[Carried], travelers: Sequence[Mailing] = ()) -> Letter:
    """The letter of a mailing, with all that goes along, its foot and the link to the reader's own choices."""
    slots: Slots = {}
    source = slotted(letter_source(mailing, carried, travelers), slots, fields_of(mailing))
    feet = _feet(mailing)
    link = "{{ " + CHOICES + " }}"
    choices = _("Choose what you get, or get no more of it")
    text = "\n\n".join([as_text(source), "-- ", *feet, f"{choices}: {link}"]) + "\n"
    small = "".join(f'<p style="{STYLES["small"]}">{escape(line)}</p>' for line in feet)
    out = f'<p style="{STYLES["small"]}"><a href="{link}">{escape(choices)}</a></p>'
    inner = f'{as_html(source)}<hr style="{STYLES["hr"]}">{small}{out}'
    subject = slotted(mailing.subject, slots, fields_of(mailing))
    return Letter(mailing, subject, text, page_of(subject, inner), slots, why_of(mailing))


def _feet(mailing: Mailing) -> list[str]:
    sender = mailing.sender
    return [f"{sender.title}, {mailing.institution.name}", sender.postal_address, "{{ " + WHY + " }}"]


def why_of(mailing: Mailing) -> str:
    """Why a contact gets a mailing, at its foot."""
    return _("You get this because you agreed to e-mail about: %(topic)s.") % {"topic": mailing.get_topic_display()}


def _files_in_words(mailing: Mailing) -> list[str]:
    """The files of a mailing as links, under one heading."""
    rows = mailing.attachments.filter(shows="")
    lines = [f"- [{as_words(row.title)}]({address_of(row.pk)})" for row in rows]
    return ["\n".join(["# " + _("Files"), *lines])] if lines else []


def _of_traveler(mailing: Mailing) -> str:
    """What another mailing says, under its own name, with its own files."""
    heading = _("From %(sender)s") % {"sender": as_words(f"{mailing.sender.title}, {mailing.institution.name}")}
    own = {"institution": as_words(mailing.institution.name), "sender": as_words(mailing.sender.title)}
    said = "\n\n".join([mailing.body, *_files_in_words(mailing)])
    return filled(f"# {heading}: {mailing.subject}\n\n{said}", own, only=own)


def _carried_in_words(rows: Sequence[Carried]) -> str:
    lines = ["# " + _("Also of interest")]
    for row in rows:
        if row.event:
            where = f", {row.event.place}" if row.event.place else ""
            when = in_words(row.event.starts_at)
            lines.append(f"- {as_words(row.event.title)}: {when}{as_words(where)} ({as_words(row.institution.name)})")
        elif row.opportunity:
            lines.append(f"- {as_words(row.opportunity.title)} ({as_words(row.institution.name)})")
    return "\n".join(lines)
