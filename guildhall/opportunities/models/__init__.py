from guildhall.opportunities.models.alerts import Alert, AlertTold, KeptSearch, SearchTold
from guildhall.opportunities.models.centroids import Centroid
from guildhall.opportunities.models.deciding import Limitation, OfferLink, SavedReason, StillOpen
from guildhall.opportunities.models.opportunities import Opportunity
from guildhall.opportunities.models.sites import OfferedAt

__all__ = [
    "Alert",
    "AlertTold",
    "Centroid",
    "KeptSearch",
    "Limitation",
    "OfferLink",
    "OfferedAt",
    "Opportunity",
    "SavedReason",
    "SearchTold",
    "StillOpen",
]
