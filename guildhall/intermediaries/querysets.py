"""Who sees which chambers, members, seats, meetings and stories: as far as they see every employer in them (A1)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.students.querysets import OfInstitutionQuerySet, places_of
from guildhall.students.second_lock import StoryConsentStands

if TYPE_CHECKING:
    from guildhall.people.models import Person


class IntermediaryQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "IntermediaryQuerySet":
        """Those whose employer a person sees."""
        return self.filter(employer__in=Employer.objects.visible_to(person))


class OfBodyQuerySet(models.QuerySet[Any]):
    """Rows that hang on a chamber or association."""

    def visible_to(self, person: "Person") -> Any:
        """Those of chambers that a person sees."""
        return self.filter(body__in=Employer.objects.visible_to(person))


class MemberQuerySet(OfBodyQuerySet):
    def visible_to(self, person: "Person") -> "MemberQuerySet":
        """Those of which a person sees both the chamber and the member: who is hidden is not counted either."""
        seen = Employer.objects.visible_to(person)
        return self.filter(body__in=seen, employer__in=seen).exclude(
            body=models.F("employer")
        )  # merged into each other

    def current(self) -> "MemberQuerySet":
        """Those who are members today."""
        today = clock.today()
        begun = Q(from_date=None) | Q(from_date__lte=today)
        return self.filter(begun, Q(to_date=None) | Q(to_date__gte=today))


class AffiliationQuerySet(OfBodyQuerySet):
    def current(self) -> "AffiliationQuerySet":
        """Those that are not over."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=clock.today()))

    def ending(self, days: int) -> "AffiliationQuerySet":
        """Those that are over within so many days."""
        today = clock.today()
        return self.filter(to_date__range=(today, today + timedelta(days)))


class BodyMeetingQuerySet(OfBodyQuerySet):
    def upcoming(self) -> "BodyMeetingQuerySet":
        """Those of today and of days to come, the next one first."""
        return self.filter(held_on__gte=clock.today()).order_by("held_on", "pk")

    def past(self) -> "BodyMeetingQuerySet":
        """Those that were, the latest first."""
        return self.filter(held_on__lt=clock.today()).order_by("-held_on", "-pk")

    def without_result(self) -> "BodyMeetingQuerySet":
        """Those that were, and of which nobody has said what came of it."""
        return self.filter(held_on__lt=clock.today(), state__in=self.model.WAITING)


class StoryQuerySet(OfInstitutionQuerySet):
    def visible_to(self, person: "Person") -> "StoryQuerySet":
        """One's own institutions' stories, drafts too; those of others while they are told and their consent stands.

        Of an employer that the person does not see nobody learns anything (A1).
        """
        if not person.standing.is_staff:
            return self.none()
        own = Q(institution__in=places_of(person))
        told = Q(state="told") & StoryQuerySet.consented()
        return self.filter(own | told, employer__in=Employer.objects.visible_to(person))

    def told(self) -> "StoryQuerySet":
        """Those that are told, and whose consent is in force at this moment."""
        return self.filter(StoryQuerySet.consented(), state="told")

    def public(self) -> "StoryQuerySet":
        """Those that everybody may read: told to the public, of an employer that every institution sees."""
        return self.told().filter(audience="public", employer__in=Employer.objects.shared_with_all())

    def with_standing(self) -> "StoryQuerySet":
        """With `stands`: whether the consent that it rests on is in force."""
        return self.annotate(stands=StoryConsentStands(consent="consent", today=clock.today()))

    @staticmethod
    def consented() -> Q:
        return Q(StoryConsentStands(consent="consent", today=clock.today()))
