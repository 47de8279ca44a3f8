"""What of an offer contradicts itself: each refusal with the field that it stands at (B2)."""

from collections.abc import Iterator
from typing import Any

from guildhall.lib.verdicts import Verdict, no
from guildhall.opportunities.kinds import UNPAID


def misfits(offer: Any) -> Iterator[tuple[str, Verdict]]:
    """What does not fit together in what was typed: the field, and the sentence that says so."""
    if _before(offer.ends_on, offer.starts_on):
        yield "ends_on", no("It cannot end before it begins.")
    if _before(offer.apply_until, offer.apply_from):
        yield "apply_until", no("Applications cannot end before they begin.")
    pay = [amount for amount in (offer.pay_low, offer.pay_high) if amount is not None]
    if any(pay) and offer.kind in UNPAID:
        yield "pay_low", no("It is called unpaid, and pay is named: take one of the two back.")
    elif pay and not offer.pay_per:
        yield "pay_per", no("Say what the pay is for: an hour, a week, a year …")
    if _before(offer.pay_high, offer.pay_low):
        yield "pay_high", no("The pay goes from the lower number to the higher one.")
    if _before(offer.expires_on, offer.publish_on):
        yield "expires_on", no("Its last day comes before its first one.")


def _before(later: Any, earlier: Any) -> bool:
    return later is not None and earlier is not None and later < earlier
