"""Who sees an employer, institution by institution, and by which clause (B4, N11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guildhall.employers.models import Employer
from guildhall.employers.querysets import REGIONAL, circle
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import KINDS, REGION
from guildhall.protocols.queries import clause_in_force
from guildhall.ui.dates import in_words

COLLEGES = (Institution.Kind.COLLEGE, Institution.Kind.DISTRICT)
Tree = dict[UUID, Institution]


def tree_of_institutions() -> Tree:
    """All institutions by identifier, read at once."""
    return {row.pk: row for row in Institution.objects.all()}


def default_audience(clause: Clause | None, holder: Institution, tree: Tree) -> list[str] | None:
    """Whom a default-audience clause opens the employers of a holder to: None for everybody, else kinds of
    institution and single institutions; the college that entered it always keeps it.
    """
    values = clause.parameters if clause else {}
    if values.get("audience") == KINDS and values.get("kinds"):
        own = [] if holder.kind in REGIONAL else [str(holder.pk)]  # a region's identifier means all that is below it
        return [*sorted(values["kinds"]), *own]
    if values.get("audience") == REGION:
        regions = [pk for pk in holder.lineage if pk in tree and tree[pk].kind == Institution.Kind.REGION]
        return [str(regions[-1])] if regions else None
    return None


def default_audience_of(holder: Institution) -> list[str] | None:
    """The same by the clause in force today."""
    clause = clause_in_force(Clause.Subject.DEFAULT_AUDIENCE, holder)
    if clause is None or not clause.parameters.get("audience"):
        return None
    return default_audience(clause, holder, {i.pk: i for i in Institution.objects.filter(pk__in=holder.lineage)})


def circles(tree: Tree) -> dict[UUID, set[str]]:
    """Per institution the words that an audience may name to reach its people: its own, of all above, of all below."""
    near: dict[UUID, set[UUID]] = {pk: set(row.lineage) | {pk} for pk, row in tree.items()}
    for pk, row in tree.items():
        for above in row.lineage:
            if above in near:
                near[above].add(pk)
    return {pk: circle((tree[i].pk, tree[i].kind) for i in ids if i in tree) for pk, ids in near.items()}


def limited(employer: Any) -> bool:
    """Whether a recorded exception to the default audience holds today; also of what an employer offers."""
    expired = employer.audience_until is not None and employer.audience_until < clock.today()
    return employer.audience is not None and not expired


def audience_words(employer: Any) -> list[str] | None:
    """Whom a shared employer is open to at this moment: by its exception, else by the default; None for everybody."""
    return [str(pk) for pk in employer.audience or ()] if limited(employer) else employer.default_audience


def seen_by(employer: Any, institutions: Iterable[Institution], tree: Tree) -> list[Institution]:
    """Those of some institutions whose people see a shared employer, or what it offers where it keeps an audience."""
    words = audience_words(employer)
    if words is None:
        return list(institutions)
    reach = circles(tree)
    return [i for i in institutions if not reach[i.pk].isdisjoint(words)]


@dataclass(frozen=True)
class Why:
    """One institution's answer: sees it or not, the reason, and the clause that it rests on."""

    institution: Institution
    sees: bool
    reason: str
    clause: Clause | None = None


def audience_answers(employer: Employer) -> list[Why]:
    """Per college and district, whether its people see the employer and by which clause (B4, N11)."""
    tree = tree_of_institutions()
    rows = sorted((i for i in tree.values() if i.kind in COLLEGES), key=lambda i: i.name)
    open_ones = [i for i in rows if i.closed_on is None or i.closed_on > clock.today()]
    clause = clause_in_force(Clause.Subject.DEFAULT_AUDIENCE, employer.holder)
    if employer.posted_at is None:
        return [_restricted(i, employer, tree, clause) for i in open_ones]
    seeing = {i.pk for i in seen_by(employer, open_ones, tree)}
    if limited(employer):
        designation = employer.designations.filter(ended_at=None).select_related("clause__protocol", "by").first()
        return [_exception(i, i.pk in seeing, designation, clause) for i in open_ones]
    return [_default(i, i.pk in seeing, employer, tree, clause) for i in open_ones]


def _restricted(institution: Institution, employer: Employer, tree: Tree, clause: Clause | None) -> Why:
    holder = tree[employer.holder_id]
    near = holder.pk in institution.lineage or institution.pk in holder.lineage
    if holder.kind not in REGIONAL and near:
        return Why(institution, True, _("It holds the employer while it is vetted."), clause)
    return Why(institution, False, _("It is not vetted and promoted yet."), clause)


def _default(institution: Institution, sees: bool, employer: Employer, tree: Tree, clause: Clause | None) -> Why:
    if employer.default_audience is None:
        return Why(institution, sees, _("Shared employers are open to every institution."), clause)
    names = _named(employer.default_audience, tree)
    if sees:
        return Why(institution, True, _("Shared employers are open to: %s.") % names, clause)
    return Why(institution, False, _("Shared employers are open only to: %s.") % names, clause)


def _named(words: Sequence[str], tree: Tree) -> str:
    kinds = {str(kind): str(label) for kind, label in _plural().items()}
    places = {str(pk): row.name for pk, row in tree.items()}
    return ", ".join(kinds.get(word) or places.get(word, "") for word in words)


def _plural() -> dict[Any, str]:
    return {"college": _("colleges"), "district": _("districts"), "school": _("schools")}


def _exception(institution: Institution, sees: bool, designation: Any, clause: Clause | None) -> Why:
    if designation is None:
        return Why(institution, sees, _("An exception is recorded."), clause)
    until = _(", until %s") % in_words(designation.until) if designation.until else ""
    reason = _("By a recorded exception of %(who)s%(until)s: %(why)s") % {
        "who": designation.by,
        "until": until,
        "why": designation.reason,
    }
    return Why(institution, sees, reason, designation.clause or clause)
