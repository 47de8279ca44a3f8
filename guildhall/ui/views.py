"""The component page: every component in its states."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.lib.verdicts import no
from guildhall.ui.asking import PlainForm
from guildhall.ui.icons import DRAWINGS


class _Sample(PlainForm):
    name = forms.CharField(label="Name", help_text="As it stands on the door.")
    wrong = forms.CharField(label="Website")
    choice = forms.ChoiceField(
        label="What happened?", choices=[("a", "Visit"), ("b", "Call")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label="Place", choices=[("", "Anywhere"), ("x", "Mesa Grande")], required=False)
    several = forms.MultipleChoiceField(
        label="Who took part?",
        choices=[("o", "Marisol Ortega"), ("s", "Piotr Sewell")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    yes = forms.BooleanField(label="Recruits for other employers", required=False)
    text = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), required=False)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, light and dark, for whoever builds the next page."""
    form = _Sample({"name": "Kestrel Aerospace", "choice": "a"})
    form.is_valid()
    form.errors.pop("wrong", None)
    form.add_error("wrong", "A web address has no spaces. Did you mean ardentmachining.example?")
    verdict = no("Calloway cannot be contacted before Fri, Dec 4.", clause="Contact protocol v3, 4.1")
    return render(request, "ui/gallery.html", {"form": form, "verdict": verdict, "icons": sorted(DRAWINGS)})
