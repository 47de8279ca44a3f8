"""While somebody writes: who else writes to the same people, and what one letter instead of two saves (N9, C19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from guildhall.lib import clock
from guildhall.mailings.models import Carried, Mailing, Reason, Recipient
from guildhall.mailings.queries.selecting import WINDOW, day_of
from guildhall.people.models import Person

State = Recipient.State
KNOWN = ("waiting", "approved", "scheduled", "sending", "sent")  # drafts of others are nobody's concern yet


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another mailing to some of the same people: how many of them, out of how many."""

    mailing: Mailing
    shared: int
    of: int

    @property
    def share(self) -> int:
        """In per cent, rounded."""
        return round(100 * self.shared / self.of) if self.of else 0


def _meant(rows: Any) -> Any:
    """Those who get a mailing, or would if it were not for another one."""
    there = Q(state__in=(State.INCLUDED, State.SENT, State.CARRIED)) | Q(reason=Reason.OTHER_MAILING)
    return rows.filter(there, contact__isnull=False)


def overlaps_of(mailing: Mailing, person: Person) -> list[Overlap]:
    """The other mailings that reach the same people in the same days, the largest share first (N9)."""
    mine = _meant(mailing.recipients.known_to(person))
    total = mine.count()
    if not total:
        return []
    on = day_of(mailing)
    first, last = clock.noon_of(on - WINDOW), clock.noon_of(on + WINDOW)
    near = Q(send_from__range=(first, last)) | Q(state__in=("waiting", "approved"))
    others = Mailing.objects.filter(near, state__in=KNOWN).exclude(pk=mailing.pk)
    shared = _meant(Recipient.objects.filter(mailing__in=others)).filter(contact__in=mine.values("contact"))
    counts = dict(shared.order_by().values_list("mailing").annotate(n=Count("contact", distinct=True)))
    rows = others.filter(pk__in=counts).select_related("institution", "sender", "author")
    found = [Overlap(row, counts[row.pk], total) for row in rows]
    return sorted(found, key=lambda one: (-one.shared, one.mailing.subject))


@dataclass(frozen=True, slots=True)
class Saved:
    """E-mails that were not sent (M6): within another mailing, and because something was carried along."""

    merged: int
    carried: int

    @property
    def total(self) -> int:
        return self.merged + self.carried


def saved_by(mailings: Any, person: Person) -> Saved:
    """What some mailings saved: letters that traveled with others, and what each letter carried of others."""
    known = Recipient.objects.filter(mailing__in=mailings).known_to(person)
    merged = known.filter(state=State.CARRIED).count()
    others = Carried.objects.filter(mailing__in=mailings).exclude(institution=F("mailing__institution"))
    things = dict(others.order_by().values_list("mailing").annotate(n=Count("pk")))
    got = known.filter(state__in=(State.SENT, State.CARRIED), mailing__in=list(things))
    sent = got.order_by().values_list("mailing")
    carried = sum(n * things[pk] for pk, n in sent.annotate(n=Count("pk")))
    return Saved(merged, carried)


def kept_together(rows: Sequence[Overlap]) -> list[Overlap]:
    """Those with which a mailing could travel: scheduled, and not on their way yet."""
    return [one for one in rows if one.mailing.state == Mailing.State.SCHEDULED]
