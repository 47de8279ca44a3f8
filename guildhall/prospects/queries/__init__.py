from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.models import Designation, Employer, Note
from guildhall.employers.querysets import designations_in_force
from guildhall.engagements.queries.carried import carried
from guildhall.lib import clock
from guildhall.lib.working_days import after_working_days
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.prospects import rules
from guildhall.prospects.models import Answer, Criterion, JoinRequest, Probe, Prospect
from guildhall.prospects.querysets import WORKING, ProspectQuerySet
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.queries import parameter

CARDS = 12
NEVER_CONTACTED_AFTER = 14  # days until a lead with an owner and no contact is reminded of


@dataclass(frozen=True)
class Column:
    """One stage of the board: its true total and its first cards."""

    stage: str
    label: str
    total: int
    cards: list[Prospect]


def in_crm(person: Person) -> ProspectQuerySet:
    """The prospects that a person sees and that are not shared yet."""
    return Prospect.objects.visible_to(person).filter(employer__posted_at=None)


def tabs(person: Person) -> list[dict[str, Any]]:
    """The saved views of the CRM with their counts."""
    today = clock.today()
    working = Q(stage__in=WORKING)
    counts = in_crm(person).aggregate(
        mine=Count("pk", filter=working & Q(owner=person)),
        all=Count("pk", filter=working),
        overdue=Count("pk", filter=working & Q(next_step_on__lt=today)),
        untouched=Count("pk", filter=Q(stage="lead", first_contacted_on=None)),
        parked=Count("pk", filter=Q(stage__in=["parked", "declined"])),
    )
    labels = {
        "mine": _("Mine"),
        "all": _("All"),
        "overdue": _("Next step overdue"),
        "untouched": _("Never contacted"),
        "parked": _("Parked or declined"),
        "again": _("To vet again"),
    }
    counts["again"] = Prospect.objects.visible_to(person).to_vet_again().count()
    return [{"key": key, "label": label, "count": counts[key]} for key, label in labels.items()]


def view_of(person: Person, key: str) -> ProspectQuerySet:
    """The prospects of one saved view."""
    rows = in_crm(person)
    views = {
        "mine": rows.working().filter(owner=person),
        "overdue": rows.overdue(),
        "untouched": rows.never_contacted(),
        "parked": rows.filter(stage__in=["parked", "declined"]),
        "again": Prospect.objects.visible_to(person).to_vet_again(),
    }
    return views.get(key, rows.working())


def with_progress(rows: QuerySet[Prospect]) -> QuerySet[Prospect]:
    """Prospects with what a card or row shows of them."""
    return rows.select_related("employer__holder", "employer__owner", "owner").annotate(answered=Count("answers"))


def board(person: Person, key: str) -> list[Column]:
    """The columns of the board: true totals, and the cards whose next step comes first."""
    rows = view_of(person, key)
    totals = dict(rows.order_by().values_list("stage").annotate(n=Count("pk")))
    stages = ["parked", "declined"] if key == "parked" else list(WORKING)
    first = [
        rows.filter(stage=stage).order_by("next_step_on", "stage_since").values("pk")[:CARDS]
        for stage in stages
        if totals.get(stage)
    ]
    chosen = first[0].union(*first[1:], all=True) if first else []
    cards: dict[str, list[Prospect]] = defaultdict(list)
    for card in with_progress(Prospect.objects.filter(pk__in=[row["pk"] for row in chosen])).order_by(
        "next_step_on", "stage_since"
    ):
        cards[card.stage].append(card)
    return [Column(s, str(Prospect.Stage(s).label), totals.get(s, 0), cards[s]) for s in stages]


def open_requests(person: Person) -> QuerySet[JoinRequest] | None:
    """The colleges that wait for an answer from the people who develop these employers."""
    return JoinRequest.objects.visible_to(person).filter(state="open") if person.may(Permission.USE_CRM) else None


def overdue_steps(person: Person) -> QuerySet[Prospect]:
    """A person's own prospects whose next step is overdue."""
    return in_crm(person).filter(owner=person).overdue()


@dataclass(frozen=True)
class Criteria:
    """The criteria in force for a prospect, each with its answer if there is one."""

    citation: str
    rows: list[tuple[Any, Answer | None]]
    answered: int

    @property
    def next_open(self) -> int:
        """The number of the first criterion without an answer: its form stands open."""
        return next((criterion.number for criterion, answer in self.rows if answer is None), 0)


def criteria_of(prospect: Prospect) -> Criteria:
    """The vetting criteria in force, with the answers given so far."""
    clause = rules.vetting_clause(prospect.employer.holder)
    if clause is None:
        return Criteria("", [], 0)
    criteria = list(clause.criteria.all())
    answers = rules.answers_to(prospect, criteria)
    rows = [(criterion, answers.get(criterion.pk)) for criterion in criteria]
    return Criteria(clause.citation, rows, sum(1 for _c, a in rows if a))


@dataclass(frozen=True)
class Seen:
    """One line of the preview: a field, its value, whether colleges will see it, and how that is said."""

    field: str
    value: str
    shown: bool
    words: str = ""
    note: Any = None


def read_whole(prospect: Prospect) -> Prospect:
    """Read everything that the page of one prospect shows, each kind once."""
    prefetch_related_objects(
        [prospect],
        Prefetch("answers", Answer.objects.select_related("by")),
        Prefetch("employer__notes", Note.objects.standing().select_related("by").order_by("written_at", "pk")),
        *(f"employer__{what}" for what in ("sites", "names", "contacts", "logins")),
    )
    return prospect


def college_view(prospect: Any) -> list[Seen]:
    """What colleges will see of an employer once it is promoted, field by field (N2). Given `with_tag_names`."""
    employer: Employer = prospect.employer
    shown, stays = _("Shown"), _("Stays here")
    sites = ", ".join(s.address for s in employer.sites.all())
    names = "; ".join([employer.name, *(f"{n.get_kind_display()}: {n.name}" for n in employer.names.all())])
    contacts = [c for c in employer.contacts.all() if c.is_current]
    people = "; ".join(f"{c}, {c.title}" if c.title else str(c) for c in contacts)
    along = carried(employer)
    history = {"n": along.engagements - along.stay, "all": along.engagements}
    rows = [
        Seen(_("Names"), names, True, shown),
        Seen(_("Facts"), ", ".join(_facts(employer, prospect.tag_names)) or _("none yet"), True, shown),
        Seen(_("Sites"), sites or _("none yet"), True, shown),
        Seen(_("Contacts"), people or _("none yet"), True, shown),
    ]
    if reachable := [str(c) for c in contacts if c.email or c.phone]:
        words = _("E-mail and telephone of %s") % ", ".join(reachable)
        rows.append(Seen(_("Addresses"), words, True, _("On request, noted")))
    rows.append(Seen(_("Opportunities"), _("None yet. That is fine."), True, shown))
    rows.append(
        Seen(
            _("History"),
            ngettext("%(n)d of %(all)d engagement", "%(n)d of %(all)d engagements", history["all"]) % history,
            True,
            shown,
        )
    )
    rows += [Seen(label, "; ".join(texts), True, shown) for label, texts in along.words]
    if earlier := along.corrections:
        words = ngettext("%d correction of what was logged", "%d corrections of what was logged", earlier) % earlier
        rows.append(Seen(_("Earlier versions"), words, False, stays))
    for note in employer.notes.all():
        travels = note.stays_with_id is None
        rows.append(Seen(_("Note"), note.text, travels, _("Travels") if travels else stays, note))
    rows.append(Seen(_("Vetting"), _("Criteria, answers and evidence"), False, stays))
    return rows


def _facts(employer: Employer, tags: list[str]) -> list[str]:
    facts = [employer.industry, employer.domain]
    if employer.staff_count is not None:
        facts.append(ngettext("%d staff", "%d staff", employer.staff_count) % employer.staff_count)
    if employer.third_party_recruiter:
        facts.append(_("recruits for other employers"))
    return [fact for fact in [*facts, *tags] if fact]


def many_probes(days: int = 7) -> list[dict[str, Any]]:
    """Who checked how many new names in the last days, most first: directors watch for fishing (N1)."""
    since = clock.now() - timedelta(days=days)
    rows = (
        Probe.objects.filter(probed_at__gte=since)
        .values("person", "person__given_name", "person__family_name", "institution__name")
        .annotate(count=Count("pk"), matched=Count("pk", filter=Q(matched=True)))
        .order_by("-count")
    )
    return list(rows[:100])


def answer_due(request: JoinRequest) -> date:
    """The day by which a college that asks to join is answered, as the clause promises (A8, J2)."""
    days = parameter(Clause.Subject.BLIND_MATCH, "days", request.institution)
    return after_working_days(clock.day_of(request.asked_at), days)


def late_requests() -> list[JoinRequest]:
    """The open requests of colleges whose day has passed, the oldest first."""
    rows = JoinRequest.objects.filter(state="open").select_related("employer__holder", "institution", "directed_to")
    return [row for row in rows.order_by("asked_at") if answer_due(row) < clock.today()]


def vetting_due() -> list[Prospect]:
    """The shared employers whose vetting is over, or will be within a month, each once in that time (A4)."""
    rows = Prospect.objects.to_vet_again().exclude(vet_again_by=None).filter(employer__merged_into=None)
    return list(rows.select_related("employer__owner", "employer__holder", "vetted_by", "owner").order_by("pk"))


def due_reminders() -> dict[Person, list[Prospect]]:
    """Per owner, the prospects whose next step is due and the owned leads that nobody has contacted (A7)."""
    today = clock.today()
    old = clock.now() - timedelta(days=NEVER_CONTACTED_AFTER)
    due = Q(next_step_on__lte=today) | Q(stage="lead", first_contacted_on=None, stage_since__lt=old)
    rows = (
        Prospect.objects.working()
        .filter(due, employer__posted_at=None, employer__merged_into=None, owner__is_active=True)
        .exclude(reminded_on=today)
        .select_related("owner", "employer__holder")
        .order_by("next_step_on")
    )
    by_key: dict[Person, list[Prospect]] = defaultdict(list)
    for row in rows:
        if row.owner and rules.can_develop(row.owner, row):
            by_key[row.owner].append(row)
    return dict(by_key)


@dataclass(frozen=True)
class Vettings:
    """What a draft asks anew: new questions, and the vettings under way that would meet them."""

    questions: int
    under_way: int


def vettings_under(draft: Protocol, person: Person) -> Vettings | None:
    """How many vettings under way a draft's new questions would keep open; None where it asks what is asked now."""
    asked = Criterion.objects.filter(clause__protocol=draft)
    known = Criterion.objects.filter(clause__protocol__in=Protocol.objects.in_force())
    new = asked.exclude(root__in=known.values("root")).count()
    if not new:
        return None
    rows = in_crm(person).working().filter(employer__holder__lineage__contains=[draft.institution_id])
    return Vettings(new, rows.filter(answers__isnull=False).distinct().count())


# ── Exceptions to who sees an employer (B4) ──────────────────────────


def all_exceptions(person: Person) -> QuerySet[Designation]:
    """The exceptions, ended ones included, of the employers that a person sees."""
    rows = Designation.objects.filter(employer__in=Employer.objects.visible_to(person))
    related = ("employer__holder", "employer__prospect__employer", "by", "clause__protocol")
    return rows.select_related(*related).prefetch_related("institutions")


def exceptions(person: Person) -> QuerySet[Designation]:
    """Those that hold today, the one that ends first on top."""
    return all_exceptions(person).filter(designations_in_force()).order_by(F("until").asc(nulls_first=True), "pk")


def ended_exceptions(person: Person) -> QuerySet[Designation]:
    """The last ones that do not hold any more, the newest first."""
    return all_exceptions(person).exclude(designations_in_force()).order_by("-designated_at")[:20]
