from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from guildhall.employers.models import Employer
from guildhall.employers.querysets import REGIONAL, holders_open_to
from guildhall.lib import clock
from guildhall.people.permissions import Permission
from guildhall.store.written import Condition, written

if TYPE_CHECKING:
    from guildhall.people.models import Person


def houses_of(person: "Person") -> list[UUID]:
    """The institutions whose own affairs a person shares: where they work, with what stands below and around it.

    A faculty's affairs are its college's and the other way round; a region's are its own office's alone. Who takes a
    class somewhere, or trains its students, does not work there.
    """
    regional = {place.pk for place in person.places if place.kind in REGIONAL}
    posts = set(person.standing.institutions(Permission.SEE_DIRECTORY))
    above = set(person.standing.reach(Permission.SEE_DIRECTORY)) - regional
    return [
        place.pk
        for place in person.places
        if place.pk in posts or place.pk in above or (posts - regional).intersection(place.lineage)
    ]


OPEN = """(({stays_with} IS NULL OR {stays_with} = ANY({holders}::uuid[])) AND ({visibility} = 'region'
    OR ({visibility} = 'institution' AND {institution} = ANY({houses}::uuid[]))
    OR COALESCE({by} = {reader}::uuid, FALSE)
    OR EXISTS (SELECT FROM engagements_participant WHERE engagement_id = {pk} AND person_id = {reader}::uuid)))"""

EXCHANGE = Q(answered=True) | Q(direction="theirs")  # both sides were in touch: no unanswered call (M3)


class Open(Condition):
    """Whether an engagement is open to somebody who sees its employer: by CRM, by house, or by name."""

    text = OPEN


class Readable(Condition):
    """Whether a follow-up is open to somebody who sees its employer: their own, or of an engagement that is open."""

    text = """(COALESCE({reader}::uuid IN ({owner}, {asker}, {promised_by}), FALSE) OR NOT EXISTS (
        SELECT FROM engagements_engagement e
        WHERE e.id = {engagement} AND (e.visibility <> 'region' OR e.stays_with_id IS NOT NULL) AND NOT OPEN))"""
    text = text.replace("OPEN", written(OPEN, stays_with="e.stays_with_id", visibility="e.visibility",
                                        institution="e.institution_id", by="e.by_id", pk="e.id"))  # fmt: skip


class EngagementQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EngagementQuerySet":
        """The engagements with employers that a person sees, without those that are kept from the person."""
        return self.filter(employer__in=Employer.objects.visible_to(person)).open_to(person)

    def open_to(self, person: "Person") -> "EngagementQuerySet":
        """The same, for an employer that is known to be visible already."""
        return self.standing().filter(self.open_condition(person))

    def open_condition(self, person: "Person", *, by_name: bool = True) -> Q:
        """Kept in a CRM, by an institution to itself, or to the people named: open to those alone (A6)."""
        columns = {name: name for name in ("stays_with", "visibility", "institution", "by", "pk")}
        return Q(
            Open(
                **columns,
                holders=holders_open_to(person),
                houses=houses_of(person),
                reader=person.pk if by_name else None,
            )
        )

    def standing(self) -> "EngagementQuerySet":
        """The engagements that nobody has removed."""
        return self.filter(removed_at=None)

    def exchanges(self) -> "EngagementQuerySet":
        """Those in which both sides were in touch (M3)."""
        return self.filter(EXCHANGE)

    def contacts(self) -> "EngagementQuerySet":
        """Without the recorded acts, which are nothing that happened with the employer."""
        return self.exclude(kind="act")


class FollowUpQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "FollowUpQuerySet":
        """The follow-ups with employers that a person sees; one out of a private engagement goes with it."""
        return self.filter(employer__in=Employer.objects.visible_to(person)).open_to(person)

    def open_to(self, person: "Person", *, by_name: bool = True) -> "FollowUpQuerySet":
        """The same, for an employer that is known to be visible already; without `by_name` what all there may read."""
        columns = {name: name for name in ("owner", "asker", "promised_by", "engagement")}
        me = person.pk if by_name else None
        reader = {"holders": holders_open_to(person), "houses": houses_of(person), "reader": me}
        return self.filter(Readable(**columns, **reader))

    def open(self) -> "FollowUpQuerySet":
        """Not done yet, and nobody says so."""
        return self.filter(state="open")

    def waiting(self) -> "FollowUpQuerySet":
        """Reported as done: the asker has the word."""
        return self.filter(state="reported")

    def unfinished(self) -> "FollowUpQuerySet":
        return self.filter(state__in=("open", "reported"))

    def overdue(self) -> "FollowUpQuerySet":
        return self.open().filter(due_on__lt=clock.today())

    def due_between(self, first: Any, last: Any) -> "FollowUpQuerySet":
        """Those first promised for a day of a period, cancelled ones aside: the denominator of M1."""
        return self.filter(first_due_on__range=(first, last)).exclude(state="cancelled")

    def confirmed(self) -> "FollowUpQuerySet":
        return self.filter(state="confirmed")

    def on_time(self) -> "FollowUpQuerySet":
        """Reported by the day that was promised first, and confirmed since (M1)."""
        return self.confirmed().filter(reported_on__lte=F("first_due_on"))


class TouchQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "TouchQuerySet":
        """The touches of employers that a person sees: load is no secret among those who share an employer."""
        return self.filter(employer__in=Employer.objects.visible_to(person))

    def counted(self) -> "TouchQuerySet":
        """Those that use up budget: made, or reserved for a day to come."""
        return self.filter(state__in=("made", "reserved"))

    def made(self) -> "TouchQuerySet":
        return self.filter(state="made")

    def in_the_open(self) -> "TouchQuerySet":
        """None that an institution or a CRM keeps to itself (C1)."""
        return self.filter(Q(engagement=None) | Q(engagement__visibility="region", engagement__stays_with=None))


class AskQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "AskQuerySet":
        """What is going to be asked of employers that a person sees."""
        return self.filter(employer__in=Employer.objects.visible_to(person))

    def planned(self) -> "AskQuerySet":
        return self.filter(state="planned")


class OfEmployerQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OfEmployerQuerySet":
        """The rows that hang on employers that a person sees."""
        return self.filter(employer__in=Employer.objects.visible_to(person))


class RedTapeQuerySet(OfEmployerQuerySet):
    def open(self) -> "RedTapeQuerySet":
        """What is taken care of still."""
        return self.filter(ended_at=None)

    def run_out_by(self, day: date) -> "RedTapeQuerySet":
        """What is taken care of and runs out by a day, or has."""
        return self.open().filter(until__lte=day)


class LiaisonQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "LiaisonQuerySet":
        """The requests that a person asked, was asked, or answers for; directors see them all (N6)."""
        rows = self.filter(employer__in=Employer.objects.visible_to(person))
        if person.may(Permission.USE_CRM):
            return rows
        mine = Q(asked_by=person.pk) | Q(holder=person.pk) | Q(pk__in=self._put_to(person))
        places = person.standing.institutions(Permission.GRANT_ACCESS)
        governed = Q(account__institution__lineage__overlap=list(places)) if places else Q()
        answers = Q(account__operator=person.pk) | Q(account__deputy=person.pk) | Q(touch_point__person=person.pk)
        return rows.filter(mine | answers | governed)

    def _put_to(self, person: "Person") -> Any:
        steps = self.model._meta.get_field("steps").related_model
        return steps._base_manager.filter(person=person.pk).values("liaison")

    def open(self) -> "LiaisonQuerySet":
        """The requests that nobody has answered."""
        return self.filter(state="open")


class CopyQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "CopyQuerySet":
        """The copies that a person sent: nobody else sees them."""
        return self.filter(person=person.pk)

    def waiting(self) -> "CopyQuerySet":
        """Those that were neither logged nor set aside."""
        return self.filter(done_at=None)
