"""Drawing an agreement up, its page, and changing what is not out for signature yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.agreements import rules
from guildhall.agreements.actions import drawing_up
from guildhall.agreements.actions.signing import holds
from guildhall.agreements.forms.entry import ChangeForm, DrawUpForm
from guildhall.agreements.models import Agreement, Revision
from guildhall.agreements.queries import pages
from guildhall.employers.models import Employer
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.editing import saving


def agreement_of(request: HttpRequest, pk: Any) -> Agreement:
    """An agreement that the person sees; any other is not there."""
    return get_object_or_404(pages.agreements_of(request.user), pk=pk)


def open_revision(request: HttpRequest, pk: Any) -> Revision:
    """What is being drawn up or signed of an agreement that the person sees; where nothing is, it is not there."""
    return get_object_or_404(pages.revisions_of(request.user), agreement=pk, state__in=("draft", "out"))


def party_of(revision: Revision, pk: Any) -> Any:
    """A party to the agreement of a revision; any other is not there."""
    return get_object_or_404(revision.agreement.parties.select_related("institution", "employer"), pk=pk)


def _form(request: HttpRequest, *, with_partner: bool) -> DrawUpForm:
    person = request.user
    places = Institution.objects.visible_to(person).open().filter(pk__in=person.below(Permission.KEEP_AGREEMENTS))
    partners = Institution.objects.visible_to(person).open().order_by("name") if with_partner else None
    initial = {"institution": home_institution(person, Permission.KEEP_AGREEMENTS)}
    return DrawUpForm(request.POST or None, places=places.order_by("name"), partners=partners, initial=initial)


def _drawn_up(request: HttpRequest, form: DrawUpForm, employer: Employer | None) -> HttpResponse | None:
    if not form.is_valid():
        return None
    with saving(form) as edit:
        place, by = form.cleaned_data["institution"], request.user
        keeper = by if rules.can_draw_up(by, place) else pages.keepers_of(place).first() or by
        row = drawing_up.draw_up(form.head(keeper), form.words(), form.parties(employer), institution=place, by=by)
    if not edit.saved:
        return None
    messages.success(request, _("The draft is here. Write what is agreed, add what each side does, then send it out."))
    return redirect("agreement", row.pk)


@require_http_methods(["GET", "POST"])
@once_only("agreements")
def add(request: HttpRequest) -> HttpResponse:
    """Draw up an agreement with an institution, or with a body that is named in words."""
    require(rules.can_draw_up(request.user))
    form = _form(request, with_partner=True)
    return _drawn_up(request, form, None) or render(request, "agreements/add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@once_only("employer-agreements")
def add_of_employer(request: HttpRequest, pk: str) -> HttpResponse:
    """Draw up an agreement with an employer."""
    employer = employer_of(request, pk)
    require(rules.can_draw_up(request.user))
    form = _form(request, with_partner=False)
    if saved := _drawn_up(request, form, employer):
        return saved
    return render(request, "agreements/add_of_employer.html", frame(request.user, employer) | {"form": form})


@require_safe
def agreement(request: HttpRequest, pk: str) -> HttpResponse:
    """One agreement: whom it binds, what it says, who has signed, and how far each side is."""
    row, person = agreement_of(request, pk), request.user
    shown = pages.shown(row, person)
    revision = shown.revision
    may = rules.can_keep(person, row)
    context = {
        "row": row,
        "shown": shown,
        "revision": revision,
        "may": may,
        "holds": not revision.digest or holds(revision, list(revision.signatures.all())),
        "drafting": bool(may) and revision.state == Revision.State.DRAFT,
        "signs_for": [one.party.pk for one in shown.signing if rules.can_sign_for(person, one.party)],
        "may_amend": may and rules.can_amend(person, row),
        "may_renew": may and rules.can_renew(person, row),
        "may_end": may and rules.can_end(person, row),
        **pages.neighbors_of(row, person),
    }
    return render(request, "agreements/agreement.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what an agreement or an amendment says, before it is out for signature."""
    row = open_revision(request, pk)
    require(rules.can_change(request.user, row))
    form = ChangeForm(request.POST or None, request.FILES or None, revision=row)
    context: dict[str, Any] = {"form": form, "row": row.agreement, "revision": row}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: ChangeForm(revision=now)) as edit:
            version = form.cleaned_data["version"]
            drawing_up.change_draft(row, form.words(), form.head(), version=version, by=request.user)
            if file := form.cleaned_data["file"]:
                drawing_up.attach_text(row, file.name, file.chunks(), by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("agreement", row.agreement_id)
        context["differences"] = edit.differences
    return render(request, "agreements/change.html", context)
