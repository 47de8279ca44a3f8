"""The rows of a list: review, decide, mend, apply, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from guildhall.employers.matching import LIKELY
from guildhall.imports import rules
from guildhall.imports.actions import applying, deciding, mending, undoing
from guildhall.imports.beside import Beside
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.imports.queries import DECIDED, by_tab, candidates_for, opening, under
from guildhall.imports.views.lists import batch_of
from guildhall.lib.numbers import counted, number_in
from guildhall.lib.sentences import recognized, spoken
from guildhall.lib.verdicts import Conflict
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges
from guildhall.prospects.rules import can_use_crm
from guildhall.ui.acting import act_on, acting

ROWS_A_PAGE = 20
TABS = (
    ("duplicate", gettext_lazy("Perhaps known")),
    ("invalid", gettext_lazy("To fix")),
    ("repeated", gettext_lazy("Repeated in the file")),
    ("new", gettext_lazy("New")),
    (DECIDED, gettext_lazy("Decided")),
    ("skipped", gettext_lazy("Skipped")),
    ("applied", gettext_lazy("Applied")),
)


@require_safe
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """The rows by result, each with what may be decided; progress while a worker is at it."""
    batch = batch_of(request, pk)
    if batch.state == Batch.State.MAPPING:
        return redirect("import-columns", batch.pk)
    if batch.state in (Batch.State.CHECKING, Batch.State.APPLYING, Batch.State.UNDOING):
        return render(request, f"imports/working.html{'#progress' if request.htmx else ''}", {"batch": batch})
    if request.htmx:  # the progress bar asks on; the work is done
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _review(request, batch)


def _review(
    request: HttpRequest, batch: Batch, *, conflict: Row | None = None, only: int = 0, **told: Any
) -> HttpResponse:
    """The page of a list; where somebody else mended a row meanwhile, of that row alone."""
    tally, asked = by_tab(batch), request.POST or request.GET
    shown = asked.get("show") or next((tab for tab, _label in TABS if tally[tab]), "new")
    after = asked.get("after", "")
    rows = under(batch, shown).filter(pk__gt=number_in(after))
    if conflict:
        shown, rows = conflict.status, batch.rows.filter(pk=conflict.pk)
    elif only:  # a decision was made in place
        rows = rows.filter(pk=only)
    rows = list(rows.select_related("repeats").order_by("id")[: ROWS_A_PAGE + 1])
    more, rows = rows[ROWS_A_PAGE - 1].pk if len(rows) > ROWS_A_PAGE else "", rows[:ROWS_A_PAGE]
    context = {
        "batch": batch,
        "counts": tally,
        "shown": shown,
        "tabs": [(tab, tally[tab], label) for tab, label in TABS],
        "rows": _lines(request, batch, rows, told.get("typed", {})),
        "more": more,
        **_mays(request, batch),
        "suggested": shown == "invalid" and any(mending.suggestions(row) for row in rows),
        "after": after,
        "waiting": applying.waiting_count(batch),
        "contact": contact_for_colleges(),
    }
    template = "imports/decided.html" if request.htmx else "imports/review.html"
    return render(request, template, context | {"conflict": conflict} | told)


def _mays(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    return {
        "may_apply": rules.can_apply(request.user, batch),
        "may_undo": rules.can_undo(request.user, batch),
        "way_on": _way_on(request.user, batch),
    }


def _way_on(person: Any, batch: Batch) -> dict[str, Any] | None:
    """Where what a list brought is worked on next."""
    leads = batch.entering == Batch.Entering.PROSPECTS and batch.created.get("employers")
    if batch.kind in (Batch.Kind.CONTACTS, Batch.Kind.ENGAGEMENTS):
        more = _("Employers that nobody knew yet are leads, seen by those who develop employers.") if leads else ""
        if batch.kind == Batch.Kind.CONTACTS:
            words, page, act = _("They stand with their employers."), "contacts", _("Look at the contacts")
        else:
            words, page = _("They stand on the timelines of their employers."), "employers"
            act = _("Look at the employers")
        return {"words": f"{words} {more}".strip(), "page": page, "act": act}
    if batch.entering == Batch.Entering.VETTED:
        return {"words": _("Every institution sees them."), "page": "employers", "act": _("Look at the employers")}
    words = _("New employers are leads: give each an owner and a next step, then vet them.")
    if can_use_crm(person):
        return {"words": words, "page": "crm", "act": _("Open the Regional CRM")}
    if person.standing.sees(Permission.DEVELOP_EMPLOYERS):
        return {"words": words, "page": "held", "act": _("Look at our new employers")}
    return None


def _lines(request: HttpRequest, batch: Batch, rows: list[Row], typed: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of a page, each with the one that follows: there goes on who has decided."""
    sight, opens = candidates_for(request.user, rows), opening(request.user, rows)
    kind = KINDS[batch.kind]
    labels = {field.key: _(field.label) for field in kind.fields}
    beside = Beside.of(request.user, kind, rows, {pk for one in sight.values() for pk in one.visible_ids})
    lines = [_row(row, kind, labels, sight[row.pk], opens, typed) for row in rows]
    for line in lines:
        row, found = line["row"], line["sight"].visible
        line["beside"] = [(employer, candidate, beside.sides(row, employer)) for employer, candidate in found]
        line["with_row"] = beside.with_row(row) if row.status == Row.Status.REPEATED and row.repeats else []
    for n, line in enumerate(lines, start=1):
        line["next"] = rows[n].pk if n < len(rows) else ""
    return lines


def _row(
    row: Row, kind: Any, labels: dict[str, str], sight: Any, opens: set[UUID], typed: dict[str, str]
) -> dict[str, Any]:
    problems = _problems(row)
    fields = [(key, labels.get(key, key), row.values.get(key, ""), problems.get(key, [])) for key in labels]
    wrong, in_order = [f for f in fields if f[3]], [f for f in fields if f[2] and not f[3]]
    return {
        "row": row,
        "remarks": [spoken(remark, _) for remark in row.remarks],
        "suggestions": [(labels.get(key, key), value) for key, value in mending.suggestions(row).items()],
        "left": _left(row, labels),
        "likely": bool(sight.visible) and sight.visible[0][1]["score"] >= LIKELY,
        "opens": row.employer in opens,
        "title": kind.title(row.values) or _("no name"),
        "sight": sight,
        "fields": [f for f in fields if f[2]],
        "mend": [(k, label, typed.get(k, v), p) for k, label, v, p in wrong],
        "in_order": [(k, label, typed.get(k, v), p) for k, label, v, p in in_order],
        "problems": problems.get("", []),
        "problem_count": sum(len(m) for m in problems.values()),
        "allowed": rules.allowed_decisions(bool(sight.visible), sight.hidden, row.status, row.batch.kind == "contacts"),
    }


def _problems(row: Row) -> dict[str, list[str]]:
    """What is wrong, by field, in the reader's language."""
    problems: dict[str, list[str]] = {}
    for problem in row.errors:
        problems.setdefault(problem["field"], []).append(spoken(problem, _))
    return problems


def _left(row: Row, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """What the record did not keep: field, value, why."""
    return [
        (labels.get(o["field"], labels.get(f"employer_{o['field']}", o["field"])), o["value"], recognized(o["why"], _))
        for o in row.effects.get("left", [])
    ]


@require_POST
def decide(request: HttpRequest, pk: str, row: int) -> HttpResponse:
    """Decide about one row."""
    batch = batch_of(request, pk)
    matches = get_object_or_404(Row, batch=batch, pk=row)
    decision, _colon, employer = request.POST.get("decision", "").partition(":")
    with acting(request):
        if decision == "accept":
            mending.accept(matches, by=request.user)
        else:
            where_both = request.POST.get("where_both")
            deciding.decide(matches, decision, by=request.user, employer=_uuid(employer), where_both=where_both)
    return _back(request, batch, row)


@require_POST
def decide_many(request: HttpRequest, pk: str) -> HttpResponse:
    """Decide about all open rows of a result at once."""
    batch = batch_of(request, pk)
    status, decision = request.POST.get("status", ""), request.POST.get("decision", "")
    done = left = 0
    with acting(request) as act:
        if decision == "accept":
            done, left = mending.accept_all(batch, by=request.user)
        else:
            done, left = deciding.decide_many(batch, status, decision, by=request.user)
    if act.done:
        words = ngettext("%s row decided.", "%s rows decided.", done) % counted(done)
        if left:
            words += " " + ngettext("%s needs a look.", "%s need a look each.", left) % counted(left)
        messages.success(request, words)
    return _back(request, batch)


@act_on("import")
def mend(request: HttpRequest, pk: str, row: int) -> HttpResponse:
    """Correct the values of a row in place."""
    batch = batch_of(request, pk)
    matches = get_object_or_404(Row, batch=batch, pk=row)
    keys = [field.key for field in KINDS[batch.kind].fields]
    values = {key: request.POST[key][:10_000] for key in keys if key in request.POST}
    try:
        fixed = mending.mend(matches, values, edition=request.POST.get("version", ""), by=request.user)
    except Conflict:
        matches.refresh_from_db()
        return _review(request, batch, conflict=matches, typed=values, differences=_compared(matches, values))
    if fixed.status == Row.Status.INVALID:
        messages.error(request, _("Line %d still needs a look.") % fixed.line)
    else:
        messages.success(request, _("Line %d is in order now.") % fixed.line)
    return _back(request, batch, row)


def _compared(row: Row, typed: dict[str, str]) -> list[tuple[str, str, str]]:
    """What a row says now beside what was typed: (field, saved now, yours)."""
    labels = {field.key: str(_(field.label)) for field in KINDS[row.batch.kind].fields}
    saved = {key: str(row.values.get(key) or "") for key in typed}
    return [(labels[key], saved[key], value) for key, value in typed.items() if saved[key] != value]


@require_POST
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    """Apply what is decided, in the background."""
    batch = batch_of(request, pk)
    applying.ask_to_apply(batch, by=request.user)
    return redirect("import", batch.pk)


@require_POST
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back what the list brought, in the background."""
    batch = batch_of(request, pk)
    undoing.ask_to_undo(batch, by=request.user)
    return redirect("import", batch.pk)


def _uuid(text: str) -> Any:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _back(request: HttpRequest, batch: Batch, row: int = 0) -> HttpResponse:
    """To the rows where somebody was; where the page's script asked, that row as far as it stays, and the counts."""
    if request.htmx:
        return _review(request, batch_of(request, batch.pk), only=row)
    shown = request.POST.get("show", "")
    response = redirect("import", batch.pk)
    if shown in dict(TABS):
        response["Location"] += f"?show={shown}"
        if after := number_in(request.POST.get("after", "")):
            response["Location"] += f"&after={after}"
        if beside := number_in(request.POST.get("beside", "")):
            response["Location"] += f"#r{beside}"
    return response
