"""Small facts that higher apps write down, so that the directory can filter by them (DESIGN §3)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from guildhall.employers.emails import tell_of_returned_mail
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.outbox.models import Returned
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import among


def note_owner(employer: Employer, owner: Person | None) -> None:
    """Note who looks after an employer."""
    employer.owner = owner
    employer.save(update_fields=["owner"])


def note_engagements(employer: Employer, *, at: datetime, institution: Institution, exchange: bool) -> None:
    """Note the newest day on which somebody was in touch with an employer, and who; and whether both sides were."""
    if employer.last_engaged_at is None or at >= employer.last_engaged_at:
        employer.last_engaged_at, employer.last_engaged_by = at, institution
        employer.save(update_fields=["last_engaged_at", "last_engaged_by"])
    if exchange and (employer.last_exchange_at is None or at > employer.last_exchange_at):
        employer.last_exchange_at = at
        employer.save(update_fields=["last_exchange_at"])


def note_many_engaged(employers: Collection[UUID], *, at: datetime, institution: Institution) -> None:
    """The same of many employers that one letter of ours reached; nobody has answered."""
    older = Q(last_engaged_at=None) | Q(last_engaged_at__lte=at)
    Employer.objects.filter(older, pk__in=among(employers)).update(last_engaged_at=at, last_engaged_by=institution)


def note_address_answered(contact: Contact | None, *, sent_at: datetime) -> None:
    """Note that the owner of a contact's e-mail address answered what was mailed there: the address is confirmed."""
    if contact is not None:
        unchanged = Q(email_at=None) | Q(email_at__lte=sent_at)
        Contact.objects.filter(unchanged, pk=contact.pk).update(email_confirmed_at=clock.now())


@transaction.atomic
def note_mail_returned(returned: Returned) -> None:
    """E-mail to an address came back for good: every contact who has it is to be looked at, at every institution.

    Said to the owner of the employer and to whoever wrote the address down, if they still see the employer.
    """
    if returned.kind != Returned.Kind.HARD:
        return
    now = clock.now()
    rows = (
        Contact.objects.current().filter(email__iexact=returned.address).select_related("employer__owner", "email_by")
    )
    for contact in rows:
        Contact.objects.filter(pk=contact.pk).update(email_failed_at=now)
        tell_of_returned_mail(contact, now)


def note_opportunities(counted: Mapping[UUID, tuple[int, int]]) -> int:
    """Note how many opportunities and places employers offer to everybody who sees them; returns how many changed."""
    rows = Employer.objects.filter(pk__in=counted).values_list("pk", "open_opportunities", "open_places")
    changed = [pk for pk, n, places in rows if counted[pk] != (n, places)]
    for pk in changed:
        n, places = counted[pk]
        Employer.objects.filter(pk=pk).update(open_opportunities=n, open_places=places)
    return len(changed)
