"""What a contact was before it was noted that they have left."""

from guildhall.audit.models import Value
from guildhall.employers.models import Contact


def is_first_to_ask_again(contact: Contact) -> bool:
    """Whether a contact whose departure is taken back was the first person to ask until then, and nobody is since."""
    rows = Value.objects.filter(object_type=contact._meta.label_lower, object_id=str(contact.pk))
    departure = rows.filter(entry__verb="note departure").order_by("-entry_id").first()
    was_first = departure is not None and bool((departure.before or {}).get("primary"))
    return was_first and not contact.employer.contacts.current().filter(primary=True).exists()
