"""A member of a board: asked, answering, the term, the office, conflicts of interest, leaving (D14, F10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guildhall.boards import rules
from guildhall.boards.actions import serving
from guildhall.boards.forms.seats import AnswerForm, EndForm, InterestForm, OfficeForm, OwnAnswerForm, RenewForm
from guildhall.boards.models import Interest, Member
from guildhall.boards.queries.seats import attendance_of
from guildhall.boards.views.record import framed, member_of
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import Edit, saving, version_of

FORMS = ("renew", "office", "answer", "interest")
DONE = {
    "invite": gettext_lazy("The letter is on its way."),
    "end link": gettext_lazy("The link is ended. The next letter has another one."),
    "interest over": gettext_lazy("Noted that it is over."),
}


def _initial(row: Member) -> dict[str, dict[str, Any]]:
    """What each form on a member's page begins with."""
    said = {"serving": "yes", "declined": "no"}.get(row.state, "")
    return {
        "renew": {"ends_on": row.ends_on}, "office": {"office": row.office},
        "answer": {"answer": said, "words": row.words}, "interest": {},
    }  # fmt: skip


def _form(request: HttpRequest, row: Member, name: str, data: Any = None) -> Any:
    """The form of a name, as it would be opened now; who it is answers for themselves."""
    kinds: dict[str, Any] = {"renew": RenewForm, "office": OfficeForm, "answer": AnswerForm, "interest": InterestForm}
    kind = OwnAnswerForm if name == "answer" and row.person_id == request.user.pk else kinds[name]
    return kind(data, initial=_initial(row)[name] | {"version": row.version}, auto_id=f"{name}_%s")


def _forms(request: HttpRequest, row: Member) -> dict[str, Any]:
    """The forms on a member's page; the one that was sent holds what was typed."""
    sent = request.POST.get("form", "")
    return {name: _form(request, row, name, request.POST if name == sent else None) for name in FORMS}


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: str) -> HttpResponse:
    """One member, and what whoever keeps the board writes down about them."""
    row = member_of(request, pk)
    forms, differences = _forms(request, row), {}
    if request.method == "POST":
        name = request.POST.get("form", "")
        require(rules.can_answer(request.user, row) if name == "answer" else rules.can_change_member(request.user, row))
        form = forms.get(name)
        if form is not None and form.is_valid():
            edit = _keep(request, row, name, form)
            if edit.saved:
                return redirect("board-member", row.pk)
            differences = {"differences": edit.differences, "of": name}
    came, called = attendance_of(row.board).get(row.pk, (0, 0))
    context = framed(request, row.board, member=row, forms=forms, came=came, called=called) | differences
    interests = Interest.objects.visible_to(request.user).filter(member=row)
    context |= {
        "interests": interests, "may_invite": rules.can_invite(request.user, row),
        "may_answer": rules.can_answer(request.user, row), "may_change": rules.can_change_member(request.user, row),
    }  # fmt: skip
    return render(request, "boards/member.html", context)


def _keep(request: HttpRequest, row: Member, name: str, form: Any) -> Edit:
    v, by = form.cleaned_data, request.user
    with saving(form, row, fresh=lambda saved: _form(request, saved, name)) as edit:
        if name == "renew":
            serving.renew_term(row, v["ends_on"], version=v["version"], by=by)
        elif name == "office":
            serving.give_office(row, v["office"], version=v["version"], by=by)
        elif name == "answer":
            serving.note_answer(row, accepts=form.accepts, words=v["words"], version=v["version"], by=by)
        else:
            serving.note_interest(row, v["about"], by=by)
    return edit


@act_on("board-member")
def act(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask somebody to take their seat, end their link, or note that a conflict of interest is over."""
    row, said = member_of(request, pk), request.POST.get("act", "")
    require(rules.can_keep(request.user, row.board))
    if said not in DONE:  # sent without one of the buttons
        return redirect("board-member", row.pk)
    with acting(request) as done:
        if said == "invite":
            serving.invite_member(row, again=version_of(request), by=request.user)
        elif said == "end link":
            serving.end_link(row, by=request.user)
        else:
            rows = Interest.objects.visible_to(request.user).filter(member=row)
            one = get_object_or_404(rows, pk=id_in(request.POST.get("interest", "")))
            serving.end_interest(one, by=request.user)
    if done.done:
        messages.success(request, str(DONE[said]))
    return redirect("board-member", row.pk)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """End somebody's term, with the reason; the seat is vacant again."""
    row = member_of(request, pk)
    require(rules.can_change_member(request.user, row))
    form = EndForm(request.POST or None, initial={"version": row.version})
    context = framed(request, row.board, member=row, form=form)
    if form.is_valid():
        v = form.cleaned_data
        with saving(form, row) as edit:
            serving.end_term(row, v["because"], version=v["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("The seat is vacant. Say who sits there now."))
            return redirect("seat-sit", row.seat_id)
        context["differences"] = edit.differences
    return render(request, "boards/end.html", context)
