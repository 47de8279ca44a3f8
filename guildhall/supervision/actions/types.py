"""Saying which papers an institution asks for: taking a starter over, entering one, changing one, ending one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.models.opportunities import Papers
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked
from guildhall.supervision import rules
from guildhall.supervision.merge_fields import unknown_fields
from guildhall.supervision.models import PaperType, Signer
from guildhall.supervision.starters import BY_COVERED, BY_SLUG


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What a paper type says; `signers` and `kinds` as their codes."""

    title: str
    text: str
    signers: Sequence[str]
    ages: str = PaperType.Ages.ANY
    pay: str = PaperType.Pay.ANY
    place: str = PaperType.Place.ANY
    hazardous: bool = False
    kinds: Sequence[str] = ()
    on_paper_only: bool = False
    valid_months: int | None = None
    kept_years: int = 5
    days_before: int = 7
    covers: Sequence[str] = ()
    only_asked: bool = False


@transaction.atomic
def adopt_starters(institution: Institution, slugs: Iterable[str], *, by: Person) -> list[PaperType]:
    """Take papers of the starter set over, in the language of whoever does; those that are there already stay."""
    require(rules.can_keep_types(by, institution))
    there = set(PaperType.objects.in_use().filter(institution=institution).values_list("starter", flat=True))
    titles = set(PaperType.objects.in_use().filter(institution=institution).values_list("title", flat=True))
    made = []
    for slug in dict.fromkeys(slugs):
        one = BY_SLUG.get(slug)
        if one is None or slug in there or gettext(one.title) in titles:
            continue
        facts = {name: getattr(one, name) for name in TypeFacts.__slots__}
        facts |= {"title": gettext(one.title), "text": gettext(one.text)}
        made.append(_enter(institution, TypeFacts(**facts), by, starter=slug))
    return made


@transaction.atomic
def take_up(institution: Institution, code: str, *, by: Person) -> PaperType:
    """The institution's own paper for what an employer asks for; without one it takes the starter over."""
    require(rules.can_keep_types(by, institution))
    there = PaperType.objects.in_use().filter(institution__in=institution.lineage, covers__contains=[code]).first()
    if there is not None:
        return there
    if (one := BY_COVERED.get(code)) is None:
        refuse("No paper is known for that.")
    if alike := PaperType.objects.in_use().filter(institution=institution, title=gettext(one.title)).first():
        alike.covers = [*alike.covers, code]
        alike.version += 1
        alike.save(update_fields=["covers", "version"])
        record("change paper type", alike, by=by, after={"covers": alike.covers}, institution=institution)
        return alike
    facts = {name: getattr(one, name) for name in TypeFacts.__slots__}
    facts |= {"title": gettext(one.title), "text": gettext(one.text), "only_asked": True}
    return _enter(institution, TypeFacts(**facts), by, starter=one.slug)


@transaction.atomic
def enter_type(institution: Institution, facts: TypeFacts, *, by: Person) -> PaperType:
    """Enter a paper that an institution asks for."""
    require(rules.can_keep_types(by, institution))
    return _enter(institution, facts, by)


def _enter(institution: Institution, facts: TypeFacts, by: Person, starter: str = "") -> PaperType:
    values = _checked(facts, institution)
    row = PaperType.objects.create(institution=institution, starter=starter, by=by, **values)
    record("enter paper type", row, by=by, after=values, institution=institution)
    return row


@transaction.atomic
def change_type(paper_type: PaperType, facts: TypeFacts, *, version: int, by: Person) -> PaperType:
    """Change a paper type; papers that were made before stay as they are."""
    row = _held(paper_type, version, by)
    values = _checked(facts, row.institution, row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.by = by
    row.version += 1
    row.save()
    record("change paper type", row, by=by, before=before, after=values, institution=row.institution)
    return row


@transaction.atomic
def end_type(paper_type: PaperType, *, version: int, by: Person) -> None:
    """Ask for a paper no more; those that were made stay."""
    row = _held(paper_type, version, by)
    row.ended_on = clock.today()
    row.version += 1
    row.save(update_fields=["ended_on", "version"])
    record("end paper type", row, by=by, after={"ended_on": row.ended_on}, institution=row.institution)


def _held(paper_type: PaperType, version: int, by: Person) -> PaperType:
    row = locked(PaperType, paper_type.pk, "institution")
    require(rules.can_keep_types(by, row.institution))
    if row.version != version or row.ended_on:
        raise Conflict
    return row


def _checked(facts: TypeFacts, institution: Institution, row: PaperType | None = None) -> dict[str, object]:
    values = {name: getattr(facts, name) for name in TypeFacts.__slots__}
    values["title"] = one_line(facts.title)[:120]
    values["signers"] = [one for one in Signer.values if one in facts.signers]
    values["kinds"] = list(facts.kinds)
    values["covers"] = [one for one in Papers.values if one in facts.covers]
    if not values["title"] or not facts.text.strip():
        refuse("Give the paper a title and a text.")
    if not values["signers"]:
        refuse("Say who signs the paper.")
    if facts.only_asked and not values["covers"]:
        refuse("Say which of the papers that employers ask for it covers.")
    if unknown := unknown_fields(facts.text):
        refuse(
            "No field is called {names}. The list beside the text has those that there are.", names=", ".join(unknown)
        )
    same = PaperType.objects.in_use().filter(institution=institution, title=values["title"])
    if same.exclude(pk=row.pk if row else None).exists():
        refuse("A paper of this title is in use already.")
    return values
