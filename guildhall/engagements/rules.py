from guildhall.employers import rules as employer_rules
from guildhall.employers.models import Employer
from guildhall.employers.querysets import is_shared_with
from guildhall.lib.verdicts import Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_record(person: Person, employer: Employer) -> Verdict:
    """Who logs an engagement: those who develop a restricted employer, and staff with a shared one."""
    if employer.posted_at is None:
        return employer_rules.can_edit(person, employer)
    if not is_shared_with(person, employer):
        return no("This employer is not shared with your institutions.")
    return person.may(Permission.RECORD_ENGAGEMENTS)
