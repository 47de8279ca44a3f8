from guildhall.placements.models.asking import Question
from guildhall.placements.models.attesting import Attestation, PastExperience, PastHost
from guildhall.placements.models.counting import Experience, Host, Spelling
from guildhall.placements.models.duties import Duty
from guildhall.placements.models.groups import GroupExperience, NamedFrom
from guildhall.placements.models.joining import SamePerson
from guildhall.placements.models.placing import Application, Placement
from guildhall.placements.models.steps import Step
from guildhall.placements.models.terms import DueTerm

__all__ = [
    "Application",
    "Attestation",
    "DueTerm",
    "Duty",
    "Experience",
    "GroupExperience",
    "NamedFrom",
    "Host",
    "PastExperience",
    "PastHost",
    "Placement",
    "Question",
    "SamePerson",
    "Spelling",
    "Step",
]
