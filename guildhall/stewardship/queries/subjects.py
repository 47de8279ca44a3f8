"""What is kept about one human being, found by what each model declares (G7, R27)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from guildhall.audit.models import Value
from guildhall.employers.models import Contact, Employer
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.people.models import Person

# What the libraries keep: they cannot say it in their own classes.
LIBRARIES: dict[str, Personal] = {
    "account.EmailAddress": Personal(Seen.OWN, subject="user", identity="email", facts="verified primary"),
    "account.EmailConfirmation": Personal(Seen.SOFTWARE, facts="email_address created sent key"),
    "mfa.Authenticator": Personal(Seen.OWN, subject="user", identity="data", facts="type created_at last_used_at"),
    "usersessions.UserSession": Personal(
        Seen.OWN,
        subject="user",
        identity="ip user_agent session_key data",
        facts="created_at last_seen_at",
        kept=Kept(90, "last_seen_at", "delete"),
    ),
    "sessions.Session": Personal(
        Seen.SOFTWARE, words="session_data", facts="expire_date", kept=Kept(1, "expire_date", "delete")
    ),
    "auth.Permission": Personal(Seen.SOFTWARE, facts="name content_type codename"),
    "auth.Group": Personal(Seen.SOFTWARE, facts="name permissions"),
    "contenttypes.ContentType": Personal(Seen.SOFTWARE, facts="app_label model"),
    "procrastinate.ProcrastinateWorker": Personal(Seen.SOFTWARE, facts="last_heartbeat"),
    "procrastinate.ProcrastinateJob": Personal(
        Seen.SOFTWARE,
        facts="queue_name task_name priority lock args status scheduled_at attempts queueing_lock worker"
        " abort_requested",
    ),
    "procrastinate.ProcrastinateEvent": Personal(Seen.SOFTWARE, facts="job type at"),
    "procrastinate.ProcrastinatePeriodicDefer": Personal(
        Seen.SOFTWARE, facts="task_name defer_timestamp job periodic_id"
    ),
}
Model = type[models.Model]


@cache
def declarations() -> dict[Model, Personal]:
    """Every model with what it declares; one that declares nothing is left out, and a test names it."""
    found = {}
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        said = vars(model).get("personal") or LIBRARIES.get(model._meta.label)
        if isinstance(said, Personal):
            found[model] = said
    return found


@dataclass
class Subject:
    """One human being, by every account, position and address that is theirs."""

    addresses: set[str] = field(default_factory=set)  # in lower case
    persons: dict[UUID, Person] = field(default_factory=dict)
    contacts: dict[UUID, Contact] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """First and last name together; one of them alone names too many others."""
        people: list[Any] = [*self.persons.values(), *self.contacts.values()]
        return {f"{p.given_name} {p.family_name}" for p in people if p.given_name and p.family_name}

    @property
    def employers(self) -> set[UUID]:
        """Where this person had a position."""
        return {contact.employer_id for contact in self.contacts.values()}

    def __bool__(self) -> bool:
        return bool(self.persons or self.contacts)


def subject_of(address: str) -> Subject:
    """The one person who is reached by an address, with the positions before and after at other employers.

    An address that people of different last names share, such as info@, is nobody's: then the subject is the address
    alone, and nobody reads or erases what is kept about the others.
    """
    found = Subject({address.strip().lower()})
    names = Contact.objects.filter(email__iexact=address.strip()).values_list("family_name", flat=True)
    if len({name.casefold() for name in names}) > 1:
        return found
    while True:
        any_address = reduce(or_, (Q(email__iexact=one) for one in found.addresses))
        chain = Q(followed_from__in=found.contacts) | Q(followed_to__in=found.contacts)
        contacts = Contact.objects.filter(any_address | chain)
        found.persons |= {p.pk: p for p in Person.objects.filter(any_address)}
        before = len(found.contacts)
        found.contacts |= {c.pk: c for c in contacts}
        found.addresses |= {c.email.lower() for c in found.contacts.values() if c.email}
        if len(found.contacts) == before:
            return found


def rows_about(subject: Subject, model: Model, said: Personal) -> models.QuerySet[Any]:
    """The rows whose subject somebody is."""
    ways = [way for name in said.of("subject") if (way := _way(subject, model, name)) is not None]
    rows = model._base_manager.all()
    return rows.filter(reduce(or_, ways)) if ways else rows.none()


def _way(subject: Subject, model: Model, name: str) -> Q | None:
    column: Any = model._meta.get_field(name)
    target = model if column.primary_key else column.related_model
    if target is Contact:
        return Q(**{f"{name}__in": list(subject.contacts)})
    if target is Person or isinstance(column, models.UUIDField):
        return Q(**{f"{name}__in": list(subject.persons)})
    return reduce(or_, (Q(**{f"{name}__iexact": one}) for one in subject.addresses), Q(pk__in=[]))


def rows_done(subject: Subject, model: Model, said: Personal) -> models.QuerySet[Any]:
    """The rows that say what somebody on our staff did."""
    if not subject.persons or not (acts := said.of("acts")):
        return model._base_manager.none()
    return model._base_manager.filter(reduce(or_, (Q(**{f"{name}__in": list(subject.persons)}) for name in acts)))


def rows_naming(subject: Subject, model: Model, said: Personal) -> models.QuerySet[Any]:
    """The rows in whose words somebody is named: by an address anywhere, by the name where they were known.

    The name of one of our own staff counts everywhere, that of a contact in what hangs on the same employers.
    """
    words = said.of("words")
    if model is Employer:
        return Employer.objects.filter(pk__in=subject.employers)
    if not words:
        return model._base_manager.none()
    named = {f"_{name}": Cast(name, models.TextField()) for name in words}
    rows = model._base_manager.annotate(**named)
    anywhere = {*subject.addresses, *(f"{p.given_name} {p.family_name}" for p in subject.persons.values())}
    found = _holding(named, anywhere)
    near = near_employer(model)
    if near and subject.employers and subject.names:
        found |= _holding(named, subject.names) & Q(**{near: list(subject.employers)})
    return rows.filter(found)


def _holding(columns: Any, texts: set[str]) -> Q:
    return reduce(or_, (Q(**{f"{name}__icontains": text}) for name in columns for text in texts), Q(pk__in=[]))


def near_employer(model: Model) -> str:
    """The way from a row to the employers that it hangs on."""
    columns: dict[str, Any] = {f.name: f for f in model._meta.get_fields() if getattr(f, "concrete", False)}
    if isinstance(columns.get("about"), ArrayField):
        return "about__overlap"
    if "employer" in columns:
        return "employer__in"
    if model is Value:
        return "entry__about__overlap"
    for name, column in columns.items():
        if column.is_relation and any(f.name == "employer" for f in column.related_model._meta.get_fields()):
            return f"{name}__employer__in"
    return ""


def texts_of(subject: Subject) -> list[str]:
    """What names somebody in words, the longest first."""
    return sorted({*subject.addresses, *subject.names}, key=len, reverse=True)


def about(subject: Subject) -> Iterator[tuple[Model, Personal, models.QuerySet[Any]]]:
    """Model by model, the rows that are about somebody."""
    for model, said in declarations().items():
        if said.subject:
            yield model, said, rows_about(subject, model, said)
