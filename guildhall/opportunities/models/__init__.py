from guildhall.opportunities.models.alerts import Alert
from guildhall.opportunities.models.centroids import Centroid
from guildhall.opportunities.models.deciding import Limitation, SavedReason, StillOpen
from guildhall.opportunities.models.opportunities import Opportunity

__all__ = ["Alert", "Centroid", "Limitation", "Opportunity", "SavedReason", "StillOpen"]
