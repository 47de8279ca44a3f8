"""Papers of placements: what is missing for whom, one placement's, one paper, and what is done with them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.audit.recording import accessed
from guildhall.files.actions import download, place
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.placements.models import Placement
from guildhall.supervision import rules
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.planning import keep_plan
from guildhall.supervision.forms.papers import AskForm, CorrectForm, OnPaperForm, PlanForm, SignForm
from guildhall.supervision.models import Link, Paper, Signer
from guildhall.supervision.queries import hours, links, papers
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The placements ahead and under way, and whose signatures are missing."""
    require(rules.can_see(request.user))
    rows = papers.placements_of(request.user).open()
    page = page_by_keys(rows, request, [Key("created_at", descending=True), Key("id", descending=True)])
    first = not (request.GET.get("after") or request.GET.get("before"))
    late = papers.begun_without(request.user) if first else []
    context = {
        "page": page,
        "shown": papers.on_board(list(page.rows)),
        "late": late[: papers.LATE_SHOWN],
        "later": len(late[papers.LATE_SHOWN :]),
        "undecided": hours.undecided(request.user) if first else [],
    }
    return render(request, "supervision/board.html", context)


def placement_of(request: HttpRequest, pk: Any) -> Placement:
    """A placement that the person sees; any other is not there."""
    return get_object_or_404(papers.placements_of(request.user), pk=pk)


def paper_of(request: HttpRequest, pk: Any) -> Paper:
    """A paper that the person sees; any other is not there."""
    return get_object_or_404(papers.papers_of(request.user), pk=pk)


@require_safe
def placement_papers(request: HttpRequest, pk: str) -> HttpResponse:
    """What a placement needs signed, what it has, and what the law on young workers says."""
    row = placement_of(request, pk)
    plan = papers.plan_of(row)
    context = {
        "row": row,
        "plan": plan,
        "lines": papers.lines_of([row])[row.pk],
        "concerns": hours.concerns_of(row, plan, hours.entries_of(row)),
        "links": links.live_links(row),
        "may": rules.can_supervise(request.user, row),
    }
    return render(request, "supervision/placement_papers.html", context)


@act_on("placement-papers")
def papers_prepare(request: HttpRequest, pk: str) -> HttpResponse:
    """Make all papers that the placement needs and does not have."""
    row = placement_of(request, pk)
    lines = papers.lines_of([row])[row.pk]
    missing = [one for one in lines if one.wanted and (one.paper is None or one.paper.is_expired)]
    with acting(request) as act:
        preparing.prepare_all(row, missing, by=request.user)
    if act.done:
        messages.success(request, _("The papers are made. Ask for the signatures, one by one or all at once."))
    return redirect("placement-papers", row.pk)


@act_on("placement-papers")
def papers_ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Write to everybody whose signature is missing and whose address is known."""
    row = placement_of(request, pk)
    asked = 0
    for line in papers.lines_of([row])[row.pk]:
        for signer in line.missing if line.paper and not line.type.on_paper_only else ():
            if signer != Signer.INSTITUTION:
                with acting(request) as act:
                    linking.ask_to_sign(line.paper, signer, by=request.user)
                asked += act.done
    if asked:
        say_mailed(request, _("Everybody whose address is known was written to."))
    return redirect("placement-papers", row.pk)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """The training plan of a placement."""
    row = placement_of(request, pk)
    require(rules.can_supervise(request.user, row))
    saved = papers.plan_of(row)
    form = PlanForm(request.POST or None, plan=saved)
    context: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, saved or row, fresh=lambda now: PlanForm(plan=saved)) as edit:
            keep_plan(row, form.facts(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved. Papers that were made before stay as they are."))
            return redirect("placement-papers", row.pk)
        context["differences"] = edit.differences
    return render(request, "supervision/plan_form.html", context)


@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """One paper: its exact text, who signed it and how that is known, and its earlier versions."""
    row = paper_of(request, pk)
    accessed("opened a paper of a student", row, by=request.user, institution=row.institution)
    history = papers.history_of(row)
    signatures = next((list(one.signatures.all()) for one in history if one.pk == row.pk), [])
    signed = {one.signer for one in signatures}
    context = {
        "row": row,
        "signatures": signatures,
        "holds": signing.holds(row, signatures),
        "missing": [(one, Signer(one).label) for one in row.signers if one not in signed] if row.is_current else [],
        "earlier": [one for one in history if one.pk != row.pk],
        "may": rules.can_supervise(request.user, row.placement),
    }
    return render(request, "supervision/paper.html", context)


@require_http_methods(["GET", "POST"])
def paper_sign(request: HttpRequest, pk: str) -> HttpResponse:
    """Sign a paper for the institution, as whoever is signed in."""
    row = paper_of(request, pk)
    require(rules.can_supervise(request.user, row.placement))
    name = request.user.name
    form = SignForm(request.POST or None, signer=Signer.INSTITUTION, known_as=name, initial={"name": name})
    if form.is_valid():
        with saving(form) as edit:
            signing.sign_for_institution(row, form.signed(), by=request.user)
        if edit.saved:
            messages.success(request, _("Signed."))
            return redirect("paper", row.pk)
    return render(request, "supervision/paper_sign.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def paper_ask(request: HttpRequest, pk: str, signer: str) -> HttpResponse:
    """Ask somebody for their signature, by a link."""
    row = paper_of(request, pk)
    if signer not in (Signer.STUDENT, Signer.GUARDIAN, Signer.SUPERVISOR):
        raise Http404
    require(rules.can_supervise(request.user, row.placement))
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with saving(form) as edit:
            linking.ask_to_sign(row, signer, **form.cleaned_data, by=request.user)
        if edit.saved:
            say_mailed(request, _("The link is on its way."))
            return redirect("paper", row.pk)
    context = {"form": form, "row": row, "who": Signer(signer).label, "typed": signer != Signer.SUPERVISOR}
    return render(request, "supervision/paper_ask.html", context)


@require_http_methods(["GET", "POST"])
def paper_on_paper(request: HttpRequest, pk: str) -> HttpResponse:
    """Note that a paper was signed outside of Guildhall, with its scan."""
    row = paper_of(request, pk)
    require(rules.can_supervise(request.user, row.placement))
    signed = set(row.signatures.values_list("signer", flat=True))
    form = OnPaperForm(request.POST or None, request.FILES or None, missing=[s for s in row.signers if s not in signed])
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            as_name, scan = signing.SignedAs(values["name"]), values["scan"]
            signing.note_on_paper(row, values["signers"], as_name, scan.name, scan.chunks(), by=request.user)
        if edit.saved:
            messages.success(request, _("The scan is kept with the paper."))
            return redirect("paper", row.pk)
    return render(request, "supervision/paper_on_paper.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def paper_correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Make the next version of a paper with what is known now."""
    row = paper_of(request, pk)
    require(rules.can_supervise(request.user, row.placement))
    form = CorrectForm(request.POST or None, paper=row)
    if form.is_valid():
        values = form.cleaned_data
        with saving(form) as edit:
            made = preparing.correct(
                row, values["concerned"], values["reason"], version=values["version"], by=request.user
            )
        if edit.saved:
            messages.success(request, _("The corrected version is made. Ask those whom it concerns to sign again."))
            return redirect("paper", made.pk)
    return render(request, "supervision/paper_correct.html", {"form": form, "row": row})


@act_on("paper")
def paper_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a paper back that is not needed any more."""
    row = paper_of(request, pk)
    with acting(request, changed=_("Somebody else was quicker.")) as act:
        preparing.withdraw(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("The paper is taken back. Its links open nothing any more."))
    return redirect("placement-papers", row.placement_id)


@require_safe
def paper_scan(request: HttpRequest, pk: str, signature: str) -> HttpResponse:
    """The scan that a signature on paper rests on."""
    row = paper_of(request, pk)
    found = row.signatures.exclude(file=None).select_related("file").filter(pk=signature).first()
    if found is None or found.file is None:
        raise Http404
    if not exists(place(found.file)):
        messages.error(request, _("The scan is not in the store of files any more."))
        return redirect("paper", row.pk)
    return download(found.file, found.file_name)


@require_http_methods(["POST"])
def link_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a mailed link back."""
    row = get_object_or_404(Link.objects.visible_to(request.user).select_related("institution"), pk=pk)
    with acting(request) as act:
        linking.revoke_link(row, by=request.user)
    if act.done:
        messages.success(request, _("The link opens nothing any more."))
    return redirect("placement-papers", row.placement_id)
