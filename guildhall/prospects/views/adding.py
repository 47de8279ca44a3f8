"""Adding an employer: suggestions from what the person may see, one blind check on submit (A8, N1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.actions.entering import NewEmployer
from guildhall.employers.models import Employer
from guildhall.employers.queries.duplicates import visible_duplicates
from guildhall.employers.queries.searching import searched
from guildhall.lib.verdicts import require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges, home_institution
from guildhall.prospects.actions import asking
from guildhall.prospects.actions.opening import open_prospect
from guildhall.prospects.forms import AskForm, NewEmployerForm
from guildhall.prospects.models import JoinRequest
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often

SUGGESTIONS = Limit("suggestions while typing", 1_200, 60, reading=True)  # a person types far less


def _form(request: HttpRequest, data: Any = None) -> NewEmployerForm:
    holders = Institution.objects.where(request.user, Permission.DEVELOP_EMPLOYERS).exclude(
        kind__in=["school", "faculty", "department"]
    )
    home = home_institution(request.user, Permission.DEVELOP_EMPLOYERS)
    initial = {"name": request.GET.get("name", "")[:250], "holder": home.pk if home else None}
    return NewEmployerForm(data, holders=holders, initial=initial)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add an employer; a likely duplicate is shown first, one behind the wall is told of blindly."""
    require(request.user.may(Permission.DEVELOP_EMPLOYERS))
    form = _form(request, request.POST or None)
    if not form.is_valid() or "again" in request.POST:  # back from the wall, with what was typed
        return render(request, "prospects/add.html", {"form": form})
    new, holder = form.new_employer(), form.cleaned_data["holder"]
    result = asking.check(new, by=request.user, institution=holder)
    if result.blind:
        return _blind(request, form, holder)
    confirmed = set(request.POST.getlist("not"))
    alike = [c for c in result.visible if str(c.employer) not in confirmed]
    if alike:
        rows = Employer.objects.visible_to(request.user).in_bulk([c.employer for c in alike])
        pairs = [(rows[c.employer], c) for c in alike if c.employer in rows]
        return render(request, "prospects/add.html", {"form": form, "alike": pairs})
    prospect = open_prospect(new, holder=holder, by=request.user, owner=request.user)
    messages.success(request, _("%s is entered. Only those who develop it see it until it is promoted.") % new.name)
    return redirect("prospect", prospect.pk)


def _blind(
    request: HttpRequest, form: NewEmployerForm, holder: Institution, ask: AskForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "ask_form": ask or AskForm(),
        "contact": contact_for_colleges(),
        "clause": asking.blind_clause(holder),
    }
    return render(request, "prospects/blind.html", context)


@act_on("employer-add")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to join what lies behind the wall; the match is made again here, so no page ever carries it."""
    require(request.user.may(Permission.DEVELOP_EMPLOYERS))
    form, ask_form = _form(request, request.POST), AskForm(request.POST)
    if not form.is_valid():
        return render(request, "prospects/add.html", {"form": form})
    new, holder = form.new_employer(), form.cleaned_data["holder"]
    if not ask_form.is_valid():
        return _blind(request, form, holder, ask_form)
    with acting(request) as act:
        asking.ask_to_join(new, ask_form.cleaned_data["message"], by=request.user, institution=holder)
    if not act.done:
        return redirect("employer-add")
    messages.success(request, _("Your question is on its way. The answer will stand here."))
    return redirect("asked")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """While typing: employers alike among those that the person sees anyway, and never any other."""
    require(request.user.may(Permission.DEVELOP_EMPLOYERS))
    verdict = SUGGESTIONS.take(request.user.pk)
    if not verdict:
        return too_often(request, verdict, wait=SUGGESTIONS.wait)
    name = request.GET.get("name", "").strip()[:250]
    pairs = []
    if len(name) >= 3:
        new = NewEmployer(name=name, domain=request.GET.get("domain", "")[:200])
        result = visible_duplicates([new.record()], request.user, at_least=0.3)[0]
        rows = Employer.objects.visible_to(request.user).in_bulk([c.employer for c in result])
        pairs = [(rows[c.employer], c) for c in result if c.employer in rows]
        if not pairs:  # half a name matches nothing yet, but the directory's search knows beginnings
            ids = searched(Employer.objects.shared_with(request.user), name)[:5]
            more = Employer.objects.shared_with(request.user).in_bulk(ids)
            pairs = [(more[pk], None) for pk in ids if pk in more]
    return render(request, "prospects/suggestions.html", {"pairs": pairs})


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The questions that the person's institutions asked, with their answers; never a record's own name."""
    require(request.user.standing.sees(Permission.DEVELOP_EMPLOYERS))
    places = Institution.objects.where(request.user, Permission.DEVELOP_EMPLOYERS)
    rows = JoinRequest.objects.filter(institution__in=places).select_related("asked_by", "institution", "answered_by")
    contact = contact_for_colleges()
    return render(request, "prospects/asked.html", {"rows": rows.order_by("-asked_at")[:200], "contact": contact})
