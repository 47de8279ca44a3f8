"""Who hears what happened with an employer: colleagues who may still know of it (A1, N7), and its own people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from guildhall.employers.models import Contact, EmployerLogin
from guildhall.employers.queries.sight import sees
from guildhall.lib.scopes import Scope
from guildhall.outbox.wording import Addressee
from guildhall.people.events import Event
from guildhall.people.telling import tell


def tell_who_sees(
    event: Event,
    people: Iterable[Any],
    template: str,
    words: Mapping[str, Any],
    *,
    path: str,
    key: str,
    scope: Scope,
) -> None:
    """Tell those of some people who see the employers that it is about at this moment; the others hear nothing.

    Whoever had a part in something may have lost sight of it since: by an exception, by another post, or because it
    is not shared any more. What is said because sight ends goes by `people.telling.tell`.
    """
    readers = [person for person in dict.fromkeys(people) if sees(person, scope)]
    tell(event, readers, template, words, path=path, key=key, scope=scope)


def reader_at_employer(contact: Contact) -> Addressee:
    """A contact as somebody who is written to, in the language in which they sign in."""
    return reader_at(contact.employer_id, contact.email)


def reader_at(employer: object, email: str) -> Addressee:
    """Whoever has an address at an employer (its key), in the language in which they sign in for it (G6)."""
    theirs = Q(email__iexact=email) | Q(contact__email__iexact=email)
    login = EmployerLogin.objects.standing().filter(theirs, employer=employer).first() if email else None
    return Addressee(email, login.language if login else "")
