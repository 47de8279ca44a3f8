"""How an initiative works, in writing, and its papers put before those who approve them (Table 3, F2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.partnerships import emails, paper_rules, rules
from guildhall.partnerships.models import (
    Approval,
    Approver,
    Initiative,
    NamedApprover,
    PaperKind,
    ProgressUpdate,
    Stakeholder,
    WorkingProtocol,
)
from guildhall.partnerships.queries.approving import latest_protocol, named, paper
from guildhall.people.models import Person
from guildhall.people.queries import territory
from guildhall.store.locking import locked

LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class Working:
    """How an initiative works, in writing."""

    recruiting: str
    interviews: str = ""
    working: str = ""
    telling: str = ""


@transaction.atomic
def write_protocol(row: Initiative, said: Working, changed: str, *, version: int, by: Person) -> WorkingProtocol:
    """Write how an initiative works; what held before stays to be read, and says what changed."""
    initiative = locked(Initiative, row.pk, "institution")
    require(rules.can_change(by, initiative))
    last = latest_protocol(initiative)
    number = last.number if last else 0
    if number != version:
        raise Conflict
    if not said.recruiting.strip():
        refuse("Write how partners are found and chosen.")
    if last and not changed.strip():
        refuse("Write what changed: others have read it as it was.")
    details = {"changed": changed.strip() if last else "", "by": by, "at": clock.now()}
    made = WorkingProtocol.objects.create(initiative=initiative, number=number + 1, **vars(said), **details)
    after = {"number": made.number, "changed": made.changed}
    record("write protocol of initiative", made, by=by, institution=initiative.institution, after=after)
    return made


# ── Whom the territory names ─────────────────────────────────────────


@transaction.atomic
def name_approver(kind: str, person: Person, *, by: Person) -> NamedApprover:
    """Name somebody who approves a kind of paper of every initiative."""
    region = territory()
    require(rules.can_keep_lists(by, region.root if region else None))
    require(rules.can_be_named_lead(person))
    made, is_new = NamedApprover.objects.get_or_create(kind=kind, person=person, defaults={"since": clock.today()})
    if is_new and region:
        record("name approver", made, by=by, institution=region.root, after={"kind": kind, "person": person.name})
    return made


@transaction.atomic
def release_approver(row: NamedApprover, *, by: Person) -> None:
    """Take somebody off who approves; what they approved stays."""
    region = territory()
    require(rules.can_keep_lists(by, region.root if region else None))
    saved = locked(NamedApprover, row.pk, "person")
    before = {"kind": saved.kind, "person": saved.person.name}
    record("release approver", saved, by=by, institution=region.root if region else None, before=before)
    saved.delete()


# ── Putting a paper up, and answering ────────────────────────────────


@dataclass(frozen=True)
class PutUp:
    """Which paper is put up, at which point of the work, until when; `title` and `text` of one that is not ours."""

    kind: str
    until: date
    point: str = ""
    update: ProgressUpdate | None = None
    title: str = ""
    text: str = ""


@transaction.atomic
def put_up(row: Initiative, said: PutUp, partners: Iterable[Stakeholder], *, by: Person) -> Approval:
    """Put a paper before those whom the territory names and the partners who decide, as it reads now."""
    initiative = locked(Initiative, row.pk, "institution")
    require(paper_rules.can_put_up(by, initiative, said.update))
    if not clock.today() <= said.until <= clock.today() + LONGEST:
        refuse("Choose a day within the next ninety.")
    title, text, digest = _as_it_reads(initiative, said)
    _only_once(initiative, said)
    details = {"title": title, "text": text, "digest": digest, "by": by, "put_at": clock.now()}
    facts = {"kind": said.kind, "update": said.update, "point": said.point.strip(), "until": said.until}
    made = Approval.objects.create(initiative=initiative, **facts, **details)
    people = {one.person_id: one.person for one in named(said.kind)}
    chosen = [one for one in partners if one.initiative_id == initiative.pk]
    people |= {one.person_id: one.person for one in chosen if one.person}  # type: ignore[misc]
    others = [one for one in chosen if not one.person_id]
    if not people and not others:
        refuse("Nobody would be asked. Choose who decides, or let the territory name somebody.")
    rows = [Approver.objects.create(approval=made, person=person) for person in people.values()]
    emails.ask_approvers(made, [one.person for one in rows if one.person], by=by)
    for one in others:
        _ask_partner(made, one, by)
    record("put paper up", made, by=by, institution=initiative.institution, after={"title": title, "kind": said.kind})
    return made


def _as_it_reads(initiative: Initiative, said: PutUp) -> tuple[str, str, str]:
    if said.kind == PaperKind.OTHER:
        if not (said.title.strip() and said.text.strip()):
            refuse("Write what the paper is called, and what it says.")
        return said.title.strip(), said.text.strip(), ""
    if said.kind == PaperKind.UPDATE and (not said.update or said.update.initiative_id != initiative.pk):
        refuse("Choose which update.")
    now = paper(initiative, said.kind, said.update)
    if now is None:
        refuse("There is nothing to approve yet: this paper is still empty.")
    return now.title, now.text, now.digest


def _only_once(initiative: Initiative, said: PutUp) -> None:
    """The same paper waits for answers once: whoever puts a better one up takes the former back."""
    if said.kind == PaperKind.OTHER:
        return
    rows = Approval.objects.filter(initiative=initiative, kind=said.kind, update=said.update, taken_back_on=None)
    if rows.filter(asked__answer="").exists():
        refuse("This paper waits for answers already. Take it back first, then put it up as it reads now.")


def _ask_partner(made: Approval, one: Stakeholder, by: Person) -> None:
    """Ask a partner by a link where they may be written to; else whoever leads notes what they say."""
    to = emails.reader_of(one)
    is_open = not one.contact or (one.contact.is_current and can_show_address(by, one.contact))
    if not (is_open and to.email):
        Approver.objects.create(approval=made, stakeholder=one)
        return
    secret = new_secret()
    Approver.objects.create(approval=made, stakeholder=one, secret_hash=kept(secret).hex())
    emails.ask_partner_to_approve(made, one, to, secret, by=by)


@transaction.atomic
def approve(row: Approver, answer: str, words: str, *, version: int, by: Person) -> Approver:
    """Say whether one approves a paper; a no, or a wish, comes with its reason."""
    saved = _held(row.pk, version)
    require(paper_rules.can_approve(by, saved))
    return _answer(saved, answer, words, Approver.How.SIGNED_IN, by=by)


@transaction.atomic
def approve_by_link(row: Approver, answer: str, words: str, *, version: int) -> Approver:
    """A partner says by the link whether they approve a paper."""
    saved = _held(row.pk, version)
    require(paper_rules.can_answer_by_link(saved))
    return _answer(saved, answer, words, Approver.How.LINK, by=None)


@transaction.atomic
def note_approval(row: Approver, answer: str, words: str, *, version: int, by: Person) -> Approver:
    """Write down what somebody said who has no account."""
    saved = _held(row.pk, version)
    require(paper_rules.can_note_approval(by, saved))
    saved.noted_by = by
    return _answer(saved, answer, words, Approver.How.NOTED, by=by)


def _answer(saved: Approver, answer: str, words: str, how: str, *, by: Person | None) -> Approver:
    if answer not in Approver.Answer.values:
        refuse("Choose one of the answers.")
    if answer != Approver.Answer.YES and not words.strip():
        refuse("Write what has to change, or why not: they go on with it.")
    saved.answer, saved.words, saved.how, saved.answered_at = answer, words.strip(), how, clock.now()
    saved.version += 1
    saved.save()
    institution, after = (
        saved.approval.initiative.institution,
        {"answer": answer, "words": saved.words, "who": str(saved)},
    )
    record("approve paper", saved, by=by, institution=institution, after=after)
    emails.tell_approved(saved, by=by)
    return saved


@transaction.atomic
def take_paper_back(row: Approval, *, version: int, by: Person) -> Approval:
    """Take a paper back: its links end, nobody is asked any more, what was said stays."""
    saved = locked(Approval, row.pk, "initiative__institution", "update")
    require(paper_rules.can_take_paper_back(by, saved))
    if saved.version != version:
        raise Conflict
    saved.taken_back_on = clock.today()
    saved.version += 1
    saved.save()
    record("take paper back", saved, by=by, institution=saved.initiative.institution, after={"title": saved.title})
    return saved


def _held(pk: Any, version: int) -> Approver:
    saved = locked(Approver, pk, "approval__initiative__institution", "person", "stakeholder")
    if saved.version != version:
        raise Conflict
    return saved
