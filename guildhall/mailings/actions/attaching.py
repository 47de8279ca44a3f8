"""Files of a mailing: opened by a link, the same for all; pictures made anew, with words for who does not see them."""

from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.files.actions import drop, keep, plain_name
from guildhall.files.photographs import fitted
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.mailings import rules
from guildhall.mailings.actions import writing
from guildhall.mailings.actions.writing import as_draft, held
from guildhall.mailings.letters import PICTURE_NEEDS_WORDS, without_picture
from guildhall.mailings.links import address_of
from guildhall.mailings.models import Attachment, LetterTemplate, Mailing
from guildhall.people.models import Person
from guildhall.store.locking import locked

PICTURE = "picture.jpg"  # what a picture is called, whatever its file was
MOST = 5
WIDEST = 1200  # pixels: twice what a letter is wide


@transaction.atomic
def attach(mailing: Mailing, file: Any, *, shows: str = "", by: Person) -> Attachment:
    """Add a file to a mailing. With words for those who do not see it, it is a picture that stands in the text."""
    row = held(mailing.pk)
    require(rules.can_change(by, row))
    if row.attachments.count() >= MOST:
        refuse("Five files at most go with one letter.")
    if one_line(shows):
        facts = _shown(file, shows, by=by)
    else:
        title = plain_name(file.name or "")
        facts = {"file": keep(file.chunks(), title), "title": title, "by": by, "at": clock.now()}
    one = Attachment.objects.create(mailing=row, **facts)
    if one.shows:
        row.body = f"{row.body}\n\n![{one.shows}]({address_of(one.pk)})"
    as_draft(row, by=by)
    writing.keep(row, "add file to mailing", by=by, file=one.title)
    return one


def _shown(file: Any, shows: str, *, by: Person) -> dict[str, Any]:
    """A picture made anew, with words for those who do not see it."""
    title, words = plain_name(file.name or ""), one_line(shows).translate(str.maketrans("[]{}", "()()"))[:200]
    if not words:
        refuse(PICTURE_NEEDS_WORDS)
    stored = keep([fitted(file, WIDEST)], PICTURE)
    return {"file": stored, "title": title, "shows": words, "by": by, "at": clock.now()}


@transaction.atomic
def add_picture(template: LetterTemplate, file: Any, shows: str, *, by: Person) -> Attachment:
    """Add a picture to a template: it stands at the end of its text."""
    row = locked(LetterTemplate, template.pk, "institution")
    require(rules.can_keep(by, row.institution))
    if row.pictures.count() >= MOST:
        refuse("Five pictures at most stand in one template.")
    one = Attachment.objects.create(template=row, **_shown(file, shows, by=by))
    row.body = f"{row.body}\n\n![{one.shows}]({address_of(one.pk)})"
    _keep_template(row, "add picture to letter template", one, by=by)
    return one


@transaction.atomic
def take_picture_off(picture: Attachment, *, by: Person) -> None:
    """Take a picture out of a template; what was begun with it keeps its own."""
    row = locked(LetterTemplate, picture.template_id, "institution")
    require(rules.can_keep(by, row.institution))
    one = locked(Attachment, picture.pk, "file")
    row.body = without_picture(row.body, address_of(one.pk))
    one.delete()
    drop(one.file)
    _keep_template(row, "take picture off letter template", one, by=by)


def _keep_template(row: LetterTemplate, verb: str, picture: Attachment, *, by: Person) -> None:
    if not row.body:
        refuse("Write a subject and a text.")
    row.version += 1
    row.save(update_fields=["body", "version"])
    record(verb, row, by=by, institution=row.institution, after={"file": picture.title})


@transaction.atomic
def take_off(attachment: Attachment, *, by: Person) -> None:
    """Take a file off again; a picture leaves the text as well."""
    row = held(attachment.mailing_id)
    require(rules.can_change(by, row))
    one = locked(Attachment, attachment.pk, "file")
    row.body = without_picture(row.body, address_of(one.pk))
    one.delete()
    drop(one.file)
    as_draft(row, by=by)
    writing.keep(row, "take file off mailing", by=by, file=one.title)
