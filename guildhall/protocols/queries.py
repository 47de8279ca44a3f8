from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.protocols.models import Acceptance, Clause, Protocol
from guildhall.protocols.parameters import bounded, default_of, may_be_local, parameters_of, spread_in_words, words_for
from guildhall.protocols.querysets import ProtocolQuerySet

STAFF = [role.value for role, granted in GRANTS.items() if Permission.SEE_DIRECTORY in granted]


def clauses_in_force(institution: Institution, on: date | None = None) -> dict[str, Clause]:
    """Per subject, the clause that binds an institution on a day; read once a request (B3).

    Of every title the newest version counts, the institution's own before its parents'. Where two titles speak of one
    subject, the institution's own clause counts, else the one that came into force last.
    """
    day = on or clock.today()
    key = ("clauses", tuple(institution.lineage), day)
    return once(key, lambda: _clauses(institution, day), changed_by="protocols")


def _clauses(institution: Institution, day: date) -> dict[str, Clause]:
    versions = Protocol.objects.in_force(day).filter(institution__in=institution.lineage)
    rows = Clause.objects.filter(protocol__in=versions)
    return _binding(list(rows.select_related("protocol")), institution.lineage)


def _binding(clauses: Iterable[Clause], lineage: Sequence[UUID]) -> dict[str, Clause]:
    """Of the clauses in force on one day, those that bind the institution of a lineage, by subject."""
    depth = {pk: n for n, pk in enumerate(lineage)}
    clauses = [clause for clause in clauses if clause.protocol.institution_id in depth]
    in_force: dict[str, Protocol] = {}
    every = {clause.protocol_id: clause.protocol for clause in clauses}
    for protocol in sorted(every.values(), key=lambda p: (depth[p.institution_id], p.in_force_from, p.number)):
        in_force[protocol.title] = protocol
    chosen = {protocol.pk for protocol in in_force.values()}
    by_key: dict[str, Clause] = {}
    above: dict[str, Clause] = {}
    order = sorted(clauses, key=lambda c: (depth[c.protocol.institution_id], c.protocol.in_force_from, -c.position))
    for clause in order:
        if clause.protocol_id in chosen:
            last = by_key.get(clause.subject)
            if last and last.protocol.institution_id != clause.protocol.institution_id:
                above[clause.subject] = last
            by_key[clause.subject] = _bound(clause, above.get(clause.subject))
    return by_key


def clauses_of_many(
    institutions: Iterable[Institution], subject: str, on: date | None = None, draft: Protocol | None = None
) -> dict[UUID, Clause]:
    """Per institution the clause on one subject that binds it on a day, for all of them at once; with `draft`, as it
    would be once that draft is published and in force (N11).
    """
    day = on or clock.today()
    rows = Clause.objects.filter(protocol__in=Protocol.objects.in_force(day)).select_related("protocol")
    clauses = list(rows.defer("text"))
    if draft:
        clauses += _as_if_published(draft, day)
    by_key = {i.pk: _binding(clauses, i.lineage).get(subject) for i in institutions}
    return {pk: clause for pk, clause in by_key.items() if clause}


def _as_if_published(draft: Protocol, day: date) -> list[Clause]:
    clauses = list(draft.clauses.select_related("protocol"))
    for clause in clauses:
        clause.protocol.in_force_from = draft.in_force_from or day
    return clauses


def _bound(clause: Clause, above: Clause | None) -> Clause:
    """An institution's own clause may be stricter than the one above it, and is nowhere less strict (B17)."""
    if above and may_be_local(clause.subject):
        clause.parameters = bounded(clause.subject, above.parameters, clause.parameters)
    return clause


def clause_in_force(subject: str, institution: Institution, on: date | None = None) -> Clause | None:
    """The clause on a subject that binds an institution on a day, or None where nothing is agreed (B3)."""
    return clauses_in_force(institution, on).get(subject)


def agreed(subject: str, institution: Institution, on: date | None = None) -> tuple[Clause | None, dict[str, Any]]:
    """The clause on a subject with all that it fixes, defaults included: one reading for several values."""
    clause = clause_in_force(subject, institution, on)
    fixed = {p.key: p.default for p in parameters_of(subject)}
    fixed |= {k: v for k, v in (clause.parameters if clause else {}).items() if v is not None}
    return clause, fixed


def parameter(subject: str, key: str, institution: Institution, default: Any = None, on: date | None = None) -> Any:
    """What the clause in force fixes for an institution; where none does, `default`, else the documented default."""
    clause = clause_in_force(subject, institution, on)
    value = clause.parameters.get(key) if clause else None
    if value is not None:
        return value
    return default if default is not None else default_of(subject, key)


# ── Versions ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Shelf:
    """One title of one institution: what is in force, what comes, what is drafted, what was."""

    institution: Institution
    title: str
    now: Protocol | None = None
    ahead: list[Protocol] = field(default_factory=list)
    drafts: list[Protocol] = field(default_factory=list)
    former: list[Protocol] = field(default_factory=list)


def shelves(person: Person) -> list[Shelf]:
    """The protocols that a person may read, by institution and title; the history stays readable (B3)."""
    rows = Protocol.objects.visible_to(person).filter(withdrawn_at=None).select_related("institution")
    by_key: dict[tuple[Any, str], list[Protocol]] = {}
    for row in rows.order_by("institution__lineage__len", "institution__name", "title", "-number"):
        by_key.setdefault((row.institution_id, row.title), []).append(row)
    today = clock.today()
    return [_shelf(rows, today) for rows in by_key.values()]


def _shelf(rows: list[Protocol], today: date) -> Shelf:
    shown = [(p, p.in_force_from) for p in rows if p.published_at and p.in_force_from]
    begun = [p for p, day in shown if day <= today]
    return Shelf(
        rows[0].institution,
        rows[0].title,
        now=begun[0] if begun else None,
        ahead=[p for p, day in shown if day > today],
        drafts=[p for p in rows if p.is_draft],
        former=begun[1:],
    )


def standing_of(protocol: Protocol) -> tuple[str, str, str]:
    """What a version is now: the kind, the icon and the words of its state."""
    if protocol.withdrawn_at:
        return "", "x", _("Withdrawn draft")
    if protocol.published_at is None:
        return "warn", "edit", _("Draft")
    if protocol.in_force_from and protocol.in_force_from > clock.today():
        return "note", "clock", _("Published, not in force yet")
    if Protocol.objects.superseding(protocol).exists():
        return "", "archive", _("Superseded")
    return "good", "done", _("In force")


def _siblings(protocol: Protocol) -> ProtocolQuerySet:
    return Protocol.objects.filter(institution=protocol.institution_id, title=protocol.title)


def version_before(protocol: Protocol) -> Protocol | None:
    """The published version that this one follows."""
    rows = _siblings(protocol).published().filter(number__lt=protocol.number)
    return rows.order_by("-number").first()


def next_number(institution: Institution, title: str) -> int:
    """The number that the next version of a title carries."""
    rows = Protocol.objects.filter(institution=institution, title=title, withdrawn_at=None)
    last = rows.order_by("-number").first()
    return last.number + 1 if last else 1


def may_be_followed(person: Person) -> list[Protocol]:
    """The newest versions that a person may draft the next version of."""
    places = list(person.standing.institutions(Permission.AGREE_PROTOCOLS))
    rows = Protocol.objects.newest().filter(institution__lineage__overlap=places)
    return list(rows.select_related("institution").order_by("title")) if places else []


def open_subjects(protocol: Protocol) -> list[tuple[str, str, str]]:
    """What a new clause may be about: the subject, its words, and the clause that speaks of it already."""
    taken = dict(protocol.clauses.values_list("subject", "number"))
    taken.pop(Clause.Subject.OTHER, None)
    return [(subject.value, str(subject.label), taken.get(subject.value, "")) for subject in Clause.Subject]


def clauses_to_read(protocol: Protocol) -> list[Clause]:
    """The clauses of a version with what hangs on them, ready to be shown."""
    return list(protocol.clauses.prefetch_related("criteria"))


def values_in_words(clause: Clause) -> list[tuple[str, str]]:
    """What a clause fixes, in words; what it leaves open holds by default, and is said too."""
    results = []
    for p in parameters_of(clause.subject):
        value = clause.parameters.get(p.key)
        value = p.default if value is None else value
        if p.key == "spread" and value:
            results.append((str(p.label), spread_in_words(clause.parameters)))
        elif value not in (None, (), []):
            results.append((str(p.label), words_for(p, value)))
    return results


@dataclass(frozen=True)
class Difference:
    """What became of one clause: new, changed, gone or as it was; lines of (what, before, now)."""

    kind: str
    clause: Clause
    before: Clause | None = None
    lines: list[tuple[str, str, str]] = field(default_factory=list)


def differences(protocol: Protocol, before: Protocol | None) -> list[Difference]:
    """What changed against the version before, clause by clause (N11)."""
    old = clauses_to_read(before) if before else []
    found, matched = [], set()
    for clause in clauses_to_read(protocol):
        twin = _twin(clause, [c for c in old if c.pk not in matched])
        if twin is None:
            found.append(Difference("new", clause))
            continue
        matched.add(twin.pk)
        lines = _changed(twin, clause)
        found.append(Difference("changed" if lines else "same", clause, twin, lines))
    return found + [Difference("gone", clause) for clause in old if clause.pk not in matched]


def _twin(clause: Clause, old: Sequence[Clause]) -> Clause | None:
    """The same clause of the version before: by its subject, else by its number, else by its heading."""
    if clause.subject != Clause.Subject.OTHER:
        same = [c for c in old if c.subject == clause.subject]
        return next((c for c in same if c.number == clause.number), next(iter(same), None))
    others = [c for c in old if c.subject == Clause.Subject.OTHER]
    by_number = next((c for c in others if c.number == clause.number), None)
    return by_number or next((c for c in others if c.heading == clause.heading), None)


def _changed(old: Clause, new: Clause) -> list[tuple[str, str, str]]:
    pairs = [
        (_("Number"), old.number, new.number),
        (_("Heading"), old.heading, new.heading),
        (_("Text"), old.text, new.text),
    ]
    before, after = dict(values_in_words(old)), dict(values_in_words(new))
    pairs += [(label, before.get(label, ""), after.get(label, "")) for label in {**before, **after}]
    pairs.append((_("Questions"), _asked(old), _asked(new)))
    refined = {True: _("institutions may be stricter"), False: _("the same for all")}
    pairs.append((_("Locally"), refined[old.may_refine], refined[new.may_refine]))
    return [(label, was, now) for label, was, now in pairs if was != now]


def _asked(clause: Clause) -> str:
    rows: Any = clause.criteria.all()  # type: ignore[attr-defined] # of the app above, read by its name
    return "; ".join(f"{row.number}. {row.question}" for row in rows)


# ── Whom it binds, and who has accepted it ───────────────────────────


def binds(protocol: Protocol, person: Person) -> bool:
    """Whether a version binds somebody: staff of the institution or of one below it."""
    return any(post.role in STAFF and protocol.institution_id in post.lineage for post in person.standing.posts)


def to_accept(person: Person) -> QuerySet[Protocol]:
    """The newest published versions that bind a person and are not accepted yet; one without a clause binds nobody."""
    places = {pk for post in person.standing.posts if post.role in STAFF for pk in post.lineage}
    mine = Acceptance.objects.filter(protocol=OuterRef("pk"), person=person)
    rows = Protocol.objects.newest().filter(institution__in=places)
    rows = rows.filter(~Exists(mine), Exists(Clause.objects.filter(protocol=OuterRef("pk"))))
    return rows.order_by("in_force_from", "pk") if places else Protocol.objects.none()


def people_bound(protocol: Protocol) -> QuerySet[Person]:
    """The staff whom a version binds."""
    posts = Membership.objects.in_force().filter(
        role__in=STAFF, institution__lineage__contains=[protocol.institution_id]
    )
    return Person.objects.filter(is_active=True, pk__in=posts.values("person"))


def readers(protocol: Protocol) -> tuple[list[Acceptance], list[Person]]:
    """Who of those bound has accepted a version, newest first, and who has not yet, by name."""
    bound = people_bound(protocol)
    accepted = protocol.acceptances.filter(person__in=bound).select_related("person").order_by("-at")
    posts = Prefetch("memberships", Membership.objects.in_force().select_related("institution"), to_attr="held")
    waiting = bound.filter(~Q(pk__in=protocol.acceptances.values("person"))).prefetch_related(posts)
    return list(accepted), list(waiting.order_by("family_name", "given_name"))


def acceptance_of(protocol: Protocol, person: Person) -> Acceptance | None:
    """When a person accepted a version, or None."""
    return protocol.acceptances.filter(person=person).first()
