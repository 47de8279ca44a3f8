"""Students and places in one line, for tests."""

from guildhall.lib import clock
from guildhall.placements.actions import applying
from guildhall.placements.actions.accepting import accept
from guildhall.placements.models import Application
from guildhall.students.actions.consenting import Signed, sign
from guildhall.students.actions.entering import StudentFacts, register


def student(cast, name="Ana", *, by="mesa_wbl", **facts):
    """A student of the college of whoever enters them."""
    place = cast.harbor if by.startswith("harbor") else cast.mesa
    return register(place, StudentFacts(name, "Zamora", **facts), by=cast.people[by])


def referred(cast, registration, row, *, by="mesa_wbl"):
    """An application."""
    return applying.refer(registration, row, by=cast.people[by])


def offered(cast, registration, row, *, by="mesa_wbl"):
    """An application to which a place was offered."""
    return applying.offer(referred(cast, registration, row, by=by), by=cast.people[by])


def placed(cast, registration, row, *, by="mesa_wbl"):
    """A place, or None where all are taken."""
    return accept(offered(cast, registration, row, by=by), by=cast.people[by])


def consent(cast, registration, employer, *parts, by="mesa_wbl", signer="student"):
    """A consent of today for some parts, to one employer."""
    signed = Signed(parts, "internships", signer, "Ana Zamora", clock.today(), employer=employer)
    return sign(registration, signed, by=cast.people[by])


def states(row):
    """The states of all applications for an opportunity, by the student's first name."""
    rows = Application.objects.filter(opportunity=row).select_related("registration__student")
    return {one.registration.given_name: one.state for one in rows}
