from guildhall.community.models.adoption import Adoption, Agreement
from guildhall.community.models.challenges import Challenge, Contribution, Decision
from guildhall.community.models.improvements import Improvement, NewsRead, SuperUser, Vote
from guildhall.community.models.processes import ProcessMap, Refinement, Step

__all__ = [
    "Adoption",
    "Agreement",
    "Challenge",
    "Contribution",
    "Decision",
    "Improvement",
    "NewsRead",
    "ProcessMap",
    "Refinement",
    "Step",
    "SuperUser",
    "Vote",
]
