from guildhall.people.models.allowances import Allowance
from guildhall.people.models.contacts import ALONE, CONFIRMED_FOR, PointOfContact
from guildhall.people.models.earning import Attendance, Course, Terms, TermsAcceptance, TrainingSession
from guildhall.people.models.institutions import ExternalIdentifier, Institution, Territory
from guildhall.people.models.invitations import Invitation
from guildhall.people.models.notices import Notice, NoticeChoice
from guildhall.people.models.persons import Membership, Person

__all__ = [
    "ALONE",
    "CONFIRMED_FOR",
    "Allowance",
    "Attendance",
    "Course",
    "ExternalIdentifier",
    "Institution",
    "Invitation",
    "Membership",
    "Notice",
    "NoticeChoice",
    "Person",
    "PointOfContact",
    "Terms",
    "TermsAcceptance",
    "Territory",
    "TrainingSession",
]
