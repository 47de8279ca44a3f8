"""Searches that students keep: under a name, with the way in which they hear of what is new (B1).

The journal has nothing of them: what a student looks for is read by nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from guildhall.context import Keeper, keeping, visiting
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, require
from guildhall.opportunities import emails, rules
from guildhall.opportunities.actions.alerting import MOST_TOLD, new_since
from guildhall.opportunities.models import KeptSearch, Opportunity, SearchTold
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.queue.apart import apart
from guildhall.students.models import StudentLogin

How = KeptSearch.How
MONDAY = 0
WHY = "which students keep a search"
Narrowing = Callable[[StudentLogin, str], OpportunityQuerySet]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a search is called, and how its student hears of what is new in it."""

    name: str
    how: str = How.DAILY


@transaction.atomic
def keep_search(query: str, said: Kept, *, by: StudentLogin) -> KeptSearch:
    """Keep a search under a name; what is open by now is known, and told of no more. Sent twice it is kept once."""
    name, now = one_line(said.name)[:60], clock.now()
    own = KeptSearch.objects.filter(login=by, name=name)
    if same := own.filter(query=query[:500]).first():
        return same
    require(rules.can_keep_search(by, name))
    facts = {"query": query[:500], "how": How(said.how), "since": now, "looked_at": now}
    KeptSearch.objects.bulk_create([KeptSearch(login=by, name=name, **facts)], ignore_conflicts=True)  # of two taps one
    return own.get()


@transaction.atomic
def change_search(pk: UUID, said: Kept, *, version: int, by: StudentLogin) -> KeptSearch:
    """Call a search otherwise, or hear of it in another way; what stood there already is not mailed afterward."""
    row = _held(pk, by, version)
    name = one_line(said.name)[:60]
    require(rules.can_keep_search(by, name, of=row))
    row.name, row.how = name, How(said.how)
    row.version += 1
    row.save(update_fields=["name", "how", "version"])
    row.told.filter(mailed=False).update(mailed=True)
    return row


@transaction.atomic
def drop_search(pk: UUID, *, version: int, by: StudentLogin) -> None:
    """Keep a search no longer."""
    _held(pk, by, version).delete()


def _held(pk: UUID, by: StudentLogin, version: int) -> KeptSearch:
    row = KeptSearch.objects.of_login(by).select_for_update().filter(pk=pk).first()
    if row is None or row.version != version:
        raise Conflict
    return row


# ── Every morning ────────────────────────────────────────────────────


def tell_students(fitting: Narrowing) -> int:
    """Tell students of what is new in the searches that they keep; returns how many were written to.

    Each search is made with the eyes of its student: whoever does not sign in any more is told nothing, and what is
    not open to the own college and program is not found.
    """
    with keeping(Keeper.RECOUNT, WHY):
        logins = list(StudentLogin.objects.filter(pk__in=KeptSearch.objects.values("login"), ended_at=None))
    with apart() as pieces:
        return pieces.each(_tell, [login for login in logins if login.works], fitting)


def _tell(login: StudentLogin, fitting: Narrowing) -> int:
    with visiting(login), transaction.atomic():  # type: ignore[arg-type]
        rows = KeptSearch.objects.of_login(login).select_for_update().order_by("pk")
        return sum(_tell_of(search, login, fitting) for search in rows)


def _tell_of(search: KeptSearch, login: StudentLogin, fitting: Narrowing) -> bool:
    open_rows = fitting(login, search.query)
    today, found = clock.today(), new_since(search.since, open_rows, search.told.all())
    SearchTold.objects.bulk_create([SearchTold(search=search, opportunity=row, on=today) for row in found[:MOST_TOLD]])
    KeptSearch.objects.filter(pk=search.pk).update(looked_at=clock.now())
    due = search.how == How.DAILY or (search.how == How.WEEKLY and today.weekday() == MONDAY)
    if not due:
        return False
    waiting = search.told.filter(mailed=False)
    still: list[Opportunity] = list(open_rows.filter(pk__in=waiting.values("opportunity")).select_related("employer"))
    waiting.update(mailed=True)
    if still:
        emails.write_fitting(search, still, key=f"search:{search.pk}:{today.isoformat()}")
    return bool(still)
