"""Process maps: written, published, and refined locally (B18, B19, B22)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from guildhall.audit.recording import record, text_of
from guildhall.community import rules
from guildhall.community.models import Branch, Connection, Edition, ProcessMap, Refinement, Step
from guildhall.community.queries.mapping import content_of, same
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.people.rules import can_be_named
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
    told = {"by": by, "changed_at": clock.now(), "internal": internal, "keeper": by}
    row = ProcessMap.objects.create(**words, institution=institution, **told)
    record("begin map", row, by=by, after=words, institution=institution)
    for title, who, step_text, page in steps:
        values = {"title": title, "who": who, "text": step_text, "destination": page}
        save_step(row, values, step=None, version=0, by=by)
    return row


@transaction.atomic
def change_map(
    row: ProcessMap, title: str, purpose: str, *, keeper: Person | None, version: int, by: Person
) -> ProcessMap:
    """Change what a map is about, and who keeps it current: a handover finds it there (P10)."""
    process_map = _locked(row, by, version)
    if keeper is not None and keeper.pk != process_map.keeper_id:
        require(can_be_named(keeper, process_map.institution))
    before = _about(process_map)
    process_map.title, process_map.purpose, process_map.keeper = title.strip(), purpose.strip(), keeper
    _save(process_map)
    record("change map", process_map, by=by, before=before, after=_about(process_map))
    return process_map


def _about(row: ProcessMap) -> dict[str, Any]:
    return {"title": row.title, "purpose": row.purpose, "keeper": text_of(row.keeper)}


@transaction.atomic
def publish_map(row: ProcessMap, *, on: bool, version: int, by: Person) -> ProcessMap:
    """Show a map to all of the staff, or take it back as a draft."""
    process_map = _locked(row, by, version)
    if on and not process_map.steps.exists():
        refuse("A map without steps says nothing yet.")
    process_map.published_at = clock.now() if on else None
    _save(process_map)
    after: dict[str, Any] = {"published": on}
    if on and (edition := _edition(process_map, by)):
        after["number"] = edition.number
    record("publish map", process_map, by=by, after=after)
    return process_map


def _edition(row: ProcessMap, by: Person) -> Edition | None:
    """Keep the map as it is now, unless that is what was kept last."""
    content, last = content_of(row), row.editions.first()
    if last and same(last.content, content):
        return None
    return Edition.objects.create(
        map=row, number=last.number + 1 if last else 1, at=clock.now(), by=by, content=content
    )


@transaction.atomic
def branch(step: Step, to: Step, condition: str, *, by: Person) -> Branch:
    """Let a step lead to another one when something holds; a second one to the same step replaces the words."""
    process_map = _locked(step.map, by)
    if to.map_id != process_map.pk or to.pk == step.pk:
        refuse("A step leads to another step of the same map.")
    row, _new = Branch.objects.update_or_create(step=step, to=to, defaults={"condition": condition.strip()})
    _save(process_map)
    record("branch step", step, by=by, after={"to": to.title, "when": row.condition})
    return row


@transaction.atomic
def unbranch(row: Branch, *, by: Person) -> None:
    """Take a way out of a step; without any it leads to the one behind it."""
    process_map = _locked(row.step.map, by)
    record("branch step", row.step, by=by, before={"to": row.to.title, "when": row.condition}, after={"to": ""})
    row.delete()
    _save(process_map)


@transaction.atomic
def connect(row: ProcessMap, source: str, target: str, carries: str, *, by: Person) -> Connection:
    """Say what one system of a map hands to another, and how (B19)."""
    process_map = _locked(row, by)
    if source == target:
        refuse("Choose two systems.")
    words = {"source": source, "target": target, "carries": carries.strip()}
    made = Connection.objects.create(map=process_map, **words)
    _save(process_map)
    record("connect systems", process_map, by=by, after=words)
    return made


@transaction.atomic
def disconnect(row: Connection, *, by: Person) -> None:
    """Take a connection out."""
    process_map = _locked(row.map, by)
    before = {"source": row.source, "target": row.target, "carries": row.carries}
    record("connect systems", process_map, by=by, before=before, after={"carries": ""})
    row.delete()
    _save(process_map)


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
        before = {name: _plain(getattr(saved, name)) for name in values}
        saved.version += 1
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    _save(process_map)
    record("save step", saved, by=by, before=before, after={name: _plain(value) for name, value in values.items()})
    return saved


def _plain(value: Any) -> Any:
    return value.title if isinstance(value, ProcessMap) else value


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
