import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols import rules
from guildhall.protocols.emails import tell_of_protocol
from guildhall.protocols.models import Acceptance, Clause, Protocol
from guildhall.protocols.queries import next_number
from guildhall.queue import enqueue
from guildhall.store.locking import locked


@dataclass(frozen=True)
class Draft:
    """A clause as its authors wrote it."""

    number: str
    heading: str
    text: str
    subject: str = Clause.Subject.OTHER
    parameters: dict[str, Any] = field(default_factory=dict)
    may_refine: bool = False


@transaction.atomic
def publish(
    institution: Institution, title: str, clauses: Sequence[Draft], *, in_force_from: date, text: str, by: Person | None
) -> Protocol:
    """Publish the next version of a protocol as it was agreed elsewhere, as of any date; earlier versions stay
    readable and stay cited (B3). People on the site draft it first.
    """
    if by is not None:
        require(rules.can_draft(by, institution))
    if not clauses:
        refuse("A protocol has at least one clause.")
    protocol = Protocol.objects.create(
        institution=institution,
        title=title,
        number=next_number(institution, title),
        in_force_from=in_force_from,
        text=text,
        published_at=clock.now(),
        published_by=by,
    )
    Clause.objects.bulk_create(
        Clause(
            protocol=protocol,
            number=c.number,
            heading=c.heading,
            text=c.text,
            subject=c.subject,
            parameters=c.parameters,
            may_refine=c.may_refine,
            position=n,
        )
        for n, c in enumerate(clauses)
    )
    record("publish", protocol, by=by, after={"title": title, "number": protocol.number, "clauses": len(clauses)})
    _settle_soon()
    return protocol


# ── Drafts ───────────────────────────────────────────────────────────


@transaction.atomic
def start_draft(
    institution: Institution, title: str, *, by: Person, text: str = "", clauses: Sequence[Draft] = ()
) -> Protocol:
    """Draft a new protocol, or the next version of one with all that its clauses say and ask (B3).

    A new one may begin with clauses that stand at hand, and with what other apps hang on them (`starters`).
    """
    require(rules.can_draft(by, institution))
    title = " ".join(title.split())[:120]
    if not title:
        refuse("A protocol has a title.")
    require(rules.can_be_titled(institution, title))
    locked(Institution, institution.pk)  # so that two people do not begin one draft each
    titled = Protocol.objects.filter(institution=institution, title=title)
    if titled.drafts().exists():
        refuse("Somebody is drafting this protocol already. Open that draft.")
    last = titled.published().order_by("-number").first()
    draft = Protocol.objects.create(
        institution=institution,
        title=title,
        number=next_number(institution, title),
        text=text or (last.text if last else ""),
        drafted_at=clock.now(),
        drafted_by=by,
    )
    for clause in last.clauses.all() if last else ():
        _carry_along(clause, draft)
    for position, said in enumerate(() if last else clauses):
        _begin_with(said, draft, position)
    record("draft", draft, by=by, after={"title": title, "number": draft.number}, institution=institution)
    return draft


def _carry_along(clause: Clause, draft: Protocol) -> None:
    """Copy a clause, and the rows of other apps that hang on it and say that they go along (`carried_along`)."""
    facts = ("number", "subject", "heading", "text", "parameters", "may_refine", "position")
    copy = Clause.objects.create(protocol=draft, **{name: getattr(clause, name) for name in facts})
    for relation in Clause._meta.related_objects:
        model: Any = relation.related_model
        name = relation.field.name
        if getattr(model, "carried_along", False):
            rows = list(model._base_manager.filter(**{name: clause}))
            for row in rows:
                row.pk = new_id()
                setattr(row, name, copy)
            model._base_manager.bulk_create(rows)


def _begin_with(said: Draft, draft: Protocol, position: int) -> None:
    """Write a clause that stands at hand, and the rows that other apps begin such a clause with."""
    facts = {name: getattr(said, name) for name in ("number", "heading", "text", "subject", "parameters", "may_refine")}
    clause = Clause.objects.create(protocol=draft, position=position, **facts)
    for relation in Clause._meta.related_objects:
        model: Any = relation.related_model
        if rows := getattr(model, "starters", {}).get(said.subject):
            model.begin(clause, rows)


def _locked(protocol: Protocol, by: Person, version: int | None = None) -> Protocol:
    saved_protocol = locked(Protocol, protocol.pk, "institution__parent")
    require(rules.can_change_draft(by, saved_protocol))
    if version is not None and saved_protocol.version != version:
        raise Conflict
    return saved_protocol


def _touch(protocol: Protocol) -> None:
    protocol.version += 1
    protocol.save()


@transaction.atomic
def change_draft(protocol: Protocol, text: str, *, version: int, by: Person) -> Protocol:
    """Rewrite the introduction of a draft."""
    saved_protocol = _locked(protocol, by, version)
    before = {"text": saved_protocol.text}
    saved_protocol.text = text.strip()
    _touch(saved_protocol)
    record(
        "change",
        saved_protocol,
        by=by,
        before=before,
        after={"text": saved_protocol.text},
        institution=saved_protocol.institution,
    )
    return saved_protocol


@transaction.atomic
def write_clause(
    protocol: Protocol, said: Draft, *, by: Person, clause: Clause | None = None, version: int | None = None
) -> Clause:
    """Write a clause into a draft, or rewrite it; its place follows from its number."""
    saved_protocol = _locked(protocol, by, version)
    written = clause or Clause(protocol=saved_protocol, position=0)
    others = saved_protocol.clauses.exclude(pk=written.pk)
    if others.filter(number=said.number).exists():
        refuse("There is a clause {number} already. Give this one another number.", number=said.number)
    if said.subject != Clause.Subject.OTHER and others.filter(subject=said.subject).exists():
        refuse("Another clause speaks of this already. Write both into one: the software reads one clause a subject.")
    before = _facts(written) if clause else None
    written.number, written.heading, written.text = said.number, said.heading, said.text
    written.subject, written.parameters, written.may_refine = said.subject, dict(said.parameters), said.may_refine
    require(rules.can_stand(written, saved_protocol.institution))
    written.save()
    _order(saved_protocol)
    _touch(saved_protocol)
    record(
        "write clause",
        saved_protocol,
        by=by,
        before=before,
        after=_facts(written),
        institution=saved_protocol.institution,
    )
    return written


def _facts(clause: Clause) -> dict[str, Any]:
    return {n: getattr(clause, n) for n in ("number", "heading", "text", "subject", "parameters", "may_refine")}


def _order(protocol: Protocol) -> None:
    rows = sorted(protocol.clauses.all(), key=lambda c: [int(n) for n in re.findall(r"\d+", c.number)] or [999])
    for n, row in enumerate(rows):
        row.position = n
    Clause.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_clause(clause: Clause, *, by: Person) -> None:
    """Take a clause out of a draft."""
    protocol = _locked(clause.protocol, by)
    before = _facts(clause)
    clause.delete()
    _touch(protocol)
    record("remove clause", protocol, by=by, before=before, after={}, institution=protocol.institution)


@transaction.atomic
def note_draft_changed(protocol: Protocol, *, by: Person) -> Protocol:
    """What hangs on a clause of a draft is about to change, by the app that it belongs to."""
    saved_protocol = _locked(protocol, by)
    _touch(saved_protocol)
    return saved_protocol


@transaction.atomic
def publish_draft(protocol: Protocol, *, in_force_from: date, version: int | None = None, by: Person) -> Protocol:
    """Publish a draft: it comes into force on its day and takes the place of the version before (B3, N11)."""
    saved_protocol = _locked(protocol, by, version)
    require(rules.can_publish(by, saved_protocol, in_force_from))
    saved_protocol.in_force_from, saved_protocol.published_at, saved_protocol.published_by = (
        in_force_from,
        clock.now(),
        by,
    )
    _touch(saved_protocol)
    count = saved_protocol.clauses.count()
    details = {
        "title": saved_protocol.title,
        "number": saved_protocol.number,
        "clauses": count,
        "in force from": in_force_from,
    }
    record("publish", saved_protocol, by=by, after=details, institution=saved_protocol.institution)
    tell_of_protocol(saved_protocol)
    _settle_soon()
    return saved_protocol


def _settle_soon() -> None:
    """Whatever was agreed on who sees shared employers holds at once where its day has come."""
    for name in ("employers.settle_audiences", "opportunities.settle_audiences"):
        transaction.on_commit(partial(enqueue, name, once=name))


@transaction.atomic
def withdraw_draft(protocol: Protocol, *, by: Person, reason: str = "") -> Protocol:
    """Give a draft up; it is kept, but nobody is shown it among the protocols."""
    saved_protocol = _locked(protocol, by)
    saved_protocol.withdrawn_at = clock.now()
    _touch(saved_protocol)
    record(
        "withdraw",
        saved_protocol,
        by=by,
        after={"withdrawn": True},
        reason=reason.strip(),
        institution=saved_protocol.institution,
    )
    return saved_protocol


@transaction.atomic
def accept(protocol: Protocol, *, by: Person) -> Acceptance:
    """A person whom a version binds has read it, and accepts it."""
    require(rules.can_accept(by, protocol))
    found, new = Acceptance.objects.get_or_create(protocol=protocol, person=by, defaults={"at": clock.now()})
    if new:
        record("accept", protocol, by=by, after={"person": text_of(by)}, institution=protocol.institution)
    return found
