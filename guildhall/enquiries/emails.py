from typing import Any
from uuid import UUID

from django.urls import reverse

from guildhall.engagements.querysets import houses_of
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import knows_employer
from guildhall.lib.scopes import Scope
from guildhall.people import events
from guildhall.people.events import Event
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.people.telling import tell

PUT = {"late": events.ENQUIRY_LATE, "raised": events.ENQUIRY_RAISED}


def _tell(event: Event, to: Person, template: str, about: Enquiry, key: str, **words: Any) -> None:
    """Tell a colleague of an enquiry, with no more of the employer than they may know."""
    known = about.employer is not None and knows_employer(to, about)
    scope = about.scope if known else Scope(behind=frozenset({_place(to, about)}))
    who = about.employer.name if known and about.employer else about.named
    words |= {"enquiry": about, "who": who, "open": known or about.employer is None, "territory": territory()}
    path = reverse("enquiry", args=[about.pk])
    tell(event, [to], f"enquiries/email/{template}.txt", words, path=path, key=key, scope=scope)


def _place(to: Person, about: Enquiry) -> UUID:
    """In which of the two institutions the reader may read it: the one that answers, or the one that took it."""
    houses = houses_of(to)
    return about.origin_id if about.institution_id not in houses and about.origin_id in houses else about.institution_id


def put_enquiry(
    enquiry: Enquiry, to: Person, *, by: Person | None = None, because: str = "taken", words: str = ""
) -> None:
    """Tell somebody that an employer waits for an answer: it is theirs now, it is late, or nobody else has answered."""
    key = f"enquiry:{enquiry.pk}:{enquiry.version}:{because}"
    event = PUT.get(because, events.ENQUIRY_PUT)
    _tell(event, to, "put", enquiry, key, by=by, because=because, words=words)


def tell_answer(enquiry: Enquiry, to: Person, about: Enquiry, *, words: str, by: Person, again: bool) -> None:
    """Tell somebody what was answered: of their own enquiry, once more, or to the same employer about another one."""
    key = f"enquiry:{enquiry.pk}:{enquiry.version}:answer"
    other = about.pk != enquiry.pk
    more = {"by": by, "words": words, "again": again, "other": other, "answered": enquiry}
    _tell(events.ENQUIRY_ANSWERED, to, "answered", about, key, **more)
