"""One enquiry: what they want, where it stands, and what may be done with it (H6)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.views.lists import SEARCHES
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.queries.timeline import employers_to_log
from guildhall.enquiries import queries, rules
from guildhall.enquiries.actions import answering, taking
from guildhall.enquiries.forms import AnswerForm, HandOverForm, ReasonForm
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.views.taking import enquiry_of, house_of, places_to_answer
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.people.queries import staff_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of


@require_safe
def enquiry(request: HttpRequest, pk: str) -> HttpResponse:
    """One enquiry. Opening it changes nothing."""
    if request.GET.get("q") and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    return show(request, enquiry_of(request, pk))


def show(request: HttpRequest, row: Enquiry, **more: Any) -> HttpResponse:
    """The page of an enquiry, with what may be done and what was typed."""
    person = request.user
    may_name, may_hand = rules.can_name(person, row), rules.can_hand_over(person, row)
    q = request.GET.get("q", "").strip()[:100]
    context = {
        "row": row,
        "steps": list(row.steps.select_related("by", "person")),
        "alike": queries.alike(row, person) if row.known else [],  # type: ignore[attr-defined]
        "may_answer": rules.can_answer(person, row),
        "may_hand": may_hand,
        "may_close": rules.can_close(person, row),
        "may_reopen": rules.can_reopen(person, row),
        "may_change": rules.can_change(person, row),
        "may_show": rules.can_show_reach(person, row),
        "may_name": may_name,
        "may_enter": bool(may_name) and _may_enter(person),
        "q": q,
        "found": _found(person, row, q) if may_name else [],
        "answer_form": AnswerForm(enquiry=row),
        "hand_form": HandOverForm(**_hands(request, row)) if may_hand else None,
        "close_form": ReasonForm(initial={"version": row.version}),
        "clause": queries.patience(row.institution)[2],
        "differences": None,
    }
    return render(request, "enquiries/enquiry.html", context | more)


def _may_enter(person: Person) -> bool:
    return bool(person.may(queries.Permission.DEVELOP_EMPLOYERS))


def _found(person: Person, row: Enquiry, q: str) -> Any:
    return employers_to_log(person, q) if q else queries.may_be(person, row)


def _hands(request: HttpRequest, row: Enquiry) -> dict[str, Any]:
    near = possible_owners(request.user, row.employer) if row.employer else staff_of(house_of(request))
    people = {p.pk: p for p in (*near, *staff_of(row.institution)) if p.pk != row.holder_id}
    return {"enquiry": row, "places": places_to_answer(request.user, row.institution), "people": list(people.values())}


def _act(
    request: HttpRequest, row: Enquiry, form: Any, do: Callable[[dict[str, Any]], Any], done: str, name: str
) -> HttpResponse:
    """Do one act; a refusal or somebody else's change stands on the page, with what was typed."""
    compared = None
    if form.is_valid():
        with saving(form, row) as edit:
            do(form.cleaned_data)
        if edit.saved:
            messages.success(request, done)
            return redirect("enquiry", row.pk)
        compared = edit.differences
    return show(request, row, **{name: form, "differences": compared})


@act_on("enquiry")
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Write down what was answered; where somebody was quicker, both answers stand beside each other first."""
    row = enquiry_of(request, pk)
    require(rules.can_answer(request.user, row))
    form = AnswerForm(request.POST, enquiry=row)
    by = {"by": request.user, "institution": house_of(request)}

    def do(values: dict[str, Any]) -> None:
        answering.answer_enquiry(row, form.answered(request.user), version=values["version"], **by)

    done = _("It is on the timeline. It uses up no touch budget: they called.") if row.employer else _("It is kept.")
    return _act(request, row, form, do, done, "answer_form")


@act_on("enquiry")
def hand_over(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand it to another institution or person."""
    row = enquiry_of(request, pk)
    require(rules.can_hand_over(request.user, row))
    form = HandOverForm(request.POST, **_hands(request, row))

    def do(values: dict[str, Any]) -> None:
        person, words, version = values["person"], values["words"], values["version"]
        taking.hand_over_enquiry(row, values["to"], person=person, words=words, version=version, by=request.user)

    return _act(request, row, form, do, _("Handed over, and told."), "hand_form")


@act_on("enquiry")
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Close it without an answer, with the reason."""
    row = enquiry_of(request, pk)
    require(rules.can_close(request.user, row))

    def do(values: dict[str, Any]) -> None:
        taking.close_enquiry(row, reason=values["words"], version=values["version"], by=request.user)

    done = _("Closed. The reason is kept, and it can be opened again.")
    return _act(request, row, ReasonForm(request.POST), do, done, "close_form")


@act_on("enquiry")
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    """Open a closed one again."""
    row = enquiry_of(request, pk)
    require(rules.can_reopen(request.user, row))
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again.")) as act:
        taking.reopen_enquiry(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It waits for an answer again."))
    return redirect("enquiry", row.pk)


@require_http_methods(["GET", "POST"])
def show_reach(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how to reach whoever called, and write down that it was shown (G1)."""
    row = enquiry_of(request, pk)
    if request.method == "GET":  # opened again: nothing is shown before somebody asks anew
        return redirect("enquiry", row.pk)
    taking.show_reach(row, by=request.user)
    return show(request, row, shown=True)
