"""Success stories for pages: the list, one of them, and the placements that one may tell of (D2)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.intermediaries.models import Story
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.students.models import Consent, Use
from guildhall.students.querysets import places_of

VIEWS = ("told", "drafts", "ended")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of stories is narrowed to."""

    view: str = "told"
    words: str = ""
    institution: Institution | None = None


def stories_of(person: Person) -> Any:
    """The stories that a person reads, with whether their consent stands."""
    rows = Story.objects.visible_to(person).with_standing()
    return rows.select_related("institution", "employer").defer("employer__search")


def list_of(person: Person, wanted: Wanted) -> Any:
    """One list of stories: told ones, one's own drafts, or one's own whose consent has ended."""
    rows = stories_of(person)
    if wanted.view == "drafts":
        rows = rows.exclude(state="told")
    elif wanted.view == "ended":
        rows = rows.filter(state="told").exclude(Story.objects.consented())
    else:
        rows = rows.told()
    if wanted.institution:
        rows = rows.filter(institution__lineage__contains=[wanted.institution.pk])
    for word in wanted.words.split()[:6]:
        rows = rows.filter(title__icontains=word) | rows.filter(employer__name__icontains=word)
    return rows


def told_to(person: Person) -> Any:
    """The stories that a person may pass on today: what mailings, updates and meetings choose from."""
    rows = Story.objects.visible_to(person).told()
    return rows.select_related("institution", "employer").defer("employer__search").order_by("-told_at", "-pk")


def public_stories() -> Any:
    """The stories that everybody may read today: for public pages, newsletters and the media."""
    rows = Story.objects.public().select_related("institution", "employer").defer("employer__search")
    return rows.order_by("-told_at", "-pk")


def to_write_of(person: Person) -> QuerySet[Placement]:
    """The completed placements of a person's institutions, with whether a consent for stories is in force."""
    given = (
        Consent.objects.visible_to(person)
        .in_force()
        .filter(registration=OuterRef("registration"), use=Use.STORY, employer=None)
    )
    rows = Placement.objects.visible_to(person).filter(state="completed", institution__in=places_of(person))
    rows = rows.annotate(consented=Exists(given), told=Exists(Story.objects.filter(placement=OuterRef("pk"))))
    return rows.select_related("registration", "employer", "institution").defer("employer__search")
