"""Stakeholders: taken in, described, answered for, replaced; and the lists that they are measured by (E1–E12, F10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import rules
from guildhall.partnerships.models import Category, CoverageRule, Evidence, Follower, Initiative, Stakeholder
from guildhall.people.models import Institution, Person
from guildhall.people.queries import territory
from guildhall.store.locking import locked

State = Stakeholder.State
WHO = ("employer", "institution", "body", "contact", "person", "name", "email")


@dataclass(frozen=True)
class Somebody:
    """An organization, and who speaks for it: records where there are any, else names."""

    employer: Employer | None = None
    institution: Institution | None = None
    body: str = ""
    contact: Contact | None = None
    person: Person | None = None
    name: str = ""
    post: str = ""
    email: str = ""

    def checked(self, by: Person) -> dict[str, Any]:
        """The columns of a row about them; refuses what contradicts itself or is not shared."""
        if not (self.employer or self.institution or self.body.strip()):
            refuse("Say which organization it is.")
        if self.employer:
            if not Employer.objects.visible_to(by).filter(pk=self.employer.pk, posted_at__isnull=False).exists():
                refuse("Only an employer that is shared has a part in an initiative.")
            if self.contact and (self.contact.employer_id != self.employer.pk or not self.contact.is_current):
                refuse("That contact is not at this employer.")
        details: dict[str, Any] = {
            name: getattr(self, name) for name in ("employer", "institution", "contact", "person")
        }
        if self.contact or self.person:  # their own record says who they are
            return details | {"body": self.body.strip(), "name": "", "post": "", "email": ""}
        words = {name: getattr(self, name).strip() for name in ("body", "name", "post", "email")}
        return details | words


@dataclass(frozen=True)
class Part:
    """What part somebody has: their sector, standing, roles, stages, responsibilities (handout 1A)."""

    category: Category
    authority: str = ""
    head: bool = False
    also_at: str = ""
    roles: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    responsibilities: str = ""
    brings: str = ""
    lacks: str = ""
    benefit: str = ""
    works_for: Stakeholder | None = None


@transaction.atomic
def take_in(
    row: Initiative, somebody: Somebody, part: Part, evidence: Mapping[str, str] | None = None, *, by: Person
) -> Stakeholder:
    """Put an organization or person on the list of stakeholders (E2–E8)."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_take_in(by, initiative))
    details = somebody.checked(by)
    _check_part(initiative, part, None)
    _check_new(initiative, details)
    made = Stakeholder.objects.create(
        initiative=initiative, **details, **_part(part), added_by=by, added_at=clock.now()
    )
    _note_evidence(made, evidence or {})
    record("take in stakeholder", made, by=by, institution=initiative.institution, after=_said(made))
    return made


def _check_new(initiative: Initiative, details: Mapping[str, Any], but: Stakeholder | None = None) -> None:
    """The same somebody once: a person by their record or name, an organization without anybody by itself."""
    rows = Stakeholder.objects.filter(initiative=initiative).exclude(state=State.REPLACED)
    if but:
        rows = rows.exclude(pk=but.pk)
    rows = rows.filter(employer=details["employer"], institution=details["institution"])
    rows = rows.filter(body__iexact=details["body"], name__iexact=details["name"])
    if rows.filter(contact=details["contact"], person=details["person"]).exists():
        refuse("They are on the list of stakeholders already.")


def _check_part(initiative: Initiative, part: Part, row: Stakeholder | None) -> None:
    leader = part.works_for
    if leader and leader.initiative_id != initiative.pk:
        refuse("Whoever they work for is a stakeholder of the same initiative.")
    if leader and row and leader.pk == row.pk:
        refuse("Nobody is named by themselves to do the work.")


def _part(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in Part.__dataclass_fields__}


def _note_evidence(row: Stakeholder, evidence: Mapping[str, str]) -> None:
    row.evidence.exclude(consideration__in=evidence).delete()
    for key, shown_by in evidence.items():
        Evidence.objects.update_or_create(stakeholder=row, consideration=key, defaults={"shown_by": shown_by.strip()})


def _said(row: Stakeholder) -> dict[str, Any]:
    leader = row.works_for
    return {
        "body": row.body_name,
        "name": row.person_name,
        "category": row.category.name,
        "authority": row.authority,
        "roles": row.roles,
        "stages": row.stages,
        "responsibilities": row.responsibilities,
        "works_for": (leader.person_name or leader.body_name) if leader else "",
    }


@transaction.atomic
def change_stakeholder(
    row: Stakeholder, somebody: Somebody, part: Part, evidence: Mapping[str, str], *, version: int, by: Person
) -> Stakeholder:
    """Write better who they are and what part they have."""
    saved = held(row.pk, version)
    require(rules.can_take_in(by, saved.initiative))
    details = somebody.checked(by)
    _check_part(saved.initiative, part, saved)
    _check_new(saved.initiative, details, saved)
    before = _said(saved)
    if any(getattr(saved, name) != details[name] for name in WHO):
        _ask_anew(saved)
    for name, value in (details | _part(part)).items():
        setattr(saved, name, value)
    _note_evidence(saved, evidence)
    keep(saved, "change stakeholder", by=by, before=before, after=_said(saved))
    return saved


def _ask_anew(row: Stakeholder) -> None:
    """Somebody else stands in the row: what the former one answered does not hold for them, nor does their link."""
    if row.state != State.REPLACED:
        row.state = State.LISTED
    row.answered_on, row.answered_how, row.answer, row.recorded_by = None, "", "", None
    row.outreach.update(secret_hash="")
    Follower.objects.filter(stakeholder=row).delete()  # how often, and the link in letters, were theirs


@dataclass(frozen=True)
class Answered:
    """What a stakeholder said to the ask for their part: yes or no, how, on which day, in which words."""

    accepted: bool
    how: str
    on: date
    words: str = ""


@transaction.atomic
def record_answer(row: Stakeholder, said: Answered, *, version: int, by: Person) -> Stakeholder:
    """Write down what a stakeholder answered, as the initiative asks for it: by word or in writing (E12, E14)."""
    saved = held(row.pk, version)
    require(rules.can_record_answer(by, saved))
    if said.on > clock.today():
        refuse("This day is ahead: nobody can have answered on it.")
    needs_paper = saved.initiative.acceptance == Initiative.Acceptance.WRITTEN
    if said.accepted and needs_paper and said.how == Stakeholder.How.SPOKEN:
        refuse("Here a role is accepted in writing. Write to them: the link in the message answers for it.")
    answer(saved, said, by=by)
    return saved


def answer(row: Stakeholder, said: Answered, *, by: Person | None) -> None:
    """Keep the answer of a stakeholder that is locked; `by` is who wrote it down, None where they did so themselves."""
    before = {"state": row.state}
    row.state = State.ACCEPTED if said.accepted else State.DECLINED
    row.answered_on, row.answered_how, row.answer = said.on, said.how, said.words.strip()
    row.recorded_by = by
    after = {"state": row.state, "answered_on": row.answered_on, "answer": row.answer}
    keep(row, "note answer of stakeholder", by=by, before=before, after=after)


@transaction.atomic
def replace_stakeholder(
    row: Stakeholder, because: str, instead: Stakeholder | None, *, version: int, by: Person
) -> Stakeholder:
    """Take the wrong voice off, with the reason and who comes instead (F10)."""
    saved = held(row.pk, version)
    require(rules.can_replace(by, saved))
    if not because.strip():
        refuse("Write why they are replaced.")
    if instead and (instead.initiative_id != saved.initiative_id or instead.pk == saved.pk):
        refuse("Choose another stakeholder of the same initiative.")
    saved.state, saved.because, saved.replaced_by = State.REPLACED, because.strip(), instead
    keep(saved, "replace stakeholder", by=by, after={"state": saved.state, "because": saved.because})
    return saved


@transaction.atomic
def take_back(row: Stakeholder, *, version: int, by: Person) -> Stakeholder:
    """Put a replaced stakeholder back on the list, to be asked anew."""
    saved = held(row.pk, version)
    require(rules.can_take_back(by, saved))
    saved.state, saved.because, saved.replaced_by = State.LISTED, "", None
    keep(saved, "take stakeholder back", by=by, after={"state": saved.state})
    return saved


@transaction.atomic
def remove_stakeholder(row: Stakeholder, *, version: int, by: Person) -> None:
    """Take somebody off who was entered by mistake and never asked."""
    saved = held(row.pk, version)
    require(rules.can_remove(by, saved))
    record("remove stakeholder", saved, by=by, institution=saved.initiative.institution, before=_said(saved))
    saved.delete()


def held(pk: Any, version: int | None = None) -> Stakeholder:
    """A stakeholder, locked; raises `Conflict` where somebody else saved it meanwhile."""
    related = ("initiative__institution", "category", "works_for", "employer", "institution")
    saved = locked(Stakeholder, pk, *related)
    if version is not None and saved.version != version:
        raise Conflict
    return saved


def keep(row: Stakeholder, verb: str, *, by: Person | None, **said: Any) -> None:
    """Save a stakeholder, and write down what was done."""
    row.version += 1
    row.save()
    record(verb, row, by=by, institution=row.initiative.institution, **said)


# ── Lists of the territory ───────────────────────────────────────────


def _require_lists(by: Person) -> Institution:
    region = territory()
    require(rules.can_keep_lists(by, region.root if region else None))
    assert region  # else the rule has said no
    return region.root


@transaction.atomic
def keep_category(
    name: str, groups: str, *, row: Category | None = None, retired: bool = False, version: int = 0, by: Person
) -> Category:
    """Add a sector, change it, or take it out of use: who stands under it stays (E1)."""
    root = _require_lists(by)
    saved = locked(Category, row.pk) if row else Category(position=Category.objects.count())
    if row and saved.version != version:
        raise Conflict
    if not name.strip():
        refuse("Give the category a name.")
    if Category.objects.filter(name__iexact=name.strip()).exclude(pk=saved.pk).exists():
        refuse("There is a category of that name.")
    before = {"name": saved.name, "groups": saved.groups} if row else None
    saved.name, saved.groups, saved.version = name.strip(), groups.strip(), saved.version + 1 if row else 1
    saved.retired_on = (saved.retired_on or clock.today()) if retired else None
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:  # somebody else was quicker
        refuse("There is a category of that name.")
    after = {"name": saved.name, "groups": saved.groups, "retired_on": saved.retired_on}
    record("keep category of stakeholders", saved, by=by, institution=root, before=before, after=after)
    return saved


@transaction.atomic
def set_coverage(least: Mapping[str, int], *, by: Person) -> None:
    """Say how many of what an initiative needs in this territory (E6, N15)."""
    root = _require_lists(by)
    for key, number in least.items():
        rule, _is_new = CoverageRule.objects.update_or_create(key=key, defaults={"least": number})
        record("set rule of coverage", rule, by=by, institution=root, after={"least": number})
