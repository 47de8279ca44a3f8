from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from guildhall.employers.querysets import (
    Shared,
    audiences_of,
    circle,
    circle_of,
    directed_by,
    holders_open_to,
)
from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.people.permissions import Permission
from guildhall.store.days import region_day

if TYPE_CHECKING:
    from guildhall.people.models import Institution, Person

OF_EMPLOYER = {
    "posted": "employer__posted_at",
    "audience": "employer__audience",
    "until": "employer__audience_until",
    "default": "employer__default_audience",
    "holder": "employer__holder",
}
OWN = {
    "posted": "posted_at",
    "audience": "audience",
    "until": "audience_until",
    "default": "default_audience",
    "holder": "holder",
}
MOST_REASONS = 20  # to choose from when something is refused


def looked_after_by(person: "Person") -> list[UUID]:
    """The institutions whose opportunities a person helps to look after: where they work, and all that they direct."""
    return [*houses_of(person), *person.below(Permission.USE_CRM)]


class OpportunityQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OpportunityQuerySet":
        """The opportunities that a person may know of: shown ones that are open to them, and all that they look after.

        Both only of employers that they see: nobody learns from an offer who stands behind the wall (A1, B6).
        """
        if not person.standing.is_staff:
            return self.none()
        ours = Q(holder__in=looked_after_by(person))
        restricted = Q(employer__posted_at=None, employer__holder__in=holders_open_to(person))
        seen = self._employer_shared(person) | restricted
        return self.filter(Q(employer__merged_into=None) & ((ours & seen) | self._shown_to(person)))

    def open_to(self, person: "Person") -> "OpportunityQuerySet":
        """Those that are shown today, and open to the person: what a search finds (B1, B6)."""
        return self.filter(self.is_open_to(person))

    def is_open_to(self, person: "Person") -> Q:
        """The same of a row that is read anyway."""
        if not person.standing.is_staff:
            return Q(pk__in=[])
        return self._shown_now() & self._employer_shared(person) & self._own_shared(person)

    def open_at(self, place: "Institution") -> "OpportunityQuerySet":
        """Those that are shown today, and open to an institution: what its students may apply for (B6)."""
        return self.filter(self.is_open_at(place))

    def is_open_at(self, place: "Institution") -> Q:
        """The same of a row that is read anyway."""
        above = place.__class__.objects.filter(pk__in=place.lineage).values_list("pk", "kind")
        reader = {"circle": sorted(circle(above)), "directed": [], "audiences": place.lineage}
        columns = (OF_EMPLOYER, OWN)
        employer, own = (Q(Shared(**names, **reader, today=clock.today())) for names in columns)
        return self._shown_now() & employer & own

    def public(self) -> "OpportunityQuerySet":
        """Those that everybody may read without signing in: marked so, shown today, and kept from no institution."""
        today = clock.today()
        whole = Q(default_audience=None, employer__default_audience=None, employer__merged_into=None)
        no_exception = Q(audience=None) | Q(audience_until__lt=today)
        of_employer = Q(employer__audience=None) | Q(employer__audience_until__lt=today)
        rows = self.shown_today().filter(public=True, employer__posted_at__isnull=False)
        return rows.filter(whole & no_exception & of_employer)

    def shown_today(self) -> "OpportunityQuerySet":
        """Posted, from their first day to their last."""
        return self.filter(self._shown_today())

    @staticmethod
    def _shown_today() -> Q:
        today = clock.today()
        return Q(state="posted", publish_on__lte=today, expires_on__gte=today)

    def _shown_now(self) -> Q:
        return self._shown_today() & Q(employer__merged_into=None)

    def stood_until(self, day: date) -> "OpportunityQuerySet":
        """Those of which somebody has last said on that day, or before, that they stand."""
        stood = Coalesce(F("confirmed_on"), region_day("posted_at"))
        return self.annotate(stood=stood).filter(stood__lte=day)

    def waiting(self) -> "OpportunityQuerySet":
        return self.filter(state="waiting")

    def _shown_to(self, person: "Person") -> Q:
        """Posted or over, since they were shown first."""
        begun = Q(state__in=["posted", "closed"], publish_on__lte=clock.today())
        return begun & self._employer_shared(person) & self._own_shared(person)

    def _employer_shared(self, person: "Person") -> Q:
        return Q(Shared(**OF_EMPLOYER, **self._reader(person), today=clock.today()))

    def _own_shared(self, person: "Person") -> Q:
        return Q(Shared(**OWN, **self._reader(person), today=clock.today()))

    @staticmethod
    def _reader(person: "Person") -> dict[str, Any]:
        return {
            "circle": circle_of(person),
            "directed": directed_by(person),
            "audiences": audiences_of(person),
        }


class LimitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "LimitationQuerySet":
        """The exceptions of opportunities that a person sees."""
        rows = self.model._meta.get_field("opportunity").related_model.objects.visible_to(person)
        return self.filter(opportunity__in=rows)

    def standing(self) -> "LimitationQuerySet":
        """Those that hold today."""
        return self.filter(ended_at=None).filter(Q(until=None) | Q(until__gte=clock.today()))


class SavedReasonQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "SavedReasonQuerySet":
        """The reasons of institutions where a person approves opportunities."""
        places = list(person.standing.institutions(Permission.APPROVE_OPPORTUNITIES))
        return self.filter(institution__lineage__overlap=places) if places else self.none()

    def in_use_at(self, place: "Institution") -> "SavedReasonQuerySet":
        """Those that an institution chooses from when it refuses, the latest used first."""
        return self.filter(institution=place, retired_at=None).order_by("-used_at")[:MOST_REASONS]


class KeptSearchQuerySet(models.QuerySet[Any]):
    def of_login(self, login: Any) -> "KeptSearchQuerySet":
        """Those of one student's sign-in: nobody else reads them."""
        return self.filter(login=login.pk)
