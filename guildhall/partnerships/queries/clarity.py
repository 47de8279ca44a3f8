"""Who does what among the partner organizations of an initiative, and where nobody or too many do (F24).

Each organization stands once, with its people and roles in every part of the work, its lines of the plan, and what it
owes under the agreements of the initiative. As everywhere it is counted over what the reader sees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guildhall.agreements.models import Agreement
from guildhall.agreements.queries.counting import Progress
from guildhall.agreements.queries.lists import duties_of, whole
from guildhall.partnerships.kinds import Role, Stage
from guildhall.partnerships.models import Activity, Initiative, Stakeholder
from guildhall.partnerships.queries.planning import activities
from guildhall.partnerships.queries.stakeholders import GONE, stakeholders
from guildhall.people.models import Person


@dataclass
class Cell:
    """What an organization is and does in one part of the work."""

    stage: Stage
    voices: list[Stakeholder] = field(default_factory=list)
    lines: list[Activity] = field(default_factory=list)

    def has(self, role: Role) -> bool:
        """Whether somebody of the organization has a role in this part."""
        return any(role in one.roles for one in self.voices)

    @property
    def roles(self) -> list[str]:
        """The roles of its people here, in the order of the document."""
        return [str(role.label) for role in Role if self.has(role)]


@dataclass
class Partner:
    """One partner organization, or the convener: its people, what it does in each part, what it owes."""

    name: str
    cells: dict[Stage, Cell]
    convenes: bool = False
    people: list[Stakeholder] = field(default_factory=list)
    duties: list[Progress] = field(default_factory=list)
    has_part: bool = False

    def join(self, other: "Partner") -> None:
        """Take in the people, lines and duties of the same organization under another key."""
        self.people += other.people
        self.duties += other.duties
        self.has_part |= other.has_part
        for stage, cell in other.cells.items():
            self.cells[stage].voices += cell.voices
            self.cells[stage].lines += cell.lines

    @property
    def is_idle(self) -> bool:
        """Whether it has accepted a part, and nothing is written of what it does."""
        accepted = any(one.state == Stakeholder.State.ACCEPTED for one in self.people)
        works = any(cell.lines for cell in self.cells.values()) or self.duties
        return accepted and not works and not any(one.responsibilities.strip() for one in self.people)


@dataclass(frozen=True)
class Clarity:
    """Who does what: organizations by parts of the work; where nobody does, and where several do, in words."""

    stages: Sequence[Stage]
    partners: Sequence[Partner]
    nobody: Sequence[str]
    several: Sequence[str]


def who_does_what(person: Person, initiative: Initiative) -> Clarity:
    """Partners × parts of the work, with gaps in words (F24)."""
    stages = [stage for stage in Stage if stage in initiative.stages] or list(Stage)
    rows = stakeholders(person, initiative).exclude(state__in=GONE).prefetch_related(None)
    lines = list(activities(person, initiative, "all"))
    found = _Page(stages)
    us = found.of(("institution", initiative.institution_id), initiative.institution.name)
    us.convenes = us.has_part = True
    for one in rows:
        found.take_in(one)
    for line in lines:
        found.plan(line, us)
    for duty in _duties(person, initiative):
        found.owe(duty)
    everybody = found.joined()
    return Clarity(stages, everybody, _nobody(stages, everybody, lines), _several(stages, everybody, lines))


class _Page:
    """Partners as they are met: each by its record, or by its name where it has none.

    A name without a record that is the name of one record here is that organization: somebody typed it.
    """

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = stages
        self.known: dict[Any, Partner] = {}
        self.records: dict[str, set[Any]] = {}  # by name

    def joined(self) -> list[Partner]:
        """All partners, those that were typed joined to the record of their name."""
        for key, typed in list(self.known.items()):
            same = self.records.get(_plain(typed.name), set()) if key[0] == "name" else set()
            if len(same) == 1:
                self.known[next(iter(same))].join(self.known.pop(key))
        return sorted(self.known.values(), key=lambda one: (not one.convenes, one.name.casefold()))

    def of(self, key: Any, name: str) -> Partner:
        if key not in self.known:
            self.known[key] = Partner(name, {stage: Cell(stage) for stage in self.stages})
            if key[0] != "name":
                self.records.setdefault(_plain(name), set()).add(key)
        return self.known[key]

    def take_in(self, row: Stakeholder) -> None:
        place = self.of(_key(row.employer_id, row.institution_id, row.body), row.body_name)
        place.people.append(row)
        place.has_part = True
        for stage in self.stages:
            if stage in row.stages:
                place.cells[stage].voices.append(row)

    def plan(self, line: Activity, us: Partner) -> None:
        partner = line.stakeholder
        if Stage(line.stage) not in self.stages or not (partner or line.person_id):
            return
        key = _key(partner.employer_id, partner.institution_id, partner.body) if partner else None
        place = self.of(key, partner.body_name) if partner else us
        place.cells[Stage(line.stage)].lines.append(line)

    def owe(self, duty: Progress) -> None:
        party = duty.obligation.party
        self.of(_key(party.employer_id, party.institution_id, party.named), party.name).duties.append(duty)


def _key(employer: Any, institution: Any, named: str) -> tuple[str, Any]:
    if employer:
        return ("employer", employer)
    return ("institution", institution) if institution else ("name", _plain(named))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _duties(person: Person, initiative: Initiative) -> list[Progress]:
    rows = Agreement.objects.visible_to(person).filter(of_initiative__initiative=initiative).in_force()
    return [one for standing in duties_of(whole(rows), person) for one in standing.progress]


# ── In words ─────────────────────────────────────────────────────────


def _nobody(stages: Sequence[Stage], everybody: Sequence[Partner], lines: Iterable[Activity]) -> list[str]:
    found = []
    for stage in stages:
        cells = [one.cells[stage] for one in everybody]
        if not any(cell.voices or cell.lines for cell in cells):
            found.append(_("%(part)s: nobody takes part in it.") % {"part": stage.label})
            continue
        if not any(cell.has(Role.DECISION_MAKER) for cell in cells):
            found.append(_("%(part)s: nobody decides.") % {"part": stage.label})
        if not any(cell.has(Role.DOER) or cell.lines for cell in cells):
            found.append(_("%(part)s: nobody does the work.") % {"part": stage.label})
    alone = [line for line in lines if not line.person_id and not line.stakeholder_id and line.is_open]
    found += [_("“%(line)s”: nobody sees to it.") % {"line": line.title} for line in alone]
    found += [_("%(who)s has accepted a part, and nothing is written of what it does.") % {"who": one.name}
              for one in everybody if one.is_idle]  # fmt: skip
    for one in everybody:
        if one.duties and not one.has_part:
            found.append(_("%(who)s has duties under an agreement, and no part in the initiative.") % {"who": one.name})
    return found


def _several(stages: Sequence[Stage], everybody: Sequence[Partner], lines: Iterable[Activity]) -> list[str]:
    found = []
    for stage in stages:
        deciding = [one.name for one in everybody if one.cells[stage].has(Role.DECISION_MAKER)]
        if len(deciding) > 1:
            words = _("%(part)s: several decide (%(who)s). Agree on who has the last word.")
            found.append(words % {"part": stage.label, "who": ", ".join(deciding)})
    for line in lines:
        if line.is_open and line.person and line.stakeholder_id:
            words = _("“%(line)s”: two see to it, %(one)s and %(two)s. Agree on who answers for it.")
            found.append(words % {"line": line.title, "one": line.person, "two": line.responsible})
    return found
