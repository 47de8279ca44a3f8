"""Lists of occupations in high demand: drawn up by criteria, changed by hand with reasons, approved, ended (D5)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guildhall.audit.recording import record
from guildhall.demand import rules
from guildhall.demand.models import DemandList, ListedOccupation
from guildhall.demand.queries.areas import areas_of
from guildhall.demand.queries.figures import Known, known_of
from guildhall.demand.queries.lists import EDUCATION, Criteria, basis_of, has_wages, meeting, titles_for
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = DemandList.State
FAR = 10  # years that a list is approved ahead, or back, at most
MOST = 900  # occupations on one list: more there are none


@dataclass(frozen=True, slots=True)
class Terms:
    """By which criteria occupations are proposed, in figures and in words."""

    criteria: str = ""
    wage_floor: Decimal | None = None
    openings_floor: int | None = None
    growth_floor: Decimal | None = None
    employment_floor: int | None = None
    education: tuple[str, ...] = field(default=())


@transaction.atomic
def begin_list(institution: Institution, terms: Terms, *, by: Person) -> DemandList:
    """Begin a version of an institution's list: a draft with its criteria (D5)."""
    require(rules.can_keep_list(by, institution))
    locked(Institution, institution.pk)
    if DemandList.objects.filter(institution=institution, state=State.DRAFT).exists():
        refuse("A version is being drawn up already. Finish that one, or give it up.")
    last = DemandList.objects.filter(institution=institution).aggregate(n=Max("number"))["n"] or 0
    values = _checked(terms)
    row = DemandList.objects.create(institution=institution, number=last + 1, made_by=by, made_at=clock.now(), **values)
    record("begin demand list", row, by=by, after=_said(values), institution=institution)
    return row


@transaction.atomic
def begin_from(row: DemandList, *, by: Person) -> DemandList:
    """Begin the next version with the criteria and occupations of an earlier one; the figures are judged anew."""
    names = ("criteria", "wage_floor", "openings_floor", "growth_floor", "employment_floor")
    terms = Terms(**{name: getattr(row, name) for name in names}, education=tuple(row.education))
    made = begin_list(row.institution, terms, by=by)
    rows = list(row.occupations.all())
    known = known_of([one.soc for one in rows], areas_of(row.institution))
    for one in rows:
        one.pk, one.list, one.basis = None, made, basis_of(known[one.soc])
    ListedOccupation.objects.bulk_create(rows)
    return made


@transaction.atomic
def change_list(row: DemandList, terms: Terms, *, version: int, by: Person) -> DemandList:
    """Change the criteria of a draft; what is on it changes only when it is proposed anew."""
    saved = _held(row.pk, version)
    require(rules.can_change_list(by, saved))
    values = _checked(terms)
    before = {name: getattr(saved, name) for name in values}
    for name, value in values.items():
        setattr(saved, name, value)
    _save(saved)
    record("change demand list", saved, by=by, before=_said(before), after=_said(values),
           institution=saved.institution)  # fmt: skip
    return saved


@transaction.atomic
def propose(row: DemandList, *, version: int, by: Person) -> int:
    """Put on the draft what meets its criteria by the newest figures; what somebody added or took off stays so (D5)."""
    saved = _held(row.pk, version)
    require(rules.can_change_list(by, saved))
    criteria = Criteria.of(saved)
    if criteria.is_empty:
        refuse("Say at least one criterion first, such as a wage or a number of openings.")
    if not has_wages():
        refuse("No figures of employment and wages are loaded yet.")
    found, read = meeting(criteria, saved.institution)
    by_hand = {one.soc for one in saved.occupations.all() if one.how == "added" or one.taken_off}
    saved.occupations.filter(how="figures", taken_off=False).delete()
    titles = titles_for([one.soc for one in found], {one.soc: one for one in found})
    rows = [_listed(saved, one, titles[one.soc], by) for one in found if one.soc not in by_hand][:MOST]
    ListedOccupation.objects.bulk_create(rows)
    saved.wages, saved.projections = read.wages, read.nearer or read.projections
    _save(saved)
    after = {"occupations": len(rows), "wages": str(read.wages or ""), "projections": str(saved.projections or "")}
    record("propose occupations", saved, by=by, after=after, institution=saved.institution)
    return len(rows)


def _listed(row: DemandList, known: Known, title: str, by: Person) -> ListedOccupation:
    return ListedOccupation(list=row, soc=known.soc, title=title[:250], how="figures", basis=basis_of(known), by=by)


@transaction.atomic
def add_occupation(
    row: DemandList, soc: str, title: str, reason: str, *, soc_version: str = "2018", by: Person
) -> ListedOccupation:
    """Put an occupation on the draft by hand, or back on it, with the reason."""
    saved = _held(row.pk)
    require(rules.can_change_list(by, saved))
    why = _reason(reason)
    if not soc:
        refuse("Say which occupation, by its code or its title.")
    values = {"title": title[:250] or soc, "soc_version": soc_version or "2018", "taken_off": False, "reason": why}
    known = known_of([soc], areas_of(saved.institution))[soc]
    one, made = ListedOccupation.objects.get_or_create(
        list=saved, soc=soc, defaults=values | {"how": "added", "basis": basis_of(known), "by": by}
    )
    if not made:
        if not one.taken_off:
            refuse("It is on the list already.")
        one.taken_off, one.reason, one.by = False, why, by
        one.save()
    _save(saved)
    record("add occupation", saved, by=by, after={"occupation": str(one)}, reason=why, institution=saved.institution)
    return one


@transaction.atomic
def take_off(one: ListedOccupation, reason: str, *, by: Person) -> ListedOccupation:
    """Take an occupation off the draft, with the reason; it stays readable among what was taken off."""
    saved = _held(one.list_id)
    require(rules.can_change_list(by, saved))
    row = locked(ListedOccupation, one.pk)
    if row.taken_off:
        refuse("It was taken off already.")
    row.taken_off, row.reason, row.by = True, _reason(reason), by
    row.save()
    _save(saved)
    record("take occupation off", saved, by=by, after={"occupation": str(row)}, reason=row.reason,
           institution=saved.institution)  # fmt: skip
    return row


@transaction.atomic
def approve(row: DemandList, starts_on: date, decision: str, *, version: int, by: Person) -> DemandList:
    """Approve a draft: from a day on it is the list in force, and the one before ends the day before (D5)."""
    saved = _held(row.pk, version)
    require(rules.can_approve(by, saved))
    require(in_reach(starts_on, back=FAR, ahead=FAR))
    others = DemandList.objects.select_for_update().filter(institution=saved.institution, state=State.APPROVED)
    last = others.order_by("-starts_on").first()
    if last is not None and last.starts_on is not None and last.starts_on >= starts_on:
        refuse("The version before begins on that day or later. Choose a later day.")
    if last is not None and (last.ends_on is None or last.ends_on >= starts_on):
        last.ends_on = starts_on - timedelta(1)
        _save(last)
    saved.state, saved.starts_on, saved.decision = State.APPROVED, starts_on, one_line(decision)[:300]
    saved.approved_by, saved.approved_at = by, clock.now()
    _save(saved)
    after = {"from": starts_on, "occupations": saved.occupations.standing().count(), "decision": saved.decision}
    record("approve demand list", saved, by=by, after=after, institution=saved.institution)
    return saved


@transaction.atomic
def give_up(row: DemandList, *, version: int, by: Person) -> DemandList:
    """Give a draft up; it stays readable."""
    saved = _held(row.pk, version)
    require(rules.can_change_list(by, saved))
    saved.state = State.WITHDRAWN
    _save(saved)
    record("give up demand list", saved, by=by, after={"state": "withdrawn"}, institution=saved.institution)
    return saved


@transaction.atomic
def end_list(row: DemandList, ends_on: date, reason: str, *, version: int, by: Person) -> DemandList:
    """Say until when a list is in force, without another one after it, and why."""
    saved = _held(row.pk, version)
    require(rules.can_end(by, saved))
    require(in_reach(ends_on, back=FAR, ahead=FAR))
    if saved.starts_on is not None and ends_on < saved.starts_on:
        refuse("It cannot end before it begins.")
    saved.ends_on, saved.ended_because = ends_on, _reason(reason)
    _save(saved)
    record("end demand list", saved, by=by, after={"until": ends_on}, reason=saved.ended_because,
           institution=saved.institution)  # fmt: skip
    return saved


def _held(pk: UUID, version: int | None = None) -> DemandList:
    row = locked(DemandList, pk, "institution")
    if version is not None and row.version != version:
        raise Conflict
    return row


def _save(row: DemandList) -> None:
    row.version += 1
    row.save()


def _reason(text: str) -> str:
    words = one_line(text)[:300]
    if not words:
        refuse("Say why in one line.")
    return words


def _checked(terms: Terms) -> dict[str, Any]:
    floors = (terms.wage_floor, terms.openings_floor, terms.employment_floor)
    if any(value is not None and value < 0 for value in floors):
        refuse("A least number cannot be below nought.")
    education = [level for level in EDUCATION if level in terms.education]
    return {
        "criteria": terms.criteria.strip()[:2000], "wage_floor": terms.wage_floor,
        "openings_floor": terms.openings_floor, "growth_floor": terms.growth_floor,
        "employment_floor": terms.employment_floor, "education": education,
    }  # fmt: skip


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
