from guildhall.partnerships.models.activities import Activity
from guildhall.partnerships.models.approving import (
    Approval,
    Approver,
    NamedApprover,
    PaperKind,
    Standing,
    WorkingProtocol,
)
from guildhall.partnerships.models.evaluating import (
    Asked,
    Conclusion,
    EvaluationRound,
    Measure,
    Opinion,
    Reading,
    Side,
)
from guildhall.partnerships.models.initiatives import Initiative, Intermediary, Lead
from guildhall.partnerships.models.linked import InitiativeAgreement, InitiativeMeeting
from guildhall.partnerships.models.outreach import Outreach
from guildhall.partnerships.models.policy import Barrier, PeerModel
from guildhall.partnerships.models.recruiting import Candidate, Interview, Profile
from guildhall.partnerships.models.stakeholders import Category, CoverageRule, Evidence, Stakeholder
from guildhall.partnerships.models.updates import Follower, Letter, ProgressUpdate, UpdateFigure

__all__ = [
    "Activity",
    "Approval",
    "Approver",
    "Asked",
    "Barrier",
    "Candidate",
    "Category",
    "Conclusion",
    "CoverageRule",
    "EvaluationRound",
    "Evidence",
    "Follower",
    "Initiative",
    "InitiativeAgreement",
    "InitiativeMeeting",
    "Intermediary",
    "Interview",
    "Lead",
    "Letter",
    "Measure",
    "Opinion",
    "NamedApprover",
    "Outreach",
    "PaperKind",
    "PeerModel",
    "Profile",
    "ProgressUpdate",
    "Reading",
    "Side",
    "Stakeholder",
    "Standing",
    "UpdateFigure",
    "WorkingProtocol",
]
