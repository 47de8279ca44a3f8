"""The action plan: what is to be done, by whom, until when, and what of it is late (E9, F12)."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.partnerships.kinds import Stage
from guildhall.partnerships.models import Activity, Initiative, ProgressUpdate, Stakeholder
from guildhall.partnerships.starters import RESPONSIBILITIES
from guildhall.people.models import Person


def seen_stakeholders(person: Person) -> QuerySet[Any]:
    """The stakeholders that somebody sees: no other stands beside what names one (A1)."""
    return Stakeholder.objects.visible_to(person).defer("employer__search")


OPEN = (Activity.State.OPEN, Activity.State.UNDER_WAY)
VIEWS = ("open", "late", "communication", "done")


def activities(person: Person, initiative: Initiative, view: str = "open") -> QuerySet[Any]:
    """The lines of the plan in one view; `communication` is the communications plan inside it."""
    rows = Activity.objects.visible_to(person).filter(initiative=initiative)
    partners = seen_stakeholders(person).select_related("contact", "person", "employer", "institution")
    told = Prefetch("updates", ProgressUpdate.objects.visible_to(person).order_by("started_at"), to_attr="told")
    rows = rows.select_related("person").prefetch_related("after", told, Prefetch("stakeholder", partners))
    by_view = {
        "late": rows.filter(state__in=OPEN, due_on__lt=clock.today()),
        "communication": rows.filter(part=Activity.Part.COMMUNICATION),
        "done": rows.exclude(state__in=OPEN),
        "all": rows.exclude(state=Activity.State.DROPPED),
    }
    return by_view.get(view, rows.filter(state__in=OPEN))


def by_stage(initiative: Initiative, rows: Any) -> list[tuple[Stage, list[Activity]]]:
    """Activities under the parts of the work, those that the initiative has first."""
    groups: dict[str, list[Activity]] = {stage: [] for stage in Stage if stage in initiative.stages}
    for row in rows:
        groups.setdefault(row.stage, []).append(row)
    return [(Stage(stage), members) for stage, members in groups.items()]


def waiting_for(person: Person) -> QuerySet[Any]:
    """The open activities that somebody sees to, and those that are late of the initiatives that they lead."""
    rows = Activity.objects.visible_to(person).filter(state__in=OPEN).exclude(initiative__state="ended")
    mine = rows.filter(person=person)
    late = rows.filter(due_on__lt=clock.today(), initiative__in=Initiative.objects.filter(leads__person=person))
    return mine | late


def mine(person: Person) -> QuerySet[Any]:
    """What waits for somebody in all initiatives, what is due first first."""
    return waiting_for(person).distinct().select_related("initiative", "person").order_by("due_on", "pk")


def responsibilities(initiative: Initiative) -> list[tuple[Stage, list[tuple[str, str]]]]:
    """What document 002 names for each part of the work and is not in the plan yet: (key, words) (E9)."""
    planned = set(initiative.activities.values_list("title", flat=True))
    results = []
    for stage in Stage:
        if stage in initiative.stages or not initiative.stages:
            lines = [(text, _(text)) for text in RESPONSIBILITIES[stage]]
            if left := [(f"{stage}:{n}", said) for n, (text, said) in enumerate(lines) if not {text, said} & planned]:
                results.append((stage, left))
    return results


def responsibility(key: str) -> tuple[str, str] | None:
    """The part of the work and the words of one that was ticked, or None."""
    stage, _colon, number = key.partition(":")
    lines = RESPONSIBILITIES.get(stage, ())
    return (stage, _(lines[int(number)])) if number.isdecimal() and int(number) < len(lines) else None
