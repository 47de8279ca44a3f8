"""How an initiative works, and its papers put before those who approve them (Table 3, F2)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.partnerships import paper_rules, rules
from guildhall.partnerships.actions import approving as actions
from guildhall.partnerships.forms.approving import ApproveForm, NamedApproverForm, ProtocolForm, PutUpForm
from guildhall.partnerships.models import Approver, Initiative, NamedApprover, ProgressUpdate
from guildhall.partnerships.queries import approving as queries
from guildhall.partnerships.queries.approving import Put
from guildhall.partnerships.queries.initiatives import possible_leads
from guildhall.partnerships.views.initiatives import CHANGED
from guildhall.partnerships.views.lists import may_keep
from guildhall.partnerships.views.record import frame, initiative_of
from guildhall.people.views.mailed_links import closed_link
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_safe
def protocol(request: HttpRequest, pk: str) -> HttpResponse:
    """How an initiative works: what holds, and what held before."""
    row = initiative_of(request, pk)
    versions = list(queries.protocols(request.user, row))
    context = {"protocol": versions[0] if versions else None, "former": versions[1:]}
    context["put"] = queries.latest_of(request.user, row, "protocol")
    return render(request, "partnerships/protocol.html", frame(request, row) | context)


@require_http_methods(["GET", "POST"])
def write_protocol(request: HttpRequest, pk: str) -> HttpResponse:
    """Write how an initiative works, or write it anew."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    form = ProtocolForm(request.POST or None, last=queries.latest_protocol(row))
    context: dict[str, Any] = frame(request, row) | {"form": form}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, read=lambda: queries.latest_protocol(row)) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.write_protocol(row, form.said(), values.get("changed", ""), **details)
        if edit.saved:
            return redirect("initiative-protocol", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/protocol_form.html", context)


@require_safe
def approvals(request: HttpRequest, pk: str) -> HttpResponse:
    """What was put up for approval, and how it stands."""
    row = initiative_of(request, pk)
    context = {"rows": queries.approvals(request.user, row)}
    return render(request, "partnerships/approvals.html", frame(request, row) | context)


@require_http_methods(["GET", "POST"])
@once_only("initiative-approvals")
def put_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a paper up for approval."""
    row = initiative_of(request, pk)
    require(paper_rules.can_put_up(request.user, row))
    drafts = ProgressUpdate.objects.visible_to(request.user).filter(initiative=row, state="draft")
    partners = queries.decision_makers(request.user, row)
    initial = {name: request.GET.get(name, "")[:40] for name in ("kind", "update") if request.GET.get(name)}
    form = PutUpForm(request.POST or None, partners=partners, drafts=drafts, initial={"kind": "purpose"} | initial)
    if form.is_valid():
        with saving(form) as edit:
            made = actions.put_up(row, form.said(), form.cleaned_data["partners"], by=request.user)
        if edit.saved:
            messages.success(request, _("Put up. Whoever is asked was told."))
            return redirect("approval", made.pk)
    context = {"form": form, "named": list(queries.named())}
    return render(request, "partnerships/put_up.html", frame(request, row) | context)


def _put(request: HttpRequest, pk: Any) -> Put:
    found = queries.approval(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, pk: str) -> HttpResponse:
    """A paper as it was put up, who was asked, and what they said; whoever is asked answers here."""
    put = _put(request, pk)
    mine = next((one for one in put.asked if one.person_id == request.user.pk), None)
    may_answer = paper_rules.can_approve(request.user, mine)
    if request.method == "POST":
        require(may_answer)
    form = ApproveForm(request.POST or None, initial={"version": mine.version}) if mine and may_answer else None
    context = _context(request, put) | {"form": form, "differences": None}
    if mine and form and form.is_valid():
        values = form.cleaned_data
        with saving(form, mine) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.approve(mine, values["answer"], values["words"], **details)
        if edit.saved:
            messages.success(request, _("Thank you. Whoever put it up is told."))
            return redirect("approval", put.row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/approval.html", context)


def _context(request: HttpRequest, put: Put) -> dict[str, Any]:
    row = put.row
    leads = rules.can_lead(request.user, row.initiative)
    return {
        "put": put,
        "row": row,
        "initiative": row.initiative,
        "sees": Initiative.objects.visible_to(request.user).filter(pk=row.initiative_id).exists(),
        "changed": queries.changed_since(row) if leads else False,
        "may_take_back": paper_rules.can_take_paper_back(request.user, row),
        "notable": {one.pk for one in put.asked if paper_rules.can_note_approval(request.user, one)} if leads else (),
    }


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what a partner said of a paper."""
    asked = get_object_or_404(
        Approver.objects.visible_to(request.user).select_related(*queries.RELATED, "approval"), pk=pk
    )
    put = _put(request, asked.approval_id)
    require(paper_rules.can_note_approval(request.user, asked))
    form = ApproveForm(request.POST or None, initial={"version": asked.version})
    context: dict[str, Any] = _context(request, put) | {"form": form, "asked": asked}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, asked) as edit:
            details = {"version": values["version"], "by": request.user}
            actions.note_approval(asked, values["answer"], values["words"], **details)
        if edit.saved:
            return redirect("approval", put.row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/approval_note.html", context)


@act_on("approval")
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a paper back that was put up."""
    put = _put(request, pk)
    require(rules.can_lead(request.user, put.row.initiative))
    with acting(request, changed=CHANGED):
        actions.take_paper_back(put.row, version=version_of(request), by=request.user)
    return redirect("approval", put.row.pk)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A partner reads a paper and says whether they approve it. Opening it changes nothing."""
    asked = queries.asked_by_link(secret)
    if closed := closed_link(request, secret, asked, "partnerships/link_gone.html"):
        return closed
    assert asked is not None
    form = ApproveForm(request.POST or None, initial={"version": asked.version})
    row = asked.approval
    context: dict[str, Any] = {"asked": asked, "row": row, "initiative": row.initiative, "differences": None}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, asked) as edit:
            saved = actions.approve_by_link(asked, values["answer"], values["words"], version=values["version"])
            context["asked"] = saved
        context["differences"] = edit.differences
    return render(request, "partnerships/approval_link.html", context | {"form": form})


# ── Whom the territory names ─────────────────────────────────────────


@require_http_methods(["GET", "POST"])
def name_approver(request: HttpRequest) -> HttpResponse:
    """Who approves which paper of every initiative."""
    require(rules.can_read(request.user))
    may = may_keep(request)
    if request.method == "POST":
        require(may)
    form = NamedApproverForm(request.POST or None, people=possible_leads())
    if form.is_valid():
        with saving(form) as edit:
            actions.name_approver(form.cleaned_data["kind"], form.cleaned_data["person"], by=request.user)
        if edit.saved:
            return redirect("paper-approvers")
    context = {"form": form, "rows": list(queries.named()), "may_keep": may}
    return render(request, "partnerships/approvers.html", context)


@act_on("paper-approvers")
def release_approver(request: HttpRequest, row: int) -> HttpResponse:
    """Somebody approves that paper no more."""
    require(may_keep(request))
    named = get_object_or_404(NamedApprover, pk=row)
    with acting(request):
        actions.release_approver(named, by=request.user)
    return redirect("paper-approvers")
