from guildhall.pathways.models.checking import ElementEvidence
from guildhall.pathways.models.codes import Code, Crossing
from guildhall.pathways.models.counting import CertificationCount, CountedTerm, CreditCount, CreditRate, EnrolledCount
from guildhall.pathways.models.credit import Articulation, Certification, Course, LedTo
from guildhall.pathways.models.past import PastAttested, PastCertified, PastCost, PastCredits, PastEnrolled, PastRate
from guildhall.pathways.models.programs import Pathway, Program

__all__ = [
    "Articulation",
    "Certification",
    "CertificationCount",
    "Code",
    "CountedTerm",
    "Course",
    "CreditCount",
    "CreditRate",
    "Crossing",
    "EnrolledCount",
    "ElementEvidence",
    "LedTo",
    "PastAttested",
    "PastCertified",
    "PastCost",
    "PastCredits",
    "PastEnrolled",
    "PastRate",
    "Pathway",
    "Program",
]
