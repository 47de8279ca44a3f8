from guildhall.employers import rules as employer_rules
from guildhall.employers.models import Employer
from guildhall.lib.verdicts import Verdict
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_record(person: Person, employer: Employer) -> Verdict:
    """Who logs an engagement: those who develop a restricted employer, and staff with a shared one."""
    if employer.posted_at is None:
        return employer_rules.can_edit(person, employer)
    return person.may(Permission.RECORD_ENGAGEMENTS)
