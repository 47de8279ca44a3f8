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
