"""Process maps: written, published, and refined locally (B18, B19, B22)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from guildhall.audit.recording import record
from guildhall.community import rules
from guildhall.community.models import ProcessMap, Refinement, Step
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

MOST_STEPS = 40


@transaction.atomic
def begin_map(
    title: str,
    purpose: str,
    *,
    internal: bool = False,
    institution: Institution,
    by: Person,
    steps: Iterable[tuple[str, str, str, str]] = (),
) -> ProcessMap:
    """Begin a map as a draft, with steps at hand (title, who, how, page); an internal one stays within its place."""
    require(rules.can_write_map(by, institution))
    words = {"title": title.strip(), "purpose": purpose.strip()}
    told = {"by": by, "changed_at": clock.now(), "internal": internal}
    row = ProcessMap.objects.create(**words, institution=institution, **told)
    record("begin map", row, by=by, after=words, institution=institution)
    for title, who, step_text, page in steps:
        values = {"title": title, "who": who, "text": step_text, "destination": page}
        save_step(row, values, step=None, version=0, by=by)
    return row


@transaction.atomic
def change_map(row: ProcessMap, title: str, purpose: str, *, version: int, by: Person) -> ProcessMap:
    """Change what a map is about."""
    process_map = _locked(row, by, version)
    before = {"title": process_map.title, "purpose": process_map.purpose}
    process_map.title, process_map.purpose = title.strip(), purpose.strip()
    _save(process_map)
    record(
        "change map",
        process_map,
        by=by,
        before=before,
        after={"title": process_map.title, "purpose": process_map.purpose},
    )
    return process_map


@transaction.atomic
def publish_map(row: ProcessMap, *, on: bool, version: int, by: Person) -> ProcessMap:
    """Show a map to all of the staff, or take it back as a draft."""
    process_map = _locked(row, by, version)
    if on and not process_map.steps.exists():
        refuse("A map without steps says nothing yet.")
    process_map.published_at = clock.now() if on else None
    _save(process_map)
    record("publish map", process_map, by=by, after={"published": on})
    return process_map


@transaction.atomic
def save_step(row: ProcessMap, values: dict[str, Any], *, step: Step | None, version: int, by: Person) -> Step:
    """Add a step at the end, or change one."""
    process_map = _locked(row, by)
    if step is None:
        if process_map.steps.count() >= MOST_STEPS:
            refuse("{most_steps} steps are as many as anybody reads. Make two maps of it.", most_steps=MOST_STEPS)
        last = process_map.steps.aggregate(last=Max("position"))["last"] or 0
        saved, before = Step(map=process_map, position=last + 1), None
    else:
        saved = locked(Step, step.pk, map=process_map)
        if saved.version != version:
            raise Conflict
        before = {name: getattr(saved, name) for name in values}
        saved.version += 1
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    _save(process_map)
    record("save step", saved, by=by, before=before, after=values)
    return saved


@transaction.atomic
def move_step(step: Step, up: bool, *, by: Person) -> None:
    """Move a step before the one before it, or behind the one behind it."""
    process_map = _locked(step.map, by)
    steps = list(process_map.steps.select_for_update())
    at = next(n for n, one in enumerate(steps) if one.pk == step.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(steps):
        return
    steps[at].position, steps[other].position = steps[other].position, steps[at].position
    Step.objects.bulk_update([steps[at], steps[other]], ["position"])
    _save(process_map)
    record("move step", steps[at], by=by, after={"position": steps[at].position})


@transaction.atomic
def remove_step(step: Step, *, by: Person) -> None:
    """Take a step out, with how institutions refined it."""
    process_map = _locked(step.map, by)
    gone = locked(Step, step.pk, map=process_map)
    before = {"title": gone.title, "who": gone.who, "text": gone.text}
    record("remove step", gone, by=by, before=before)
    gone.delete()
    _save(process_map)


@transaction.atomic
def refine(step: Step, who: str, text: str, *, institution: Institution, version: int, by: Person) -> Refinement | None:
    """Say how a step of the region is done at an institution; without words the refinement goes."""
    held = locked(Step, step.pk, "map__institution")
    require(rules.can_refine(by, held.map, institution))
    row = Refinement.objects.select_for_update().filter(step=held, institution=institution).first()
    if (row.version if row else 0) != version:
        raise Conflict
    before = {"who": row.who, "text": row.text} if row else None
    if not text.strip():
        if row:
            record("refine step", row, by=by, before=before, after={"text": ""}, institution=institution)
            row.delete()
        return None
    row = row or Refinement(step=held, institution=institution, version=0)
    row.who, row.text, row.by, row.at, row.version = who.strip(), text.strip(), by, clock.now(), row.version + 1
    row.save()
    record("refine step", row, by=by, before=before, after={"who": row.who, "text": row.text}, institution=institution)
    return row


def _locked(row: ProcessMap, by: Person, version: int | None = None) -> ProcessMap:
    process_map: Any = locked(ProcessMap, row.pk, "institution")
    require(rules.can_write_map(by, process_map.institution))
    if version is not None and process_map.version != version:
        raise Conflict
    return process_map  # type: ignore[no-any-return]


def _save(row: ProcessMap) -> None:
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save()
