from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import knows_employer
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person
from guildhall.people.queries import territory


def _write(to: Person, template: str, about: Enquiry, key: str, **words: Any) -> None:
    link = settings.PUBLIC_URL + reverse("enquiry", args=[about.pk])
    words |= {"enquiry": about, "person": to, "link": link, "territory": territory()}
    hand_over(to, f"enquiries/email/{template}.txt", words, kind="enquiry", scope=about.scope, key=key)


def put_enquiry(
    enquiry: Enquiry, to: Person, *, by: Person | None = None, because: str = "taken", words: str = ""
) -> None:
    """Tell somebody that an employer waits for an answer: it is theirs now, it is late, or nobody else has answered."""
    key = f"enquiry:{enquiry.pk}:{enquiry.version}:{because}:{to.pk}"
    _write(to, "put", enquiry, key, by=by, because=because, words=words, who=_who(enquiry, to))


def tell_answer(enquiry: Enquiry, to: Person, about: Enquiry, *, words: str, by: Person, again: bool) -> None:
    """Tell somebody what was answered: of their own enquiry, once more, or to the same employer about another one."""
    key = f"enquiry:{enquiry.pk}:{enquiry.version}:answer:{to.pk}"
    other = about.pk != enquiry.pk
    more = {"by": by, "words": words, "again": again, "other": other, "who": _who(about, to)}
    open_to_them = enquiry.employer is None or knows_employer(to, enquiry)
    _write(to, "answered", about, key, **more, open=open_to_them)


def _who(enquiry: Enquiry, to: Person) -> str:
    """The employer as its reader may know it."""
    if enquiry.employer and knows_employer(to, enquiry):
        return str(enquiry.employer.name)
    return enquiry.named
