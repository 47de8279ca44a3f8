"""A process map as it is read: the present one, or one that was published, and what changed between two (B18, B19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from guildhall.community.drawing import Arrow, Drawing, draw, letter
from guildhall.community.models import Branch, Edition, ProcessMap, Refinement, Step
from guildhall.people.models import Person

WORDS = ("title", "who", "text", "destination", "systems", "leads_to")  # of a step, as an edition keeps them


@dataclass(frozen=True)
class Way:
    """Where a step leads: the place of the next one, its title, the condition, and its letter in the drawing."""

    number: int
    title: str
    condition: str
    letter: str = ""


@dataclass(frozen=True)
class Shown:
    """One step as it is read."""

    pk: str
    number: int
    title: str
    who: str
    text: str
    destination: str
    systems: tuple[str, ...]
    other: ProcessMap | None
    ways: tuple[Way, ...]
    refined: Sequence[Refinement] = ()


def content_of(row: ProcessMap) -> dict[str, Any]:
    """The present map as plain values: what publishing keeps."""
    ways: Any = Prefetch("branches", Branch.objects.order_by("to__position", "pk"))
    steps = row.steps.prefetch_related(ways)
    return {
        "title": row.title,
        "purpose": row.purpose,
        "steps": [_step_content(step) for step in steps],
        "connections": list(row.connections.values("source", "target", "carries")),
    }


def _step_content(step: Step) -> dict[str, Any]:
    words = {name: getattr(step, name) for name in WORDS if name != "leads_to"}
    ways = [{"to": str(one.to_id), "condition": one.condition} for one in step.branches.all()]
    return words | {"pk": str(step.pk), "leads_to": str(step.leads_to_id or ""), "branches": ways}


def systems_of(content: dict[str, Any]) -> list[str]:
    """The systems that the steps of a map use, each once."""
    return sorted({name for step in content["steps"] for name in names_in(step["systems"])}, key=str.casefold)


def names_in(words: str) -> tuple[str, ...]:
    """The names between commas."""
    return tuple(dict.fromkeys(name.strip() for name in words.split(",") if name.strip()))


def shown_steps(content: dict[str, Any], person: Person) -> list[Shown]:
    """The steps of a map, each with where it leads and how institutions do it: the person's own first."""
    steps, letters = content["steps"], iter(map(letter, range(1_000)))
    places = {step["pk"]: at for at, step in enumerate(steps)}
    wanted = {step["leads_to"] for step in steps if step["leads_to"]}
    others = {str(row.pk): row for row in ProcessMap.objects.visible_to(person).filter(pk__in=wanted)}
    refined = _refined([step["pk"] for step in steps], person)
    results = []
    for at, step in enumerate(steps):
        ways = tuple(
            Way(places[one["to"]] + 1, steps[places[one["to"]]]["title"], one["condition"], next(letters))
            for one in step["branches"]
            if one["to"] in places
        )
        words = (step["title"], step["who"], step["text"], step["destination"], names_in(step["systems"]))
        results.append(
            Shown(step["pk"], at + 1, *words, others.get(step["leads_to"]), ways, refined.get(step["pk"], ()))
        )
    return results


def _refined(pks: list[str], person: Person) -> dict[str, list[Refinement]]:
    own = {post.institution for post in person.standing.posts}
    rows = Refinement.objects.visible_to(person).filter(step__in=pks).select_related("institution", "by")
    by_step: dict[str, list[Refinement]] = {}
    for one in sorted(rows, key=lambda row: (row.institution_id not in own, row.institution.name)):
        by_step.setdefault(str(one.step_id), []).append(one)
    return by_step


def drawing_of(steps: Sequence[Shown]) -> Drawing:
    """The map drawn: a step without branches leads to the one behind it."""
    arrows = []
    for step in steps:
        if step.ways:
            arrows += [Arrow(step.number - 1, way.number - 1, way.condition) for way in step.ways]
        elif step.number < len(steps):
            arrows.append(Arrow(step.number - 1, step.number))
    return draw([step.title for step in steps], arrows)


# ── What was published ───────────────────────────────────────────────


def editions(row: ProcessMap, person: Person) -> QuerySet[Edition]:
    """Every version that was published, the newest first."""
    return Edition.objects.visible_to(person).filter(map=row).select_related("by")


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents say the same."""
    return not changes(one, other)


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions: which step it is about, and its words before and after."""

    kind: str  # "added", "removed", "moved", "words", "ways", "about", "connections"
    title: str
    before: str = ""
    after: str = ""


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What changed from one content to another, in the order of the steps."""
    old, new = ({step["pk"]: step for step in content["steps"]} for content in (before, after))
    results = [
        Change("about", after["title"], before[name], after[name])
        for name in ("title", "purpose")
        if before[name] != after[name]
    ]
    results += [Change("removed", step["title"]) for pk, step in old.items() if pk not in new]
    kept = [[pk for pk in order if pk in old and pk in new] for order in (old, new)]
    for pk, step in new.items():
        if pk not in old:
            results.append(Change("added", step["title"]))
            continue
        results += [
            Change("words", step["title"], old[pk][name], step[name])
            for name in ("title", "who", "text", "systems")
            if old[pk][name] != step[name]
        ]
        if _ways(old[pk], old) != _ways(step, new):
            results.append(Change("ways", step["title"], _ways(old[pk], old), _ways(step, new)))
        if any(old[pk][name] != step[name] for name in ("destination", "leads_to")):
            results.append(Change("ways", step["title"]))
        if kept[0].index(pk) != kept[1].index(pk):
            results.append(Change("moved", step["title"]))
    carried = [_carried(content) for content in (before, after)]
    return results + ([Change("connections", "", *carried)] if carried[0] != carried[1] else [])


def _carried(content: dict[str, Any]) -> str:
    return "; ".join(f"{one['source']} → {one['target']}: {one['carries']}" for one in content["connections"])


def _ways(step: dict[str, Any], steps: dict[str, Any]) -> str:
    ways = [(one["condition"], steps[one["to"]]["title"]) for one in step["branches"] if one["to"] in steps]
    return "; ".join(f"{condition} → {title}" for condition, title in ways)
