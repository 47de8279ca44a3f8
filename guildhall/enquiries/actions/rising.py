"""Enquiries that nobody answers: their person is reminded, then the region hears of it (H6)."""

from django.db import transaction

from guildhall.enquiries import emails, rules
from guildhall.enquiries.actions.taking import held, keep, step, who_answers
from guildhall.enquiries.models import Enquiry, EnquiryStep
from guildhall.enquiries.queries import patience
from guildhall.lib import clock
from guildhall.lib.working_days import after_working_days
from guildhall.people.models import PointOfContact
from guildhall.people.queries import contact_for_colleges
from guildhall.queue.apart import apart

Kind = EnquiryStep.Kind


def rise() -> int:
    """Remind, hand on and tell the region; returns how many enquiries moved. Done twice on a day it does nothing."""
    late = Enquiry.objects.late().order_by("answer_by", "pk").values_list("pk", flat=True)
    with apart() as pieces:
        return pieces.each(_rise, list(late))


@transaction.atomic
def _rise(pk: object) -> bool:
    enquiry = held(pk)  # type: ignore[arg-type]
    if not enquiry.is_late:
        return False
    if enquiry.reminded_on is None:
        return _remind(enquiry)
    _days, raise_days, _clause = patience(enquiry.institution)
    raised = enquiry.raised_on is not None and enquiry.raised_on > enquiry.reminded_on  # since it was handed on last
    if not raised and clock.today() >= after_working_days(enquiry.reminded_on, raise_days):
        return _raise(enquiry)
    return False


def _remind(enquiry: Enquiry) -> bool:
    """Remind whoever has it; where they are away or gone, it goes to who stands in for them."""
    before = {"reminded_on": None, "holder": enquiry.holder.name}
    stands_in = who_answers(enquiry.institution, enquiry.employer, but=enquiry.holder) if _is_away(enquiry) else None
    enquiry.holder, enquiry.reminded_on = stands_in or enquiry.holder, clock.today()
    step(enquiry, Kind.REMINDED, None, person=enquiry.holder)
    keep(enquiry, "remind of enquiry", by=None, before=before)
    emails.put_enquiry(enquiry, enquiry.holder, because="late")
    return True


def _is_away(enquiry: Enquiry) -> bool:
    if not rules.can_hold(enquiry.holder, enquiry.employer):
        return True
    points = PointOfContact.objects.filter(kind=PointOfContact.Kind.EMPLOYERS, person=enquiry.holder)
    return any(point.is_away for point in points)


def _raise(enquiry: Enquiry) -> bool:
    """Tell the region's contact that an employer still waits; directors see it on Today from now on."""
    before, enquiry.raised_on = {"raised_on": enquiry.raised_on}, clock.today()
    person = contact_for_colleges()
    step(enquiry, Kind.RAISED, None, person=person)
    keep(enquiry, "raise enquiry", by=None, before=before)
    if person and person.pk != enquiry.holder_id:
        emails.put_enquiry(enquiry, person, because="raised")
    return True
