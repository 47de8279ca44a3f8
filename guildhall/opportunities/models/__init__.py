from guildhall.opportunities.models.alerts import Alert, AlertTold, KeptSearch, SearchTold
from guildhall.opportunities.models.centroids import Centroid
from guildhall.opportunities.models.deciding import Limitation, OfferLink, SavedReason, StillOpen
from guildhall.opportunities.models.opportunities import Opportunity

__all__ = [
    "Alert",
    "AlertTold",
    "Centroid",
    "KeptSearch",
    "Limitation",
    "OfferLink",
    "Opportunity",
    "SavedReason",
    "SearchTold",
    "StillOpen",
]
