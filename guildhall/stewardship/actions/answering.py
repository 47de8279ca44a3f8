"""Requests about personal data: answered to the address that they are about, and to nobody else (G7, R27)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.queue import enqueue
from guildhall.stewardship import rules
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.actions.erasing_students import erase_at
from guildhall.stewardship.actions.repeating import note_erasure
from guildhall.stewardship.emails import letter_about_data, tell_of_erasure
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.education import keeping_records_of
from guildhall.stewardship.queries.subjects import subject_of
from guildhall.stewardship.rules import can_answer_alone
from guildhall.store.locking import locked

DAYS_TO_ANSWER = 30  # the shortest of the periods that laws give
LINK_DAYS = 14
State, Kind = DataRequest.State, DataRequest.Kind


@dataclass(frozen=True)
class Asked:
    """What somebody asks about their own data."""

    kind: str
    address: str
    received_on: date


@transaction.atomic
def note_request(asked: Asked, *, by: Person) -> DataRequest:
    """Note that somebody asked what is kept about them, or to have it erased."""
    require(rules.can_note_data_requests(by))
    if asked.received_on > clock.today():
        refuse("The day on which it was received is not over yet.")
    require(in_reach(asked.received_on, back=1))
    address = asked.address.strip().lower()
    waiting = DataRequest.objects.waiting().filter(kind=asked.kind, address__iexact=address, institution=None)
    if waiting.exists():
        refuse("This request is noted already, and waits to be answered.")
    due = asked.received_on + timedelta(DAYS_TO_ANSWER)
    row = DataRequest.objects.create(kind=asked.kind, address=address, received_on=asked.received_on, due_on=due, by=by)
    record("note data request", row, by=by, after={"kind": asked.kind, "due_on": due})  # without the address
    return row


@transaction.atomic
def send_own_data(row: DataRequest, *, version: int, by: Person) -> DataRequest:
    """Mail the link to a page with everything that is kept about an address, to that address.

    Whoever answers learns nothing by it: the letter goes out whether anything is kept or not.
    """
    data_request = _open(row, version, by)
    if data_request.kind != Kind.ACCESS:
        refuse("This person asked to be erased.")
    if _waits_for_second(data_request, by):
        return data_request
    secret = new_secret()
    data_request.secret_hash, data_request.link_until = kept(secret).hex(), clock.today() + timedelta(LINK_DAYS)
    _answered(data_request, by)
    letter_about_data(data_request, secret)
    return data_request


@transaction.atomic
def erase_by_request(row: DataRequest, *, version: int, by: Person) -> DataRequest:
    """Erase what is kept about an address, in the background; afterward the request has no address either."""
    data_request = _open(row, version, by)
    if data_request.kind != Kind.ERASURE:
        refuse("This person asked to see what is kept, not to have it erased.")
    if data_request.institution is None:
        for person in subject_of(data_request.address).persons.values():
            require(rules.can_be_erased(person))
    if _waits_for_second(data_request, by):
        return data_request
    data_request.state, data_request.answered_by, data_request.version = State.UNDER_WAY, by, data_request.version + 1
    data_request.save()
    transaction.on_commit(lambda: enqueue("stewardship.erase", request=str(data_request.pk)))
    return data_request


@transaction.atomic
def carry_out(request: str) -> None:
    """Do an erasure that somebody decided on; again does no harm."""
    row = locked(DataRequest, request)
    if row.state != State.UNDER_WAY or row.answered_by is None:
        return
    if row.institution:
        erase_at(row.institution, row.address, by=row.answered_by)
    else:
        erase_subject(subject_of(row.address), by=row.answered_by)
        _ask_institutions(row)
    # Before it is done for good: noted twice does no harm, not noted comes back one day.
    note_erasure(row.address, row.institution)
    row.address = ""
    _answered(row, row.answered_by)


def _ask_institutions(row: DataRequest) -> None:
    """Each college or school decides about its own education records; the region does not learn which keep any."""
    for place in Institution.objects.filter(pk__in=keeping_records_of({row.address})):
        facts = {"kind": row.kind, "address": row.address, "institution": place, "state": State.OPEN}
        if not DataRequest.objects.filter(**facts).exists():
            days = {"received_on": row.received_on, "due_on": row.due_on}
            own = DataRequest.objects.create(**facts, **days, by=row.by)
            record("note data request", own, by=None, after={"kind": own.kind, "due_on": own.due_on}, institution=place)
            tell_of_erasure(own)


@transaction.atomic
def refuse_request(row: DataRequest, because: str, *, version: int, by: Person) -> DataRequest:
    """Refuse a request, with the reason that the person is told."""
    data_request = _open(row, version, by)
    if not because.strip():
        refuse("Write why: the person has a right to know.")
    data_request.refused_because, data_request.state = because.strip()[:500], State.REFUSED
    data_request.answered_by, data_request.answered_at, data_request.version = by, clock.now(), data_request.version + 1
    data_request.save()
    record("refuse data request", data_request, by=by, after={"state": data_request.state})
    return data_request


def _waits_for_second(row: DataRequest, by: Person) -> bool:
    """Note who agrees first, where one administrator alone may not answer; the request stays open for a second one."""
    if can_answer_alone(by, row) or row.agreed_by_id not in (None, by.pk):
        return False
    row.agreed_by, row.version = by, row.version + 1
    row.save(update_fields=["agreed_by", "version"])
    record("agree to answer data request", row, by=by, after={"kind": row.kind})
    return True


def _open(row: DataRequest, version: int, by: Person) -> DataRequest:
    data_request = locked(DataRequest, row.pk)
    require(rules.can_answer_data_request(by, data_request))
    if data_request.version != version or data_request.state != State.OPEN:
        raise Conflict
    return data_request


def _answered(row: DataRequest, by: Person) -> None:
    row.state, row.answered_by, row.answered_at, row.version = State.ANSWERED, by, clock.now(), row.version + 1
    row.save()
    record("answer data request", row, by=by, after={"state": row.state, "kind": row.kind})


def request_of(secret: str) -> DataRequest | None:
    """The request of a link while it opens anything, or None."""
    return DataRequest.objects.filter(secret_hash=kept(secret).hex(), link_until__gte=clock.today()).first()


@transaction.atomic
def note_opened(row: DataRequest) -> None:
    """Note when a person first opened what is kept about them."""
    DataRequest.objects.filter(pk=row.pk, opened_at=None).update(opened_at=clock.now())
