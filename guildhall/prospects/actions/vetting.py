"""The two gates: criteria answered one by one, readiness confirmed by somebody else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.once import forget
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.prospects import emails, rules
from guildhall.prospects.actions.developing import enter_stage, locked_to_develop
from guildhall.prospects.models import Answer, Criterion, Prospect
from guildhall.protocols.actions import note_draft_changed
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import default_of
from guildhall.store.locking import locked

LINK_DAYS = 14
Stage = Prospect.Stage


@transaction.atomic
def set_criteria(clause: Clause, questions: Sequence[tuple[str, str]]) -> None:
    """Give a clause its vetting criteria: (question, guidance), in their order (A4)."""
    if clause.criteria.exists():
        refuse("The criteria of a published clause do not change; publish the next version.")
    Criterion.begin(clause, questions)
    forget()


@transaction.atomic
def rewrite_criteria(clause: Clause, questions: Sequence[tuple[str, str]], *, version: int, by: Person) -> None:
    """Write the questions of a draft's vetting clause anew; those whose words stay as they were stay the same ones."""
    require(rules.can_rewrite_criteria(by, clause))
    if clause.protocol.version != version:
        raise Conflict
    if not questions:
        refuse("A vetting clause asks at least one question.")
    note_draft_changed(clause.protocol, by=by)
    known = {row.question: row.root for row in clause.criteria.all()}
    before = {"questions": [row.question for row in clause.criteria.all()]}
    clause.criteria.all().delete()
    rows = [Criterion(clause=clause, number=n, question=q, guidance=g) for n, (q, g) in enumerate(questions, 1)]
    for row in rows:
        row.root = known.pop(row.question, row.root)
    Criterion.objects.bulk_create(rows)
    after = {"questions": [row.question for row in rows]}
    record("write criteria", clause.protocol, by=by, before=before, after=after)


@transaction.atomic
def answer(
    prospect: Prospect, criterion: Criterion, choice: str, evidence: str, *, by: Person, version: int | None = None
) -> Prospect:
    """Answer one criterion with what was seen; the last one completes the vetting (A3, A4).

    `version` is that of the answer that its author saw, 0 where there was none; another one is a conflict (R29).
    """
    saved_prospect = locked_to_develop(prospect, by)
    require(rules.can_answer(by, saved_prospect))
    clause = rules.vetting_clause(saved_prospect.employer.holder)
    if clause is None or criterion.clause_id != clause.pk:
        refuse("This criterion belongs to a version that is no longer in force. Open the page again.")
    if not evidence.strip():
        refuse("Say what you saw, and where: an answer without evidence does not count.")
    given = saved_prospect.answers.filter(criterion__root=criterion.root)
    before = given.order_by("-answered_at").values("choice", "evidence", "version").first()
    stands = before.pop("version") if before else 0
    if version is not None and version != stands:
        raise Conflict
    given.exclude(criterion=criterion).delete()  # under an earlier version: this one takes their place
    values = {"choice": choice, "evidence": evidence.strip(), "by": by, "answered_at": clock.now()}
    values["version"] = stands + 1
    Answer.objects.update_or_create(prospect=saved_prospect, criterion=criterion, defaults=values)
    if saved_prospect.stage in (Stage.LEAD, Stage.CONTACTED, Stage.DEVELOPING):
        enter_stage(saved_prospect, Stage.VETTING, by=by)
    _settle_gate(saved_prospect, clause, by)
    saved_prospect.ready_link = saved_prospect.ready_link_until = (
        None  # whoever answers now may have written the address down
    )
    saved_prospect.version += 1
    saved_prospect.save()
    after = {"criterion": criterion.question, "choice": choice, "evidence": evidence.strip()}
    record("answer", saved_prospect.employer, scope=saved_prospect.scope, by=by, before=before, after=after)
    return saved_prospect


def _settle_gate(prospect: Prospect, clause: Clause, by: Person) -> None:
    if prospect.attested:
        return
    if rules.is_vetted(prospect):
        prospect.vetted_at, prospect.vetted_by, prospect.vetted_under = clock.now(), by, clause
        days = clause.parameters.get("again_days") or default_of(clause.subject, "again_days")
        prospect.vet_again_by = clock.today() + timedelta(days=days)
    else:
        prospect.vetted_at = prospect.vetted_by = prospect.vetted_under = prospect.vet_again_by = None
        prospect.ready_at = prospect.ready_by = None
        prospect.ready_how = ""
        if prospect.stage == Stage.READY:
            enter_stage(prospect, Stage.VETTING, by=by)


@transaction.atomic
def confirm_readiness(prospect: Prospect, *, by: Person) -> Prospect:
    """A second person confirms that the employer is ready to work with colleges (A5)."""
    saved_prospect = locked_to_develop(prospect, by)
    require(rules.can_confirm_readiness(by, saved_prospect))
    _ready(saved_prospect, Prospect.Confirmation.SECOND_PERSON, by)
    record(
        "confirm readiness", saved_prospect.employer, scope=saved_prospect.scope, by=by, after={"how": "second person"}
    )
    emails.tell_ready(saved_prospect, by=by)
    return saved_prospect


def _ready(prospect: Prospect, how: str, by: Person | None) -> None:
    prospect.ready_at, prospect.ready_by, prospect.ready_how = clock.now(), by, how
    prospect.ready_link = prospect.ready_link_until = None
    enter_stage(prospect, Stage.READY, by=by)
    prospect.version += 1
    prospect.save()


@transaction.atomic
def send_ready_link(prospect: Prospect, email: str, *, by: Person) -> None:
    """Mail the employer a link on which it confirms readiness itself, without an account (A5)."""
    saved_prospect = locked_to_develop(prospect, by)
    require(rules.can_answer(by, saved_prospect))
    contact = saved_prospect.employer.contacts.current().filter(email__iexact=email.strip()).exclude(email="").first()
    if contact is None:
        refuse("The link goes only to an e-mail address of a contact of this employer.")
    require(can_show_address(by, contact))  # nobody mails whom one has to ask for first
    require(rules.can_confirm_from(by, saved_prospect, contact))
    secret = new_secret()
    saved_prospect.ready_link = kept(secret)
    saved_prospect.ready_link_until = clock.now() + timedelta(days=LINK_DAYS)
    saved_prospect.version += 1
    saved_prospect.save()
    emails.ask_readiness(saved_prospect, contact, secret, by=by)
    record(
        "send ready link", saved_prospect.employer, scope=saved_prospect.scope, by=by, after={"to": text_of(contact)}
    )


def end_ready_links(employers: Any) -> None:
    """End the links that ask these employers whether they are ready: whoever got one is known no more (G7)."""
    Prospect.objects.filter(employer__in=employers).update(ready_link=None, ready_link_until=None)


def by_ready_link(secret: str) -> Prospect | None:
    """The prospect of an unexpired link, or None."""
    digest = kept(secret)
    return (
        Prospect.objects.select_related("employer__holder")
        .filter(ready_link=digest, ready_link_until__gt=clock.now(), employer__merged_into=None)
        .first()
    )


@transaction.atomic
def confirm_by_link(secret: str, *, name: str) -> Prospect:
    """The employer confirms, by the link, that it is ready to work with colleges (A5)."""
    result = by_ready_link(secret)
    if result is None:
        refuse("This link has been used already, or is older than two weeks. Ask for a new one.")
    result = locked(Prospect, result.pk, "employer__holder")
    _ready(result, Prospect.Confirmation.EMPLOYER, None)
    record("confirm readiness", result.employer, scope=result.scope, by=None, after={"how": "employer", "name": name})
    emails.tell_ready(result, by=None, name=name)
    return result


@transaction.atomic
def send_back(prospect: Prospect, *, by: Person, reason: str) -> Prospect:
    """Send an employer back to be vetted anew; a shared one stays shared until somebody parks it (A7)."""
    saved_prospect = locked_to_develop(prospect, by)
    if not reason.strip():
        refuse("Say why it must be vetted again.")
    saved_prospect.answers.all().delete()
    saved_prospect.vetted_at = saved_prospect.vetted_by = saved_prospect.vetted_under = saved_prospect.vet_again_by = (
        None
    )
    saved_prospect.ready_at = saved_prospect.ready_by = None
    saved_prospect.ready_how, saved_prospect.attested = "", False
    if saved_prospect.employer.posted_at is None:
        enter_stage(saved_prospect, Stage.VETTING, by=by, reason=reason.strip()[:300])
    saved_prospect.version += 1
    saved_prospect.save()
    record(
        "send back",
        saved_prospect.employer,
        scope=saved_prospect.scope,
        by=by,
        after={"stage": saved_prospect.stage},
        reason=reason,
    )
    return saved_prospect
