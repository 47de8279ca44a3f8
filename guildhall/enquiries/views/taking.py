"""Taking an enquiry down: of an employer that is known, or under the name that was given; and correcting it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.directory import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.enquiries import rules
from guildhall.enquiries.actions import taking
from guildhall.enquiries.forms import SaidForm, TakeForm
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import RELATED
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving

ANSWERING = ("agency", "region", "district", "college")


def house_of(request: HttpRequest) -> Institution:
    """Where somebody works when an employer calls."""
    person = request.user
    return home_institution(person, Permission.RECORD_ENGAGEMENTS) or person.posts[0].institution


def places_to_answer(person: Person, home: Institution) -> Any:
    """The institutions to which an enquiry may be put: colleges, districts, the region, and one's own."""
    rows = Institution.objects.visible_to(person).open().filter(Q(kind__in=ANSWERING) | Q(pk=home.pk))
    return rows.order_by("lineage__len", "name")


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Which employer calls? Those one was in touch with lately stand first; others are searched."""
    require(rules.can_take(request.user))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    return render(request, "enquiries/pick.html", {"q": q, "rows": employers_to_log(request.user, q)})


@require_http_methods(["GET", "POST"])
@once_only("enquiries")
def take(request: HttpRequest) -> HttpResponse:
    """Take an enquiry down under the name that was given: which employer it is can be said later."""
    require(rules.can_take(request.user))
    return _taken(request, None) or render(request, "enquiries/take.html", {"form": request.taken})  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@once_only("employer-enquiries")
def take_of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an enquiry of an employer down."""
    employer = employer_of(request, pk)
    require(rules.can_take(request.user, employer))
    if saved := _taken(request, employer):
        return saved
    context = frame(request.user, employer) | {"form": request.taken}  # type: ignore[attr-defined]
    return render(request, "enquiries/take_of_employer.html", context)


def _taken(request: HttpRequest, employer: Employer | None) -> HttpResponse | None:
    """Save what was typed and lead to the enquiry, or leave the form at the request."""
    home = house_of(request)
    initial = {"named": request.GET.get("named", "")[:200]} if employer is None else {}
    details: dict[str, Any] = {"places": places_to_answer(request.user, home), "home": home, "initial": initial}
    form = TakeForm(request.POST or None, employer=employer, **details)
    request.taken = form  # type: ignore[attr-defined]
    if not form.is_valid():
        return None
    with saving(form) as edit:
        to = form.cleaned_data["to"]
        row = taking.take_enquiry(form.call(), employer=employer, origin=home, to=to, by=request.user)
    if not edit.saved:
        return None
    if row.holder_id == request.user.pk:
        messages.success(request, _("It is noted, and yours to answer."))
    else:
        messages.success(request, _("It is noted. %s is told.") % row.holder)
    return redirect("enquiry", row.pk)


def enquiry_of(request: HttpRequest, pk: Any) -> Enquiry:
    """An enquiry that the person may know of; anything else is not found."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Correct what was taken down."""
    row = enquiry_of(request, pk)
    require(rules.can_change(request.user, row))
    form = SaidForm(request.POST or None, employer=row.employer, enquiry=row)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, row, fresh=lambda now: SaidForm(employer=now.employer, enquiry=now)) as edit:
            taking.change_enquiry(row, values, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("enquiry", row.pk)
        context["differences"] = edit.differences
    return render(request, "enquiries/change.html", context)
