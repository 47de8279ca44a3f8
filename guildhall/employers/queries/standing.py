"""What stands at the head of an employer's page, and why somebody sees it at all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers import rules
from guildhall.employers.models import Employer
from guildhall.employers.querysets import REGIONAL
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.queries import colleges
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clause_in_force


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
        words = _("Restricted: held by %s") % employer.holder
        return Standing("wall", "lock", words, _("Its own staff and the Regional Directors see it."))
    since = _("since %s") % employer.posted_at.strftime("%-d %b %Y")
    if employer.audience is None or (employer.audience_until and employer.audience_until < clock.today()):
        return Standing("good", "done", _("Shared with every institution"), since)
    n = len(employer.audience)
    words = ngettext("Shared with %d institution", "Shared with %d institutions", n) % n
    until = employer.audience_until
    return Standing("note", "lock", words, _("until %s") % until.strftime("%-d %b %Y") if until else since)


def frame(person: Person, employer: Employer) -> dict[str, Any]:
    """What every tab of an employer's page needs."""
    return {
        "employer": employer,
        "standing": standing_of(employer),
        "may_edit": rules.can_edit(person, employer),
        "contact_count": _contact_count(employer),
    }


def _contact_count(employer: Employer) -> int:
    counted = getattr(employer, "contact_count", None)
    return sum(c.is_current for c in employer.contacts.all()) if counted is None else counted


@dataclass(frozen=True)
class Why:
    """One institution's answer: sees it or not, and the reason."""

    institution: Institution
    sees: bool
    reason: str
    clause: str = ""


def audience_answers(person: Person, employer: Employer) -> list[Why]:
    """Per college, whether it sees the employer and by which clause; recomputed from the record itself (B4, N11)."""
    default = clause_in_force(Clause.Subject.DEFAULT_AUDIENCE, employer.holder)
    cited = default.citation if default else ""
    designation = employer.designations.filter(ended_at=None).select_related("clause__protocol", "by").first()
    answers = []
    for institution in colleges():
        if employer.posted_at is None:
            sees = institution.pk == employer.holder_id
            reason = _("It holds the employer while it is vetted.") if sees else _("It is not vetted and promoted yet.")
            answers.append(Why(institution, sees, reason, cited))
        elif not _limited(employer):
            answers.append(Why(institution, True, _("Shared employers are open to every institution."), cited))
        else:
            sees = bool(set(employer.audience or []) & set(institution.lineage))
            answers.append(_exception(institution, sees, designation, cited))
    return answers


def _limited(employer: Employer) -> bool:
    expired = employer.audience_until is not None and employer.audience_until < clock.today()
    return employer.audience is not None and not expired


def _exception(institution: Institution, sees: bool, designation: Any, cited: str) -> Why:
    if designation is None:
        return Why(institution, sees, _("An exception is recorded."), cited)
    clause = designation.clause.citation if designation.clause else cited
    until = _(", until %s") % designation.until.strftime("%-d %b %Y") if designation.until else ""
    reason = _("By a recorded exception of %(who)s%(until)s: %(why)s") % {
        "who": designation.by,
        "until": until,
        "why": designation.reason,
    }
    return Why(institution, sees, reason, clause)
