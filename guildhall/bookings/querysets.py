"""Who sees which bookings: the first lock. Rows of students stand under the second one as well (ADR 36, 47)."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from guildhall.events.querysets import OfEvent, planned_by
from guildhall.lib import clock
from guildhall.students.querysets import OfInstitutionQuerySet, places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person


class OfEventQuerySet(OfEvent):
    """Seen by whoever sees the event."""


class RollQuerySet(OfEvent):
    def current(self) -> "RollQuerySet":
        """Those whose time still stands, or has been."""
        return self.filter(gone_at=None)

    def ahead(self) -> "RollQuerySet":
        """Those whose time has not begun."""
        return self.filter(starts_at__gt=clock.now())


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "BookingQuerySet":
        """Of one's own institutions' students; of employers and staff where one plans the event; and one's own."""
        events = planned_by(person)
        others = Q(registration=None) & Q(roll__event__institution__in=events)
        return self.filter(
            Q(registration__isnull=False, institution__in=places_of(person)) | others | Q(person=person.pk)
        )

    def of_login(self, login: Any) -> "BookingQuerySet":
        """Those of the records that a student's sign-in opens."""
        return self.filter(registration__login=login.pk)

    def of_event(self, event: UUID) -> "BookingQuerySet":
        return self.filter(roll__event=event)

    def open(self) -> "BookingQuerySet":
        """Those that hold a place or wait for one."""
        return self.filter(state__in=self.model.OPEN)

    def taking_places(self) -> "BookingQuerySet":
        """Those that take a place: also one that is offered, and not answered yet."""
        return self.filter(state__in=self.model.TAKES_PLACE)

    def waiting_in_order(self) -> "BookingQuerySet":
        """The waiting list, in its order."""
        return self.filter(state="waiting").order_by("turn")


class OfRollQuerySet(models.QuerySet[Any]):
    """What is kept of how an event went, by those who answer for it: nobody is named in it."""

    def visible_to(self, person: "Person") -> "OfRollQuerySet":
        """Of the events that the person plans."""
        return self.filter(roll__event__institution__in=planned_by(person))


class QuestionQuerySet(OfInstitutionQuerySet):
    def of_login(self, login: Any) -> "QuestionQuerySet":
        """Those of the records that a student's sign-in opens."""
        return self.filter(registration__login=login.pk)


class OfReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OfReportQuerySet":
        """To the employers whom the person sees, of the events that they plan."""
        parts = self.model._meta.get_field("part").related_model.objects.visible_to(person)
        return self.filter(part__in=parts, part__event__institution__in=planned_by(person))
