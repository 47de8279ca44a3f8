from django.urls import reverse

from guildhall.people import events
from guildhall.people.queries import staff_of
from guildhall.people.telling import tell
from guildhall.protocols.models import Protocol


def tell_of_protocol(protocol: Protocol) -> None:
    """Tell the staff whom a protocol binds that it is published, and from when on it holds (B3)."""
    people = staff_of(protocol.institution).exclude(pk=protocol.published_by_id)
    path, key = reverse("protocol", args=[protocol.pk]), f"protocol:{protocol.pk}"
    words = {"protocol": protocol}
    tell(events.PROTOCOL_PUBLISHED, people, "protocols/email/published.txt", words, path=path, key=key)
