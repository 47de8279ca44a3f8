"""What the software does by itself once a day or all the time, for whoever looks after the installation."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.audit.models import Entry, Seal
from guildhall.lib import clock
from guildhall.queue.daily import MOST_ATTEMPTS, REGISTER, last_finished, last_runs
from guildhall.stewardship.words import DAILY_WORK


@dataclass(frozen=True)
class Line:
    """One thing that is done by itself: since when it has been done, and what stands in the way."""

    what: str
    due_at: time | None  # by the region's clocks; None: all the time
    done_at: datetime | None
    problem: str = ""


def by_itself() -> list[Line]:
    """The daily work, the latest hour last, and the sealing of the journal."""
    runs, finished = last_runs(), last_finished()
    lines = []
    for name, when in sorted(REGISTER.items(), key=lambda one: one[1].at):
        run, problem = runs.get(name), ""
        if run and not run.finished_at and run.problem:
            often = ngettext("Tried %(n)d time", "Tried %(n)d times", run.attempts) % {"n": run.attempts}
            again = often if run.attempts >= MOST_ATTEMPTS else _("Tried again")
            problem = f"{again}: {run.problem}"
        lines.append(Line(str(DAILY_WORK[name]), when.at, finished.get(name), problem))
    return [*lines, _sealing()]


def _sealing() -> Line:
    newest = Seal.objects.order_by("-n").first()
    waiting = Entry.objects.filter(sealed_in=None).order_by("id").first()
    problem = ""
    if waiting and (late := (clock.now() - waiting.at).total_seconds()) > 120:
        minutes = int(late // 60)
        words = ngettext("Nothing was sealed for %d minute", "Nothing was sealed for %d minutes", minutes)
        problem = words % minutes
    return Line(_("Sealing the journal"), None, newest.at if newest else None, problem)
