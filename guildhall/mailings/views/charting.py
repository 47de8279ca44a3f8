"""The time chart of communication, and the rows behind each of its numbers (C20)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.employers.industries import SECTORS
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.mailings.queries.charting import AHEAD, BACK, WEEK, Wanted, chart_of, letters_of, monday_of, touches_of
from guildhall.mailings.queries.monthly import WAYS, emails_of, month_of, months_of
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("on", descending=True), Key("id", descending=True)]


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def wanted_in(request: HttpRequest) -> Wanted:
    """What an address narrows the chart to; what makes no sense, or is hidden, counts as nothing."""
    person, said = request.user, request.GET
    place = Institution.objects.visible_to(person).filter(slug=said.get("at", "")).first()
    sector = said.get("sector", "") if said.get("sector", "") in SECTORS else ""
    employers = Employer.objects.visible_to(person).defer("search")
    employer = employers.filter(pk=_key(said.get("employer", ""))).first()
    contacts = Contact.objects.visible_to(person).select_related("employer")
    contact = contacts.filter(pk=_key(said.get("contact", ""))).first()
    return Wanted(place, sector, employer, contact)


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Contacts that we began or plan, week by week: by sender, sector, employer or contact (C20)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    wanted = wanted_in(request)
    context = {
        "wanted": wanted,
        "at_employer": wanted.employer.pk if wanted.employer else "",
        "at": wanted.institution.slug if wanted.institution else "",
        "chart": chart_of(request.user, wanted),
        "sectors": SECTORS,
        "places": list(colleges().order_by("name")),
        "this_week": monday_of(clock.today()),
        "months": months_of(request.user, wanted),
        "contacts": wanted.employer.contacts.current() if wanted.employer else [],
    }
    return render(request, "mailings/chart.html", context)


@require_safe
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """The same of one employer, or of one contact there, as a tab of its page (C20)."""
    employer = employer_of(request, pk)
    contacts = employer.contacts.current()
    wanted = Wanted(employer=employer, contact=contacts.filter(pk=_key(request.GET.get("contact", ""))).first())
    context = frame(request.user, employer) | {
        "wanted": wanted,
        "at_employer": employer.pk,
        "chart": chart_of(request.user, wanted),
        "this_week": monday_of(clock.today()),
        "contacts": contacts,
    }
    return render(request, "mailings/of_employer.html", context)


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The contacts of one week, or the e-mails of one month, row by row."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    if month := month_of(request.GET.get("month", "")):
        return _emails(request, month)
    wanted, today = wanted_in(request), clock.today()
    monday = _monday(request.GET.get("week", ""), today)
    days = (monday, monday + WEEK - timedelta(1))
    found = touches_of(request.user, wanted, *days).select_related("employer", "contact", "institution", "by")
    letters = letters_of(request.user, wanted, *days).select_related("mailing__institution", "contact__employer")
    context: dict[str, Any] = {
        "wanted": wanted,
        "monday": monday,
        "last": days[1],
        "page": page_by_keys(found.defer("employer__search"), request, NEWEST),
        "letters": letters.defer("contact__employer__search").order_by("pk")[:50],
        "letters_in_all": letters.count(),
    }
    return render(request, "mailings/chart_rows.html", context)


def _emails(request: HttpRequest, month: date) -> HttpResponse:
    """The e-mails of a month to contacts: all, those of mailings, or the others (M6)."""
    wanted, way = wanted_in(request), request.GET.get("way", "")
    way = way if way in WAYS else ""
    found = emails_of(request.user, wanted, month, way).select_related("employer", "contact", "institution", "by")
    page = page_by_keys(found.defer("employer__search"), request, NEWEST)
    return render(request, "mailings/chart_emails.html", {"wanted": wanted, "month": month, "way": way, "page": page})


def _monday(said: str, today: date) -> date:
    """The Monday of the week that is meant, within the chart; otherwise this week's."""
    try:
        day = monday_of(date.fromisoformat(said))
    except (ValueError, OverflowError):
        return monday_of(today)
    near = monday_of(today) - BACK * WEEK <= day <= monday_of(today) + AHEAD * WEEK
    return day if near else monday_of(today)
