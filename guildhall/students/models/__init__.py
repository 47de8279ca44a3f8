from guildhall.students.models.caseload import Case
from guildhall.students.models.consents import Consent, Disclosure, Part
from guildhall.students.models.students import Enrolment, Guardian, Registration, Student

__all__ = ["Case", "Consent", "Disclosure", "Enrolment", "Guardian", "Part", "Registration", "Student"]
