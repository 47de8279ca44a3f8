"""Profiles, candidates, interviews and decisions: for those who lead the initiative (F5–F8, H12)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.files.actions import download, place
from guildhall.files.storage import exists
from guildhall.lib.verdicts import require
from guildhall.partnerships import rules
from guildhall.partnerships.actions import recruiting as actions
from guildhall.partnerships.actions import resumes
from guildhall.partnerships.forms.resumes import ResumeForm
from guildhall.partnerships.forms.stakeholders import (
    Body,
    CandidateForm,
    DecideForm,
    InterviewForm,
    ProfileForm,
)
from guildhall.partnerships.models import Profile
from guildhall.partnerships.queries import recruiting as queries
from guildhall.partnerships.queries.initiatives import possible_leads
from guildhall.partnerships.queries.stakeholders import categories
from guildhall.partnerships.views.initiatives import CHANGED
from guildhall.partnerships.views.record import body_of, candidate_of, frame, initiative_of
from guildhall.partnerships.views.stakeholders import picking
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving, version_of


@require_safe
def profiles(request: HttpRequest, pk: str) -> HttpResponse:
    """Whom an initiative looks for; for those who lead it, who is considered."""
    row = initiative_of(request, pk)
    context = frame(request, row) | {"profiles": queries.profiles(request.user, row)}
    return render(request, "partnerships/profiles.html", context)


def _profile(request: HttpRequest, pk: str) -> Profile:
    rows = Profile.objects.visible_to(request.user).select_related("initiative__institution", "category")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@once_only("initiative-profiles")
def add_profile(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down whom the initiative looks for."""
    row = initiative_of(request, pk)
    require(rules.can_change(request.user, row))
    form = ProfileForm(request.POST or None, categories=categories(), new=True)
    if form.is_valid():
        with saving(form) as edit:
            actions.add_profile(row, form.sought(), by=request.user)
        if edit.saved:
            return redirect("initiative-profiles", row.pk)
    return render(request, "partnerships/profile_form.html", frame(request, row) | {"form": form})


@require_http_methods(["GET", "POST"])
def change_profile(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a profile better, close it, or open it again."""
    profile = _profile(request, pk)
    require(rules.can_change(request.user, profile.initiative))
    known = {"categories": categories(), "new": False, "initial": ProfileForm.initial_of(profile)}
    form = ProfileForm(request.POST or None, **known)
    context: dict[str, Any] = frame(request, profile.initiative) | {"form": form, "profile": profile}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, profile, fresh=lambda saved: _fresh(saved)) as edit:
            details = {"closed": values["closed"], "version": values["version"], "by": request.user}
            actions.change_profile(profile, form.sought(), **details)
        if edit.saved:
            return redirect("initiative-profiles", profile.initiative_id)
        context["differences"] = edit.differences
    return render(request, "partnerships/profile_form.html", context)


def _fresh(saved: Profile) -> ProfileForm:
    return ProfileForm(categories=categories(), new=False, initial=ProfileForm.initial_of(saved))


@require_safe
def pick(request: HttpRequest, pk: str) -> HttpResponse:
    """Which organization could fill a profile?"""
    profile = _profile(request, pk)
    require(rules.can_recruit(request.user, profile))
    return picking(request, profile.initiative, "candidate-add", profile.pk)


@require_http_methods(["GET", "POST"])
@once_only("candidate-pick")
def add_candidate(request: HttpRequest, pk: str) -> HttpResponse:
    """Name somebody who could fill a profile, and who knows them."""
    profile = _profile(request, pk)
    require(rules.can_recruit(request.user, profile))
    of = body_of(request)
    initial = {"body": request.GET.get("named", "")[:200]}
    form = CandidateForm(request.POST or None, of=of, people=possible_leads(), initial=initial)
    if form.is_valid():
        with saving(form) as edit:
            made = actions.add_candidate(profile, form.somebody(), form.fit(), by=request.user)
        if edit.saved:
            return redirect("candidate", made.pk)
    context = {"form": form, "of": of, "profile": profile, "known": queries.introducers(request.user, of.employer)}
    return render(request, "partnerships/candidate_form.html", frame(request, profile.initiative) | context)


@require_safe
def candidate(request: HttpRequest, pk: str) -> HttpResponse:
    """One candidate: who could introduce us, what was learned, what was decided."""
    row = candidate_of(request, pk)
    initiative = row.profile.initiative
    context = frame(request, initiative) | {
        "row": row,
        "interviews": row.interviews.visible_to(request.user).select_related("by"),
        "known": queries.introducers(request.user, row.employer),
        "partners": queries.partners_there(request.user, initiative, row.employer),
        "may_decide": rules.can_decide(request.user, row),
        "may_reconsider": rules.can_reconsider(request.user, row),
    }
    return render(request, "partnerships/candidate.html", context)


@require_http_methods(["GET", "POST"])
def change_candidate(request: HttpRequest, pk: str) -> HttpResponse:
    """Write better who a candidate is, what they want, who introduces us."""
    row = candidate_of(request, pk)
    require(rules.can_decide(request.user, row))
    of = Body(row.employer, row.institution)
    details = {"of": of, "people": possible_leads(), "initial": CandidateForm.initial_of(row)}
    form = CandidateForm(request.POST or None, **details)
    known = queries.introducers(request.user, row.employer)
    context: dict[str, Any] = frame(request, row.profile.initiative)
    context |= {"form": form, "row": row, "of": of, "profile": row.profile, "known": known}
    if form.is_valid():
        version = form.cleaned_data["version"]
        with saving(form, row) as edit:
            actions.change_candidate(row, form.somebody(), form.fit(), version=version, by=request.user)
        if edit.saved:
            return redirect("candidate", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/candidate_form.html", context)


@require_http_methods(["GET", "POST"])
@once_only("candidate")
def interview(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what a conversation with a candidate brought."""
    row = candidate_of(request, pk)
    require(rules.can_decide(request.user, row))
    form = InterviewForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            actions.note_interview(row, form.conversation(), by=request.user)
        if edit.saved:
            return redirect("candidate", row.pk)
    context = frame(request, row.profile.initiative) | {"form": form, "row": row}
    return render(request, "partnerships/interview_form.html", context)


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep what a candidate gave us about themselves: words, or a file."""
    row = candidate_of(request, pk)
    require(rules.can_decide(request.user, row))
    initial = {name: getattr(row, name) for name in ("biography", "given_on", "version")}
    form = ResumeForm(request.POST or None, request.FILES or None, initial=initial)
    context: dict[str, Any] = frame(request, row.profile.initiative) | {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            resumes.keep_resume(row, form.given(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            return redirect("candidate", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/resume_form.html", context)


@require_safe
def resume_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The file that a candidate gave us, as a download; that it was read is written down (G1)."""
    row = candidate_of(request, pk)
    if row.resume is None or not exists(place(row.resume)):
        raise Http404
    resumes.read_resume(row, by=request.user)
    return download(row.resume, row.resume_name)


@act_on("candidate")
def remove_resume(request: HttpRequest, pk: str) -> HttpResponse:
    """Let go of what a candidate gave us."""
    row = candidate_of(request, pk)
    require(rules.can_lead(request.user, row.profile.initiative))
    with acting(request, changed=CHANGED):
        resumes.remove_resume(row, version=version_of(request), by=request.user)
    return redirect("candidate", row.pk)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Choose a candidate or not, with the reason."""
    row = candidate_of(request, pk)
    require(rules.can_decide(request.user, row))
    form = DecideForm(request.POST or None, initial={"version": row.version})
    context: dict[str, Any] = frame(request, row.profile.initiative) | {"form": form, "row": row}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form, row) as edit:
            details = {"chosen": values["choice"] == "chosen", "reason": values["reason"]}
            actions.decide(row, **details, version=values["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Decided."))
            return redirect("candidate", row.pk)
        context["differences"] = edit.differences
    return render(request, "partnerships/decide_form.html", context)


@act_on("candidate")
def reconsider(request: HttpRequest, pk: str) -> HttpResponse:
    """Consider somebody again who was not chosen."""
    row = candidate_of(request, pk)
    require(rules.can_reconsider(request.user, row))
    with acting(request, changed=CHANGED):
        actions.reconsider(row, version=version_of(request), by=request.user)
    return redirect("candidate", row.pk)
