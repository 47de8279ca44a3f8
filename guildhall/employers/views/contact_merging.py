"""Two records of one person at an employer: compared, merged, parted again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers import rules
from guildhall.employers.actions import showing
from guildhall.employers.actions.contact_merging import merge_contacts, undo_contact_merge
from guildhall.employers.models import Contact, ContactMerge, Employer
from guildhall.employers.queries.contact_merging import ASKED, agreed_to, choices, possible_twins
from guildhall.employers.views.contacts import contact_of
from guildhall.employers.views.reasons import asks_why
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting, with_way
from guildhall.ui.asking import PlainForm

COLUMNS = {"site": "site_id"}


class MergeForm(PlainForm):
    """The other record, the editions that were compared, and of which fields its value is taken."""

    other = forms.UUIDField()
    version = forms.IntegerField(required=False)
    other_version = forms.IntegerField(required=False)
    theirs = forms.MultipleChoiceField(choices=[(name, name) for name in ASKED], required=False)

    def __init__(self, data: Any) -> None:
        taken = [name for name in ASKED if data.get(f"take-{name}") == "theirs"]
        super().__init__({name: data.get(name) for name in ("other", "version", "other_version")} | {"theirs": taken})

    @property
    def versions(self) -> tuple[int, int]:
        """The editions of the two; a form that has lost them conflicts."""
        return self.cleaned_data.get("version") or 0, self.cleaned_data.get("other_version") or 0

    @property
    def chosen(self) -> set[str]:
        """The columns of which the other record's value is taken."""
        return {COLUMNS.get(name, name) for name in self.cleaned_data["theirs"]}


@require_http_methods(["GET", "POST"])
@once_only("employer-contacts")
@asks_why
def contact_merge(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Pick another record of the same person, compare the two, and make them one."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    kept = contact_of(request, employer, contact)
    require(rules.can_show_address(request.user, kept))
    if request.method == "POST":
        form = MergeForm(request.POST)
        if form.is_valid():
            other = contact_of(request, employer, form.cleaned_data["other"])
            require(rules.can_merge_contacts(request.user, kept, other))
            return _merged(request, kept, other, form) if "merge" in request.POST else _compared(request, kept, other)
        messages.error(request, _("Choose the other record first."))
    twins = possible_twins(request.user, employer, kept)
    rows = [(one, likely, rules.can_merge_contacts(request.user, kept, one)) for one, likely in twins]
    return render(request, "employers/contact_merge.html", {"employer": employer, "contact": kept, "rows": rows})


def _compared(request: HttpRequest, kept: Contact, other: Contact) -> HttpResponse:
    """The two side by side. Their addresses are shown, and that is written down (G1)."""
    for one in (kept, other):
        showing.show_address(one, by=request.user, why=request.POST.get("why", ""))
    context = {
        "employer": kept.employer,
        "contact": kept,
        "other": other,
        "choices": choices(kept, other),
        "permissions": (agreed_to(kept), agreed_to(other)),
    }
    return render(request, "employers/contact_compare.html", context)


def _merged(request: HttpRequest, kept: Contact, other: Contact, form: MergeForm) -> HttpResponse:
    page = reverse("contact-timeline", args=[kept.employer_id, kept.pk])
    with acting(request, changed=_("Somebody changed one of the two meanwhile. Compare them again.")) as act:
        merge_contacts(kept, other, choose=form.chosen, versions=form.versions, by=request.user)
    if not act.done:
        return redirect("contact-merge", kept.employer_id, kept.pk)
    words = _("The two are one contact now, with the history of both.")
    messages.success(request, with_way(words, f"{page}#merged", _("Undo the merge")))
    return redirect(page)


def merge_of(request: HttpRequest, employer: Employer, pk: Any) -> ContactMerge:
    """A merge of contacts of an employer that the person sees; anything else is not found."""
    rows = ContactMerge.objects.visible_to(request.user).select_related("survivor__employer")
    return get_object_or_404(rows, pk=pk, survivor__employer=employer)


@require_POST
def contact_merge_undo(request: HttpRequest, pk: str, merge: str) -> HttpResponse:
    """Part two contacts again."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    found = merge_of(request, employer, merge)
    with acting(request) as act:
        contact = undo_contact_merge(found, by=request.user)
    if act.done:
        words = _("%(one)s and %(other)s are two contacts again.")
        messages.success(request, words % {"one": found.survivor.name, "other": contact.name})
    return redirect("contact-timeline", employer.pk, found.survivor_id)
