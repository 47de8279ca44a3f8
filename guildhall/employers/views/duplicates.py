"""The queue of likely duplicates: compare, merge, keep apart, undo (J15, N16)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers import rules
from guildhall.employers.actions.duplicates import judge_different, pair_up
from guildhall.employers.actions.merging import merge, undo_merge
from guildhall.employers.merging import CHOSEN
from guildhall.employers.models import DuplicatePair, Employer, Merge
from guildhall.employers.queries.merging import comparison, others_named, recent_merges
from guildhall.employers.queries.pairs import LIKELY_ONES, POSSIBLE_ONES, queue, queue_counts
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.queue import enqueue
from guildhall.ui.acting import acting, with_way
from guildhall.ui.answers import too_often
from guildhall.ui.asking import PlainForm
from guildhall.ui.paging import Key, page_by_keys

KEYS = [Key("score", descending=True), Key("id")]
RUNS = Limit("searches for duplicates", 2, 600)  # for the whole installation


class JudgeForm(PlainForm):
    """What a data steward says of two records."""

    act = forms.ChoiceField(choices=[("merge", "merge"), ("different", "different")])
    survivor = forms.UUIDField(required=False)
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=300, required=False)


class PickForm(PlainForm):
    """The other record of an employer that was entered twice."""

    other = forms.UUIDField()


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs of employers that may be one, surest first, and the merges that can be undone."""
    require(rules.can_merge(request.user))
    possible = request.GET.get("show") == "possible"
    rows = queue(request.user)
    context = {
        "page": page_by_keys(rows.filter(POSSIBLE_ONES if possible else LIKELY_ONES), request, KEYS),
        "possible": possible,
        "counts": queue_counts(rows),
        "merges": recent_merges(request.user),
    }
    return render(request, "employers/duplicates.html", context)


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Search the whole record for duplicates now, in the background."""
    require(rules.can_merge(request.user))
    verdict = RUNS.take("the installation")
    if not verdict:
        return too_often(request, verdict, wait=RUNS.wait)
    enqueue("employers.find_duplicates")
    messages.success(request, _("The search has begun. What it finds stands here; load the page again in a minute."))
    return redirect("duplicates")


def pair_of(request: HttpRequest, pk: Any) -> DuplicatePair:
    """A pair that the person may judge; anything else is not found."""
    require(rules.can_merge(request.user))
    return get_object_or_404(DuplicatePair.objects.visible_to(request.user).select_related("judged_by"), pk=pk)


@require_safe
def duplicate(request: HttpRequest, pk: str) -> HttpResponse:
    """Two records side by side, with what the merged one will say."""
    pair = pair_of(request, pk)
    survivor = request.GET.get("survivor", "")
    result = comparison(request.user, pair, survivor, taken_from(request.GET, pair, survivor))
    template = "employers/duplicate.html"
    context = {"pair": pair, "found": result, "form": JudgeForm()}
    return render(request, f"{template}#compared" if request.htmx else template, context)


def taken_from(data: QueryDict, pair: DuplicatePair, survivor: str) -> set[str]:
    """The fields of which somebody chose the value of the record that does not stay."""
    other = {str(pair.first_id), str(pair.second_id)} - {survivor}
    return {name for name in CHOSEN if data.get(f"take-{name}") in other} if len(other) == 1 else set()


@require_POST
def judge(request: HttpRequest, pk: str) -> HttpResponse:
    """Merge the two, or say that they are two."""
    pair = pair_of(request, pk)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose which record stays, and keep the reason under 300 letters."))
        return redirect("duplicate", pair.pk)
    values = form.cleaned_data
    with acting(request) as act:
        if values["act"] == "different":
            judge_different(pair, by=request.user, reason=values["reason"])
            messages.success(request, _("They stay two. No search brings this pair back."))
            return redirect("duplicates")
        survivor, loser = _in_order(pair, values["survivor"])
        taken = taken_from(request.POST, pair, str(survivor.pk))
        merge(survivor, loser, choose=taken, by=request.user, reason=values["reason"])
    if not act.done:
        return redirect("duplicate", pair.pk)
    words = _("%(loser)s is now part of this record. You can undo it under Duplicates.")
    messages.success(request, with_way(words % {"loser": loser.name}, reverse("duplicates"), _("Duplicates")))
    return redirect("employer", survivor.pk)


def _in_order(pair: DuplicatePair, survivor: Any) -> tuple[Employer, Employer]:
    """The one that stays and the one that goes."""
    if survivor not in (pair.first_id, pair.second_id):
        refuse("Choose which of the two records stays.")
    return (pair.first, pair.second) if survivor == pair.first_id else (pair.second, pair.first)


@require_POST
def merge_undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Part two records that were merged, everything back where it was."""
    require(rules.can_merge(request.user))
    merge = get_object_or_404(Merge.objects.visible_to(request.user).select_related("survivor", "loser"), pk=pk)
    with acting(request) as act:
        undo_merge(merge, by=request.user)
    if act.done:
        words = _("%(one)s and %(other)s are two records again, everything back where it was.")
        messages.success(request, words % {"one": merge.survivor.name, "other": merge.loser.name})
    return redirect("duplicates")


@require_http_methods(["GET", "POST"])
def employer_merge(request: HttpRequest, pk: str) -> HttpResponse:
    """Pick the other record of an employer that was entered twice, whatever the search says."""
    require(rules.can_merge(request.user))
    employer = employer_of(request, pk)
    form = PickForm(request.POST or None)
    if form.is_valid():
        other = employer_of(request, form.cleaned_data["other"])
        with acting(request):
            return redirect("duplicate", pair_up(employer, other, by=request.user).pk)
    q = request.GET.get("q", "")[:200]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    context = {"employer": employer, "q": q, "rows": others_named(request.user, employer, q) if q else []}
    return render(request, "employers/merge.html", context)
