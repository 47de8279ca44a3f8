from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Employer, Note
from guildhall.engagements.models import ACT, Engagement
from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person

WORKING = ("lead", "contacted", "developing", "vetting", "ready")


class ProspectQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ProspectQuerySet":
        """The prospects whose employer is restricted and open to the person, and those promoted from there (A1)."""
        from_crm = Q(employer__in=Employer.objects.restricted_to(person))
        places = person.standing.institutions(Permission.USE_CRM)
        promoted = Q(
            employer__posted_at__isnull=False,
            employer__merged_into=None,
            employer__holder__lineage__overlap=list(places),
        )
        return self.filter(from_crm | promoted) if places else self.filter(from_crm)

    def with_tag_names(self) -> "ProspectQuerySet":
        """With the words that stand on the employer."""
        tags = Employer.tags.through.objects.filter(employer=OuterRef("pk")).order_by("tag__name")
        return self.annotate(tag_names=ArraySubquery(tags.values("tag__name")))

    def working(self) -> "ProspectQuerySet":
        return self.filter(stage__in=WORKING)

    def never_contacted(self) -> "ProspectQuerySet":
        return self.filter(stage="lead", first_contacted_on=None)

    def to_vet_again(self) -> "ProspectQuerySet":
        """Shared employers whose vetting is over, or will be within a month, and those sent back to be vetted (A4)."""
        due = Q(vet_again_by__lte=clock.today() + timedelta(days=30)) | Q(vetted_at=None)
        return self.filter(due, employer__posted_at__isnull=False)

    def overdue(self) -> "ProspectQuerySet":
        return self.working().filter(next_step_on__lt=clock.today())


class JoinRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "JoinRequestQuerySet":
        """Requests about employers that the person sees in the CRM; once shared, its directors keep them (J2)."""
        if not person.standing.holds(Permission.DEVELOP_EMPLOYERS):
            return self.none()
        prospects = Employer._meta.get_field("prospect").related_model.objects.visible_to(person)
        return self.filter(employer__in=prospects.values("employer"))


class PromotionQuerySet(models.QuerySet[Any]):
    def undisturbed(self) -> "PromotionQuerySet":
        """Those since which no other institution has recorded anything there: they may be undone (N2)."""
        employer, holder = OuterRef("prospect__employer"), OuterRef("prospect__employer__holder")
        engaged = Engagement.objects.filter(employer=employer, recorded_at__gt=OuterRef("promoted_at"))
        noted = Note.objects.standing().filter(employer=employer, written_at__gt=OuterRef("promoted_at"))
        return self.filter(
            ~Exists(engaged.exclude(kind=ACT).exclude(institution=holder)), ~Exists(noted.exclude(institution=holder))
        )
