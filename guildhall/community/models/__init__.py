from guildhall.community.models.challenges import Challenge, Contribution, Decision
from guildhall.community.models.improvements import Improvement, NewsRead, SuperUser, Vote
from guildhall.community.models.processes import ProcessMap, Refinement, Step

__all__ = [
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
