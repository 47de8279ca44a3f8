"""The dashboard of one initiative: how its work goes, what its partners say, what came of it at its partners (F16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.dashboards.metrics.measuring import YEAR
from guildhall.dashboards.queries.region import everywhere, in_words, people_in_words, rows_of
from guildhall.dashboards.queries.told import Told
from guildhall.lib import clock
from guildhall.lib.numbers import counted
from guildhall.opportunities.models import Opportunity
from guildhall.partnerships.models import Activity, Category, Initiative, Measure, Stakeholder
from guildhall.partnerships.queries.clarity import duties_owed
from guildhall.partnerships.queries.evaluating import measures
from guildhall.partnerships.queries.linked import agreements_of, meetings_of
from guildhall.partnerships.queries.satisfaction import latest_of_each
from guildhall.partnerships.queries.stakeholders import coverage_of
from guildhall.people.models import Person
from guildhall.placements.models import Experience, Placement
from guildhall.placements.queries.figures import of_whom
from guildhall.placements.queries.measures import Period
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
    """Every figure of one initiative, as far as its reader sees the rows behind it."""
    return Dashboard(_outcomes(person, row), _said(person, row), _measured(person, row), _work(person, row))


# ── What came of it ──────────────────────────────────────────────────


def partners_of(person: Person, row: Initiative) -> Any:
    """The employers that have accepted a part and whom a person sees (A1)."""
    rows = Stakeholder.objects.visible_to(person).filter(initiative=row, state=Stakeholder.State.ACCEPTED)
    return rows.exclude(employer=None).values("employer")


def rows_behind(person: Person, row: Initiative) -> dict[str, Any]:
    """The rows of each figure of outcomes that a person reads: of their own students, and what is open to them."""
    partners, days = partners_of(person, row), Period(YEAR.first_day, clock.today())
    own = rows_of(Experience.objects.visible_to(person), Placement.objects.visible_to(person), days, partners)
    return own | {OPPORTUNITIES: Opportunity.objects.open_to(person).filter(employer__in=partners)}


def with_names(rows: Any) -> Any:
    """The same rows with what a list shows of them."""
    if rows.model is Experience:
        return of_whom(rows).select_related("host__employer", "institution")
    related = ("employer", "institution", "registration") if rows.model is Placement else ("employer", "holder")
    return rows.select_related(*related).defer("employer__search")


def _outcomes(person: Person, row: Initiative) -> list[Told]:
    rows = rows_behind(person, row)
    own = dict(zip(rows, counts(list(rows.values())), strict=True))
    region = everywhere(person, partners_of(person, row))
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
    notes = [_("a 4 or a 5: %(top)s of %(all)s ratings") % top, rate]
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


def _work(person: Person, row: Initiative) -> list[Told]:
    def at(page: str, view: str = "") -> str:
        return reverse(page, args=[row.pk]) + (f"?view={view}" if view else "")

    return [
        *_voices(person, row, at("initiative-stakeholders", "accepted"), at("initiative-coverage")),
        *_plan(person, row, at("initiative-plan", "done"), at("initiative-plan", "late")),
        *_together(person, row, at("initiative-together"), at("initiative-roles")),
    ]


def _voices(person: Person, row: Initiative, accepted: str, coverage: str) -> list[Told]:
    rows = Stakeholder.objects.visible_to(person).filter(initiative=row, state=Stakeholder.State.ACCEPTED)
    found = rows.aggregate(n=Count("pk"), sectors=Count("category", distinct=True, filter=Q(category__retired_on=None)))
    sectors, covered = Category.objects.filter(retired_on=None).count(), coverage_of(person, row)
    rules = len(covered.overall) + sum(len(lines) for _one, lines in covered.sectors)
    means = _("Rules of the territory on who has a voice: decision makers, doers, connectors, heads of organizations.")
    return [
        Told(_("Partners with a part"), _("Organizations and people who have accepted a part, as far as you see them."),
             str(counted(found["n"])), accepted),
        Told(_("Sectors with a voice"), _("Sectors of the list in which at least one partner has accepted."),
             _of(found["sectors"], sectors), coverage),
        Told(_("Rules of coverage that are met"), means, _of(rules - covered.lacking, rules), coverage),
    ]  # fmt: skip


def _plan(person: Person, row: Initiative, done: str, late: str) -> list[Told]:
    rows = Activity.objects.visible_to(person).filter(initiative=row).exclude(state=Activity.State.DROPPED)
    is_late = Q(state__in=(Activity.State.OPEN, Activity.State.UNDER_WAY), due_on__lt=clock.today())
    found = rows.aggregate(n=Count("pk"), done=Count("pk", filter=Q(state="done")), late=Count("pk", filter=is_late))
    return [
        Told(_("Lines of the plan that are done"), _("Of all lines of the action plan, dropped ones aside."),
             _of(found["done"], found["n"]), done),
        Told(_("Lines of the plan that are late"), _("Open lines of the action plan whose day has passed."),
             str(counted(found["late"])), late),
    ]  # fmt: skip


def _together(person: Person, row: Initiative, together: str, roles: str) -> list[Told]:
    held = meetings_of(person, row).filter(meeting__ends_at__lt=clock.now()).exclude(meeting__state="canceled").count()
    agreed = [one for one in agreements_of(person, row) if one.agreement.is_in_force]
    duties = duties_owed(person, row)
    kept = sum(one.state == "kept" for one in duties)
    return [
        Told(_("Meetings held"), _("Meetings of the initiative that have taken place, as far as you may know of them."),
             str(counted(held)), together),
        Told(_("Agreements in force"), _("Agreements of the initiative that every party has signed, as you read them."),
             str(counted(len(agreed))), together),
        Told(_("Duties that are kept"), _("Of the duties of all sides under these agreements, the convener’s own too."),
             _of(kept, len(duties)), roles),
    ]  # fmt: skip


def _of(n: int, every: int) -> str:
    return _("%(n)s of %(all)s") % {"n": counted(n), "all": counted(every)}
