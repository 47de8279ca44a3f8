"""Saying which employer an enquiry is of: one that is known, or a new lead behind the wall (A2, A8, H6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guildhall.employers.models import Employer
from guildhall.engagements.views.timeline import chosen
from guildhall.enquiries import rules
from guildhall.enquiries.actions import answering
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.views.taking import enquiry_of, house_of
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges
from guildhall.prospects.actions import asking
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import version_of

HOLDING = ("agency", "region", "district", "college")


@act_on("enquiry")
def name(request: HttpRequest, pk: str) -> HttpResponse:
    """It is one that the person sees."""
    row = enquiry_of(request, pk)
    require(rules.can_name(request.user, row))
    employer = chosen(Employer.objects.visible_to(request.user), request.POST.get("employer", ""))
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        details = {"version": version_of(request), "by": request.user, "institution": house_of(request)}
        answering.name_employer(row, employer, **details)
    if act.done:
        messages.success(request, _("It is %s.") % employer.name)
    return redirect("enquiry", row.pk)


@act_on("enquiry")
def lead(request: HttpRequest, pk: str) -> HttpResponse:
    """It is a new one: looked for first as every new employer is, then entered as a lead."""
    row = enquiry_of(request, pk)
    require(rules.can_name(request.user, row))
    require(request.user.may(Permission.DEVELOP_EMPLOYERS))
    new, holder = answering.as_new_employer(row), _holder(request, row)
    if "ask" in request.POST:
        return _asked(request, row, new, holder)
    result = asking.check(new, by=request.user, institution=holder)
    if result.blind:
        context = {"row": row, "contact": contact_for_colleges(), "clause": asking.blind_clause(holder)}
        return render(request, "enquiries/blind.html", context)
    confirmed = set(request.POST.getlist("not"))
    alike = [c for c in result.visible if str(c.employer) not in confirmed]
    if alike:
        rows = Employer.objects.visible_to(request.user).in_bulk([c.employer for c in alike])
        pairs = [(rows[c.employer], c) for c in alike if c.employer in rows]
        return render(request, "enquiries/alike.html", {"row": row, "alike": pairs})
    return _entered(request, row, holder)


def _holder(request: HttpRequest, row: Enquiry) -> Institution:
    """Who enters it: the institution that answers, or the person's own, up to one that holds employers."""
    may = request.user.may(Permission.DEVELOP_EMPLOYERS, at=row.institution)
    place = row.institution if may else house_of(request)
    above = Institution.objects.visible_to(request.user).in_bulk(place.lineage)
    return next((above[pk] for pk in reversed(place.lineage) if above[pk].kind in HOLDING), place)


def _asked(request: HttpRequest, row: Enquiry, new: Any, holder: Institution) -> HttpResponse:
    message = "\n\n".join(filter(None, (row.wants, row.words)))
    with acting(request) as act:
        asking.ask_to_join(new, message, by=request.user, institution=holder)
    if not act.done:
        return redirect("enquiry", row.pk)
    messages.success(request, _("Your question is on its way. The answer will stand here."))
    return redirect("asked")


def _entered(request: HttpRequest, row: Enquiry, holder: Institution) -> HttpResponse:
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        answering.enter_lead(row, holder=holder, by=request.user)
    if act.done:
        said = _("%s is entered. Only those who develop it see it until it is promoted.") % row.named
        messages.success(request, said)
    return redirect("enquiry", row.pk)
