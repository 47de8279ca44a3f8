from guildhall.students.models.caseload import Case
from guildhall.students.models.consents import Consent, Disclosure, Part, Use
from guildhall.students.models.logins import StudentLogin
from guildhall.students.models.requests import ConsentRequest
from guildhall.students.models.students import Enrolment, Guardian, Registration, Student

__all__ = [
    "Case",
    "Consent",
    "ConsentRequest",
    "Disclosure",
    "Enrolment",
    "Guardian",
    "Part",
    "Registration",
    "Student",
    "StudentLogin",
    "Use",
]
