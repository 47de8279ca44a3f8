"""The people at an employer: their details one by one, changes, and where they went."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhall.employers import rules
from guildhall.employers.actions import contacts as act
from guildhall.employers.actions import editing, showing
from guildhall.employers.forms.records import ContactForm
from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contacts import seen_places
from guildhall.employers.queries.merging import others_named
from guildhall.employers.queries.standing import frame
from guildhall.employers.views.lists import SEARCHES
from guildhall.employers.views.reasons import asks_why
from guildhall.employers.views.record import employer_of
from guildhall.lib.verdicts import ReasonNeeded, require
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.editing import saving


def contact_of(request: HttpRequest, employer: Employer, pk: Any) -> Contact:
    """A contact of an employer that the person sees; anything else is not found."""
    rows = Contact.objects.visible_to(request.user).with_closed(request.user).select_related("employer__holder")
    return get_object_or_404(rows, pk=pk, employer=employer)


def _list(request: HttpRequest, employer: Employer, **more: Any) -> HttpResponse:
    rows = employer.contacts.with_closed(request.user).select_related("site", "followed_from__employer")
    rows = list(rows.prefetch_related("followed_to__employer"))
    context = frame(request.user, employer) | {
        "current": [c for c in rows if c.is_current],
        "former": [c for c in rows if not c.is_current],
        "may_show": rules.can_show_addresses(request.user, employer),
        "known": seen_places(request.user, rows),
    }
    return render(request, "employers/contacts.html", context | more)


@require_safe
def contacts(request: HttpRequest, pk: str) -> HttpResponse:
    """The people at an employer; their addresses are shown one by one, on request."""
    return _list(request, employer_of(request, pk))


@require_http_methods(["GET", "POST"])
def contact_show(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Show one contact's e-mail and telephone, and write down that they were shown (G1)."""
    employer = employer_of(request, pk)
    asked = contact_of(request, employer, contact)
    if request.method == "GET":  # opened again: nothing is shown before somebody asks anew
        return redirect("employer-contacts", employer.pk)
    try:
        result = showing.show_address(asked, by=request.user, why=request.POST.get("why", ""))
    except ReasonNeeded as needed:
        context = {"contact": asked, "employer": employer, "peace": needed.verdict.reason}
        if request.htmx:
            return render(request, "employers/contact_address.html#why", context)
        return _list(request, employer, asked_why=asked, peace=needed.verdict.reason)
    if request.htmx:
        return render(request, "employers/contact_address.html#address", {"contact": result})
    return _list(request, employer, shown=result)


@require_http_methods(["GET", "POST"])
@once_only("employer-contacts")
@asks_why
def contact_form(request: HttpRequest, pk: str, contact: str | None = None) -> HttpResponse:
    """Add a contact or change one. The form shows addresses, so it opens by a POST, which is written down (G1)."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    saved_contact = contact_of(request, employer, contact) if contact else None
    opens = bool(saved_contact) and "open" in request.POST
    if saved_contact and request.method == "GET":
        return redirect("employer-contacts", employer.pk)
    open_to_me = saved_contact is None or rules.can_show_address(request.user, saved_contact)
    if saved_contact and opens and open_to_me:
        showing.show_address(saved_contact, by=request.user, why=request.POST.get("why", ""))
    data = request.POST if request.method == "POST" and not opens else None  # also an empty one, which shows nothing
    form = ContactForm(data, employer=employer, contact=saved_contact, closed=not open_to_me)
    if form.is_valid():
        return _saved(request, employer, saved_contact, form)
    return _form(request, employer, saved_contact, form)


def _form(
    request: HttpRequest, employer: Employer, found: Contact | None, form: ContactForm, **more: Any
) -> HttpResponse:
    context = {"form": form, "employer": employer, "contact": found, "closed": "email" not in form.fields}
    return render(request, "employers/contact_form.html", context | more)


def _read_again(request: HttpRequest, found: Contact | None, form: ContactForm) -> Contact:
    assert found
    found.refresh_from_db()
    if "email" in form.fields:  # the comparison shows what somebody else has typed
        showing.show_address(found, by=request.user, why=request.POST.get("why", ""))
    return found


def _saved(request: HttpRequest, employer: Employer, found: Contact | None, form: ContactForm) -> HttpResponse:
    values = dict(form.cleaned_data)
    version = values.pop("version")
    with saving(form, read=lambda: _read_again(request, found, form)) as edit:
        saved = editing.save_contact(employer, values, by=request.user, contact=found, version=version)
    if not edit.saved:
        return _form(request, employer, found, form, differences=edit.differences)
    messages.success(request, _("%s is saved.") % saved)
    return redirect("contact-timeline", employer.pk, saved.pk)


@require_POST
def contact_primary(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Make a contact the first person to ask, or not any more."""
    employer = employer_of(request, pk)
    act.ask_first_of(contact_of(request, employer, contact), by=request.user)
    return redirect("employer-contacts", employer.pk)


@require_POST
def contact_mail(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """The address of a contact, to which e-mail came back, is right all the same."""
    employer = employer_of(request, pk)
    act.note_mail_works(contact_of(request, employer, contact), by=request.user)
    return redirect("employer-contacts", employer.pk)


@require_POST
def contact_left(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """A contact has left the employer."""
    employer = employer_of(request, pk)
    saved_contact = contact_of(request, employer, contact)
    editing.note_departure(saved_contact, by=request.user)
    messages.success(
        request, _("%s is kept among the former contacts. Do you know where they went?") % saved_contact.name
    )
    return redirect("contact-follow", employer.pk, saved_contact.pk)


def _followed(request: HttpRequest, contact: Contact) -> HttpResponse | None:
    """Enter the contact at the chosen employer; None where a rule said no."""
    try:
        other = employer_of(request, UUID(request.POST.get("other", "")))
    except ValueError:
        raise Http404 from None
    with acting(request) as following:
        act.follow_contact(contact, other, title=request.POST.get("title", ""), by=request.user)
    if not following.done:
        return None
    messages.success(request, _("%(who)s is named at %(where)s now.") % {"who": contact.name, "where": other})
    return redirect("employer-contacts", other.pk)


@require_http_methods(["GET", "POST"])
def contact_follow(request: HttpRequest, pk: str, contact: str) -> HttpResponse:
    """Follow somebody who left to the employer where they work now."""
    employer = employer_of(request, pk)
    require(rules.can_edit(request.user, employer))
    saved_contact = contact_of(request, employer, contact)
    if request.method == "POST" and (followed := _followed(request, saved_contact)):
        return followed
    q = request.GET.get("q", "").strip()[:200]
    if q and not (verdict := SEARCHES.take(request.user.pk)):
        return too_often(request, verdict, wait=SEARCHES.wait)
    rows = others_named(request.user, employer, q) if q else []
    return render(
        request, "employers/follow.html", {"employer": employer, "contact": saved_contact, "q": q, "rows": rows}
    )
