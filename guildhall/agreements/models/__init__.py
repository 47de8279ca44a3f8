from guildhall.agreements.models.agreements import Agreement, Party, Revision
from guildhall.agreements.models.obligations import Obligation
from guildhall.agreements.models.signing import Known, PartySignature, SigningLink, Way

__all__ = ["Agreement", "Known", "Obligation", "Party", "PartySignature", "Revision", "SigningLink", "Way"]
