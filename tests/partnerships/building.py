"""An initiative of Mesa Grande with what it takes, for the tests of this app."""

from guildhall.partnerships.actions import initiatives, planning, recruiting, stakeholders
from guildhall.partnerships.actions.initiatives import Described
from guildhall.partnerships.actions.planning import Planned
from guildhall.partnerships.actions.recruiting import Sought
from guildhall.partnerships.actions.stakeholders import Part, Somebody
from guildhall.partnerships.models import Category

WHY = {"purpose": "One way in.", "why": "Nobody knows.", "how": "Together.", "what": "One list.", "timing": "By fall."}
ELEMENTS = {
    "rationale": "So that students find work.",
    "role": "You decide with us.",
    "benefit": "You meet them first.",
    "supports": "We pay the bus.",
    "dates": "October 3, then monthly.",
}


def started(cast, title="Career pathways", *, running=True, **words):
    """An initiative that Mesa's convener leads, before the colleagues unless said otherwise."""
    by = cast.mesa_convener
    row = initiatives.start_initiative(Described(title, **(WHY | words)), institution=cast.mesa, by=by)
    return initiatives.run_initiative(row, version=row.version, by=by) if running else row


def complete(cast, row):
    """With a profile and a plan: nothing is missing before anybody is contacted."""
    by = cast.mesa_convener
    recruiting.add_profile(row, Sought("A hospital", sector("Postsecondary"), "Nursing", "Places"), by=by)
    planning.plan_activity(row, Planned("Write the charter", "process"), by=by)
    return row


def sector(name):
    return Category.objects.get(name=name)


def taken_in(cast, row, who="State board", category="K–12", *, evidence=None, somebody=None, **part):
    """A stakeholder under a name, or `somebody`."""
    known = somebody or Somebody(body=who, name=part.pop("name", ""), email=part.pop("email", ""))
    return stakeholders.take_in(row, known, Part(sector(category), **part), evidence, by=cast.mesa_convener)
