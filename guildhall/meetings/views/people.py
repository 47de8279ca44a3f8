"""Whom a meeting is for: the list, invitations, answers and who came (E12, E14)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.employers.models import Contact
from guildhall.employers.views.lists import SEARCHES
from guildhall.lib.ids import id_in
from guildhall.lib.verdicts import require
from guildhall.meetings import rules
from guildhall.meetings.actions import inviting
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.forms.meetings import NamedForm, RoleForm, ToldForm
from guildhall.meetings.models import Meeting, Participant
from guildhall.meetings.queries import meetings as queries
from guildhall.meetings.views.meetings import framed, inside
from guildhall.people.models import Person
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import Edit, saving, version_of


@require_safe
def people(request: HttpRequest, pk: Any) -> HttpResponse:
    """Everybody who is asked, with their role and answer."""
    row = inside(request, pk)
    lines = queries.participants_of(row, request.user)
    uninvited = [line for line in lines if line.row.invited_at is None and not line.row.answer]
    context = framed(
        request, row, "people", lines=lines, answers=queries.answers_of(row), uninvited=uninvited,
        may_note=rules.can_keep_outcome(request.user, row), guests=row.attendees.filter(participant=None),
    )  # fmt: skip
    return render(request, "meetings/people.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: Any) -> HttpResponse:
    """Put somebody on the list: a colleague, a contact of an employer, or somebody with a name."""
    row = inside(request, pk)
    require(rules.can_change(request.user, row))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    form = NamedForm(request.POST or None)
    if request.method == "POST" and (named := _known(request, row) or _typed(form)):
        with saving(form) as edit:
            inviting.add_participant(row, named, by=request.user)
        if edit.saved:
            messages.success(request, _("On the list. Nobody is written to before you invite them."))
            return redirect("meeting-people", row.pk)
    colleagues = queries.colleagues_to_add(row, request.user, q)
    contacts = queries.contacts_to_add(row, request.user, q)
    context = framed(request, row, "people", form=form, q=q, colleagues=colleagues, contacts=contacts)
    return render(request, "meetings/people_add.html", context)


def _known(request: HttpRequest, row: Meeting) -> Named | None:
    """The colleague or contact that a button names."""
    if pk := request.POST.get("contact"):
        return Named(contact=get_object_or_404(Contact.objects.visible_to(request.user).current(), pk=id_in(pk)))
    if pk := request.POST.get("person"):
        return Named(person=get_object_or_404(queries.colleagues(), pk=id_in(pk)))
    return None


def _typed(form: NamedForm) -> Named | None:
    return Named(**form.cleaned_data) if form.is_valid() else None


def participant_of(row: Meeting, pk: UUID, person: Person) -> Participant:
    """Somebody on the list of a meeting whom a person may know of."""
    rows = Participant.objects.visible_to(person).filter(meeting=row)
    return get_object_or_404(rows.select_related("meeting__institution", "person", "contact__employer"), pk=pk)


@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, pk: Any, line: UUID) -> HttpResponse:
    """One participant: what is asked of them, and what they answered by another way than the link."""
    row = inside(request, pk)
    one = participant_of(row, line, request.user)
    role_said, told_said = "role" in request.POST, "answer" in request.POST
    initial = {"role": one.role, "version": one.version}
    role = RoleForm(request.POST if role_said else None, initial=initial, auto_id="role_%s")
    told = ToldForm(request.POST if told_said else None, row=one)
    differences = {}
    if request.method == "POST":
        require(rules.can_change(request.user, row))
        form: Any = role if role_said else told
        if form.is_valid():
            edit = _keep(request, one, form)
            if edit.saved:
                return redirect("meeting-people", row.pk)
            differences = {"role_differences" if role_said else "told_differences": edit.differences}
    may_invite = rules.can_invite(request.user, one)
    context = framed(request, row, "people", line=queries.line_of(one), role=role, told=told, may_invite=may_invite)
    return render(request, "meetings/participant.html", context | differences)


def _keep(request: HttpRequest, one: Participant, form: Any) -> Edit:
    v, by = form.cleaned_data, request.user
    with saving(form, one, fresh=lambda saved: _opened(form, saved)) as edit:
        if isinstance(form, RoleForm):
            inviting.change_role(one, v["role"], version=v["version"], by=by)
        else:
            said = {"accepts": form.is_accepting, "note": v["note"], "version": v["version"], "by": by}
            inviting.note_answer(one, v["answer"], v["way"], **said)
    return edit


def _opened(form: RoleForm | ToldForm, saved: Participant) -> RoleForm | ToldForm:
    """The form of the same kind as it would be opened now."""
    return ToldForm(row=saved) if isinstance(form, ToldForm) else RoleForm(initial={"role": saved.role})


DONE = {
    "invite": gettext_lazy("The invitation is on its way."),
    "end": gettext_lazy("The link is ended. The next letter has another one."),
    "remove": gettext_lazy("Off the list."),
}


@act_on("meeting-people")
def act(request: HttpRequest, pk: Any, line: UUID) -> HttpResponse:
    """Invite somebody, note that they came, end their link, or take them off the list."""
    row = inside(request, pk)
    one, said = participant_of(row, line, request.user), request.POST.get("act", "")
    with acting(request) as done:
        if said == "invite":
            inviting.invite(one, again=version_of(request), by=request.user)
        elif said == "end":
            inviting.end_link(one, by=request.user)
        elif said == "remove":
            inviting.remove_participant(one, by=request.user)
        else:
            inviting.note_attendance(one, came=said == "came", by=request.user)
    if done.done and said in DONE:
        messages.success(request, str(DONE[said]))
    return redirect("meeting-people", row.pk)


@act_on("meeting-people")
def invite_all(request: HttpRequest, pk: Any) -> HttpResponse:
    """Write to everybody who was not written to yet; who cannot be is named with the reason."""
    row = inside(request, pk)
    with acting(request) as done:
        sent = inviting.invite_all(row, by=request.user)
    if done.done:
        words = ngettext("%d invitation is on its way.", "%d invitations are on their way.", sent.count)
        messages.success(request, words % sent.count)
        for one, verdict in sent.left_out:
            messages.warning(request, f"{one.name}: {verdict.reason}")
    return redirect("meeting-people", row.pk)
