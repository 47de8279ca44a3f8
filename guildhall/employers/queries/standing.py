"""What stands at the head of an employer's page, and why somebody sees it at all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers import rules
from guildhall.employers.models import Employer
from guildhall.employers.querysets import REGIONAL
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import parameter
from guildhall.ui.dates import in_words


@dataclass(frozen=True)
class Standing:
    """Who sees an employer, in words."""

    kind: str
    icon: str
    words: str
    detail: str = ""
    clause: Clause | None = None


def standing_of(employer: Employer) -> Standing:
    """Who sees an employer: everybody, some, or only those who develop it."""
    if employer.posted_at is None:
        if employer.holder.kind in REGIONAL:
            return Standing("wall", "lock", _("Restricted to Regional Directors"), _("Colleges see nothing of it."))
        words = _("Restricted: entered by %s") % employer.holder
        return Standing("wall", "lock", words, _("Its own staff and the Regional Directors see it."))
    since = _("since %s") % in_words(employer.posted_at)
    if employer.audience is None or (employer.audience_until and employer.audience_until < clock.today()):
        if employer.default_audience is None:
            return Standing("good", "done", _("Shared with every institution"), since)
        return Standing("note", "lock", _("Shared as the protocol says"), since)
    n = len(employer.audience)
    words = ngettext("Shared with %d institution", "Shared with %d institutions", n) % n
    until = employer.audience_until
    return Standing("note", "lock", words, _("until %s") % in_words(until) if until else since)


def frame(person: Person, employer: Employer) -> dict[str, Any]:
    """What every tab of an employer's page needs."""
    return {
        "employer": employer,
        "standing": standing_of(employer),
        "may_edit": rules.can_edit(person, employer),
        "contact_count": _contact_count(employer),
    }


def _contact_count(employer: Employer) -> int:
    head = getattr(employer, "head", None)
    return head.contacts if head else sum(c.is_current for c in employer.contacts.all())


def left_in_peace(person: Person, employer: Employer) -> str:
    """Why an employer is better left in peace for now: another institution was in touch within the quiet period (B15).

    It goes by what every page knows of an employer, so that it costs nothing; empty where nothing speaks against it.
    """
    place = next((post.institution for post in person.posts), None)
    last, by = employer.last_engaged_at, employer.last_engaged_by_id
    if place is None or last is None or by in place.lineage or employer.posted_at is None:
        return ""
    days = parameter(Clause.Subject.QUIET_PERIOD, "days", place)
    if (clock.today() - clock.day_of(last)).days >= days:
        return ""
    words = _("%(place)s was in touch on %(day)s, and they are to be left in peace for now.")
    return words % {"place": employer.last_engaged_by, "day": in_words(clock.day_of(last))}
