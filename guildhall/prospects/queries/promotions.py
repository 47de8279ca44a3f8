"""The promotion by which an employer is shared."""

from guildhall.employers.models import Employer
from guildhall.prospects.models import Promotion, Prospect


def promotion_of(prospect: Prospect) -> Promotion | None:
    """The promotion by which a prospect's employer is shared now."""
    if prospect.employer.posted_at is None:
        return None
    return prospect.promotions.filter(undone_at=None).select_related("by").first()


def undisturbed_promotion(employer: Employer) -> Promotion | None:
    """The same, as long as no other institution has worked there since; in one statement."""
    rows = Promotion.objects.undisturbed().filter(prospect__employer=employer, undone_at=None)
    return rows.select_related("by").first()
