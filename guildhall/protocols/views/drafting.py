"""Writing a protocol: its draft, its clauses, and the day from which it holds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guildhall.lib.verdicts import require
from guildhall.people.models import Institution
from guildhall.people.permissions import Permission
from guildhall.protocols import actions, queries, rules
from guildhall.protocols.forms import ClauseForm, DraftForm, IntroductionForm, PublishForm
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.parameters import parameters_of, words_for
from guildhall.protocols.views.reading import frame, protocol_of
from guildhall.protocols.wording import unsaid
from guildhall.ui.editing import saving


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin the draft of a new protocol or of the next version of one."""
    require(rules.can_draft(request.user))
    places = Institution.objects.where(request.user, Permission.AGREE_PROTOCOLS).order_by("lineage__len", "name")
    form = DraftForm(request.POST or None, places=places, versions=queries.may_be_followed(request.user))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        values = form.cleaned_data
        with saving(form):
            begin = {"text": values.get("text", ""), "clauses": values.get("clauses", ())}
            draft = actions.start_draft(values["institution"], values["title"], by=request.user, **begin)
            return redirect("protocol", draft.pk)
        mine = Protocol.objects.visible_to(request.user)
        context["draft"] = mine.draft_of(values["institution"], values["title"])
    return render(request, "protocols/start.html", context)


@require_http_methods(["GET", "POST"])
def introduction(request: HttpRequest, pk: str) -> HttpResponse:
    """Rewrite what stands above the clauses of a draft."""
    protocol = protocol_of(request, pk)
    require(rules.can_change_draft(request.user, protocol))
    form = IntroductionForm(request.POST or None, initial={"text": protocol.text, "version": protocol.version})
    context: dict[str, Any] = {"form": form, "protocol": protocol}
    if form.is_valid():
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        with saving(form, protocol) as edit:
            actions.change_draft(protocol, text, version=version, by=request.user)
        if edit.saved:
            return redirect("protocol", protocol.pk)
        context["differences"] = edit.differences
    return render(request, "protocols/introduction.html", context)


@require_http_methods(["GET", "POST"])
def clause_form(request: HttpRequest, pk: str, clause: str | None = None) -> HttpResponse:
    """Write a clause of a draft, new or again; a new one says first what it is about."""
    protocol = protocol_of(request, pk)
    require(rules.can_change_draft(request.user, protocol))
    old = get_object_or_404(Clause, pk=clause, protocol=protocol) if clause else None
    subject = old.subject if old else request.GET.get("subject", "")
    if subject not in Clause.Subject.values:
        return render(
            request, "protocols/subjects.html", {"protocol": protocol, "rows": queries.open_subjects(protocol)}
        )
    form = ClauseForm(request.POST or None, protocol=protocol, subject=subject, clause=old)
    context: dict[str, Any] = {"form": form, "protocol": protocol, "clause": old, "subject": Clause.Subject(subject)}
    if form.is_valid():
        version = form.cleaned_data["version"]
        with saving(form, read=lambda: _saved(form, protocol, old)) as edit:
            actions.write_clause(protocol, form.said(), by=request.user, clause=old, version=version)
        if edit.saved:
            return redirect("protocol", protocol.pk)
        context["differences"] = edit.differences
    return render(request, "protocols/clause_form.html", context)


def _saved(form: ClauseForm, protocol: Any, clause: Clause | None) -> Any:
    """A clause as it stands now, to be compared with what somebody typed."""
    protocol.refresh_from_db()
    if clause:
        clause.refresh_from_db()
    return ClauseForm.saved(protocol, clause, form.subject)


@require_POST
def clause_remove(request: HttpRequest, pk: str, clause: str) -> HttpResponse:
    """Take a clause out of a draft."""
    protocol = protocol_of(request, pk)
    gone = get_object_or_404(Clause, pk=clause, protocol=protocol)
    actions.remove_clause(gone, by=request.user)
    messages.success(request, _("Clause %s is out of this draft.") % gone.number)
    return redirect("protocol", protocol.pk)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Publish a draft from a day on."""
    protocol = protocol_of(request, pk)
    require(rules.can_change_draft(request.user, protocol))
    form = PublishForm(request.POST or None, initial={"version": protocol.version})
    if form.is_valid():
        day, version = form.cleaned_data["in_force_from"], form.cleaned_data["version"]
        with saving(form) as edit:
            actions.publish_draft(protocol, in_force_from=day, version=version, by=request.user)
        if edit.saved:
            messages.success(request, _("%s is published. Those whom it binds are asked to read it.") % protocol)
            return redirect("protocol", protocol.pk)
    context = {
        "form": form,
        "bound": queries.people_bound(protocol).count(),
        "before": queries.version_before(protocol),
        "doubts": _doubts(protocol),
    }
    return render(request, "protocols/publish.html", frame(request, protocol) | context)


def _doubts(protocol: Protocol) -> list[tuple[Clause, list[tuple[str, str]]]]:
    """The clauses whose words name numbers and not the one that the software will go by."""
    results = []
    for clause in protocol.clauses.all():
        missing = unsaid(f"{clause.heading} {clause.text}", clause.parameters)
        values = [p for p in parameters_of(clause.subject) if p.key in missing]
        if values:
            results.append((clause, [(str(p.label), words_for(p, clause.parameters[p.key])) for p in values]))
    return results


@require_POST
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a draft up."""
    protocol = protocol_of(request, pk)
    actions.withdraw_draft(protocol, by=request.user)
    messages.success(request, _("The draft of %s is withdrawn.") % protocol)
    return redirect("protocols")
