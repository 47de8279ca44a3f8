from guildhall.community.models.adoption import Adoption, Agreement
from guildhall.community.models.announcements import ANNOUNCES, Announcement, Delivery
from guildhall.community.models.challenges import Challenge, Contribution, Decision
from guildhall.community.models.improvements import Improvement, NewsRead, SuperUser, Vote
from guildhall.community.models.processes import Branch, Connection, Edition, ProcessMap, Refinement, Step

__all__ = [
    "ANNOUNCES",
    "Adoption",
    "Agreement",
    "Announcement",
    "Branch",
    "Challenge",
    "Connection",
    "Contribution",
    "Decision",
    "Delivery",
    "Edition",
    "Improvement",
    "NewsRead",
    "ProcessMap",
    "Refinement",
    "Step",
    "SuperUser",
    "Vote",
]
