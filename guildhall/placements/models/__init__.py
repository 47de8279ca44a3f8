from guildhall.placements.models.asking import Question
from guildhall.placements.models.counting import Experience, Host, Spelling
from guildhall.placements.models.groups import GroupExperience
from guildhall.placements.models.placing import Application, Placement
from guildhall.placements.models.steps import Step

__all__ = [
    "Application",
    "Experience",
    "GroupExperience",
    "Host",
    "Placement",
    "Question",
    "Spelling",
    "Step",
]
