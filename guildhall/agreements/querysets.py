from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q

from guildhall.employers.models import Employer
from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person

EXPIRING_DAYS = 90  # M22
AGREED = ("in_force", "ended", "replaced")  # both sides stood behind it: no draft of one side


def kept_at(person: "Person") -> list[Any]:
    """The institutions whose agreements are a person's own affair: where they work, and where they keep agreements."""
    return [*houses_of(person), *person.below(Permission.KEEP_AGREEMENTS)]


class AgreementQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "AgreementQuerySet":
        """The agreements of a person's own institutions, drafts too, and the region's once both sides agreed.

        Of one with an employer that the person does not see nobody learns anything (A1).
        """
        if not person.standing.is_staff:
            return self.none()
        ours = kept_at(person)
        parties = self.model._meta.get_field("parties").related_model._base_manager.filter(agreement=OuterRef("pk"))
        seen = Employer.objects.visible_to(person).filter(pk=OuterRef("employer"))
        mine = Q(institution__in=ours) | Exists(parties.filter(institution__in=ours))
        shown = Q(audience="region", state__in=AGREED)
        return self.filter(mine | shown).exclude(Exists(parties.exclude(employer=None).exclude(Exists(seen))))

    def with_employer(self, employer: Any) -> "AgreementQuerySet":
        """Those to which an employer is a party."""
        parties = self.model._meta.get_field("parties").related_model._base_manager
        return self.filter(Exists(parties.filter(agreement=OuterRef("pk"), employer=employer)))

    def in_force(self) -> "AgreementQuerySet":
        """Signed by everybody, begun, and not over."""
        today = clock.today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), state="in_force", starts_on__lte=today)

    def expiring(self) -> "AgreementQuerySet":
        """In force, and over within ninety days (M22)."""
        return self.in_force().filter(ends_on__lte=clock.today() + timedelta(EXPIRING_DAYS))

    def expired(self) -> "AgreementQuerySet":
        """Over by its own last day, without a successor in force."""
        return self.filter(state="in_force", ends_on__lt=clock.today())

    def due_for_notice(self) -> "AgreementQuerySet":
        """Those whose days of notice before the end have begun, also where the end has passed."""
        first = ExpressionWrapper(F("ends_on") - F("notice_days"), output_field=models.DateField())
        return self.filter(ends_on__isnull=False).annotate(notice_from=first).filter(notice_from__lte=clock.today())

    def open(self) -> "AgreementQuerySet":
        """What is being drawn up or signed: new agreements, and amendments of those in force."""
        revisions = self.model._meta.get_field("revisions").related_model._base_manager
        amended = revisions.filter(agreement=OuterRef("pk"), state__in=("draft", "out"))
        return self.filter(Q(state__in=("draft", "signing")) | Exists(amended))


class OfAgreement(models.QuerySet[Any]):
    """What hangs on an agreement is seen by whoever sees the agreement."""

    def visible_to(self, person: "Person") -> "OfAgreement":
        """Of the agreements that a person sees."""
        agreements = self.model._meta.get_field("agreement").related_model.objects.visible_to(person)
        return self.filter(agreement__in=agreements)


class OfRevision(models.QuerySet[Any]):
    """What hangs on a revision is seen by whoever sees the agreement."""

    def visible_to(self, person: "Person") -> "OfRevision":
        """Of the agreements that a person sees."""
        revisions = self.model._meta.get_field("revision").related_model.objects.visible_to(person)
        return self.filter(revision__in=revisions)


class LinkQuerySet(OfRevision):
    def live(self) -> "LinkQuerySet":
        """Those that still open something."""
        return self.filter(revoked_at=None, used_at=None, until__gte=clock.today())
