from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.people.permissions import Permission
from guildhall.store.among import none_or_among

if TYPE_CHECKING:
    from guildhall.people.models import Person


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MeetingQuerySet":
        """The meetings that a person may know of: those they lead or are asked to, and those of their institutions.

        Whoever neither leads one nor is asked to it reads its title, its day, and the minutes that were shared.
        """
        if not person.standing.is_staff:
            return self.none()
        participants = apps.get_model("meetings", "Participant").objects
        asked = participants.asked().filter(meeting=OuterRef("pk"), person=person.pk)
        places = [*houses_of(person), *person.below(Permission.CONVENE)]
        return self.filter(Q(institution__in=places) | Exists(self._organized(person)) | Exists(asked))

    def led_by(self, person: "Person") -> "MeetingQuerySet":
        """The meetings whose inside a person sees: as an organizer, or as somebody who convenes for the institution."""
        places = person.below(Permission.CONVENE)
        return self.filter(Q(institution__in=places) | Exists(self._organized(person)))

    @staticmethod
    def _organized(person: "Person") -> models.QuerySet[Any]:
        return apps.get_model("meetings", "Organizer").objects.filter(meeting=OuterRef("pk"), person=person.pk)

    def ahead(self) -> "MeetingQuerySet":
        """Those that are planned and not over."""
        return self.filter(state="planned", ends_at__gte=clock.now())

    def past(self) -> "MeetingQuerySet":
        """Those that are over, finished or canceled."""
        return self.exclude(state="planned", ends_at__gte=clock.now())


class OfMeetingQuerySet(models.QuerySet[Any]):
    """Rows of a meeting: whoever leads it sees them."""

    way = "meeting"

    def visible_to(self, person: "Person") -> "OfMeetingQuerySet":
        """The rows of the meetings that a person leads."""
        meetings = apps.get_model("meetings", "Meeting").objects.led_by(person)
        return self.filter(**{f"{self.way}__in": meetings})


class ParticipantQuerySet(OfMeetingQuerySet):
    def asked(self) -> "ParticipantQuerySet":
        """Who was written to, or has answered; others stand on a list of which they know nothing."""
        return self.filter(Q(invited_at__isnull=False) | ~Q(answer=""))

    def visible_to(self, person: "Person") -> "ParticipantQuerySet":
        """Of the meetings that a person leads; contacts only of employers whom they see."""
        contacts = apps.get_model("employers", "Contact").objects.visible_to(person)
        rows = super().visible_to(person).filter(none_or_among("contact", contacts))
        return cast("ParticipantQuerySet", rows)


class OfActivityQuerySet(OfMeetingQuerySet):
    way = "activity__meeting"


class OfGroupQuerySet(OfMeetingQuerySet):
    way = "group__activity__meeting"


class OfBallotQuerySet(OfMeetingQuerySet):
    way = "ballot__activity__meeting"
