"""Follow-ups: lists, one follow-up with its acts, how they were kept, and the employer's own answer by link (N7)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import following
from guildhall.engagements.forms.follow_ups import AnswerByLinkForm, HandForm, PromiseForm, RedateForm, WordsForm
from guildhall.engagements.models import FollowUp
from guildhall.engagements.queries import follow_ups as queries
from guildhall.engagements.views.timeline import house_of
from guildhall.engagements.views.whom import whom, whom_form
from guildhall.lib import clock
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with
from guildhall.people.views.mailed_links import closed_link
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys
from guildhall.ui.templatetags.ui import day as shown_day

KEYS = [Key("due_on"), Key("id")]
BY_STATE = [Key("state"), *KEYS]  # what is open, the latest first, stands above what waits for somebody else
UNFINISHED = ("mine", "asked", "ours")


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """Follow-ups as lists: mine, those I asked for, those to confirm, my institution's, and the rows of figures."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    view = request.GET.get("view", "mine")
    view = view if view in queries.VIEWS else "mine"
    institution = Institution.objects.visible_to(request.user).filter(slug=request.GET.get("at", "")).first()
    owner = queries.owner_of(request.user, request.GET.get("owner", ""))
    period = _period(request)
    rows = queries.view_of(request.user, view, institution=institution, owner=owner, period=period)
    context = {
        "page": page_by_keys(queries.whole(rows), request, BY_STATE if view in UNFINISHED else KEYS),
        "view": view,
        "period": period if view in ("due", "confirmed", "ontime", "bounced") else None,
        "institution": institution,
        "owner": owner,
    }
    return render(request, "engagements/follow_ups.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    """The period that an address names; what is no day, or lies out of reach, counts as none."""
    days = []
    for name in ("from", "to"):
        try:
            day = date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            days.append(None)
        else:
            days.append(day if in_reach(day, back=LIFE) else None)
    return queries.period_of(*days)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Which promises to employers were kept, per institution and per director; every number opens (M1, B12)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    period = _period(request)
    root = request.territory.root  # type: ignore[attr-defined]
    directors = people_with(Permission.USE_CRM, root).order_by("family_name") if root else []
    without = queries.count_without(request.user)
    context = {
        "period": period,
        "between": f"from={period[0]}&to={period[1]}",
        "institutions": queries.kept_by_institution(request.user, period),
        "directors": queries.kept_by_person(request.user, period, directors),
        "without": without.value,
        "at": without.at,
    }
    return render(request, "engagements/kept.html", context)


@require_safe
def without(request: HttpRequest) -> HttpResponse:
    """The employers with whom nobody has promised anything: the forgotten ones (N7)."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = queries.without_follow_up(request.user).select_related("owner", "last_engaged_by")
    page = page_by_keys(rows, request, [Key("sort_key"), Key("id")])
    return render(request, "engagements/without.html", {"page": page})


@require_http_methods(["GET", "POST"])
@once_only("employer-follow-ups")
def of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """The follow-ups with one employer, and a new one."""
    employer = employer_of(request, pk)
    may = rules.can_promise(request.user, employer)
    people = queries.possible_owners(request.user, employer) if may else []
    form = _promise_form(request, employer, people)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            with saving(form) as edit:
                house, entry = house_of(request, employer), form.cleaned_data["engagement"]
                following.promise(employer, form.promise(), by=request.user, institution=house, engagement=entry)
            if edit.saved:
                messages.success(request, _("The follow-up is noted."))
                return redirect("employer-follow-ups", employer.pk)
    rows = FollowUp.objects.filter(employer=employer).open_to(request.user)
    unfinished = rows.unfinished().select_related("owner", "asker", "contact", "institution")
    finished = rows.exclude(state__in=("open", "reported")).order_by("-due_on")
    context = frame(request.user, employer) | {
        "form": form,
        "may_promise": may,
        "open": list(unfinished[:100]),
        "closed": list(finished.select_related("owner", "asker", "contact", "institution", "confirmed_by")[:50]),
        "open_form": request.method == "POST" or "new" in request.GET or "give" in request.GET,
    }
    return render(request, "engagements/employer_follow_ups.html", context)


def _promise_form(request: HttpRequest, employer: Employer, people: list[Person]) -> PromiseForm:
    """The form for a new follow-up; the address says whether somebody else is to do it, and out of what it comes."""
    details: dict[str, Any] = {"employer": employer, "people": people, "person": request.user}
    initial = {"engagement": request.GET.get("engagement", "")}
    return PromiseForm(request.POST or None, give="give" in request.GET, initial=initial, **details)


def follow_up_of(request: HttpRequest, pk: Any) -> FollowUp:
    """A follow-up that the person may read; anything else is not found."""
    return get_object_or_404(queries.whole(FollowUp.objects.visible_to(request.user)), pk=pk)


@require_safe
def follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """One follow-up: where it stands, who has the word, what may be done (N7)."""
    return _show(request, follow_up_of(request, pk))


def _show(request: HttpRequest, row: FollowUp, **more: Any) -> HttpResponse:
    person, at = request.user, {"version": row.version}
    may_move = rules.can_move_follow_up(person, row)
    people = queries.possible_owners(person, row.employer) if may_move else []
    people = [p for p in people if p.pk not in (row.owner_id, row.asker_id)]
    context = {
        "row": row,
        "steps": list(row.steps.select_related("by")),
        "may_report": rules.can_report(person, row),
        "may_confirm": rules.can_confirm(person, row),
        "may_take_back": rules.can_take_back(person, row),
        "may_move": may_move,
        "may_ask": rules.can_ask_employer(person, row),
        "whom": whom_form(person, row.employer, row.contact_id) if row.asked_by_employer else None,
        "words_form": WordsForm(initial=at),
        "redate_form": RedateForm(initial=at | {"due_on": row.due_on if row.due_on > clock.today() else None}),
        "hand_form": HandForm(initial=at, people=people) if people else None,
        "differences": None,
    }
    return render(request, "engagements/follow_up.html", context | more)


def _act(
    request: HttpRequest, pk: str, form: Any, do: Callable[[FollowUp, dict[str, Any]], Any], done: str, name: str
) -> HttpResponse:
    """Do one act on a follow-up; a refusal or somebody else's change stands on the page, with what was typed."""
    row = follow_up_of(request, pk)
    compared = None
    if form.is_valid():
        with saving(form, row) as edit:
            do(row, form.cleaned_data)
        if edit.saved:
            messages.success(request, done)
            return redirect("today") if request.POST.get("from") == "today" else redirect("follow-up", row.pk)
        compared = edit.differences
    return _show(request, row, **{name: form, "differences": compared})


@act_on("follow-up")
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """Report as done."""
    row = follow_up_of(request, pk)
    require(rules.can_report(request.user, row))
    said = _("Reported. It closes when the other side confirms.")

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        following.report(found, values["words"], version=values["version"], by=request.user)

    return _act(request, pk, WordsForm(request.POST), do, said, "words_form")


@act_on("follow-up")
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """It is not done after all."""
    require(rules.can_take_back(request.user, follow_up_of(request, pk)))

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        following.take_back(found, version=values["version"], by=request.user)

    return _act(request, pk, WordsForm(request.POST), do, _("It is open again."), "words_form")


@act_on("follow-up")
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Confirm that it is done, or send it back."""
    row = follow_up_of(request, pk)
    require(rules.can_confirm(request.user, row))
    back = request.POST.get("act") == "back"

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        if back:
            following.bounce(found, values["words"], version=values["version"], by=request.user)
        else:
            following.confirm(found, said=values["words"], version=values["version"], by=request.user)

    said = _("Sent back: it is open again.") if back else _("Confirmed. It is closed.")
    return _act(request, pk, WordsForm(request.POST), do, said, "words_form")


@act_on("follow-up")
def redate(request: HttpRequest, pk: str) -> HttpResponse:
    """Another day."""
    require(rules.can_move_follow_up(request.user, follow_up_of(request, pk)))

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        following.redate(found, values["due_on"], reason=values["words"], version=values["version"], by=request.user)

    form = RedateForm(request.POST)
    said = _("It is to be done by %s now.") % shown_day(form.cleaned_data["due_on"]) if form.is_valid() else ""
    return _act(request, pk, form, do, said, "redate_form")


@act_on("follow-up")
def hand_on(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand it to somebody else."""
    row = follow_up_of(request, pk)
    require(rules.can_move_follow_up(request.user, row))
    people = queries.possible_owners(request.user, row.employer)

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        following.hand_on(found, values["owner"], words=values["words"], version=values["version"], by=request.user)

    return _act(request, pk, HandForm(request.POST, people=people), do, _("Handed over."), "hand_form")


@act_on("follow-up")
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Cancel with the reason."""
    require(rules.can_move_follow_up(request.user, follow_up_of(request, pk)))

    def do(found: FollowUp, values: dict[str, Any]) -> None:
        following.cancel(found, reason=values["words"], version=values["version"], by=request.user)

    return _act(request, pk, WordsForm(request.POST), do, _("Cancelled. The reason is kept."), "words_form")


@require_POST
def ask_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """Mail the employer's contact a link on which to confirm."""
    row = follow_up_of(request, pk)
    require(rules.can_ask_employer(request.user, row))
    contact = whom(request, row.employer, row.employer.contacts.current())
    if contact is None:
        return redirect("follow-up", row.pk)
    with acting(request) as act:
        following.ask_employer(row, contact, by=request.user)
    if act.done:
        say_mailed(request, _("%s is asked by e-mail.") % contact)
    return redirect("follow-up", row.pk)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The employer's page: is it done? Opening it changes nothing; one answer counts (N7)."""
    link = queries.link_of(secret)
    if closed := closed_link(request, secret, link, "engagements/link_gone.html"):
        return closed
    assert link is not None
    form = AnswerByLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = request.POST.get("act") != "missing"
        with saving(form) as edit:
            following.answer_by_link(secret, done=done, words=form.cleaned_data["words"])
        if edit.saved:
            return render(request, "engagements/link_done.html", {"link": link, "done": done})
    answered = link.used_at is not None or link.follow_up.state != FollowUp.State.REPORTED
    return render(request, "engagements/link.html", {"link": link, "form": form, "answered": answered})
