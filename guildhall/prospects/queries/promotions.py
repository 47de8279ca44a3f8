"""The promotion by which an employer is shared, and who may undo it still."""

from datetime import timedelta

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.prospects import rules
from guildhall.prospects.models import Promotion, Prospect


def promotion_of(prospect: Prospect) -> Promotion | None:
    """The promotion by which a prospect's employer is shared now."""
    if prospect.employer.posted_at is None:
        return None
    return prospect.promotions.filter(undone_at=None).select_related("by").first()


def undoable_promotion(person: Person, employer: Employer) -> Promotion | None:
    """The promotion by which an employer is shared, as long as this person may undo it."""
    if employer.posted_at is None or clock.now() - employer.posted_at > timedelta(hours=rules.UNDO_HOURS):
        return None
    prospect = Prospect.objects.visible_to(person).filter(employer=employer).select_related("employer").first()
    promotion = promotion_of(prospect) if prospect else None
    return promotion if promotion and rules.can_undo(person, promotion) else None
