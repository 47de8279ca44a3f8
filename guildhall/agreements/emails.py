"""What signers of agreements are written, and what their keepers are told."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.agreements.models import Agreement, Revision, SigningLink
from guildhall.employers.telling import reader_at, tell_who_sees
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import Addressee
from guildhall.people import events
from guildhall.people.queries import territory


def write(link: SigningLink, secret: str, *, again: bool = False) -> None:
    """Mail a link to whoever signs for a party; whoever sent it reads the answer."""
    agreement, party = link.revision.agreement, link.party
    words: dict[str, Any] = {
        "row": link, "agreement": agreement, "party": party, "again": again, "by": link.by, "territory": territory(),
        "link": settings.PUBLIC_URL + reverse("agreement-sign-link", args=[secret]),
    }  # fmt: skip
    to = reader_at(party.employer_id, link.email) if party.employer_id else Addressee(link.email, "")
    details: dict[str, Any] = {"kind": "agreement link", "scope": agreement.scope, "confidential": True}
    reply_to = link.by.email if link.by else ""
    hand_over(to, "agreements/email/to_sign.txt", words, reply_to=reply_to, **details)


def tell_signed(agreement: Agreement, revision: Revision) -> None:
    """Tell the keeper that every party has signed."""
    _tell(events.AGREEMENT_SIGNED, agreement, "signed", f"{revision.pk}:signed", revision=revision)


def tell_ends(agreement: Agreement) -> None:
    """Tell the keeper that the days of notice have begun."""
    _tell(events.AGREEMENT_ENDS, agreement, "ends", f"{agreement.pk}:ends:{agreement.ends_on}")


def _tell(event: events.Event, agreement: Agreement, template: str, key: str, **words: Any) -> None:
    words |= {"agreement": agreement, "territory": territory()}
    path = reverse("agreement", args=[agreement.pk])
    tell_who_sees(
        event, [agreement.keeper], f"agreements/email/{template}.txt", words, path=path, key=f"agreement:{key}",
        scope=agreement.scope,
    )  # fmt: skip
