from guildhall.boards.models.advice import Disposition, Recommendation, Remark
from guildhall.boards.models.boards import Academy, Board, Exemption, Remit
from guildhall.boards.models.meetings import BoardMeeting, Entitled, Motion
from guildhall.boards.models.own_rules import OwnRule
from guildhall.boards.models.seats import Interest, Member, Seat, SeatFor
from guildhall.boards.models.together import BoardAssessment

__all__ = [
    "Academy", "Board", "BoardAssessment", "BoardMeeting", "Disposition", "Entitled", "Exemption", "Interest", "Member",
    "Motion", "OwnRule", "Recommendation", "Remark", "Remit", "Seat", "SeatFor",
]  # fmt: skip
