from guildhall.people.models.allowances import Allowance
from guildhall.people.models.institutions import ExternalIdentifier, Institution, Territory
from guildhall.people.models.persons import Membership, Person, PointOfContact

__all__ = [
    "Allowance",
    "ExternalIdentifier",
    "Institution",
    "Membership",
    "Person",
    "PointOfContact",
    "Territory",
]
