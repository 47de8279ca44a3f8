"""What shows that a pathway has the elements that the law asks for (WIOA section 3(7))."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways import rules
from guildhall.pathways.elements import BY_LETTER
from guildhall.pathways.models import ElementEvidence, Pathway
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def note_evidence(
    pathway: Pathway, element: str, state: str, shown_by: str, link: str = "", *, version: int, by: Person
) -> ElementEvidence:
    """Say whether a pathway has an element, and what shows it; what is met without evidence is not met (D11)."""
    held = locked(Pathway, pathway.pk, "institution")
    require(rules.can_change(by, held))
    words = shown_by.strip()[:2000]
    if element not in BY_LETTER:
        refuse("The law names no such element.")
    if state != ElementEvidence.State.MISSING and not words:
        refuse("Say what shows it: whoever asks reads it here.")
    row = ElementEvidence.objects.filter(pathway=held, element=element).first() or ElementEvidence(
        pathway=held, element=element, version=0
    )
    if row.version != version:
        raise Conflict
    before = {"state": row.state, "shown by": row.shown_by, "link": row.link} if row.version else None
    row.state, row.shown_by, row.link = state, words, link[:400]
    row.noted_by, row.noted_on = by, clock.today()
    row.version += 1
    row.save()
    after = {"element": element, "state": state, "shown by": words, "link": row.link}
    record("note evidence for pathway", held, by=by, before=before, after=after, institution=held.institution)
    return row
