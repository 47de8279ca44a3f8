from guildhall.supervision.models.assessments import RelationshipAssessment
from guildhall.supervision.models.hours import HoursEntry
from guildhall.supervision.models.links import Link
from guildhall.supervision.models.papers import Paper, Signature, Told
from guildhall.supervision.models.plans import TrainingPlan
from guildhall.supervision.models.reminders import MissingTold
from guildhall.supervision.models.skills import ChosenSkills
from guildhall.supervision.models.types import PaperType, Signer
from guildhall.supervision.models.visits import Evaluation, SiteVisit

__all__ = [
    "ChosenSkills",
    "Evaluation",
    "HoursEntry",
    "Link",
    "MissingTold",
    "Paper",
    "PaperType",
    "RelationshipAssessment",
    "Signature",
    "Signer",
    "SiteVisit",
    "Told",
    "TrainingPlan",
]
