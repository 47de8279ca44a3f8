"""The regional CRM: board, list, one prospect's page and the acts on it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers.queries.standing import frame
from guildhall.lib.verdicts import require
from guildhall.outbox.views import say_mailed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with
from guildhall.prospects import queries, rules
from guildhall.prospects.actions import developing, promoting, vetting
from guildhall.prospects.forms import AnswerForm, LinkForm, MoveForm, PlanForm, PromoteForm, ReasonForm
from guildhall.prospects.models import Criterion, Promotion, Prospect
from guildhall.prospects.queries.promotions import promotion_of
from guildhall.ui.acting import act_on, with_way
from guildhall.ui.dates import in_words
from guildhall.ui.editing import saving
from guildhall.ui.paging import Key, page_by_keys

LIST_KEYS = [Key("stage_since", descending=True), Key("pk")]


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board: what next, stage by stage (A7)."""
    require(rules.can_use_crm(request.user))
    view = request.GET.get("view", "mine")
    if view == "again":  # in the order in which they fall due, and no board: they do not move from stage to stage
        return redirect(f"{reverse('crm-list')}?view=again")
    columns, tabs = queries.board(request.user, view), queries.tabs(request.user)
    context = {
        "columns": columns,
        "any_card": any(column.cards for column in columns),
        "tabs": tabs,
        "count_all": next((tab["count"] for tab in tabs if tab["key"] == "all"), 0),
        "view": view,
        "directors": people_with(Permission.USE_CRM, request.territory.root).count(),  # type: ignore[attr-defined]
    }
    return render(request, "prospects/board.html", context)


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """The employers that a college's own staff are vetting (B2)."""
    require(request.user.standing.sees(Permission.DEVELOP_EMPLOYERS))
    rows, never = queries.in_crm(request.user), "never" in request.GET
    if never:
        rows = rows.working().filter(owner=request.user).never_contacted()
    context = {"page": page_by_keys(queries.with_progress(rows), request, LIST_KEYS), "never": never}
    return render(request, "prospects/held.html", context)


def prospect_of(request: HttpRequest, pk: Any) -> Prospect:
    """A prospect that the person sees; anything else is not found."""
    rows = Prospect.objects.visible_to(request.user).select_related(
        "employer__holder", "employer__owner", "employer__last_engaged_by", "owner", "vetted_by", "ready_by"
    )
    return get_object_or_404(rows.with_tag_names(), pk=pk)


@require_safe
def prospect(request: HttpRequest, pk: str) -> HttpResponse:
    """One prospect: criteria on the left, what the colleges will see on the right."""
    return _show(request, prospect_of(request, pk))


def _confirmers(person: Person, found: Prospect, owners: QuerySet[Person]) -> QuerySet[Person]:
    """On whose home page it waits for a second person, where the reader completed the vetting."""
    return owners.exclude(pk=person.pk) if found.vetted_by_id == person.pk else owners.none()


def _show(request: HttpRequest, found: Prospect, *, status: int = 200, **forms: Any) -> HttpResponse:
    person, found = request.user, queries.read_whole(found)
    places = found.employer.holder
    owners = people_with(Permission.USE_CRM, places) | people_with(Permission.DEVELOP_EMPLOYERS, places)
    context = frame(person, found.employer) | {
        "prospect": found,
        "criteria": queries.criteria_of(found),
        "preview": queries.college_view(found),
        "stages": list(found.stages.select_related("by")),
        "vetted": rules.is_vetted(found),
        "ready": rules.is_ready(found),
        "may_answer": rules.can_answer(person, found),
        "may_confirm": rules.can_confirm_readiness(person, found),
        "confirmers": _confirmers(person, found, owners.distinct()),
        "may_promote": rules.can_promote(person, found),
        "promotion": promotion_of(found),
        "answer_form": AnswerForm(),
        "plan_form": PlanForm(prospect=found, owners=owners.distinct()),
        "move_form": MoveForm(initial={"stage": found.stage, "version": found.version}),
        "link_form": LinkForm(prospect=found, by=person),
        "reason_form": ReasonForm(),
    }
    if context["promotion"]:
        context["may_undo"] = rules.can_undo(person, context["promotion"])
    return render(request, "prospects/prospect.html", context | forms, status=status)


@act_on("prospect")
def answer(request: HttpRequest, pk: str, criterion: str) -> HttpResponse:
    """Answer one criterion (A4)."""
    prospect = prospect_of(request, pk)
    asked = get_object_or_404(Criterion, pk=criterion)
    form, compared = AnswerForm(request.POST), None
    if form.is_valid():
        values = form.cleaned_data
        with saving(
            form, read=lambda: prospect.answers.filter(criterion__root=asked.root).order_by("answered_at").last()
        ) as edit:
            vetting.answer(
                prospect, asked, values["choice"], values["evidence"], version=values["version"], by=request.user
            )
        if edit.saved:
            messages.success(request, _("Criterion %d is answered.") % asked.number)
            return redirect("prospect", prospect.pk)
        compared = edit.differences
    return _show(request, prospect, failed=asked.pk, answer_form=form, answer_differences=compared)


@act_on("prospect")
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Owner and next step (A7)."""
    prospect = prospect_of(request, pk)
    places = prospect.employer.holder
    owners = people_with(Permission.USE_CRM, places) | people_with(Permission.DEVELOP_EMPLOYERS, places)
    form, compared = PlanForm(request.POST, prospect=prospect, owners=owners.distinct()), None
    if form.is_valid():
        values = dict(form.cleaned_data)
        with saving(form, prospect) as edit:
            developing.plan(prospect, by=request.user, **values)
        if edit.saved:
            messages.success(request, _("The next step is noted."))
            return redirect("prospect", prospect.pk)
        compared = edit.differences
    return _show(request, prospect, plan_form=form, plan_differences=compared)


@act_on("prospect")
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Move to another stage (A7)."""
    prospect = prospect_of(request, pk)
    form, compared = MoveForm(request.POST), None
    if form.is_valid():
        values = dict(form.cleaned_data)
        with saving(form, prospect) as edit:
            developing.move(prospect, values.pop("stage"), by=request.user, **values)
        if edit.saved:
            messages.success(request, _("Moved."))
            return redirect("prospect", prospect.pk)
        compared = edit.differences
    return _show(request, prospect, move_form=form, move_differences=compared)


@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """A second person confirms readiness (A5)."""
    prospect = prospect_of(request, pk)
    vetting.confirm_readiness(prospect, by=request.user)
    messages.success(request, _("Readiness is confirmed."))
    return redirect("prospect", prospect.pk)


@act_on("prospect")
def send_link(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the employer the link on which it confirms readiness (A5)."""
    prospect = prospect_of(request, pk)
    form = LinkForm(request.POST, prospect=prospect, by=request.user)
    if not form.is_valid():
        return _show(request, prospect, link_form=form)
    contact = form.cleaned_data["contact"]
    vetting.send_ready_link(prospect, contact.email, by=request.user)
    say_mailed(request, _("The link is on its way to %s.") % contact.name)
    return redirect("prospect", prospect.pk)


@require_http_methods(["GET", "POST"])
def promote(request: HttpRequest, pk: str) -> HttpResponse:
    """The preview of what colleges will see, and the one act (N2)."""
    prospect = prospect_of(request, pk)
    form = PromoteForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        audience = list(values["institutions"]) if values["audience"] == "some" else None
        with saving(form) as edit:
            promoting.promote(
                prospect, by=request.user, audience=audience, reason=values["reason"], until=values["until"]
            )
        if edit.saved:
            words = _promoted(prospect.employer.name, audience, values["until"])
            address = reverse("prospect", args=[prospect.pk]) + "#undo"
            messages.success(request, with_way(words, address, _("Undo the promotion")))
            return redirect("employer", prospect.pk)
    context = frame(request.user, queries.read_whole(prospect).employer) | {
        "prospect": prospect,
        "preview": queries.college_view(prospect),
        "form": form,
        "verdict": rules.can_promote(request.user, prospect),
        "college_count": len(form.colleges),
    }
    return render(request, "prospects/promote.html", context)


def _promoted(name: str, audience: list[Institution] | None, until: date | None) -> str:
    """What was done, and who sees the employer by it."""
    if audience is None:
        return _("%s is shared now. You can undo it for 24 hours.") % name
    details = {"employer": name, "who": ", ".join(str(i) for i in audience)}
    if until is None:
        return _("%(employer)s is shared with %(who)s alone. You can undo it for 24 hours.") % details
    words = _("%(employer)s is shared with %(who)s alone until %(until)s. You can undo it for 24 hours.")
    return words % (details | {"until": in_words(until)})


@require_POST
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Undo a promotion within a day."""
    prospect = prospect_of(request, pk)
    promotion = get_object_or_404(Promotion, prospect=prospect, undone_at=None)
    promoting.undo_promotion(promotion, by=request.user)
    messages.success(request, _("The promotion is undone: only those who develop this employer see it again."))
    return redirect("prospect", prospect.pk)


@act_on("prospect")
def park(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a shared employer back, with notice."""
    prospect = prospect_of(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, prospect, reason_form=form)
    promoting.park_shared(prospect, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("It is parked in the CRM, and the institutions are told."))
    return redirect("prospect", prospect.pk)


@act_on("prospect")
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Send an employer back to be vetted anew."""
    prospect = prospect_of(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, prospect, reason_form=form)
    vetting.send_back(prospect, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("It is to be vetted anew."))
    return redirect("prospect", prospect.pk)
