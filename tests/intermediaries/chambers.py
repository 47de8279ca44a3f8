"""A chamber, its members and completed placements in one line, for tests."""

from datetime import timedelta

from guildhall.intermediaries.actions import bodies, stories
from guildhall.intermediaries.actions.bodies import Described
from guildhall.intermediaries.actions.stories import Written
from guildhall.lib import clock
from guildhall.placements.models import Placement
from guildhall.students.actions.consenting import Signed, sign

NAMES = ("name", "institution", "program", "experience")


def chamber(cast, name="Two Rivers Chamber", *, level="county", meets="quarterly", **more):
    """A shared employer that is a chamber."""
    employer = cast.shared(name, **more).employer
    bodies.describe(employer, Described("chamber", level, "Two Rivers", meets), by=cast.director)
    return employer


def completed(cast, registration, employer, *, state="completed", by="mesa_wbl"):
    """A placement that is over."""
    today = clock.today()
    return Placement.objects.create(
        institution=registration.institution, registration=registration, student=registration.student,
        employer=employer, kind="internship_paid", title="Intern", since=clock.now(), created_at=clock.now(),
        state=state, started_on=today - timedelta(60), ended_on=today - timedelta(5), coordinator=cast.people[by],
    )  # fmt: skip


def consent(cast, registration, *parts, by="mesa_wbl", **more):
    """A consent of today for success stories, to anybody."""
    more = {"expires_on": None, "employer": None, "signer": "student", "use": "story"} | more
    signed = Signed(parts or NAMES, "my story", signed_by="Ana Zamora", signed_on=clock.today(), **more)
    return sign(registration, signed, by=cast.people[by])


def told(cast, registration, employer, *, by="mesa_wbl", audience="region", title="Hired before the last day"):
    """A story that is told."""
    placement = completed(cast, registration, employer, by=by)
    row = stories.write(placement, Written(title, "She began on the floor.", audience=audience), by=cast.people[by])
    return stories.tell(row, version=row.version, by=cast.people[by])
