"""What is taken off an employer's hands: noted, said anew, ended (F22)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import easing
from guildhall.engagements.forms.follow_ups import WordsForm
from guildhall.engagements.forms.relations import RedTapeForm
from guildhall.engagements.models import RedTape
from guildhall.engagements.views.timeline import house_of
from guildhall.lib.verdicts import require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving


def _tape_of(request: HttpRequest, employer: object, pk: str) -> RedTape:
    rows = RedTape.objects.visible_to(request.user).select_related("employer", "institution", "person")
    return get_object_or_404(rows, pk=pk, employer=employer)


@require_http_methods(["GET", "POST"])
@once_only("employer-relationship")
def red_tape(request: HttpRequest, pk: str, tape: str = "") -> HttpResponse:
    """Note what is taken care of for an employer, or say it anew."""
    employer = employer_of(request, pk)
    row = _tape_of(request, employer, tape) if tape else None
    require(rules.can_change_red_tape(request.user, row) if row else rules.can_plan_ask(request.user, employer))
    initial = {name: getattr(row, name) for name in ("kind", "what", "until", "version")} if row else {}
    form = RedTapeForm(request.POST or None, initial=initial)
    compared = None
    if form.is_valid():
        with saving(form, read=lambda: _tape_of(request, employer, tape)) as edit:
            if row:
                easing.change(row, form.taken(), version=form.cleaned_data["version"], by=request.user)
            else:
                easing.take_off(employer, form.taken(), by=request.user, institution=house_of(request, employer))
        if edit.saved:
            messages.success(request, _("Noted. Every institution sees that it is taken care of."))
            return redirect("employer-relationship", employer.pk)
        compared = edit.differences
    context = {"form": form, "row": row, "differences": compared, "words_form": WordsForm(initial=initial)}
    return render(request, "engagements/red_tape.html", frame(request.user, employer) | context)


@require_POST
def end(request: HttpRequest, pk: str, tape: str) -> HttpResponse:
    """It is taken care of no longer."""
    employer = employer_of(request, pk)
    row = _tape_of(request, employer, tape)
    require(rules.can_change_red_tape(request.user, row))
    form = WordsForm(request.POST)
    form.is_valid()
    by_key = {name: form.cleaned_data.get(key) or empty for name, key, empty in _ENDED}
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        easing.end(row, **by_key, by=request.user)
    if not act.done:
        return redirect("red-tape-change", employer.pk, row.pk)
    messages.success(request, _("Noted: it is taken care of no longer."))
    return redirect("employer-relationship", employer.pk)


_ENDED = (("reason", "words", ""), ("version", "version", 0))
