"""Choosing the skills by which an institution's placements are evaluated."""

from collections.abc import Iterable

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked
from guildhall.supervision import rules
from guildhall.supervision.models import ChosenSkills
from guildhall.supervision.models.skills import LONGEST
from guildhall.supervision.skills import FRAMEWORKS

MOST_OWN = 12  # skills beside those of the list


@transaction.atomic
def choose_skills(
    institution: Institution, framework: str, own: Iterable[str], *, version: int, by: Person
) -> ChosenSkills:
    """Say by which skills evaluations are made from now on; those of before keep theirs."""
    require(rules.can_keep_types(by, institution))
    locked(Institution, institution.pk)
    if framework not in FRAMEWORKS:
        refuse("Choose one of the lists of skills.")
    said = list(dict.fromkeys(words for one in own if (words := one_line(one)[:LONGEST])))
    if len(said) > MOST_OWN:
        refuse("Not more than {n} skills of your own: an evaluation is read on a phone.", n=MOST_OWN)
    row = ChosenSkills.objects.filter(institution=institution).first()
    if (row.version if row else 0) != version:
        raise Conflict
    before = {"framework": row.framework, "own": row.own} if row else None
    row = row or ChosenSkills(institution=institution, version=0)
    row.framework, row.own, row.by, row.changed_at = framework, said, by, clock.now()
    row.version += 1
    row.save()
    record("choose skills", row, by=by, before=before, after={"framework": framework, "own": said},
           institution=institution)  # fmt: skip
    return row
