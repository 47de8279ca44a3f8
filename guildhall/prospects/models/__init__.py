from guildhall.prospects.models.prospects import Prospect, StageEntry
from guildhall.prospects.models.requests import JoinRequest, Probe
from guildhall.prospects.models.vetting import Answer, Criterion, Promotion

__all__ = ["Answer", "Criterion", "JoinRequest", "Probe", "Promotion", "Prospect", "StageEntry"]
