"""Bulk e-mails as lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildhall.lib.verdicts import require
from guildhall.mailings import rules
from guildhall.mailings.models import LetterTemplate, Mailing, Sender
from guildhall.mailings.queries import pages
from guildhall.mailings.queries.monthly import carrying, sent_in_a_year, share_carrying
from guildhall.mailings.queries.overlap import saved_by
from guildhall.people.permissions import Permission
from guildhall.ui.paging import Key, page_by_keys

NEWEST = [Key("made_at", descending=True), Key("id", descending=True)]


@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """The bulk e-mails of one's institutions: being written, on their way, sent, stopped (C18)."""
    person = request.user
    require(person.standing.sees(Permission.DRAFT_MAIL))
    view = request.GET.get("view", "")
    view = view if view in pages.VIEWS else "open"
    of = request.GET.get("of", "") if view == "sent" else ""
    rows = pages.list_of(person, view)
    if of in ("year", "carrying"):
        some = sent_in_a_year(person)
        rows = rows.filter(pk__in=(carrying(some) if of == "carrying" else some).values("pk"))
    page = page_by_keys(rows, request, NEWEST)
    reach = pages.reach_of(list(page), person)
    context = {
        "view": view,
        "page": page,
        "rows": [(row, reach.get(row.pk, {})) for row in page],
        "sizes": pages.sizes(person),
        "saved": saved_by(Mailing.objects.visible_to(person), person),
        "share": share_carrying(person),
        "of": of,
        "may_write": rules.can_write(person),
        "may_students": rules.can_write(person, to_students=True),
    }
    return render(request, "mailings/mailings.html", context)


@require_safe
def senders(request: HttpRequest) -> HttpResponse:
    """Under which names one's institutions write, who reads the answers, and the postal address."""
    person = request.user
    require(person.standing.sees(Permission.DRAFT_MAIL))
    rows = Sender.objects.visible_to(person).in_use().select_related("institution")
    context = {"rows": rows, "may_keep": person.may(Permission.BULK_MAIL)}
    return render(request, "mailings/senders.html", context)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The texts that one's institutions, and those above them, begin with."""
    person = request.user
    require(person.standing.sees(Permission.DRAFT_MAIL))
    rows = LetterTemplate.objects.open_to(person).select_related("institution")
    context = {
        "rows": rows,
        "own": set(person.below(Permission.BULK_MAIL)),
        "may_keep": person.may(Permission.BULK_MAIL),
        "may_write": rules.can_write(person),
    }
    return render(request, "mailings/templates.html", context)
