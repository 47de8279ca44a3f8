"""Pages of the journal, of shown details and of the outbox: each line as far as its reader may know of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from guildhall.lib.verdicts import require
from guildhall.outbox.emails import mail_leaves, words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.people.actions.allowances import Limit
from guildhall.protocols.rules import can_change_draft
from guildhall.protocols.views.reading import frame, protocol_of
from guildhall.stewardship import rules
from guildhall.stewardship.actions.mailing import decide_unknown, send_test
from guildhall.stewardship.queries import lines as queries
from guildhall.stewardship.queries.running import by_itself
from guildhall.stewardship.simulation import simulate
from guildhall.ui.acting import acting
from guildhall.ui.answers import too_often
from guildhall.ui.paging import Key, page_by_id, page_by_keys

SHOWN = 200  # e-mails of one page
NEWEST = [Key("id", descending=True)]  # in the order of time
State = OutgoingEmail.State
TABS = (
    ("", _lazy("All")), (State.UNKNOWN, _lazy("Not known")), (State.BOUNCED, _lazy("Came back")),
    (State.REFUSED, _lazy("Refused")), (State.QUEUED, _lazy("Waiting")),
)  # fmt: skip
TESTS = Limit("test e-mails", 5, 3600)


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    require(rules.can_read_journal(request.user))
    verb, who = (request.GET.get(name, "").strip() for name in ("verb", "who"))
    page = page_by_id(queries.entries(verb=verb, who=who), request)
    context = {"page": page, "lines": queries.lines(request.user, page.rows), "who": who, "verb": verb}
    context["groups"] = queries.known_acts()
    return render(request, "stewardship/journal.html", context)


@require_safe
def accesses(request: HttpRequest) -> HttpResponse:
    """Which protected details were shown or exported, to whom (G1)."""
    require(rules.can_read_journal(request.user))
    page = page_by_id(queries.accesses(), request)
    context = {"page": page, "lines": queries.seen_accesses(request.user, page.rows)}
    return render(request, "stewardship/accesses.html", context)


@require_safe
def simulation(request: HttpRequest, pk: str) -> HttpResponse:
    """What a draft of a protocol would do to the records as they stand (N11)."""
    draft = protocol_of(request, pk)
    require(can_change_draft(request.user, draft))
    context = frame(request, draft) | {"simulation": simulate(draft, by=request.user)}
    return render(request, "stewardship/simulation.html", context)


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """What the software does by itself: when it was last done, and what is wrong where it was not (R26, G7)."""
    require(rules.can_read_journal(request.user))
    return render(request, "stewardship/running.html", {"lines": by_itself()})


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The ledger of outgoing e-mail; in a demo it is the local mail page for everybody."""
    demo = request.territory.demo  # type: ignore[attr-defined]
    require(rules.can_read_outbox(request.user, demo=demo))
    rows, state = queries.emails(request.user, demo=demo), request.GET.get("state", "")
    state = state if state in OutgoingEmail.State.values else ""
    page = page_by_keys(queries.in_state(rows, state), request, NEWEST, size=SHOWN)
    first = [] if state or page.previous else queries.unknown(rows)
    letters = queries.letters(request.user, [*first, *page.rows], demo=demo)
    context = {
        "letters": letters,
        "page": page,
        "state": state,
        "tabs": TABS,
        "mail_leaves": mail_leaves(),
        "may_test": rules.can_send_test(request.user),
    }
    context["may_settle"] = rules.can_settle_mail(request.user)
    return render(request, "stewardship/outbox.html", context)


@require_POST
def outbox_test(request: HttpRequest) -> HttpResponse:
    """Send an e-mail to oneself, and go on to what became of it."""
    require(rules.can_send_test(request.user))
    if not (verdict := TESTS.take(request.user.pk)):
        return too_often(request, verdict, wait=TESTS.wait)
    return redirect("outbox-email", send_test(request.user))


@require_safe
def email(request: HttpRequest, pk: str) -> HttpResponse:
    """One e-mail; sign-in links in it are readable only in a demo, and only those of invented people."""
    demo = request.territory.demo  # type: ignore[attr-defined]
    require(rules.can_read_outbox(request.user, demo=demo))
    rows = queries.emails(request.user, demo=demo)
    result = get_object_or_404(rows, pk=pk)
    letter = queries.letters(request.user, [result], demo=demo)[0]
    shown = not result.confidential or (demo and queries.to_invented_people(rows).filter(pk=pk).exists())
    context = {"letter": letter, "email": result, "hidden": not shown, "text": words_of(result)[0]}
    context["may_settle"] = rules.can_settle_mail(request.user)
    return render(request, "stewardship/email.html", context)


@require_POST
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Decide about an e-mail of which it is not known whether it left: send it again, or leave it."""
    require(rules.can_settle_mail(request.user))
    demo = request.territory.demo  # type: ignore[attr-defined]
    row = get_object_or_404(queries.emails(request.user, demo=demo), pk=pk)
    again = request.POST.get("again") == "yes"
    with acting(request) as act:
        decide_unknown(row, again=again, by=request.user)
    if act.done:
        messages.success(request, _("It is sent again.") if again else _("It is left, and counts as sent."))
    return redirect("outbox")


# In a demo the ledger stands in for the mailboxes of the invented people.
for view in (outbox, email):
    view.open_in_demo = True  # type: ignore[attr-defined]
