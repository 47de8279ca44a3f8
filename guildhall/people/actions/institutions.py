import re
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from guildhall.audit.recording import record
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people import rules
from guildhall.people.models import ExternalIdentifier, Institution, Person, Territory


def initials(name: str) -> str:
    """A stamp of two to four letters made from a name, leaving out small words."""
    words = [w for w in re.findall(r"[A-Za-z0-9]+", name) if w.lower() not in {"of", "the", "and", "at", "for", "in"}]
    letters = "".join(w[0] for w in words[:4]) if len(words) > 1 else "".join(words)[:3]
    return (letters or "INS").upper()


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "institution"
    taken = set(Institution.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, n = base, 2
    while slug in taken:
        slug, n = f"{base}-{n}", n + 1
    return slug


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
        require(rules.can_change_institutions(by, parent))
    institution = Institution(name=name.strip(), kind=kind, parent=parent, code=(code or initials(name))[:6].upper())
    institution.slug = _free_slug(name)
    institution.lineage = [*(parent.lineage if parent else []), institution.pk]
    institution.save(force_insert=True)
    _identify(institution, identifiers or {})
    record("found", institution, by=by, after={"name": name, "kind": kind, "parent": str(parent or "")})
    return institution


def _identify(institution: Institution, identifiers: dict[str, str]) -> None:
    for scheme, value in identifiers.items():
        taken = ExternalIdentifier.objects.filter(scheme=scheme, value=value).exclude(institution=institution).first()
        if taken:
            refuse(f"{scheme} {value} already belongs to {taken.institution}.")
        ExternalIdentifier.objects.update_or_create(institution=institution, scheme=scheme, defaults={"value": value})


@transaction.atomic
def change_institution(institution: Institution, changes: dict[str, Any], *, version: int, by: Person) -> Institution:
    """Change an institution's name, stamp, kind or parent; a move carries its subtree along.

    Raises `Conflict` where somebody else saved it since.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    require(rules.can_change_institutions(by, institution))
    if institution.version != version:
        raise Conflict
    before = {k: str(getattr(institution, k) or "") for k in changes}
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
    record("change", institution, by=by, before=before, after={k: str(v or "") for k, v in changes.items()})
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
    record("settle", territory, by=by, after={"name": name, "root": str(root)})
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
    before = {k: str(getattr(territory, k) or "") for k in changes}
    for field, value in changes.items():
        setattr(territory, field, value)
    territory.version += 1
    territory.save()
    record("change", territory, by=by, before=before, after={k: str(v or "") for k, v in changes.items()})
    return territory
