from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.people.permissions import Permission
from guildhall.store.among import none_or_among

if TYPE_CHECKING:
    from guildhall.people.models import Person

CURRENT = ("listed", "invited", "serving")  # members who hold their seat


class OpenQuerySet(models.QuerySet[Any]):
    """Which boards there are, and for what, is no secret among the staff."""

    def visible_to(self, person: "Person") -> Self:
        """What all of the staff read."""
        return self.all() if person.standing.is_staff else self.none()


class BoardQuerySet(OpenQuerySet):
    def standing(self) -> "BoardQuerySet":
        """Those that have not been closed."""
        return self.filter(closed_on=None)

    def kept_by(self, person: "Person") -> "BoardQuerySet":
        """Those whose seats, meetings and advice a person sees to."""
        return self.filter(institution__in=person.below(Permission.KEEP_BOARDS))


class SeatQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "SeatQuerySet":
        """Every seat, but for those on which somebody sits whose employer a person does not see (A1).

        A vacant one is there for everybody; for which organizations it is, each reads as far as they see them.
        """
        if not person.standing.is_staff:
            return self.none()
        held = _rows(self, "members").filter(seat=OuterRef("pk"), state__in=CURRENT, contact__isnull=False)
        hidden = held.exclude(Exists(Contact.objects.visible_to(person).filter(pk=OuterRef("contact"))))
        return self.exclude(Exists(hidden))

    def standing(self) -> "SeatQuerySet":
        """Those that have not been taken away."""
        return self.filter(removed_on=None)

    def filled(self) -> "SeatQuerySet":
        """Those on which somebody sits who has not declined."""
        return self.filter(Exists(_rows(self, "members").filter(seat=OuterRef("pk"), state__in=CURRENT)))


def _rows(rows: models.QuerySet[Any], name: str) -> models.QuerySet[Any]:
    return rows.model._meta.get_field(name).related_model._base_manager.all()  # type: ignore[no-any-return, union-attr]


class SeatForQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "SeatForQuerySet":
        """The organizations with a seat that a person sees."""
        if not person.standing.is_staff:
            return self.none()
        return self.filter(employer__in=Employer.objects.visible_to(person))


class MemberQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MemberQuerySet":
        """Members, but for contacts of employers whom a person does not see (A1)."""
        if not person.standing.is_staff:
            return self.none()
        return self.filter(none_or_among("contact", Contact.objects.visible_to(person)))

    def current(self) -> "MemberQuerySet":
        """Those who hold their seat, also where they have not answered yet."""
        return self.filter(state__in=CURRENT)

    def serving(self) -> "MemberQuerySet":
        """Those who have accepted their seat."""
        return self.filter(state="serving")

    def renewal_due(self, days: int) -> "MemberQuerySet":
        """Those whose term is over, or is within some days."""
        return self.current().filter(ends_on__lte=clock.today() + timedelta(days))


class OfMemberQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OfMemberQuerySet":
        """What is noted of members: for whoever keeps the board, of those whom they see."""
        members = self.model._meta.get_field("member").related_model.objects.visible_to(person)
        return self.filter(member__in=members.filter(board__institution__in=person.below(Permission.KEEP_BOARDS)))


class OfBoardQuerySet(models.QuerySet[Any]):
    """What was said of working together: rows of figures, for whoever keeps the board; nobody reads one by one."""

    def visible_to(self, person: "Person") -> "OfBoardQuerySet":
        if not person.standing.is_staff:
            return self.none()
        return self.filter(board__institution__in=person.below(Permission.KEEP_BOARDS))


class InRoomQuerySet(models.QuerySet[Any]):
    """What belongs to the inside of a meeting: whoever leads the meeting reads it."""

    def visible_to(self, person: "Person") -> "InRoomQuerySet":
        """Of the meetings that a person leads."""
        return self.filter(held__meeting__in=Meeting.objects.led_by(person))


class AdviceQuerySet(OpenQuerySet):
    def waiting(self) -> "AdviceQuerySet":
        """Advice that is asked for again at each meeting, until something final has become of it (D16)."""
        return self.filter(closed_on=None)

    def late(self) -> "AdviceQuerySet":
        """Of these, what should have been decided by now."""
        return self.waiting().filter(decide_by__lt=clock.today())
