"""The declared table of all addresses (R1): each app says in a file of its own what its pages promise (`page.py`)."""

from tests.permissions.matrix.accounts import ACCOUNTS
from tests.permissions.matrix.agreements import AGREEMENTS
from tests.permissions.matrix.attendance import ATTENDANCE
from tests.permissions.matrix.boards import BOARDS
from tests.permissions.matrix.bookings import BOOKINGS
from tests.permissions.matrix.community import COMMUNITY
from tests.permissions.matrix.dashboards import DASHBOARDS
from tests.permissions.matrix.demand import DEMAND
from tests.permissions.matrix.employers import EMPLOYER_PAGES
from tests.permissions.matrix.engagements import ENGAGEMENTS
from tests.permissions.matrix.enquiries import ENQUIRY_PAGES
from tests.permissions.matrix.events import EVENTS
from tests.permissions.matrix.groups import *  # noqa: F403  the walks speak of the same people
from tests.permissions.matrix.imports import IMPORTS
from tests.permissions.matrix.intermediaries import INTERMEDIARIES
from tests.permissions.matrix.mailings import MAILINGS
from tests.permissions.matrix.meetings import MEETINGS
from tests.permissions.matrix.numbers import NUMBERS
from tests.permissions.matrix.opportunities import OPPORTUNITIES
from tests.permissions.matrix.page import Page
from tests.permissions.matrix.partnerships import PARTNERSHIPS
from tests.permissions.matrix.pathways import PATHWAYS
from tests.permissions.matrix.people import PEOPLE
from tests.permissions.matrix.placements import PLACEMENTS
from tests.permissions.matrix.policy import POLICY
from tests.permissions.matrix.portal import PORTAL
from tests.permissions.matrix.project import PROJECT
from tests.permissions.matrix.prospects import PROSPECTS
from tests.permissions.matrix.protocols import PROTOCOLS
from tests.permissions.matrix.relations import RELATIONS
from tests.permissions.matrix.stewardship import STEWARDSHIP
from tests.permissions.matrix.students import STUDENTS
from tests.permissions.matrix.supervision import SUPERVISION
from tests.permissions.matrix.updates import UPDATES


def joined(*tables: dict[str, Page]) -> dict[str, Page]:
    """All of them as one: an address that two tables declare is an error, for one would hide the other."""
    result: dict[str, Page] = {}
    for table in tables:
        if twice := result.keys() & table.keys():
            raise ValueError(f"declared twice: {', '.join(sorted(twice))}")
        result |= table
    return result


MATRIX: dict[str, Page] = joined(
    PROJECT,
    ACCOUNTS,
    PEOPLE,
    DASHBOARDS,
    EMPLOYER_PAGES,
    PROSPECTS,
    ENGAGEMENTS,
    ENQUIRY_PAGES,
    IMPORTS,
    INTERMEDIARIES,
    MEETINGS,
    PROTOCOLS,
    STEWARDSHIP,
    COMMUNITY,
    AGREEMENTS,
    MAILINGS,
    ATTENDANCE,
    BOARDS,
    BOOKINGS,
    DEMAND,
    EVENTS,
    NUMBERS,
    OPPORTUNITIES,
    PARTNERSHIPS,
    PATHWAYS,
    PLACEMENTS,
    POLICY,
    PORTAL,
    RELATIONS,
    STUDENTS,
    SUPERVISION,
    UPDATES,
)
