from guildhall.engagements.models.attachments import Attachment
from guildhall.engagements.models.calendars import CalendarFeed
from guildhall.engagements.models.copies import WAITS_DAYS, Copy, CopyAddress
from guildhall.engagements.models.easing import RedTape
from guildhall.engagements.models.engagements import ACT, Engagement, Kind, Participant
from guildhall.engagements.models.followups import FollowUp, FollowUpLink, FollowUpStep, NoticeTold
from guildhall.engagements.models.liaisons import Liaison, LiaisonStep
from guildhall.engagements.models.relations import Ending, GuestLink, GuestWord, Pin, TemperatureCheck
from guildhall.engagements.models.touches import (
    Ask,
    AvoidedContact,
    ContactLimit,
    Conversation,
    CoSigner,
    Touch,
)

__all__ = [
    "ACT",
    "WAITS_DAYS",
    "Ask",
    "Attachment",
    "AvoidedContact",
    "CalendarFeed",
    "CoSigner",
    "ContactLimit",
    "Conversation",
    "Copy",
    "CopyAddress",
    "Ending",
    "Engagement",
    "FollowUp",
    "FollowUpLink",
    "FollowUpStep",
    "GuestLink",
    "GuestWord",
    "Kind",
    "Liaison",
    "LiaisonStep",
    "NoticeTold",
    "Participant",
    "Pin",
    "RedTape",
    "TemperatureCheck",
    "Touch",
]
