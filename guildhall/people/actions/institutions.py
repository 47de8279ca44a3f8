import re
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from guildhall.audit.recording import record, text_of
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import rules
from guildhall.people.models import ExternalIdentifier, Institution, Person, Territory
from guildhall.store.locking import locked

PAGES = {"add", "load"}  # what stands where a slug stands in an address


def initials(name: str) -> str:
    """A stamp of two to four letters made from a name, leaving out small words."""
    words = [w for w in re.findall(r"[A-Za-z0-9]+", name) if w.lower() not in {"of", "the", "and", "at", "for", "in"}]
    letters = "".join(w[0] for w in words[:4]) if len(words) > 1 else "".join(words)[:3]
    return (letters or "INS").upper()


def free_stamp(name: str, taken: set[str]) -> str:
    """Letters for a name that no other institution has yet: a stamp in a list stands for one place only."""
    stem, more = initials(name), re.sub(r"[^A-Z0-9]", "", name.split()[-1][1:].upper()) if name.split() else ""
    longer = [(stem + more[:n])[:6] for n in range(1, len(more) + 1)]
    numbered = (f"{stem}{n}"[-6:] for n in range(2, len(taken) + 3))
    return next(stamp for stamp in (stem, *longer, *numbered) if stamp not in taken)


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:70] or "institution"
    slug, n = base, 2
    while slug in taken or slug in PAGES:
        slug, n = f"{base}-{n}", n + 1
    return slug


def taken_names() -> tuple[set[str], set[str]]:
    """What stands in the addresses of institutions already, and the letters that stand for them."""
    rows = list(Institution.objects.values_list("slug", "code"))
    return {slug for slug, _code in rows}, {code for _slug, code in rows}


def new_institution(
    name: str, kind: str, *, parent: Institution | None, taken: set[str], stamps: set[str], code: str = ""
) -> Institution:
    """An institution under its parent, not saved yet; its address joins the `taken` ones, its letters the `stamps`."""
    name = one_line(name)[:200]
    code = one_line(code)[:6].upper() or free_stamp(name, stamps)
    stamps.add(code)
    institution = Institution(name=name, kind=kind, parent=parent, code=code)
    institution.slug = _free_slug(name, taken)
    taken.add(institution.slug)
    institution.lineage = [*(parent.lineage if parent else []), institution.pk]
    return institution


@transaction.atomic
def found(
    name: str,
    kind: str,
    *,
    parent: Institution | None,
    by: Person | None,
    code: str = "",
    identifiers: dict[str, str] | None = None,
) -> Institution:
    """Enter an institution in the tree under its parent; identifiers are (scheme, value) pairs and may be none."""
    if by is not None:
        require(rules.can_stand_under(by, parent))
    _unlike_others(name, parent)
    taken, stamps = taken_names()
    institution = new_institution(name, kind, parent=parent, taken=taken, stamps=stamps, code=code)
    institution.save(force_insert=True)
    _identify(institution, identifiers or {})
    record("found", institution, by=by, after={"name": institution.name, "kind": kind, "parent": text_of(parent)})
    return institution


def _unlike_others(name: str, parent: Institution | None, institution: Institution | None = None) -> None:
    """No two of one name stand in one place."""
    rows = Institution.objects.filter(parent=parent, name__iexact=one_line(name)[:200])
    if institution:
        rows = rows.exclude(pk=institution.pk)
    if same := rows.first():
        refuse("{institution} stands there already.", institution=same)


@transaction.atomic
def remove_institution(institution: Institution, *, version: int, by: Person) -> None:
    """Take an institution out of the tree that was entered by mistake: only while nothing hangs on it."""
    saved_institution = locked(Institution, institution.pk)
    require(rules.can_change_institutions(by, saved_institution))
    if saved_institution.version != version:
        raise Conflict
    require(rules.is_empty(saved_institution))
    record("remove institution", saved_institution, by=by, before={"name": saved_institution.name})
    saved_institution.identifiers.all().delete()
    saved_institution.delete()


def _identify(institution: Institution, identifiers: dict[str, str]) -> None:
    for scheme, value in identifiers.items():
        taken = ExternalIdentifier.objects.filter(scheme=scheme, value=value).exclude(institution=institution).first()
        if taken:
            refuse(
                "{scheme} {value} already belongs to {institution}.",
                scheme=scheme,
                value=value,
                institution=taken.institution,
            )
        ExternalIdentifier.objects.update_or_create(institution=institution, scheme=scheme, defaults={"value": value})


@transaction.atomic
def change_institution(
    institution: Institution,
    changes: dict[str, Any],
    *,
    version: int,
    by: Person,
    identifiers: dict[str, str] | None = None,
) -> Institution:
    """Change an institution's name, stamp, kind or parent; a move carries its subtree along.

    `identifiers`, where given, are all that it has from now on. Raises `Conflict` where somebody else saved it since.
    """
    institution = locked(Institution, institution.pk)
    require(rules.can_change_institutions(by, institution))
    if institution.version != version:
        raise Conflict
    if "parent" in changes and changes["parent"] != institution.parent:  # what stands there sees what stood here
        require(rules.can_stand_under(by, changes["parent"]))
    changes = {k: one_line(v) if isinstance(v, str) else v for k, v in changes.items()}
    if {"name", "parent"} & changes.keys():
        parent = changes.get("parent", institution.parent)
        _unlike_others(changes.get("name", institution.name), parent, institution)
    before: dict[str, Any] = {k: text_of(getattr(institution, k)) for k in changes}
    for field, value in changes.items():
        setattr(institution, field, value)
    parent = institution.parent
    if parent and institution.pk in parent.lineage:
        refuse("An institution cannot stand under itself.")
    institution.version += 1
    institution.save()
    lineage = [*(parent.lineage if parent else []), institution.pk]
    if lineage != institution.lineage:
        _carry_along(institution, lineage)
    after: dict[str, Any] = {k: text_of(v) for k, v in changes.items()}
    if identifiers is not None:
        before["identifiers"] = dict(institution.identifiers.values_list("scheme", "value"))
        institution.identifiers.exclude(scheme__in=identifiers).delete()
        _identify(institution, identifiers)
        after["identifiers"] = identifiers
    record("change", institution, by=by, before=before, after=after)
    return institution


def _carry_along(institution: Institution, lineage: list[Any]) -> None:
    depth = len(institution.lineage)
    subtree = list(Institution.objects.under(institution.pk))
    for node in subtree:
        node.lineage = lineage + node.lineage[depth:]
    Institution.objects.bulk_update(subtree, ["lineage"])


@transaction.atomic
def settle_territory(name: str, root: Institution, *, by: Person | None, demo: bool = False, **more: Any) -> Territory:
    """Say whose installation this is, once, at set-up."""
    territory = Territory.objects.create(name=name, root=root, demo=demo, **more)
    record("settle", territory, by=by, after={"name": name, "root": text_of(root)})
    return territory


@transaction.atomic
def change_territory(changes: dict[str, Any], *, version: int, by: Person) -> Territory:
    """Change the territory's name, contact for colleges, color or time zone."""
    territory = Territory.objects.select_for_update().get()
    require(rules.can_change_territory(by))
    if territory.version != version:
        raise Conflict
    if contact := changes.get("contact"):
        require(rules.can_be_contact(contact))
    before = {k: text_of(getattr(territory, k)) for k in changes}
    for field, value in changes.items():
        setattr(territory, field, value)
    territory.version += 1
    territory.save()
    record("change", territory, by=by, before=before, after={k: text_of(v) for k, v in changes.items()})
    return territory
