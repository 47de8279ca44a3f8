from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.boards.models import Member
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.partnerships.models import Stakeholder
from guildhall.people.permissions import Permission
from guildhall.students.querysets import places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person


class HouseQuerySet(models.QuerySet[Any]):
    """Senders and templates of institutions."""

    def visible_to(self, person: "Person") -> "HouseQuerySet":
        """Those of the institutions for which somebody writes bulk e-mail."""
        return self.filter(institution__in=person.below(Permission.DRAFT_MAIL))

    def open_to(self, person: "Person") -> "HouseQuerySet":
        """What somebody may begin with: their own, and what stands above them for all."""
        return self.in_use().filter(institution__in=person.standing.reach(Permission.DRAFT_MAIL)) | (
            self.in_use().visible_to(person)
        )

    def in_use(self) -> "HouseQuerySet":
        """Those that nobody has retired."""
        return self.filter(retired_at=None)


class MailingQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MailingQuerySet":
        """The bulk e-mails of the institutions for which somebody writes, approves or sends them."""
        return self.filter(institution__in=person.below(Permission.DRAFT_MAIL))

    def on_their_way(self) -> "MailingQuerySet":
        """What is scheduled or being sent."""
        return self.filter(state__in=("scheduled", "sending"))

    def due(self) -> "MailingQuerySet":
        """What may leave now."""
        return self.on_their_way().filter(send_from__lte=clock.now())

    def waiting(self) -> "MailingQuerySet":
        """What waits for approval."""
        return self.filter(state="waiting")


class OfMailing(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OfMailing":
        """What hangs on the bulk e-mails that somebody sees."""
        mailings = self.model._meta.get_field("mailing").related_model.objects.visible_to(person)
        return self.filter(mailing__in=mailings)


class AttachmentQuerySet(OfMailing):
    def visible_to(self, person: "Person") -> "AttachmentQuerySet":
        """Files of the bulk e-mails and pictures of the templates that somebody sees."""
        templates = self.model._meta.get_field("template").related_model.objects.visible_to(person)
        mailings = self.model._meta.get_field("mailing").related_model.objects.visible_to(person)
        return self.filter(Q(mailing__in=mailings) | Q(template__in=templates))


class RecipientQuerySet(OfMailing):
    def visible_to(self, person: "Person") -> "RecipientQuerySet":
        """The recipients of bulk e-mails that somebody sees, as far as they see their employer."""
        return super().visible_to(person).known_to(person)  # type: ignore[attr-defined, no-any-return]

    def known_to(self, person: "Person") -> "RecipientQuerySet":
        """The same, of mailings that are known to be visible already."""
        contacts = Contact.objects.filter(employer__in=Employer.objects.visible_to(person))
        stakeholders = Stakeholder.objects.visible_to(person)
        members = Member.objects.visible_to(person)
        return self.filter(
            Q(contact__isnull=False, contact__in=contacts)
            | Q(stakeholder__isnull=False, stakeholder__in=stakeholders)
            | Q(member__isnull=False, member__in=members)
        )

    def included(self) -> "RecipientQuerySet":
        """Those who get it as things stand."""
        return self.filter(state="included")


class StudentRecipientQuerySet(OfMailing):
    """Students whom mailings are for: the first lock. The second one says the same (ADR 36)."""

    def visible_to(self, person: "Person") -> "StudentRecipientQuerySet":
        """Those of bulk e-mails that somebody sees, as far as they see the students of that institution."""
        return super().visible_to(person).known_to(person)  # type: ignore[attr-defined, no-any-return]

    def known_to(self, person: "Person") -> "StudentRecipientQuerySet":
        """The same, of mailings that are known to be visible already."""
        places = places_of(person)
        return self.filter(institution__in=places) if places else self.none()

    def included(self) -> "StudentRecipientQuerySet":
        """Those who get it as things stand."""
        return self.filter(state="included")
