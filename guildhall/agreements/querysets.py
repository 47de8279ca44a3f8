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
SIGNED = ("signed", "replaced")  # the same of a revision


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
        seen = Employer.objects.visible_to(person).filter(pk=OuterRef("employer"))
        hidden = Exists(self._parties().exclude(employer=None).exclude(Exists(seen)))
        shown = Q(audience="region", state__in=AGREED)
        return self.filter(self._bound_to(person) | shown).exclude(hidden)

    def own_to(self, person: "Person") -> "AgreementQuerySet":
        """Those of a person's own institutions; of what they see of them they read drafts and withdrawn texts too."""
        return self.filter(self._bound_to(person))

    def _bound_to(self, person: "Person") -> Q:
        ours = kept_at(person)
        return Q(institution__in=ours) | Exists(self._parties().filter(institution__in=ours))

    def _parties(self) -> models.QuerySet[Any]:
        parties = self.model._meta.get_field("parties").related_model._base_manager
        return parties.filter(agreement=OuterRef("pk"))

    def with_employer(self, employer: Any) -> "AgreementQuerySet":
        """Those to which an employer is a party."""
        return self.filter(Exists(self._parties().filter(employer=employer)))

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

    def open(self, person: "Person") -> "AgreementQuerySet":
        """What is being drawn up or signed: new agreements, and those amendments that a person reads."""
        revisions = self.model._meta.get_field("revisions").related_model.objects
        amended = revisions.visible_to(person).open().filter(agreement=OuterRef("pk"))
        return self.filter(Q(state__in=("draft", "signing")) | Exists(amended))


class OfAgreement(models.QuerySet[Any]):
    """What hangs on an agreement is seen by whoever sees the agreement."""

    def visible_to(self, person: "Person") -> "OfAgreement":
        """Of the agreements that a person sees."""
        agreements = self.model._meta.get_field("agreement").related_model.objects.visible_to(person)
        return self.filter(agreement__in=agreements)


class RevisionQuerySet(OfAgreement):
    def visible_to(self, person: "Person") -> "RevisionQuerySet":
        """What everybody signed, of the agreements that a person sees; drafts, what is out and what was given up only
        of their own institutions'."""
        agreements = self.model._meta.get_field("agreement").related_model.objects
        rows = super().visible_to(person)
        return rows.filter(Q(state__in=SIGNED) | Q(agreement__in=agreements.own_to(person)))

    def open(self) -> "RevisionQuerySet":
        """Those that are being drawn up or signed."""
        return self.filter(state__in=("draft", "out"))


class OfRevision(models.QuerySet[Any]):
    """What hangs on a revision is seen by whoever reads that revision."""

    def visible_to(self, person: "Person") -> "OfRevision":
        """Of the revisions that a person reads."""
        revisions = self.model._meta.get_field("revision").related_model.objects.visible_to(person)
        return self.filter(revision__in=revisions)


class LinkQuerySet(OfRevision):
    def live(self) -> "LinkQuerySet":
        """Those that still open something."""
        return self.filter(revoked_at=None, used_at=None, until__gte=clock.today())
