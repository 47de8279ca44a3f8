"""Every day: ask about placements of which nobody has said for long how they stand (M2, B13)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.placements import emails
from guildhall.placements.actions.accepting import fill_up_by, with_waiting
from guildhall.placements.actions.applying import end_with_opportunity
from guildhall.placements.actions.asking import About, put_question
from guildhall.placements.actions.stepping import held_placement
from guildhall.placements.models import Application, Placement
from guildhall.queue.apart import apart

ASK_AGAIN = 14  # days after which a question that nobody answered is put once more
NEWS = 14  # days in which an end is still told
DECIDED_WITHIN = 60  # days after an opportunity has closed, in which employers may still choose
GRACE = 3  # days after a planned day, before anybody is asked


def keep_fresh() -> tuple[int, int]:
    """Ask employers by a link, and tell coordinators where nobody can be asked; returns how many of each.

    Done twice on a day it does nothing more. The caller is a keeper: it looks at every institution's placements.
    """
    asked = done = 0
    with apart() as pieces:
        for about, rows in _due():
            keys = list(rows.order_by("pk").values_list("pk", flat=True))
            asked += pieces.each(_ask, keys, about)
            done += len(keys)
    return asked, done - asked


def fill_places() -> int:
    """Give places that were added to those who wait; returns how many were promoted."""
    with apart() as pieces:
        return pieces.each(fill_up_by, with_waiting())


def end_with_opportunities() -> int:
    """End the applications for what is not offered any more, and write to those who applied; returns how many.

    Of what closed long before, as the first night of a new version finds it, nobody is told: they know.

    At once where the employer withdrew it or nobody answered for it. Where all places are filled, of those who were
    not chosen yet. What has ended in another way may still be decided for some weeks.
    """
    closed, why = Q(opportunity__state=Opportunity.State.CLOSED), Opportunity.Closing
    gone = Q(opportunity__closed_because__in=(why.WITHDRAWN, why.SILENT))
    filled = Q(opportunity__closed_because=why.FILLED, state__in=("applied", "referred", "shortlisted"))
    long_ago = Q(opportunity__closed_on__lt=clock.today() - timedelta(DECIDED_WITHIN))
    rows = Application.objects.open().filter(closed & (gone | filled | long_ago)).order_by("pk")
    news = clock.today() - timedelta(DECIDED_WITHIN + NEWS)
    found = list(rows.values_list("pk", "opportunity__closed_on"))
    with apart() as pieces:
        old = pieces.each(end_with_opportunity, [pk for pk, day in found if not day or day < news], tell=False)
        return old + pieces.each(end_with_opportunity, [pk for pk, day in found if day and day >= news], tell=True)


def _due() -> list[tuple[About, QuerySet[Placement]]]:
    """What is asked about: an end that has passed, a start that has passed, and what nobody has confirmed for long."""
    today = clock.today()
    past = today - timedelta(GRACE)
    rows = Placement.objects.filter(Q(asked_on=None) | Q(asked_on__lt=today - timedelta(ASK_AGAIN)))
    ended = rows.running().filter(ends_on__lt=past)
    return [
        (About.END, ended),
        (About.START, rows.filter(state__in=Placement.AHEAD, starts_on__lt=past)),
        (About.RUNNING, rows.stale().exclude(pk__in=ended.values("pk"))),
    ]


@transaction.atomic
def _ask(pk: object, about: About) -> bool:
    """Ask the supervisor; where nobody may be written to, tell who looks after it. Returns whether one was asked."""
    row = held_placement(pk)  # type: ignore[arg-type]
    by = next(iter(emails.looks_after(row)), None)
    if by is not None and emails.may_be_written(row.supervisor, by):
        put_question(about, row.supervisor, by=by, placement=row)
        return True
    row.asked_on = clock.today()
    row.save(update_fields=["asked_on"])
    emails.tell_stale(row, about)
    return False
