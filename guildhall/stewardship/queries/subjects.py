"""What is kept about one human being, found by what each model declares (G7, R27)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, reduce
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
from guildhall.employers.words import words_of
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
    by_key = {}
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        said = vars(model).get("personal") or LIBRARIES.get(model._meta.label)
        if isinstance(said, Personal):
            by_key[model] = said
    return by_key


@dataclass
class Subject:
    """One human being, by every account, position and address that is theirs."""

    addresses: set[str] = field(default_factory=set)  # in lower case
    persons: dict[UUID, Person] = field(default_factory=dict)
    contacts: dict[UUID, Contact] = field(default_factory=dict)

    @cached_property
    def known_everywhere(self) -> set[str]:
        """First and last name of an account, by which words anywhere mean this person: not where somebody has it too.

        One of the two names alone means too many others.
        """
        others = [Person.objects.exclude(pk__in=self.persons), Contact.objects.exclude(pk__in=self.contacts)]
        return _own_names(self.persons.values(), others)

    @cached_property
    def known_near(self) -> set[str]:
        """The same for the positions, in what hangs on their employers."""
        near = Contact.objects.filter(employer__in=self.employers).exclude(pk__in=self.contacts)
        return _own_names([*self.persons.values(), *self.contacts.values()], [near])

    @property
    def employers(self) -> set[UUID]:
        """Where this person had a position."""
        return {contact.employer_id for contact in self.contacts.values()}

    def __bool__(self) -> bool:
        return bool(self.persons or self.contacts)


def subject_of(address: str) -> Subject:
    """The one person who is reached by an address: the account, and the positions that carry this very address.

    A position with another address is not counted in, even where somebody noted that the person went from one to the
    other, or wrote the account's address beside another name: whoever keeps contacts can note that, and would read
    or erase what is kept about somebody else. Of an address that people of different last names share, such as
    info@, nobody is the subject, only the address.
    """
    words = address.strip()
    result = Subject({words.lower()})
    result.persons = {person.pk: person for person in Person.objects.filter(email__iexact=words)}
    contacts = list(Contact.objects.filter(email__iexact=words))
    families = {_normalized(one.family_name) for one in [*(result.persons.values() or contacts)]}
    if len(families) == 1:
        result.contacts = {contact.pk: contact for contact in contacts if _normalized(contact.family_name) in families}
    return result


def _own_names(people: Iterable[Any], others: Iterable[models.QuerySet[Any]]) -> set[str]:
    results = set()
    for one in people:
        same = {"given_name__iexact": one.given_name, "family_name__iexact": one.family_name}
        if one.given_name and one.family_name and not any(rows.filter(**same).exists() for rows in others):
            results.add(f"{one.given_name} {one.family_name}")
    return results


def _normalized(name: str) -> str:
    return " ".join(words_of(name))


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
    q = _holding(named, subject.addresses | subject.known_everywhere)
    near = near_employer(model)
    if near and subject.employers and subject.known_near:
        q |= _holding(named, subject.known_near) & Q(**{near: list(subject.employers)})
    return rows.filter(q)


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
    return sorted(subject.addresses | subject.known_everywhere | subject.known_near, key=len, reverse=True)


def about(subject: Subject) -> Iterator[tuple[Model, Personal, models.QuerySet[Any]]]:
    """Model by model, the rows that are about somebody."""
    for model, said in declarations().items():
        if said.subject:
            yield model, said, rows_about(subject, model, said)
