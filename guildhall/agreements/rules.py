"""Who may do what with agreements."""

from collections.abc import Iterable
from typing import Any

from guildhall.agreements.models import Agreement, Obligation, Party, Revision, SigningLink
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

KEEP = Permission.KEEP_AGREEMENTS
State = Revision.State
SIGNABLE = (Agreement.State.SIGNING, Agreement.State.IN_FORCE)


def can_draw_up(person: Person, institution: Institution | None = None) -> Verdict:
    """Who draws up agreements of an institution."""
    return person.may(KEEP, at=institution) if institution else person.may(KEEP)


def can_be_keeper(person: Person, institution: Institution) -> Verdict:
    """Who may be named to see to an agreement: by their role, also where terms are still to be accepted."""
    keeps = any(person.standing.holds(KEEP, at=place) for place in institution.lineage)
    return YES if keeps else no("{person} does not keep agreements there.", person=person)


def can_keep(person: Person, agreement: Agreement) -> Verdict:
    """Who sends out, amends, renews and ends an agreement: whoever keeps those of its institution."""
    return person.may(KEEP, at=agreement.institution)


def can_change(person: Person, revision: Revision) -> Verdict:
    """Who changes what is not out for signature yet."""
    if revision.state != State.DRAFT:
        return no("Its text is signed, or out for signature. Amend it instead.")
    return can_keep(person, revision.agreement)


def can_change_parties(person: Person, revision: Revision) -> Verdict:
    """Who says whom an agreement binds: whoever draws it up. An amendment binds the same parties."""
    if revision.is_amendment:
        return no("An amendment binds the same parties. With others, draw up a new agreement.")
    return can_change(person, revision)


def can_send_out(person: Person, revision: Revision, parties: Iterable[Party]) -> Verdict:
    """Whether a revision may go out for signature: both sides are named, and something is agreed."""
    if not (verdict := can_change(person, revision)):
        return verdict
    sides = {one.side for one in parties}
    if sides != {Party.Side.OURS, Party.Side.THEIRS}:
        return no("Name a party on each side first.")
    if not revision.terms.strip() and not revision.obligations.exists() and revision.file_id is None:
        return no("Write what is agreed, add what each side does, or attach the text first.")
    return YES


def can_recall(person: Person, revision: Revision) -> Verdict:
    """Who takes a revision back to change it: as long as nobody has signed its text."""
    if revision.state != State.OUT:
        return no("It is not out for signature.")
    if revision.signatures.exists():
        return no("Somebody has signed this text, so it stands. Withdraw it, and begin anew.")
    return can_keep(person, revision.agreement)


def can_withdraw(person: Person, revision: Revision) -> Verdict:
    """Who gives up what is being drawn up or signed."""
    if revision.state not in (State.DRAFT, State.OUT):
        return no("It is not being drawn up or signed any more.")
    return can_keep(person, revision.agreement)


def can_be_signed(revision: Revision, party: Party, signed: Iterable[Any]) -> Verdict:
    """Whether a party's signature is still asked for."""
    if revision.state in (State.REPLACED, State.WITHDRAWN):
        return no("This text was withdrawn or replaced by a later one. Nobody signs it any more.")
    if party.pk in set(signed):
        return no("This was signed already. Thank you.")
    if revision.state != State.OUT:
        return no("This text is not out for signature.")
    if party.agreement_id != revision.agreement_id:
        return no("This agreement does not ask for that signature.")
    if revision.agreement.state not in SIGNABLE:
        return no("This agreement is over. Nobody signs it any more.")
    return YES


def can_sign_for(person: Person, party: Party) -> Verdict:
    """Who of the staff signs for a party, signed in: whoever keeps the agreements of that institution."""
    if party.institution is None:
        return no("This party signs by itself: by a link, at its own door, or on paper.")
    return person.may(KEEP, at=party.institution)


def can_sign_at_door(login: EmployerLogin, revision: Revision, party: Party) -> Verdict:
    """Who of an employer signs, signed in: whoever administers its logins, and whoever was asked by e-mail."""
    if login.ended_at or party.employer_id != login.employer_id:
        return no("This is not an agreement of yours.")
    if login.administers or revision.links.live().filter(party=party, email__iexact=login.email).exists():
        return YES
    return no("A colleague who invites others signs, or whoever was asked to.")


def can_use(link: SigningLink) -> Verdict:
    """Whether a link opens something today: it was not taken back, and its text is still the one that is signed."""
    if link.revoked_at or link.until < clock.today():
        return no("This link has expired.")
    if link.revision.state in (State.DRAFT, State.REPLACED, State.WITHDRAWN):
        return no("This text was withdrawn or replaced by a later one. Nobody signs it any more.")
    if link.revision.agreement.state not in SIGNABLE:
        return no("This agreement is over. Nobody signs it any more.")
    return YES


def can_amend(person: Person, agreement: Agreement) -> Verdict:
    """Who amends what is in force: one amendment at a time."""
    if agreement.state != Agreement.State.IN_FORCE or agreement.is_expired:
        return no("Only what is in force is amended.")
    if agreement.revisions.filter(state__in=(State.DRAFT, State.OUT)).exists():
        return no("Another amendment is being drawn up or signed. See to that one first.")
    return can_keep(person, agreement)


def can_renew(person: Person, agreement: Agreement) -> Verdict:
    """Who draws up the successor of an agreement: of one that stands, has expired or was ended."""
    if agreement.state not in (Agreement.State.IN_FORCE, Agreement.State.ENDED):
        return no("Only what was in force has a successor.")
    if agreement.successors.filter(state__in=Agreement.OPEN).exists():
        return no("Its successor is there already.")
    return can_keep(person, agreement)


def can_end(person: Person, agreement: Agreement) -> Verdict:
    """Who ends an agreement before its last day."""
    if agreement.state != Agreement.State.IN_FORCE or agreement.is_expired:
        return no("Only what is in force can be ended.")
    return can_keep(person, agreement)


def can_note(person: Person, obligation: Obligation) -> Verdict:
    """Who notes by hand how far a duty is: those who keep the agreement, or those of the institution whose it is."""
    if obligation.counts != Obligation.Counts.BY_HAND:
        return no("This counts itself.")
    if obligation.revision.state != State.SIGNED:
        return no("It is not in force yet.")
    own = obligation.party.institution
    return YES if own and person.may(KEEP, at=own) else can_keep(person, obligation.revision.agreement)
