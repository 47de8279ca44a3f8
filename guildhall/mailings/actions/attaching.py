"""Files of a mailing: opened by a link, the same for all; pictures made anew, with words for who does not see them."""

from typing import Any

from django.db import transaction

from guildhall.files.actions import drop, keep, plain_name
from guildhall.files.photographs import fitted
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.mailings import rules
from guildhall.mailings.actions import writing
from guildhall.mailings.actions.writing import as_draft, held
from guildhall.mailings.letters import without_picture
from guildhall.mailings.links import address_of
from guildhall.mailings.models import Attachment, Mailing
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
    title, words = plain_name(file.name or ""), one_line(shows).translate(str.maketrans("[]{}", "()()"))[:200]
    stored = keep([fitted(file, WIDEST)], PICTURE) if words else keep(file.chunks(), title)
    facts = {"file": stored, "title": title, "shows": words, "by": by, "at": clock.now()}
    one = Attachment.objects.create(mailing=row, **facts)
    if words:
        row.body = f"{row.body}\n\n![{words}]({address_of(one.pk)})"
    as_draft(row, by=by)
    writing.keep(row, "add file to mailing", by=by, file=title)
    return one


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
