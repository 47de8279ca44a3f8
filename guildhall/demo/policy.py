"""What stands in the way of the initiative in the demo, and what of other states and regions was looked at."""

from guildhall.demo.moments import Days
from guildhall.lib import clock
from guildhall.partnerships.actions import policy
from guildhall.partnerships.actions.policy import Elsewhere, InTheWay
from guildhall.partnerships.models import Initiative
from guildhall.people.models import Person

BARRIERS = (  # what, whose rule, which, what is asked, days until it is due, how far, what came of it
    (
        InTheWay("College credit ends at the district line", "State board of education", "Title 5, section 55002",
                 "That a course passed at one college of the region counts at all of them."),
        60, "promised", "On the agenda of their spring meeting.",
    ),
    (
        InTheWay("Nobody from industry may teach without a credential of three years", "Commission on credentials",
                 "Designated subjects credential", "A permit for one course a year, with a mentor."),
        -9, "raised", "",
    ),
    (
        InTheWay("Students under 18 are not insured on the way to a work site", "Mesa Grande Unified School District",
                 "Board policy 6178", "That the district’s policy covers the bus and the site."),
        None, "removed", "The board changed it in one meeting; the other two districts follow its words.",
    ),
    (
        InTheWay("Tests are repeated at each college", "The colleges themselves", "Usual practice",
                 "One placement test, kept for two years."),
        None, "stands", "Two colleges keep theirs until their contract ends.",
    ),
)  # fmt: skip
MODELS = (  # which state or region, what it is called, what they do there, where it is read, what is taken
    ("Delaware", "Delaware Pathways",
     "Statewide pathways in 14 fields that the labor market asks for; a college is the intermediary for placements.",
     "https://www.excelined.org/", "One intermediary for each part of the territory, named with who answers there."),
    ("Tennessee, Upper Cumberland", "Highlands Pathways to Prosperity",
     "A regional partnership holds all partners to their goals, its own organization as well.",
     "", "Duties of both sides in each agreement. Not taken: goals for each employer, which ours refuse."),
    ("Texas, San Antonio", "SA Works", "Industry leads, and teachers spend days at employers.",
     "", "Teacher externships as a line of the plan."),
)  # fmt: skip


def note_policy(row: Initiative, by: Person, days: Days) -> None:
    """Four rules in the way, each at another point, and three models."""
    for found, due, state, result in BARRIERS:
        day = None if due is None else days.ahead(due) if due >= 0 else days.back(-due)
        made = policy.note_barrier(row, InTheWay(**(vars(found) | {"person": by, "due_on": day})), by=by)
        policy.report_barrier(made, state, result, version=made.version, by=by)
    for place, title, shows, link, taken in MODELS:
        policy.add_peer_model(row, Elsewhere(place, title, shows, clock.today(), link, taken), by=by)
