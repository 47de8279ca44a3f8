"""How the initiative in the demo works, in writing, and which of its papers were approved, by whom."""

from datetime import timedelta

from guildhall.lib import clock
from guildhall.partnerships.actions import approving
from guildhall.partnerships.actions.approving import PutUp, Working
from guildhall.partnerships.models import Approval, Initiative
from guildhall.partnerships.queries.approving import decision_makers
from guildhall.partnerships.starters import PROTOCOL
from guildhall.people.models import Person

ANSWERS: dict[str, dict[str, tuple[str, str]]] = {  # of those who have no account, as they told whoever leads
    "purpose": {"Marguerite Osei": ("yes", "The board stands behind it."), "": ("yes", "")},  # all the others as well
    "plan": {
        "Marguerite Osei": ("yes", ""),
        "Dr. Hal Brenner": ("changes", "Say when the schools’ schedules are decided, not only that they are."),
    },
}


def write_protocol(row: Initiative, by: Person) -> None:
    """How partners are found, how decisions are made, who hears what."""
    said = Working(**{name: "\n".join(lines) for name, lines in PROTOCOL.items()})
    approving.write_protocol(row, said, "", version=0, by=by)


def name_approvers(director: Person) -> None:
    """Whom the territory names: the same person reads purpose and plan of every initiative."""
    for kind in ("purpose", "plan"):
        approving.name_approver(kind, director, by=director)


def approve_papers(row: Initiative, kind: str, point: str, director: Person, by: Person) -> None:
    """Put a paper up; the director answers signed in, two partners told it to whoever leads, the others wait."""
    until = clock.today() + timedelta(14)
    made = approving.put_up(row, PutUp(kind, until, point), decision_makers(by, row), by=by)
    for one in Approval.objects.get(pk=made.pk).asked.select_related("person", "stakeholder"):
        name = one.stakeholder.name if one.stakeholder else ""
        if one.person_id == director.pk:
            approving.approve(one, "yes", "", version=one.version, by=director)
        elif not one.person_id and (said := ANSWERS[kind].get(name, ANSWERS[kind].get(""))):
            approving.note_approval(one, *said, version=one.version, by=by)
