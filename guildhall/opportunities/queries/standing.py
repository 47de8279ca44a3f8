"""What the clauses say of opportunities, whom an employer is trusted by, and what one opportunity shows of itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from guildhall.employers.models import Employer
from guildhall.employers.queries.audience import seen_by, tree_of_institutions
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import NONE, UNTRUSTED
from guildhall.protocols.queries import agreed
from guildhall.ui.dates import in_words

TRUST = timedelta(days=730)  # as long ago a refusal is forgotten
State = Opportunity.State


def agreed_for(holder: Institution) -> tuple[Clause | None, dict[str, Any]]:
    """The clause on opportunities that binds an institution, with all that it fixes."""
    return agreed(Clause.Subject.OPPORTUNITIES, holder)


def is_trusted(employer: Employer, after: int) -> bool:
    """Whether so many opportunities of an employer were approved by somebody, and none refused in two years."""
    rows = Opportunity.objects.filter(employer=employer)
    lately = rows.filter(refused_at__gte=clock.now() - TRUST)
    approved = rows.filter(posted_at__isnull=False, posted_by__isnull=False, posted_under="")
    return not lately.exists() and approved.values("pk")[:after].count() >= after


def posted_without_asking(row: Opportunity) -> str:
    """Under which clause an opportunity is posted at once; empty where somebody has to approve it."""
    clause, fixed = agreed_for(row.holder)
    if clause is None or row.employer.posted_at is None:
        return ""
    if fixed["approval"] == NONE:
        return clause.citation
    trusted = fixed["approval"] == UNTRUSTED and is_trusted(row.employer, fixed["trusted_after"])
    return clause.citation if trusted else ""


@dataclass(frozen=True)
class Standing:
    """Where an opportunity stands: the kind, icon and words of its state."""

    kind: str
    icon: str
    words: str


def standing_of(row: Opportunity) -> Standing:
    """Where an opportunity stands today."""
    from_state = {
        State.WAITING: Standing("warn", "clock", row.get_state_display()),
        State.REFUSED: Standing("stop", "no", row.get_state_display()),
        State.CLOSED: Standing("", "x", row.get_state_display()),
    }
    if row.state != State.POSTED:
        return from_state[State(row.state)]
    if row.is_ahead:
        return Standing("note", "clock", _("shown from %s") % in_words(row.publish_on))
    if row.expires_on < clock.today():
        return Standing("", "x", _("its last day has passed"))
    return Standing("good", "done", _("open until %s") % in_words(row.expires_on))


def shown_at(row: Opportunity) -> list[Institution]:
    """The colleges and districts to whose people a posted opportunity is open."""
    if row.state != State.POSTED or row.employer.posted_at is None:
        return []
    tree = tree_of_institutions()
    return seen_by(row, seen_by(row.employer, colleges(), tree), tree)


def of_employer(person: Person, employer: Employer) -> list[Opportunity]:
    """What one employer offers and has offered, as far as a person sees it: open ones first, then the newest."""
    rows = Opportunity.objects.visible_to(person).filter(employer=employer).select_related("holder", "site")
    listed = list(rows.defer("search", "description").order_by("-added_at")[:200])
    return sorted(listed, key=lambda row: (not row.is_open, row.state == State.CLOSED))
