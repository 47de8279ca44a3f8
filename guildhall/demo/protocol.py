"""The rules that the demo's region has agreed: an interim protocol, and the one that replaced it a year ago."""

from guildhall.demo.moments import AGREED, INTERIM, Days
from guildhall.demo.steps import step
from guildhall.people.models import Institution, Person
from guildhall.prospects.actions.vetting import set_criteria
from guildhall.prospects.models import Criterion
from guildhall.protocols.actions import Draft, accept, publish, start_draft, write_clause
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.queries import people_bound
from guildhall.protocols.starter import CLAUSES, TITLE

S = Clause.Subject
INTERIM_TITLE = "Interim partner protocol"


def agree(office: Institution, days: Days, *, by: Person) -> Protocol:
    """Publish the interim rules and, a year ago, the protocol that took their place."""
    with step("publish", INTERIM_TITLE, days.at(INTERIM + 10)):
        publish(
            office, INTERIM_TITLE, [_interim()], in_force_from=days.back(INTERIM), by=by,
            text="Until the region agrees on more, this one rule lets us begin with the employers that we know.",
        )  # fmt: skip
    with step("publish", TITLE, days.at(AGREED + 14)):
        starts = days.back(AGREED)
        protocol = publish(
            office, TITLE, CLAUSES, in_force_from=starts, by=by,
            text="Agreed by the regional office and the ten colleges, after a year "
            "of drafts on which every institution could comment.",
        )  # fmt: skip
        publish(
            office, INTERIM_TITLE, [_replaced()], in_force_from=starts, by=by,
            text=f"Replaced by the {TITLE}; kept so that earlier attestations can be read as they were made.",
        )  # fmt: skip
        for subject, questions in Criterion.starters.items():
            set_criteria(protocol.clauses.get(subject=subject), questions)
    return protocol


def think_ahead(protocol: Protocol, days: Days, *, by: Person) -> None:
    """Most have accepted the protocol; a director drafts the next version, with a smaller budget."""
    readers = [person for n, person in enumerate(people_bound(protocol).order_by("email")) if n % 7]
    with step("accept", TITLE, days.at(AGREED - 20)):
        for agreed in Protocol.objects.newest():
            for person in readers:
                accept(agreed, by=person)
    with step("draft the next version", TITLE, days.at(6)):
        draft = start_draft(protocol.institution, TITLE, by=by)
        clause = draft.clauses.get(subject=S.TOUCH_BUDGET)
        values = {"per_employer": 4, "per_contact": 2, "days": 30, "spread": True}
        words = (
            "All of us together ask one employer at most four times in thirty days, and one person there at most "
            "twice. What the employer starts itself does not count. A college may ask less."
        )
        said = Draft("4.2", "Touch budget", words, S.TOUCH_BUDGET, values, may_refine=True)
        write_clause(draft, said, by=by, clause=clause)


def _interim() -> Draft:
    words = "Institutions attest their existing partners, who are shared with all of us from that day."
    return Draft("1", "Attestation of existing partners", words, S.ATTESTATION, {"also": ["wbl_coordinator"]})


def _replaced() -> Draft:
    words = f"The {TITLE}, clause 3.1, says from now on how existing partners are attested."
    return Draft("1", "Replaced", words)
