"""Requests to speak to a protected contact: whom they go to, and whose turn it is (N6)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.employers.models import Contact, Employer, TouchPoint
from guildhall.employers.queries.key_accounts import guards_of
from guildhall.engagements.models import Liaison, LiaisonStep
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.people.queries import longest_serving, people_with, points_of_contact
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clause_in_force, parameter

Step = Liaison.Step
RELATED = ("employer__holder", "contact", "account__institution", "account__operator", "account__deputy",
           "touch_point__person", "touch_point__institution", "touch_point__site", "asked_by", "institution", "holder",
           "answered_by")  # fmt: skip


def place_of(liaison: Liaison) -> Institution:
    """The institution whose protocol counts: whose key account or touch point it is."""
    if liaison.account:
        return liaison.account.institution
    return liaison.touch_point.institution if liaison.touch_point else liaison.employer.holder


def patience(liaison: Liaison) -> int:
    """After how many working days of silence a request goes to the next one, by the clause in force."""
    return int(parameter(Clause.Subject.LIAISON, "days", place_of(liaison), 3))


def citation(liaison: Liaison) -> str:
    """The clause that says so."""
    clause = clause_in_force(Clause.Subject.LIAISON, place_of(liaison))
    return clause.citation if clause else ""


def line_of(liaison: Liaison) -> Iterator[tuple[str, Person]]:
    """Who can be asked, in their order: operator and deputy, or who answers for the topic; then the next in line."""
    if liaison.account:
        yield Step.OPERATOR, liaison.account.operator
        if liaison.account.deputy:
            yield Step.DEPUTY, liaison.account.deputy
    else:
        if liaison.touch_point:
            yield Step.OPERATOR, liaison.touch_point.person
        if liaison.employer.owner:
            yield Step.OPERATOR, liaison.employer.owner
    for person in _next_in_line(place_of(liaison)):
        yield Step.NEXT, person


def _next_in_line(institution: Institution) -> Iterator[Person]:
    """Points of contact for directors and administrators, from the institution upwards; in the end a director."""
    above = {place.pk: place for place in Institution.objects.filter(pk__in=institution.lineage)}
    named = points_of_contact(above.values(), PointOfContact.Kind.DIRECTORS)
    for pk in reversed(institution.lineage):
        yield from named.get(pk, [])
        own = people_with(Permission.GRANT_ACCESS, above[pk]).filter(memberships__institution=pk)
        yield from own.distinct().order_by("joined_at", "pk")
    if director := longest_serving(Permission.USE_CRM):
        yield director


def guard_to_ask(contact: Contact, person: Person) -> Any:
    """The key account whose operator is asked for a contact: one of the asker's own institution before others."""
    guards = list(guards_of(contact))
    own = {post.institution for post in person.standing.posts}
    return next((g for g in guards if own.intersection(g.institution.lineage)), guards[0] if guards else None)


def touch_point_for(employer: Employer, topic: str) -> TouchPoint | None:
    """Who answers for a topic of an employer with several touch points: the one whose topic is named in it (C13)."""
    words = topic.casefold()
    rows = employer.touch_points.standing().select_related("person", "institution", "site")
    fitting = [p for p in rows if p.topic and p.topic.casefold() in words]
    at_site = [p for p in rows if p.site and p.site.city and p.site.city.casefold() in words]
    return next(iter([*fitting, *at_site]), None)


def waiting_for(person: Person) -> QuerySet[Liaison]:
    """The open requests that wait for a person's answer, the oldest first."""
    return Liaison.objects.visible_to(person).open().filter(holder=person)


def asked_liaisons(person: Person) -> QuerySet[Liaison]:
    """What a person has asked, the newest first."""
    return Liaison.objects.visible_to(person).filter(asked_by=person).order_by("-asked_at")


def answered_liaisons(person: Person) -> QuerySet[Liaison]:
    """What was put to a person or answered by them, the newest first."""
    rows = Liaison.objects.visible_to(person).exclude(state="open").exclude(asked_by=person)
    put_to = LiaisonStep.objects.filter(liaison=OuterRef("pk"), person=person)
    return rows.filter(Exists(put_to)).order_by("-answered_at")


def open_request(person: Person, contact: Contact) -> Liaison | None:
    """A person's own request for a contact that nobody has answered yet."""
    rows = Liaison.objects.visible_to(person).open().filter(asked_by=person, contact=contact)
    return rows.select_related("holder", "account").first()
