"""Saying which employer a name of a list means, and that two people of lists are one: reversible, and remembered."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions.entering import NewEmployer
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.placements import rules
from guildhall.placements.models import Experience, Host, SamePerson
from guildhall.placements.queries.joining import Pair, pair_of
from guildhall.prospects.actions.asking import behind_the_wall, check
from guildhall.prospects.actions.opening import open_prospect
from guildhall.prospects.rules import can_enter
from guildhall.store.locking import locked


def _held(host: Host, version: int) -> Host:
    found = locked(Host, host.pk, "institution", "employer")
    if found.version != version:
        raise Conflict
    return found


def _keep(host: Host, verb: str, by: Person, before: str) -> Host:
    host.version += 1
    host.save(update_fields=["employer", "alone", "version"])
    said = {"name": host.name, "employer": _said(host)}
    record(verb, host, by=by, before={"employer": before}, after=said, institution=host.institution)
    return host


def _said(host: Host) -> str:
    return str(host.employer_id) if host.employer_id else "alone" if host.alone else ""


@transaction.atomic
def settle_host(host: Host, employer: Employer, *, version: int, by: Person) -> Host:
    """Say which employer a name means; the next list knows it (F23)."""
    found = _held(host, version)
    require(rules.can_settle_host(by, found))
    if not Employer.objects.visible_to(by).filter(pk=employer.pk).exists():
        refuse("Choose an employer that you see.")
    found.employer = employer
    return _keep(found, "settle name", by, "")


@transaction.atomic
def leave_host_alone(host: Host, *, version: int, by: Person) -> Host:
    """Say that a name is no employer of the directory: it counts by itself (F23)."""
    found = _held(host, version)
    require(rules.can_settle_host(by, found))
    found.alone = True
    return _keep(found, "settle name", by, "")


def settle_as_new(host: Host, *, version: int, by: Person) -> Host:
    """Open the employer that a name means as a lead, after the one check on names that everybody who enters one makes.

    What is in sight is chosen, not opened again; of what lies behind the wall no more is told than elsewhere (N1).
    """
    require(rules.can_settle_host(by, host))
    require(can_enter(by, host.institution))
    new = NewEmployer(name=host.name, source=host.institution.name)
    found = check(new, by=by, institution=host.institution)
    if any(map(behind_the_wall, found.hidden)):
        refuse(
            "A regional relationship is under way with an employer like this one. Until then the name counts by itself."
        )
    if any(map(behind_the_wall, found.visible)):
        refuse("An employer of that name stands in the directory. Choose it, or enter the new one on its own page.")
    return _open(host, new, version, by)


@transaction.atomic
def _open(host: Host, new: NewEmployer, version: int, by: Person) -> Host:
    held = _held(host, version)
    require(rules.can_settle_host(by, held))
    held.employer = open_prospect(new, holder=held.institution, by=by).employer
    return _keep(held, "settle name", by, "")


@transaction.atomic
def unsettle_host(host: Host, *, version: int, by: Person) -> Host:
    """Take back what was said of a name: it waits again, and counts under itself."""
    found = _held(host, version)
    require(rules.can_undo_host(by, found))
    before = _said(found)
    found.employer, found.alone = None, False
    return _keep(found, "unsettle name", by, before)


@transaction.atomic
def join_people(institution: Institution, named: str, *, by: Person) -> SamePerson:
    """Say that somebody whom lists know by a name is the one of that name who has a number: they count once (M12)."""
    require(rules.can_join_people(by, institution))
    pair = pair_of(by, institution, named)
    if pair is None:
        refuse("There is no longer exactly one person of that name with a number.")
    row = SamePerson.objects.create(
        institution=institution, who=pair.who, named=pair.named, numbered=pair.numbered, name=pair.name,
        number=pair.number, by=by, at=clock.now(),
    )  # fmt: skip
    rows = Experience.objects.filter(institution=institution, person=pair.named, same_as="")
    rows.update(same_as=pair.numbered, student=_student_of(institution, pair))
    record("join people", row, by=by, institution=institution)
    return row


def _student_of(institution: Institution, pair: Pair) -> object:
    rows = Experience.objects.filter(institution=institution, person=pair.numbered).exclude(student=None)
    return rows.values_list("student", flat=True).first()


@transaction.atomic
def part_people(row: SamePerson, *, by: Person) -> SamePerson:
    """Take it back: the two count as two again."""
    found = locked(SamePerson, row.pk, "institution")
    require(rules.can_join_people(by, found.institution))
    if found.ended_at is not None:
        refuse("That was taken back already.")
    found.ended_at, found.ended_by = clock.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    rows = Experience.objects.filter(institution=found.institution, person=found.named, same_as=found.numbered)
    rows.update(same_as="", student=None)
    record("part people", found, by=by, institution=found.institution)
    return found
