from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.people.permissions import Permission
from guildhall.store.among import none_or_among

if TYPE_CHECKING:
    from guildhall.people.models import Person


class InitiativeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "InitiativeQuerySet":
        """What all of the staff work on together; what is being prepared, for those who lead or convene it (F3)."""
        if not person.may(Permission.SEE_DIRECTORY):
            return self.none()
        return self.filter(~Q(state="prepared") | self._led(person))

    def led_by(self, person: "Person") -> "InitiativeQuerySet":
        """Those that somebody leads, or whose institution they convene for."""
        return self.filter(self._led(person)) if person.may(Permission.SEE_DIRECTORY) else self.none()

    def _led(self, person: "Person") -> Q:
        leads = self.model._meta.get_field("leads").related_model._base_manager
        own = leads.filter(person=person.pk).values("initiative")
        return Q(pk__in=own) | Q(institution__in=person.below(Permission.CONVENE))


class OfInitiativeQuerySet(models.QuerySet[Any]):
    """Rows of an initiative, some of which speak of an employer."""

    def visible_to(self, person: "Person") -> Any:
        """Those of the initiatives that somebody sees, as far as they see the employer (A1)."""
        rows = self.filter(initiative__in=_initiatives(self.model).visible_to(person))
        if any(field.name == "employer" for field in self.model._meta.fields):
            rows = rows.filter(none_or_among("employer", Employer.objects.visible_to(person)))
        return rows


class OfStakeholderQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What hangs on the stakeholders that somebody sees."""
        stakeholders = self.model._meta.get_field("stakeholder").related_model
        return self.filter(stakeholder__in=stakeholders.objects.visible_to(person))


class CandidateQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """Who may be asked: for those who lead the initiative and see the employer, and for nobody else (F7)."""
        profiles = self.model._meta.get_field("profile").related_model
        led = _initiatives(profiles).led_by(person)
        seen = none_or_among("employer", Employer.objects.visible_to(person))
        return self.filter(seen, profile__initiative__in=led)


class InterviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What was learned of the candidates that somebody sees."""
        candidates = self.model._meta.get_field("candidate").related_model
        return self.filter(candidate__in=candidates.objects.visible_to(person))


class LinkedQuerySet(models.QuerySet[Any]):
    """Meetings and agreements of initiatives: each by its own rules, and only of the initiatives that one sees."""

    def visible_to(self, person: "Person") -> Any:
        """Those whose initiative and whose other record somebody sees."""
        other = next(f for f in self.model._meta.fields if f.name in ("meeting", "agreement"))
        seen = other.related_model.objects.visible_to(person)
        return self.filter(initiative__in=_initiatives(self.model).visible_to(person), **{f"{other.name}__in": seen})


def _initiatives(model: Any) -> InitiativeQuerySet:
    return model._meta.get_field("initiative").related_model.objects  # type: ignore[no-any-return]


class OfMeasureQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What hangs on the measures that somebody sees."""
        measures = self.model._meta.get_field("measure").related_model
        return self.filter(measure__in=measures.objects.visible_to(person))


class OfRoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What hangs on the evaluations of the initiatives that somebody sees."""
        rounds = self.model._meta.get_field("round").related_model
        return self.filter(round__in=rounds.objects.visible_to(person))


class UpdateQuerySet(OfInitiativeQuerySet):
    def visible_to(self, person: "Person") -> Any:
        """What was published of the initiatives that somebody sees, and the drafts of those that they lead (F13)."""
        led = _initiatives(self.model).led_by(person)
        return super().visible_to(person).filter(~Q(state="draft") | Q(initiative__in=led))

    def out(self) -> "UpdateQuerySet":
        """Those that are published and were not taken back."""
        return self.filter(state="published")

    def public(self) -> "UpdateQuerySet":
        """Those that everybody may read: marked so, of an initiative that was put before everybody."""
        return self.out().filter(public=True, initiative__public_at__isnull=False)

    def read_by(self, follower: Any) -> "UpdateQuerySet":
        """What a follower reads: a partner or colleague all that is published, an address what everybody may read."""
        rows = self.filter(initiative=follower.initiative_id)
        return rows.out() if follower.stakeholder_id or follower.person_id else rows.public()


class OfUpdateQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What hangs on the updates that somebody sees."""
        updates = self.model._meta.get_field("update").related_model
        return self.filter(update__in=updates.objects.visible_to(person))


class FollowerQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """Who hears of an initiative: for those who lead it, as far as they see the stakeholder."""
        stakeholders = self.model._meta.get_field("stakeholder").related_model
        seen = Q(stakeholder=None) | Q(stakeholder__in=stakeholders.objects.visible_to(person))
        return self.filter(seen, initiative__in=_initiatives(self.model).led_by(person))


class OfFollowerQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """What hangs on the followers that somebody sees."""
        followers = self.model._meta.get_field("follower").related_model
        return self.filter(follower__in=followers.objects.visible_to(person))


class ApprovalQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """Papers put up for approval: of the initiatives that somebody sees, and what they are asked to approve.

        The draft of an update is read by those who lead, and by whoever is asked.
        """
        rows = _initiatives(self.model)
        asked = self.model._meta.get_field("asked").related_model._base_manager
        theirs = Q(pk__in=asked.filter(person=person.pk).values("approval"), taken_back_on=None)
        led = Q(initiative__in=rows.led_by(person))
        seen = Q(initiative__in=rows.visible_to(person)) & ~Q(kind="update")
        return self.filter(theirs | led | seen) if person.may(Permission.SEE_DIRECTORY) else self.none()


class ApproverQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """Who was asked to approve what somebody reads, as far as they see the stakeholder (A1)."""
        approvals = self.model._meta.get_field("approval").related_model
        stakeholders = self.model._meta.get_field("stakeholder").related_model
        bodies = stakeholders._meta.get_field("employer").related_model
        hidden = ~Q(stakeholder__employer=None) & ~Q(stakeholder__employer__in=bodies.objects.visible_to(person))
        return self.filter(~hidden | Q(stakeholder=None), approval__in=approvals.objects.visible_to(person))
