from datetime import date

from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.parameters import may_be_local, too_lenient, wrong_values
from guildhall.protocols.queries import binds, clauses_in_force, version_before
from guildhall.ui.dates import in_words

FREE_KINDS = (Institution.Kind.AGENCY, Institution.Kind.REGION)


def can_draft(person: Person, institution: Institution | None = None) -> Verdict:
    """Who drafts and publishes the protocols of an institution (B3): its administrators and the Regional Directors."""
    return person.may(Permission.AGREE_PROTOCOLS, at=institution)


def can_change_draft(person: Person, protocol: Protocol) -> Verdict:
    """A draft is changed by those who may publish it; a published version never changes."""
    if protocol.published_at:
        return no("A published version does not change. Draft the next one.")
    if protocol.withdrawn_at:
        return no("This draft was withdrawn. Start a new one.")
    return can_draft(person, protocol.institution)


def can_be_titled(institution: Institution, title: str) -> Verdict:
    """An institution's own protocol has a title of its own, so that it adds to what was agreed above and replaces
    none of it (B17).
    """
    above = [pk for pk in institution.lineage if pk != institution.pk]
    if Protocol.objects.published().filter(institution__in=above, title__iexact=title).exists():
        return no("A protocol above your institution has this title. Choose another one: yours adds to it.")
    return YES


def can_stand(clause: Clause, institution: Institution) -> Verdict:
    """Whether a clause may stand in a protocol of an institution: within its limits, and where an institution above
    has agreed on the same subject, only as strict as that or stricter, and only if that clause says so (B17).
    """
    if wrong := list(wrong_values(clause.subject, clause.parameters)):
        return no("Clause {number}: “{label}” is out of its limits.", number=clause.number, label=wrong[0].label)
    if institution.kind in FREE_KINDS or institution.parent is None or clause.subject == Clause.Subject.OTHER:
        return YES
    if not may_be_local(clause.subject):
        return no(
            "Clause {number}: {subject} is agreed by the region, for all of it.",
            number=clause.number,
            subject=clause.get_subject_display(),
        )
    above = clauses_in_force(institution.parent).get(clause.subject)
    if above is None:
        return YES
    if not above.may_refine:
        return no(
            "Clause {number}: the clause above leaves no room for one of your own.",
            number=clause.number,
            clause=above.citation,
        )
    if points := too_lenient(clause.subject, above.parameters, clause.parameters):
        return no(
            "Clause {number}: “{label}” may only be stricter than what is agreed above.",
            number=clause.number,
            label=points[0].label,
            clause=above.citation,
        )
    return YES


def can_publish(person: Person, protocol: Protocol, in_force_from: date) -> Verdict:
    """When a draft may be published: with clauses that may stand there, from today on, after the version before."""
    if not (verdict := can_change_draft(person, protocol)):
        return verdict
    clauses = list(protocol.clauses.all())
    if not clauses:
        return no("A protocol has at least one clause.")
    if in_force_from < clock.today():
        return no("It comes into force today at the earliest: nobody can have kept a rule that was not there.")
    before = version_before(protocol)
    if before and before.in_force_from and in_force_from < before.in_force_from:
        return no(
            "{before} comes into force on {in_force_from}; this version not earlier.",
            before=before,
            in_force_from=in_words(before.in_force_from),
        )
    verdicts = [can_stand(clause, protocol.institution) for clause in clauses]
    return next((verdict for verdict in verdicts if not verdict), YES)


def can_accept(person: Person, protocol: Protocol) -> Verdict:
    """Who accepts a published version: the staff whom it binds."""
    if protocol.published_at is None:
        return no("This is a draft: it binds nobody yet.")
    if Protocol.objects.superseding(protocol).exists():
        return no("A later version is in force: read and accept that one.")
    return YES if binds(protocol, person) else no("This protocol binds another institution's staff, not you.")


def can_see_readers(person: Person, protocol: Protocol) -> Verdict:
    """Who sees which people have accepted a version: those who may publish it."""
    return can_draft(person, protocol.institution)
