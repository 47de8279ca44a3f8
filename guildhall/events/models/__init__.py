from guildhall.events.models.clashes import Clash
from guildhall.events.models.events import Event, Occurrence
from guildhall.events.models.feeds import EventFeed
from guildhall.events.models.intakes import Intake, Subscription
from guildhall.events.models.openings import Opening
from guildhall.events.models.parts import TakingPart
from guildhall.events.models.sessions import Session

__all__ = ["Clash", "Event", "EventFeed", "Intake", "Occurrence", "Opening", "Session", "Subscription", "TakingPart"]
