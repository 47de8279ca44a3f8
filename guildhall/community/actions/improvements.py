"""What should become better: said by anybody, voted for by super users, answered (C26, C27)."""

from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.community import rules
from guildhall.community.models import Improvement, NewsRead, SuperUser, Vote
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked


@transaction.atomic
def suggest(kind: str, title: str, text: str, *, by: Person, institution: Institution) -> Improvement:
    """Say what is wrong, or what would help."""
    require(rules.can_take_part(by))
    words = {"kind": kind, "title": title.strip(), "text": text.strip()}
    row = Improvement.objects.create(**words, by=by, institution=institution, at=clock.now())
    record("suggest improvement", row, by=by, after=words, institution=institution)
    return row


@transaction.atomic
def vote(row: Improvement, *, on: bool, by: Person) -> None:
    """Give the votes of those that a super user speaks for, or take them back; twice counts once."""
    require(rules.can_vote(by))
    improvement = locked(Improvement, row.pk)
    if improvement.state in (Improvement.State.DONE, Improvement.State.DECLINED):
        refuse("This is settled: there is nothing to vote for.")
    places = [one.institution_id for one in SuperUser.objects.filter(person=by)]
    if on:
        votes = (Vote(improvement=improvement, institution_id=pk, person=by, at=clock.now()) for pk in places)
        Vote.objects.bulk_create(votes, ignore_conflicts=True)
    else:
        Vote.objects.filter(improvement=improvement, institution__in=places).delete()
    record("vote", improvement, by=by, after={"for it": on})


@transaction.atomic
def rank(row: Improvement, values: dict[str, Any], *, version: int, by: Person) -> Improvement:
    """Say how far an improvement is, when it comes, and answer whoever wished for it."""
    require(rules.can_rank(by))
    improvement = locked(Improvement, row.pk)
    if improvement.version != version:
        raise Conflict
    if values["state"] == Improvement.State.DECLINED and not values["answer"].strip():
        refuse("Write why it is declined.")
    before = {name: getattr(improvement, name) for name in values}
    for name, value in values.items():
        setattr(improvement, name, value)
    improvement.version += 1
    improvement.save()
    record("rank improvement", improvement, by=by, before=before, after=values)
    return improvement


@transaction.atomic
def name_super_user(institution: Institution, person: Person | None, *, by: Person) -> None:
    """Name the one person who speaks for the users of an institution or faculty; nobody takes the name off."""
    require(rules.can_name_super_user(by, institution))
    row = SuperUser.objects.select_for_update(of=("self",)).filter(institution=institution).first()
    before = {"person": text_of(row.person)} if row else None
    if person is None:
        if row:
            record("name super user", row, by=by, before=before, after={"person": ""}, institution=institution)
            row.delete()
        return
    if not person.is_active or not any(post.institution_id == institution.pk for post in _posts(person, institution)):
        refuse("{person} does not work at {institution}.", person=person, institution=institution)
    row = row or SuperUser(institution=institution, version=0)
    row.person, row.since, row.version = person, clock.today(), row.version + 1
    row.save()
    record("name super user", row, by=by, before=before, after={"person": text_of(person)}, institution=institution)


def _posts(person: Person, institution: Institution) -> Any:
    return person.memberships.in_force().filter(institution=institution)


@transaction.atomic
def read_news(release: str, points: int, *, by: Person) -> None:
    """Note that somebody has read what is new up to a point of a release."""
    NewsRead.objects.update_or_create(person=by, defaults={"release": release, "points": points, "at": clock.now()})
