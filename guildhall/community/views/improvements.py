"""What should become better, who speaks for the users, and what is new (C26, C27)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.community import queries, rules
from guildhall.community.actions import improvements as actions
from guildhall.community.forms import ImprovementForm, RankForm, SuperUserForm
from guildhall.community.models import Improvement
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving

FEW = 12  # so much that is new stands open; more is folded, topic by topic


@require_safe
def improvements(request: HttpRequest) -> HttpResponse:
    """The list, ranked by what the super users voted for."""
    require(rules.can_take_part(request.user))
    view = "settled" if request.GET.get("view") == "settled" else "open"
    rows = queries.improvements(request.user, view)[:200]
    context = {"rows": rows, "view": view, "may_vote": rules.can_vote(request.user)}
    return render(request, "community/improvements.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Say what is wrong, or what would help."""
    require(rules.can_take_part(request.user))
    form = ImprovementForm(request.POST or None, initial={"kind": "wish"})
    if form.is_valid():
        place = home_institution(request.user, Permission.SEE_DIRECTORY)
        assert place
        row = actions.suggest(**form.cleaned_data, by=request.user, institution=place)
        messages.success(request, _("Thank you. The super users read and rank the list."))
        return redirect("improvement", row.pk)
    return render(request, "community/improvement_form.html", {"form": form})


def _improvement(request: HttpRequest, pk: str) -> Improvement:
    rows = Improvement.objects.visible_to(request.user).select_related("by", "institution")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def improvement(request: HttpRequest, pk: str) -> HttpResponse:
    """One wish or fault, with its votes; super users say how far it is."""
    row = _improvement(request, pk)
    may_rank = rules.can_rank(request.user)
    names = ("state", "priority", "answer")
    initial = {name: getattr(row, name) for name in (*names, "version")}
    form = RankForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"row": row, "form": form, "may_rank": may_rank}
    context["may_vote"] = rules.can_vote(request.user)
    context["votes"] = list(row.votes.select_related("institution", "person").order_by("institution__name"))
    if request.method == "POST":
        require(may_rank)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in names}
            with saving(form, row) as edit:
                actions.rank(row, values, version=form.cleaned_data["version"], by=request.user)
            if edit.saved:
                messages.success(request, _("Saved. Whoever wished for it reads your answer here."))
                return redirect("improvement", row.pk)
            context["differences"] = edit.differences
    return render(request, "community/improvement.html", context)


@require_POST
def vote(request: HttpRequest, pk: str) -> HttpResponse:
    """Vote for an improvement, or take the vote back."""
    row = _improvement(request, pk)
    require(rules.can_vote(request.user))
    on = request.POST.get("on") == "yes"
    with acting(request) as act:
        actions.vote(row, on=on, by=request.user)
    if act.done:
        messages.success(request, (_("You voted for “%s”.") if on else _("Your vote for “%s” is taken back.")) % row)
    return redirect("improvements") if request.POST.get("to") == "list" else redirect("improvement", row.pk)


@require_safe
def super_users(request: HttpRequest) -> HttpResponse:
    """Who speaks for the users of each institution."""
    require(rules.can_take_part(request.user))
    return render(request, "community/super_users.html", {"seats": queries.seats(request.user)})


@require_http_methods(["GET", "POST"])
def super_user(request: HttpRequest, slug: str) -> HttpResponse:
    """Name the super user of an institution."""
    seat = next((one for one in queries.seats(request.user) if one.institution.slug == slug), None)
    if seat is None or not rules.can_take_part(request.user):
        raise Http404
    require(rules.can_name_super_user(request.user, seat.institution))
    candidates = queries.who_may_speak(seat.institution)
    people = [(str(p.pk), str(p)) for p in candidates]
    current = str(seat.super_user.person_id) if seat.super_user else ""
    form = SuperUserForm(request.POST or None, people=people, initial={"person": current})
    if form.is_valid():
        chosen = form.cleaned_data["person"]
        person = next((p for p in candidates if str(p.pk) == chosen), None)
        with saving(form) as edit:
            actions.name_super_user(seat.institution, person, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("super-users")
    return render(request, "community/super_user.html", {"form": form, "seat": seat})


@require_http_methods(["GET", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """What changed in Guildhall, with what is new to whoever reads it."""
    if request.method == "POST":
        if newest := next(iter(queries.releases()), None):
            actions.read_news(newest.name, len(newest.points), by=request.user)
        return redirect("news")
    details = queries.news(request.user)
    new, read = [p for one in details for p in one.new], [p for one in details for p in one.read]
    context = {"new": queries.by_topic(new), "read": queries.by_topic(read), "few": len(new) <= FEW}
    return render(request, "community/news.html", context)
