"""Success stories of placements: written, told on a consent, taken off (D2)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall import context
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions import stories as actions
from guildhall.intermediaries.forms.stories import StoryForm
from guildhall.intermediaries.models import Story
from guildhall.intermediaries.queries import stories as queries
from guildhall.intermediaries.views.bodies import MEANWHILE
from guildhall.lib.verdicts import require
from guildhall.opportunities.views.for_everybody import LOOKED
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import colleges
from guildhall.people.views.once_only import once_only
from guildhall.students.models import Registration
from guildhall.students.querysets import places_of
from guildhall.ui.acting import act_on, acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving, version_of
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("made_at", descending=True), Key("id", descending=True)]


@login_not_required
@require_safe
def for_everybody(request: HttpRequest) -> HttpResponse:
    """The success stories that everybody may read today, the newest first: each while its consent is in force."""
    if not (verdict := LOOKED.take(context.current().address)):
        return too_often(request, verdict, wait=LOOKED.wait)
    keys = [Key("told_at", descending=True), Key("id", descending=True)]
    page = page_by_keys(queries.public_stories(), request, keys, size=10)
    return render(request, "intermediaries/stories_public.html", {"page": page})


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """The success stories that somebody may read and pass on; of their own institutions the drafts too."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    view, words = request.GET.get("view", ""), request.GET.get("q", "").strip()[:100]
    place = Institution.objects.visible_to(request.user).filter(slug=request.GET.get("at", "")).first()
    wanted = queries.Wanted(view if view in queries.VIEWS else "told", words, place)
    listed = {
        "page": page_by_keys(queries.list_of(request.user, wanted), request, NEWEST),
        "wanted": wanted,
        "at": place.slug if place else "",
        "places": list(colleges().order_by("name")),
        "may_write": rules.can_write(request.user),
    }
    return render(request, "intermediaries/stories.html", listed)


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Of which placement? Those with a consent for stories are marked; for the others it is asked for."""
    require(rules.can_write(request.user))
    rows = queries.to_write_of(request.user)
    page = page_by_keys(rows, request, [Key("ended_on", descending=True), Key("id", descending=True)])
    return render(request, "intermediaries/story_pick.html", {"page": page})


@require_http_methods(["GET", "POST"])
@once_only("stories")
def add(request: HttpRequest, placement: str) -> HttpResponse:
    """Write the story of a placement; it is a draft until it is told."""
    row = get_object_or_404(queries.to_write_of(request.user), pk=placement)
    require(rules.can_tell_of(request.user, row))
    form = StoryForm(request.POST or None)
    if form.is_valid():
        with saving(form) as edit:
            story = actions.write(row, form.written(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved as a draft. Read it once more, then tell it."))
            return redirect("story", story.pk)
    return render(request, "intermediaries/story_add.html", {"form": form, "placement": row})


def _story(request: HttpRequest, pk: str) -> Story:
    row: Story = get_object_or_404(queries.stories_of(request.user), pk=pk)
    return row


@require_safe
def story(request: HttpRequest, pk: str) -> HttpResponse:
    """One story; to its own institution also what it rests on, and what stands against telling it."""
    row = _story(request, pk)
    told: dict[str, Any] = {"row": row, "own": row.institution_id in places_of(request.user)}
    if told["own"]:
        registration = (
            Registration.objects.visible_to(request.user).select_related("institution").get(pk=row.registration_id)
        )
        consent = rules.consent_for(registration)
        told |= {
            "registration": registration,
            "consent": consent,
            "may_tell": rules.can_tell(request.user, row, registration, consent),
            "may_change": rules.can_change_story(request.user, row),
            "may_take_off": rules.can_take_off(request.user, row),
        }
    return render(request, "intermediaries/story.html", told)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a story that is not told."""
    row = _story(request, pk)
    require(rules.can_change_story(request.user, row))
    form = StoryForm(request.POST or None, row=row)
    shown: dict[str, Any] = {"form": form, "row": row}
    if form.is_valid():
        with saving(form, row) as edit:
            actions.change(row, form.written(), version=form.cleaned_data["version"], by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("story", row.pk)
        shown["differences"] = edit.differences
    return render(request, "intermediaries/story_change.html", shown)


@act_on("story")
def tell(request: HttpRequest, pk: str) -> HttpResponse:
    """Tell a story, on the consent that covers it."""
    row = _story(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.tell(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("It is told. It goes off by itself when the consent ends."))
    return redirect("story", row.pk)


@act_on("story")
def take_off(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a story off."""
    row = _story(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.take_off(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Taken off. Nobody outside your institution reads it any more."))
    return redirect("story", row.pk)


@act_on("story")
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    """Throw a draft away."""
    row = _story(request, pk)
    with acting(request, changed=MEANWHILE) as act:
        actions.remove(row, version=version_of(request), by=request.user)
    if act.done:
        messages.success(request, _("Thrown away."))
        return redirect("stories")
    return redirect("story", row.pk)
