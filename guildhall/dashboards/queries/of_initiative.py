"""The dashboard of one initiative: how its work goes, what its partners say, what came of it at its partners (F16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.agreements.models import Agreement
from guildhall.dashboards.queries.counted_of_initiative import counted_of
from guildhall.dashboards.queries.region import Wanted, everywhere, in_words, people_in_words
from guildhall.dashboards.queries.told import Told
from guildhall.lib import clock
from guildhall.lib.numbers import counted
from guildhall.meetings.models import Meeting
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships.models import Activity, Category, Initiative, Measure, Stakeholder
from guildhall.partnerships.queries.evaluating import measures
from guildhall.partnerships.queries.linked import meetings_of
from guildhall.partnerships.queries.planning import OPEN
from guildhall.partnerships.queries.satisfaction import latest_of_each
from guildhall.people.models import Person
from guildhall.placements.models import Experience, Placement
from guildhall.placements.queries.figures import Cell, of_whom
from guildhall.store.counts import counts
from guildhall.students.querysets import places_of

OF_STUDENTS: dict[str, Any] = {
    "placements_begun": gettext_lazy("Placements begun at its partners"),
    "internships_completed": gettext_lazy("Internships completed at its partners"),
    "apprenticeships_completed": gettext_lazy("Apprenticeships completed at its partners"),
    "critical_jobs": gettext_lazy("Critical jobs filled at its partners"),
    "students_hired": gettext_lazy("Hired by its partners"),
}
OPPORTUNITIES = "opportunities_open"
LABELS: dict[str, Any] = OF_STUDENTS | {OPPORTUNITIES: gettext_lazy("Opportunities open at its partners")}
LINES = 12  # of measures


@dataclass(frozen=True)
class Dashboard:
    """The figures of an initiative, by what they speak of."""

    outcomes: Sequence[Told]
    said: Sequence[Told]
    measured: Sequence[Told]
    work: Sequence[Told]


def dashboard(person: Person, row: Initiative) -> Dashboard:
    """Every figure of one initiative, as far as its reader sees the rows behind it: counted in one statement."""
    wanted = Wanted.of_last_year(partners_of(person, row))
    behind, work = _rows(person, wanted), _work_rows(person, row)
    values = counts([*behind.values(), *work.values()])
    own, done = dict(zip(behind, values, strict=False)), dict(zip(work, values[len(behind) :], strict=True))
    outcomes = [*_outcomes(person, row, own, everywhere(person, wanted)), *counted_of(person, row)]
    return Dashboard(outcomes, _said(person, row), _measured(person, row), _work(row, done))


# ── What came of it ──────────────────────────────────────────────────


def partners_of(person: Person, row: Initiative) -> Any:
    """The employers that have accepted a part and whom a person sees (A1)."""
    rows = Stakeholder.objects.visible_to(person).filter(initiative=row, state=Stakeholder.State.ACCEPTED)
    return rows.exclude(employer=None).values("employer")


def rows_behind(person: Person, row: Initiative) -> dict[str, Any]:
    """The rows of each figure of outcomes that a person reads: of their own students, and what is open to them."""
    return _rows(person, Wanted.of_last_year(partners_of(person, row)))


def _rows(person: Person, wanted: Wanted) -> dict[str, Any]:
    own = wanted.rows_of(Experience.objects.visible_to(person), Placement.objects.visible_to(person))
    return own | {OPPORTUNITIES: Opportunity.objects.open_to(person).filter(employer__in=wanted.employers)}


def with_names(rows: Any) -> Any:
    """The same rows with what a list shows of them."""
    if rows.model is Experience:
        return of_whom(rows).select_related("host__employer", "institution")
    related = ("employer", "institution", "registration") if rows.model is Placement else ("employer", "holder")
    return rows.select_related(*related).defer("employer__search")


def _outcomes(person: Person, row: Initiative, own: dict[str, int], region: dict[str, Cell]) -> list[Told]:
    means = _("In the last twelve months, at employers that have accepted a part.")
    found = []
    for name, label in OF_STUDENTS.items():
        page = reverse("initiative-figure", args=[row.pk, name])
        if places_of(person):
            words, notes = str(counted(own[name])), (people_in_words(region[name]),)
            found.append(Told(label, f"{means} {_('Of your own students.')}", words, page, notes))
        else:
            people = _("Different people at all institutions, in full tens.")
            found.append(Told(label, f"{means} {people}", in_words(region[name])))
    page = reverse("initiative-figure", args=[row.pk, OPPORTUNITIES])
    today = _("What employers that have accepted a part offer today, open to you.")
    return [*found, Told(LABELS[OPPORTUNITIES], today, str(counted(own[OPPORTUNITIES])), page)]


# ── What partners say, and what is measured ──────────────────────────


def _said(person: Person, row: Initiative) -> list[Told]:
    label = _("Satisfaction of partners")
    means = _(
        "What partners said in its last evaluation that is over, from 1 to 5. Nothing is shown of fewer than five."
    )
    one = next(iter(latest_of_each(person, row)), None)
    if one is None:
        return [Told(label, means, _("not asked yet"), reverse("initiative-evaluation", args=[row.pk]))]
    page = reverse("evaluation", args=[one.round.pk])
    rate = _("%(n)s of %(all)s answered") % {"n": counted(one.answered), "all": counted(one.asked)}
    if one.rated is None:
        return [Told(label, means, _("too few answers"), page, [rate])]
    top = {"top": counted(one.rated.top), "all": counted(one.rated.ratings)}
    notes = [_("a 4 or a 5: %(top)s of %(all)s") % top, rate]
    return [Told(label, means, _("%(mean).1f of 5") % {"mean": one.rated.mean}, page, notes)]


def _measured(person: Person, row: Initiative) -> list[Told]:
    page = reverse("initiative-evaluation", args=[row.pk])
    rows = [(strand.label, one) for strand, some in measures(person, row) for one in some]
    return [_measure(strand, one, page) for strand, one in rows[:LINES]]


def _measure(strand: Any, one: Measure, page: str) -> Told:
    read = next(iter(one.readings.all()), None)
    notes = [_("aim: %(target)s") % {"target": one.target}] if one.target else []
    return Told(one.what, strand, read.value if read else _("not read yet"), page, notes)


# ── How the work goes ────────────────────────────────────────────────


def _work_rows(person: Person, row: Initiative) -> dict[str, Any]:
    """What the work is counted from, by the name of each list."""
    accepted = Stakeholder.objects.visible_to(person).filter(initiative=row, state=Stakeholder.State.ACCEPTED)
    sectors = Category.objects.filter(retired_on=None)
    lines = Activity.objects.visible_to(person).filter(initiative=row).exclude(state=Activity.State.DROPPED)
    held = meetings_of(person, row).filter(meeting__ends_at__lt=clock.now())
    return {
        "accepted": accepted,
        "heard": sectors.filter(pk__in=accepted.values("category")),
        "sectors": sectors,
        "done": lines.filter(state=Activity.State.DONE),
        "lines": lines,
        "late": lines.filter(state__in=OPEN, due_on__lt=clock.today()),
        "held": held.exclude(meeting__state=Meeting.State.CANCELED),
        "agreed": Agreement.objects.visible_to(person).filter(of_initiative__initiative=row).in_force(),
    }


def _work(row: Initiative, n: dict[str, int]) -> list[Told]:
    def at(page: str, view: str = "") -> str:
        return reverse(page, args=[row.pk]) + (f"?view={view}" if view else "")

    together = at("initiative-together")
    return [
        Told(_("Partners with a part"), _("Organizations and people who have accepted a part, as far as you see them."),
             str(counted(n["accepted"])), at("initiative-stakeholders", "accepted")),
        Told(_("Sectors with a voice"), _("Sectors of the list in which at least one partner has accepted."),
             _of(n["heard"], n["sectors"]), at("initiative-coverage")),
        Told(_("Lines of the plan that are done"), _("Of all lines of the action plan, dropped ones aside."),
             _of(n["done"], n["lines"]), at("initiative-plan", "done")),
        Told(_("Lines of the plan that are late"), _("Open lines of the action plan whose day has passed."),
             str(counted(n["late"])), at("initiative-plan", "late")),
        Told(_("Meetings held"), _("Meetings of the initiative that have taken place, as far as you may know of them."),
             str(counted(n["held"])), together),
        Told(_("Agreements in force"), _("Agreements of the initiative that every party has signed, as you read them."),
             str(counted(n["agreed"])), together),
    ]  # fmt: skip


def _of(n: int, every: int) -> str:
    return _("%(n)s of %(all)s") % {"n": counted(n), "all": counted(every)}
