from guildhall.demand.models.by_hand import EnteredFigure
from guildhall.demand.models.figures import Area, AreaServed, Projection, Release, Source, WageFigure
from guildhall.demand.models.lists import DemandList, ListedOccupation
from guildhall.demand.models.roles import HardToFill

__all__ = [
    "Area",
    "AreaServed",
    "DemandList",
    "EnteredFigure",
    "Release",
    "HardToFill",
    "ListedOccupation",
    "Projection",
    "Source",
    "WageFigure",
]
