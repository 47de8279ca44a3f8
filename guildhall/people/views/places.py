"""Pages of institutions, access and the territory's settings."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.context import Keeper, keeping
from guildhall.lib.numbers import counted
from guildhall.lib.verdicts import Verdict, require
from guildhall.outbox.emails import mail_leaves
from guildhall.people import queries, rules
from guildhall.people.actions import institutions as act
from guildhall.people.actions import persons
from guildhall.people.actions.inviting import invite
from guildhall.people.actions.setting_up import load_institutions
from guildhall.people.forms.places import InstitutionForm, InviteForm, LoadForm, TerritoryForm
from guildhall.people.handing import duties
from guildhall.people.loading import listed_institutions
from guildhall.people.models import Institution, Membership, Person, PointOfContact
from guildhall.people.permissions import EARNED, GRANTS, Permission, Role
from guildhall.people.queries.access import Row, access_rows, narrowed, training_coverage
from guildhall.store.counts import counts
from guildhall.ui.acting import acting
from guildhall.ui.editing import saving, version_of

LARGEST_LIST = 20 * 2**20  # bytes


@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """The tree of institutions."""
    rows = list(Institution.objects.visible_to(request.user).prefetch_related("identifiers").select_related("parent"))
    by_parent: dict[object, list[Institution]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)
    ordered: list[tuple[int, Institution]] = []

    def walk(parent: object, depth: int) -> None:
        for child in by_parent.get(parent, []):
            ordered.append((depth, child))
            walk(child.pk, depth + 1)

    walk(None, 0)
    may_change = rules.can_change_institutions(request.user, None)
    points = queries.points_of_contact(rows, PointOfContact.Kind.EMPLOYERS) if request.user.standing.is_staff else {}
    context = {"rows": ordered, "may_change": may_change, "points": points}
    return render(request, "people/institutions.html", context)


@require_http_methods(["GET", "POST"])
def institution_add(request: HttpRequest) -> HttpResponse:
    """Enter an institution."""
    require(rules.can_change_institutions(request.user, None))
    form = InstitutionForm(request.POST or None, person=request.user)
    if form.is_valid():
        with saving(form) as edit:
            values = form.cleaned_data
            act.found(
                values["name"],
                values["kind"],
                parent=values["parent"],
                by=request.user,
                code=values["code"],
                identifiers=values["known_as"],
            )
        if edit.saved:
            messages.success(request, _("%s is in the tree.") % values["name"])
            return redirect("institutions")
    return render(request, "people/institution_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def institutions_load(request: HttpRequest) -> HttpResponse:
    """Enter the institutions of a public list."""
    require(rules.can_change_institutions(request.user, None))
    form = LoadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        text = form.cleaned_data["file"].read(LARGEST_LIST).decode("utf-8-sig", errors="replace")
        with saving(form) as edit:
            try:
                rows, parent = listed_institutions(text), form.cleaned_data["parent"]
                entered = load_institutions(rows, parent=parent, by=request.user)
            except ValueError as error:
                form.add_error("file", str(error))
        if edit.saved and not form.errors:
            words = ngettext("%d institution is new in the tree.", "%d institutions are new in the tree.", entered)
            messages.success(request, words % entered)
            return redirect("institutions")
    return render(request, "people/institutions_load.html", {"form": form})


@require_http_methods(["GET", "POST"])
def institution_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an institution."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    require(rules.can_change_institutions(request.user, institution))
    form = InstitutionForm(request.POST or None, institution=institution, person=request.user)
    context = {"form": form, "institution": institution, "removable": rules.is_empty(institution)}
    if form.is_valid():
        changes = {k: form.cleaned_data[k] for k in ("name", "kind", "code", "parent")}
        with saving(form, institution, fresh=lambda now: InstitutionForm(institution=now, person=request.user)) as edit:
            known_as, version = form.cleaned_data["known_as"], form.cleaned_data["version"]
            act.change_institution(institution, changes, identifiers=known_as, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("institutions")
        context["differences"] = edit.differences
    return render(request, "people/institution_form.html", context)


@require_POST
def institution_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an institution out of the tree while nothing hangs on it."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    require(rules.can_change_institutions(request.user, institution))
    with acting(request):
        act.remove_institution(institution, version=version_of(request), by=request.user)
        messages.success(request, _("%s is taken out of the tree.") % institution)
    return redirect("institutions")


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Who has which role in the institutions that the person answers for (B8)."""
    require(rules.can_be_seen_granting(request.user))
    rows = access_rows(request.user)
    q, at = (request.GET.get(name, "").strip()[:200] for name in ("q", "at"))
    context = {
        "all": rows,
        "rows": [(row, _ways_in(request.user, row)) for row in narrowed(rows, q, at)],
        "coverage": training_coverage([row for row in rows if row.membership.accepted]),
        "institutions": dict.fromkeys(row.membership.institution for row in rows),
        "q": q,
        "at": at,
    }
    return render(request, "people/access.html", context)


def _ways_in(person: Person, row: Row) -> dict[str, Verdict]:
    """How somebody may be let in anew: by e-mail, or by a link that is handed over."""
    other = row.membership.person
    mailed, by_hand = (rule(person, other, row.roles) for rule in (rules.can_invite_again, rules.can_hand_over_link))
    return {"invite": mailed, "link": by_hand}


@require_http_methods(["GET", "POST"])
def access_give(request: HttpRequest) -> HttpResponse:
    """Give somebody a role."""
    require(rules.can_be_seen_granting(request.user))
    places = Institution.objects.where(request.user, Permission.GRANT_ACCESS)
    asked = {name: request.GET.get(name, "")[:80] for name in ("given_name", "family_name")}
    offered = {"places": places, "roles": rules.roles_offered_to(request.user)}
    form = InviteForm(request.POST or None, **offered, initial=asked | {"institution": _at(request, places)})
    if form.is_valid():
        with saving(form) as edit:
            membership = invite(**form.cleaned_data, by=request.user)
        if edit.saved:
            return _given(request, membership)
    return render(request, "people/access_give.html", {"form": form})


def _at(request: HttpRequest, places: QuerySet[Institution]) -> Institution | None:
    """The institution that a link to this form names."""
    slug = request.GET.get("at", "")
    return places.filter(slug=slug).first() if slug else None


def _given(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Say what somebody has now; where no mail leaves, lead on to a link that is handed over."""
    person = membership.person
    if not membership.accepted:
        offered = _("%s is here already, and finds the offer under “What you may do”: it holds once it is accepted.")
        messages.success(request, offered % person)
    elif mail_leaves():
        messages.success(request, _("%s has access now, and an e-mail with the way in.") % person)
    elif person.last_login:
        messages.success(request, _("%s has access now.") % person)
    else:
        messages.success(request, _("%s has access now. One step is left: the way in.") % person)
        return redirect("hand-over-link", person.pk)
    return redirect("access")


@require_http_methods(["POST"])
def access_end(request: HttpRequest, pk: str) -> HttpResponse:
    """End a role; where work is left behind, go on to naming who takes it."""
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    leaver = membership.person
    persons.end_membership(membership, by=request.user, reason=request.POST.get("reason", "")[:300])
    messages.success(request, _("The access of %s has ended.") % leaver)
    return _left_behind(request, leaver)


def _left_behind(request: HttpRequest, leaver: Person) -> HttpResponse:
    """Lead on to the handover of somebody who has no role any more and leaves something open."""
    with keeping(Keeper.HANDOVER, "how much somebody leaves behind"):  # also students whom nobody here sees
        left = sum(counts([duty.rows(exact=leaver) for duty in duties()]))
    if not left or leaver.memberships.in_force().exists():
        return redirect("access")
    words = ngettext(
        "%(person)s leaves %(n)s open thing behind.", "%(person)s leaves %(n)s open things behind.", left
    ) % {"person": leaver, "n": counted(left)}
    if all(request.user.may(Permission.GRANT_ACCESS, at=place) for place in leaver.workplaces()):
        takes_over = _("Say who takes them over.")
        messages.warning(request, f"{words} {takes_over}")
        return redirect("hand-over", leaver.pk)
    hands_over = _("An administrator of the region hands them over.")
    messages.warning(request, f"{words} {hands_over}")
    return redirect("access")


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do: the permission page as people read it."""
    return render(
        request,
        "people/roles.html",
        {"permissions": list(Permission), "roles": [(r, r.label, GRANTS[r]) for r in Role], "earned": EARNED},
    )


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The territory's settings."""
    require(rules.can_change_territory(request.user))
    territory = request.territory  # type: ignore[attr-defined]
    form = TerritoryForm(request.POST or None, territory=territory)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with saving(form, territory) as edit:
            act.change_territory(values, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("settings")
        context["differences"] = edit.differences
    return render(request, "people/settings.html", context)
