from guildhall.intermediaries.models.bodies import Affiliation, Intermediary, Member
from guildhall.intermediaries.models.meetings import BodyMeeting
from guildhall.intermediaries.models.stories import Story

__all__ = ["Affiliation", "BodyMeeting", "Intermediary", "Member", "Story"]
