from guildhall.boards.models.advice import Disposition, Recommendation, Remark
from guildhall.boards.models.boards import Academy, Board, Exemption, Remit
from guildhall.boards.models.meetings import BoardMeeting, Entitled, Motion
from guildhall.boards.models.seats import Interest, Member, Seat, SeatFor

__all__ = [
    "Academy", "Board", "BoardMeeting", "Disposition", "Entitled", "Exemption", "Interest", "Member", "Motion",
    "Recommendation", "Remark", "Remit", "Seat", "SeatFor",
]  # fmt: skip
