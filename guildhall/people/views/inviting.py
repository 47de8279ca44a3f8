"""The way in for somebody new: the link in the invitation, sending it again, handing it over where no mail leaves."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.lib.verdicts import require
from guildhall.outbox.views import is_mailed, say_mailed
from guildhall.people import rules
from guildhall.people.actions import inviting
from guildhall.people.forms.places import InviteManyForm, WelcomeForm
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Permission
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password by the link in the invitation, and sign in with it."""
    invitation = inviting.invitation_of(secret)
    if closed := closed_link(request, secret, invitation, "people/welcome_gone.html"):
        return closed
    assert invitation is not None  # else the link was closed
    form = WelcomeForm(request.POST or None, person=invitation.person)
    if form.is_valid():
        with saving(form) as edit:
            inviting.choose_password(invitation, form.cleaned_data["password"])
        if edit.saved:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    return render(request, "people/welcome.html", {"invitation": invitation, "form": form})


def _person(request: HttpRequest, pk: str) -> Person:
    """Somebody with a role, or the offer of one, where the reader gives access."""
    roles = Membership.objects.visible_to(request.user).given().filter(person=pk).select_related("person")
    if (role := roles.first()) is None:
        raise Http404
    return role.person


@require_http_methods(["GET", "POST"])
def invite_many(request: HttpRequest) -> HttpResponse:
    """Give several people the same role: first a look at whom the lines name, then the invitations."""
    require(rules.can_be_seen_granting(request.user))
    places = Institution.objects.where(request.user, Permission.GRANT_ACCESS)
    form = InviteManyForm(request.POST or None, places=places, roles=rules.roles_offered_to(request.user))
    context = {"form": form}
    if form.is_valid():
        values = form.cleaned_data
        context["people"] = inviting.known_among(values["people"], by=request.user)
        if "invite" in request.POST:
            done, failed = inviting.invite_all(values["people"], values["role"], values["institution"], by=request.user)
            if done:
                _say_invited(request, done)
            if not failed:
                return redirect("access")
            form.data = form.data.copy() | {"people": "\n".join(one.line for one, _why in failed)}
            context |= {"failed": failed, "people": []}
    return render(request, "people/invite_many.html", context)


def _say_invited(request: HttpRequest, done: int) -> None:
    if is_mailed(request):
        messages.success(request, ngettext("%d person is invited.", "%d people are invited.", done) % done)
        return
    has_access = ngettext("%d person has access now.", "%d people have access now.", done) % done
    messages.warning(request, has_access + " " + _("No e-mail leaves here: press “Make a link” beside each name."))


@require_POST
def invite_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Mail the invitation once more, with a new link."""
    person = _person(request, pk)
    inviting.invite_again(person, by=request.user)
    say_mailed(request, _("%s has a new invitation by e-mail. The earlier link opens nothing any more.") % person)
    return redirect("access")


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: str) -> HttpResponse:
    """Where no mail leaves: make a link for somebody, shown this once, to be handed over."""
    person = _person(request, pk)
    roles = person.memberships.given().select_related("institution")
    require(rules.can_hand_over_link(request.user, person, roles))
    address = ""
    if request.method == "POST":
        secret = inviting.link_to_hand_over(person, by=request.user)
        address = settings.PUBLIC_URL + reverse("welcome", args=[secret])
    response = render(request, "people/link.html", {"person": person, "address": address})
    response.headers["Cache-Control"] = "no-store"
    return response
