"""Writing a bulk e-mail, its page, how it reads, and the test letter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.actions import links, writing
from guildhall.mailings.actions.handing import send_test
from guildhall.mailings.forms.writing import LetterForm
from guildhall.mailings.models import LetterTemplate, Mailing, Recipient, Sender
from guildhall.mailings.queries import overlap, pages
from guildhall.mailings.queries.checking import checks_of, counts_of, missing_in_words
from guildhall.mailings.queries.checking_students import told_of_students
from guildhall.outbox.views import is_mailed, say_mailed
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.people.views.once_only import once_only
from guildhall.ui.acting import act_on, acting
from guildhall.ui.editing import saving


def mailing_of(request: HttpRequest, pk: Any) -> Mailing:
    """A mailing that the person sees; any other is not there."""
    row: Mailing = get_object_or_404(pages.whole(Mailing.objects.visible_to(request.user)), pk=pk)
    return row


@require_http_methods(["GET", "POST"])
@once_only("mailings")
def add(request: HttpRequest) -> HttpResponse:
    """Begin a bulk e-mail, out of a template or of nothing: to employers and partners, or to students."""
    person, to_students = request.user, request.GET.get("to") == "students"
    require(rules.can_write(person, to_students=to_students))
    offered = LetterTemplate.objects.open_to(person)
    template = next((row for row in offered if str(row.pk) == request.GET.get("template")), None)
    senders = Sender.objects.open_to(person)
    form = LetterForm(
        request.POST or None, places=pages.places_to_write(person, to_students=to_students), senders=senders,
        template=template, initial={"institution": home_institution(person, Permission.DRAFT_MAIL)},
        to_students=to_students, by=person,
    )  # fmt: skip
    if form.is_valid():
        with saving(form) as edit:
            row = writing.write_mailing(form.draft(), institution=form.cleaned_data["institution"], by=person)
        if edit.saved:
            messages.success(request, _("The draft is here. Say next who gets it."))
            return redirect("mailing-recipients", row.pk)
    context = {"form": form, "fields": form.known, "templates": offered, "has_senders": senders.exists()}
    context |= {"to_students": to_students, "may_students": rules.can_write(person, to_students=True)}
    return render(request, "mailings/add.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a bulk e-mail says."""
    row, person = mailing_of(request, pk), request.user
    require(rules.can_change(person, row))
    senders = Sender.objects.open_to(person).filter(institution__in=row.institution.lineage)
    form = LetterForm(request.POST or None, senders=senders, row=row, by=person)
    context: dict[str, Any] = {"form": form, "row": row, "fields": form.known, "to_students": row.to_students}
    if form.is_valid():
        with saving(form, row, fresh=lambda now: LetterForm(senders=senders, row=now)) as edit:
            writing.change_mailing(row, form.draft(), version=form.cleaned_data["version"], by=person)
        if edit.saved:
            messages.success(request, _("Saved."))
            return redirect("mailing", row.pk)
        context["differences"] = edit.differences
    return render(request, "mailings/change.html", context)


@require_safe
def mailing(request: HttpRequest, pk: str) -> HttpResponse:
    """One bulk e-mail: how it reads, who gets it, the check list, and what can be done."""
    row, person = mailing_of(request, pk), request.user
    counts = counts_of(row, person)
    context = {
        "row": row,
        "counts": counts,
        "checks": checks_of(row, counts, person) if row.is_open else [],
        "told": told_of_students(row, person),
        "reading": pages.reading_of(row, row.ledger.known_to(person).included().first()),
        "overlaps": overlap.overlaps_of(row, person)[:3] if row.is_open else [],
        "saved": overlap.saved_by(Mailing.objects.visible_to(person).filter(pk=row.pk), person),
        "leaves": is_mailed(request),
        "missing": missing_in_words(row.missing),
        "attachments": row.attachments.all(),
        "may_change": rules.can_change(person, row),
        "may_ask": rules.can_ask_for_approval(person, row),
        "may_approve": rules.can_approve(person, row),
        "may_schedule": rules.can_schedule(person, row),
        "may_stop": rules.can_stop(person, row),
        "may_take_up": rules.can_take_up(person, row),
    }
    return render(request, "mailings/mailing.html", context)


def recipient_of(request: HttpRequest, row: Mailing, pk: Any) -> Recipient:
    """A recipient whom the person may know of; any other is not there."""
    one: Recipient = get_object_or_404(pages.recipients_of(row, request.user), pk=pk)
    return one


@require_safe
def read(request: HttpRequest, pk: str, recipient: str) -> HttpResponse:
    """The letter as one recipient reads it."""
    row = mailing_of(request, pk)
    one = recipient_of(request, row, recipient)
    context = {"row": row, "one": one, "reading": pages.reading_of(row, one)}
    return render(request, "mailings/read.html", context)


@act_on("mailing")
def test(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the letter to oneself, filled in for one of those who get it."""
    row = mailing_of(request, pk)
    first = row.ledger.known_to(request.user).included().first()
    with acting(request) as act:
        send_test(row, pages.reader_of(row, first), by=request.user)
    if act.done:
        say_mailed(request, _("The letter is on its way to you."))
    return redirect("mailing", row.pk)


@act_on("mailing")
def try_links(request: HttpRequest, pk: str) -> HttpResponse:
    """Try whether the links in the text answer."""
    row = mailing_of(request, pk)
    with acting(request) as act:
        links.try_links(row, by=request.user)
    if act.done:
        messages.success(request, _("The links were tried: the check list says which answer."))
    return redirect("mailing", row.pk)
