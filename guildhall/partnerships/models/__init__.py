from guildhall.partnerships.models.activities import Activity
from guildhall.partnerships.models.initiatives import Initiative, Intermediary, Lead
from guildhall.partnerships.models.linked import InitiativeAgreement, InitiativeMeeting
from guildhall.partnerships.models.outreach import Outreach
from guildhall.partnerships.models.recruiting import Candidate, Interview, Profile
from guildhall.partnerships.models.stakeholders import Category, CoverageRule, Evidence, Stakeholder

__all__ = [
    "Activity",
    "Candidate",
    "Category",
    "CoverageRule",
    "Evidence",
    "Initiative",
    "InitiativeAgreement",
    "InitiativeMeeting",
    "Intermediary",
    "Interview",
    "Lead",
    "Outreach",
    "Profile",
    "Stakeholder",
]
