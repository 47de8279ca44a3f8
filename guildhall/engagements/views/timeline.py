"""The timeline of an employer or contact, logging on it, and one engagement with its history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers import rules as employer_rules
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contacts import seen_places
from guildhall.employers.queries.merging import survivor_of
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.record import employer_of
from guildhall.engagements import rules
from guildhall.engagements.actions import copies, following, recording
from guildhall.engagements.forms.engagements import EngagementForm, FullEngagementForm
from guildhall.engagements.forms.follow_ups import WordsForm
from guildhall.engagements.models import Copy, Engagement
from guildhall.engagements.queries.contact_page import contact_facts
from guildhall.engagements.queries.contacting import (
    asked_why,
    before_contact,
    is_over_budget,
    less_asked,
    panel_from,
)
from guildhall.engagements.queries.corrections import corrections
from guildhall.engagements.queries.follow_ups import possible_owners
from guildhall.engagements.queries.panel import with_panel
from guildhall.engagements.queries.timeline import (
    Filter,
    employers_to_log,
    themes_of,
    timeline,
    timeline_of_contact,
)
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving


def house_of(request: HttpRequest, employer: Employer) -> Institution:
    """In whose name somebody works with an employer."""
    needed = Permission.RECORD_ENGAGEMENTS if employer.posted_at else Permission.DEVELOP_EMPLOYERS
    person = request.user
    own = next((post.institution for post in person.posts), None)
    return home_institution(person, needed) or own or employer.holder


def chosen(rows: Any, pk: str) -> Any:
    """The row that a form names; what is none of these rows is not found."""
    try:
        return get_object_or_404(rows, pk=UUID(pk))
    except ValueError:
        raise Http404 from None


def _any_house(request: HttpRequest) -> Institution | None:
    return next((post.institution for post in request.user.posts), None)


def _found(request: HttpRequest, pk: str, house: Institution | None) -> Employer:
    """An employer with the panel that an institution reads."""
    if house is None:
        return employer_of(request, pk)
    return employer_of(request, pk, more=with_panel, since=panel_from(house))


@require_http_methods(["GET", "POST"])
@once_only("employer")
def employer(request: HttpRequest, pk: str) -> HttpResponse:
    """An employer's page: what happened with it, across all institutions, and the quick log (C1, C5)."""
    house = _any_house(request)
    try:
        employer = _found(request, pk, None if request.method == "POST" else house)
    except Http404:
        return _survivor_page(request, pk)
    initial = {"contact": request.GET.get("contact", "")[:40]}
    form = EngagementForm(request.POST or None, employer=employer, person=request.user, initial=initial)
    if request.method == "POST":
        saved = _log(request, employer, form) if form.is_valid() else None
        if saved:
            return saved
        employer = _found(request, pk, house)  # the page is shown again
    narrow = Filter.of(request.GET.dict())
    page = timeline(request.user, employer, older_than=request.GET.get("older", ""), narrow=narrow)
    context = frame(request.user, employer) | {
        "page": page,
        "narrow": narrow,
        "before": before_contact(employer, house, reader=request.user) if house else None,
        "form": form,
        "may_record": rules.can_record(request.user, employer),
        "open_form": request.method == "POST" or "log" in request.GET,
    }
    return render(request, "engagements/employer.html", context)


def _copy_of(request: HttpRequest, form: EngagementForm) -> Copy | None:
    """The copy that a log was read out of, where it is one of the person's own."""
    return Copy.objects.visible_to(request.user).filter(pk=form.cleaned_data.get("received")).first()


def _lacks_reason(
    request: HttpRequest, employer: Employer, form: EngagementForm, corrected: Engagement | None = None
) -> bool:
    """Whether a reason is needed and missing; then the form asks for it."""
    said, house = form.happening(), house_of(request, employer)
    if asked := asked_why(employer, said, by=request.user, institution=house, corrected=corrected):
        form.add_error("anyway_because", asked)
    return bool(asked)


def _log(request: HttpRequest, employer: Employer, form: EngagementForm) -> HttpResponse | None:
    """Save what was typed and lead back to the timeline, or put the refusal on the form."""
    if _lacks_reason(request, employer, form):
        return None
    with saving(form) as edit:
        promised = form.promised(request.user)
        house = house_of(request, employer)
        entry = following.log(employer, form.happening(), promised, by=request.user, institution=house)
        if copy := _copy_of(request, form):
            copies.file_copy(copy, by=request.user)
    if not edit.saved:
        return None
    if promised:
        messages.success(request, _("It is on the timeline, with its follow-up."))
    else:
        messages.success(request, _("It is on the timeline."))
    if is_over_budget(entry):
        messages.warning(request, _("It is over the touch budget. It counts, and the others see it."))
    return redirect("employer", employer.pk)


@require_http_methods(["GET", "POST"])
@once_only("employer")
def log(request: HttpRequest, pk: str) -> HttpResponse:
    """Log an engagement with everything that may be said about it; what was typed in the quick log comes along."""
    house = _any_house(request)
    employer = _found(request, pk, house)
    require(rules.can_record(request.user, employer))
    typed = request.POST if request.method == "POST" else None
    people = possible_owners(request.user, employer)
    if typed is not None and "more" in typed:  # from the quick log: nothing is judged yet
        form = FullEngagementForm(employer=employer, people=people, person=request.user, initial=typed.dict())
    else:
        form = FullEngagementForm(typed, employer=employer, people=people, person=request.user)
    if form.is_bound and form.is_valid():
        saved = _log(request, employer, form)
        if saved:
            return saved
    before = before_contact(employer, house, reader=request.user) if house else None
    context = frame(request.user, employer) | {
        "form": form,
        "themes": themes_of(request.user, employer),
        "before": before,
    }
    return render(request, "engagements/log.html", context | {"open_more": "more" in request.POST})


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """With whom? Those one was in touch with lately stand first; others are searched."""
    require(request.user.may(Permission.RECORD_ENGAGEMENTS))
    q = request.GET.get("q", "").strip()[:100]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    return render(request, "engagements/pick.html", {"q": q, "rows": employers_to_log(request.user, q)})


@require_safe
def contact(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """One contact: how to turn to them, what they agreed to, and what happened with them across all institutions."""
    employer = employer_of(request, pk)
    rows = Contact.objects.visible_to(request.user).with_closed(request.user)
    person = get_object_or_404(rows.select_related("site", "followed_from__employer"), pk=contact, employer=employer)
    person.employer = employer
    facts = contact_facts(employer, person, _any_house(request))
    context = frame(request.user, employer) | {
        "contact": person,
        "page": timeline_of_contact(request.user, person, older_than=request.GET.get("older", "")),
        "facts": facts,
        "merges": [(one, employer_rules.can_part_contacts(request.user, one)) for one in facts.merges],
        "may_show": employer_rules.can_show_addresses(request.user, employer),
        "may_record": rules.can_record(request.user, employer),
        "known": seen_places(request.user, [person]),
    }
    return render(request, "engagements/contact.html", context)


def engagement_of(request: HttpRequest, employer: Employer, pk: Any) -> Engagement:
    """An engagement that the person may read; anything else is not found."""
    rows = employer.engagements.open_to(request.user).select_related("by", "institution", "contact", "employer")
    return get_object_or_404(rows.prefetch_related("participants__contact", "participants__person"), pk=pk)


@require_safe
def engagement(request: HttpRequest, pk: str, engagement: str) -> HttpResponse:
    """One engagement in full, with its follow-ups and what was corrected (C5)."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    entry.employer = employer
    context = frame(request.user, employer) | {
        "entry": entry,
        "company": [p for p in entry.participants.all() if not p.contact or p.contact.employer_id == employer.pk],
        "follow_ups": list(entry.follow_ups.select_related("owner", "asker")),
        "papers": list(entry.attachments.filter(removed_at=None)),
        "touch": entry.touches.exclude(over_because="").first(),
        "corrections": corrections(entry, request.user),
        "may_promise": rules.can_promise(request.user, employer),
        "may_change": rules.can_change_engagement(request.user, entry),
        "may_bring_in": rules.can_bring_in(request.user, employer, entry),
        "remove_form": WordsForm(initial={"version": entry.version}),
    }
    return render(request, "engagements/engagement.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str, engagement: str) -> HttpResponse:
    """Correct an engagement; what it said before stays in its history."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    entry.employer = employer
    require(rules.can_change_engagement(request.user, entry))
    people = {p.pk: p for p in possible_owners(request.user, employer)}
    people |= {p.person_id: p.person for p in entry.participants.all() if p.person_id}
    details = {"employer": employer, "person": request.user, "people": list(people.values()), "engagement": entry}
    form = FullEngagementForm(request.POST or None, **details)
    compared = None
    if form.is_valid() and not _lacks_reason(request, employer, form, entry):
        with saving(
            form,
            read=lambda: engagement_of(request, employer, engagement),
            fresh=lambda now: FullEngagementForm(**(details | {"engagement": now})),
        ) as edit:
            recording.change_engagement(entry, form.happening(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("The engagement is corrected. What it said before is in its history."))
            return redirect("engagement", employer.pk, entry.pk)
        compared = edit.differences
    context = frame(request.user, employer) | {"form": form, "entry": entry, "differences": compared}
    return render(request, "engagements/log.html", context | {"themes": themes_of(request.user, employer)})


@require_POST
def remove(request: HttpRequest, pk: str, engagement: str) -> HttpResponse:
    """Take an engagement off the timeline that was logged by mistake."""
    employer = employer_of(request, pk)
    entry = engagement_of(request, employer, engagement)
    form = WordsForm(request.POST)
    form.is_valid()
    require(rules.can_change_engagement(request.user, entry))
    version, reason = form.cleaned_data.get("version") or 0, form.cleaned_data.get("words", "")
    with acting(request, changed=_("Somebody changed it meanwhile. Read it again before you remove it.")) as act:
        recording.remove_engagement(entry, version=version, reason=reason, by=request.user)
    if not act.done:
        return redirect("engagement", employer.pk, entry.pk)
    messages.success(request, _("It is off the timeline."))
    return redirect("employer", employer.pk)


@require_safe
def similar(request: HttpRequest, pk: str) -> HttpResponse:
    """Similar employers that are asked less."""
    employer = employer_of(request, pk)
    rows = less_asked(request.user, employer)
    return render(request, "engagements/similar.html", frame(request.user, employer) | {"rows": rows})


def _survivor_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Lead on from a merged record to what it is part of now, where the person sees that."""
    survivor = survivor_of(pk)
    if survivor == pk or request.method == "POST":
        raise Http404
    return redirect("employer", get_object_or_404(Employer.objects.visible_to(request.user), pk=survivor).pk)
