"""Students of two schools with all that is kept about them."""

from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest

from guildhall import context
from guildhall.bookings.models import AskedAfter, Booking, Roll
from guildhall.context import Keeper
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.mailings.models import Mailing, Sender, StudentRecipient
from guildhall.people.models import Institution
from guildhall.placements.models import Application, Experience, GroupExperience, Placement, Question, Step
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import (
    Case,
    Consent,
    ConsentRequest,
    Disclosure,
    Guardian,
    Part,
    Registration,
    StudentLogin,
)
from guildhall.supervision.models import (
    Evaluation,
    HoursEntry,
    Link,
    Paper,
    PaperType,
    Signature,
    SiteVisit,
    TrainingPlan,
)
from tests.cast import Cast

SECRET = "qxsecretxq"


@contextmanager
def as_(person):
    """As a request, a command or a job of somebody does it."""
    with context.begun(request_id=str(uuid4())), context.acting(person):
        yield


@pytest.fixture
def schools(cast: Cast) -> Cast:
    """A student of each of two colleges, with everything that hangs on one, and one who attends both."""
    cast.rows = {}
    cast.kestrel = cast.shared("Kestrel Aerospace").employer
    cast.hawk = cast.shared("Hawk Marine").employer
    for place, by in ((cast.mesa, cast.mesa_wbl), (cast.harbor, cast.harbor_wbl)):
        with as_(by):
            name = f"{SECRET} of {place.code}"
            row = register(
                place, StudentFacts(name, "Zamora", date(2000, 1, 2), number="77", email="a@b.example"), by=by
            )
            cast.rows[place.pk] = row
            login = StudentLogin(email=f"{place.code}@{SECRET}.example", opened_at=clock.now(), invited_by=by)
            with context.keeping(Keeper.ERASURE, "a test"):
                login.save()
                Registration._base_manager.filter(pk=row.pk).update(login=login)
            Guardian.objects.create(institution=place, registration=row, name=SECRET)
            ConsentRequest.objects.create(
                institution=place, registration=row, name=SECRET, email="p@p.example", signer="guardian",
                parts=[Part.NAME], expires_on=clock.today(), until=clock.today(), sent_at=clock.now(), by=by,
                secret_hash=place.code,
            )  # fmt: skip
            signed = {"parts": [Part.NAME], "signer": "student", "signed_by": SECRET, "signed_on": clock.today()}
            consent = Consent.objects.create(
                institution=place, registration=row, purpose=SECRET, employer=cast.kestrel, **signed
            )
            Disclosure.objects.create(
                institution=place, registration=row, employer=cast.kestrel, party=SECRET, parts=[Part.NAME],
                purpose="", ground="consent", consent=consent, notice="", at=clock.now(),
            )  # fmt: skip
            Case.objects.create(institution=place, registration=row, manager=by, next_step=SECRET)
            Experience.objects.create(
                institution=place, person=SECRET, activity="job_shadow", start_on=clock.today(), status="completed",
                mark="1", student=row.student,
            )  # fmt: skip
            _place(cast.kestrel, row, name)
            _book(row, name)
            _mail(row, name, by)
    return cast


def _mail(row, name, by):
    """A mailing to students, and one whom it is for."""
    sender = Sender.objects.create(institution=row.institution, title="Office", reply_to="o@o.example")
    mailing = Mailing.objects.create(
        institution=row.institution, sender=sender, audience="students", topic="student_news", subject="x", body="x",
        author=by, made_at=clock.now(),
    )  # fmt: skip
    StudentRecipient.objects.create(
        institution=row.institution, mailing=mailing, registration=row, state="held", reason="enough", detail=name
    )


def _book(row, name):
    """A booking for an event of another institution than the student's own."""
    moment, place = clock.now(), Institution.objects.exclude(pk=row.institution_id).get(code__in=["MGC", "HPC"])
    event, _made = Event.objects.get_or_create(
        institution=place, organizer=place.memberships.first().person, kind="tour", title="x", audience="all",
        defaults={"starts_at": moment, "ends_at": moment, "last_at": moment, "zone": "UTC", "made_at": moment},
    )  # fmt: skip
    roll = Roll.objects.create(event=event, starts_at=moment)
    booking = Booking.objects.create(
        roll=roll, institution=row.institution, registration=row, state="booked", since=moment, turn=1, key=uuid4(),
        booked_at=moment, booked_side="staff", answer=name,
    )  # fmt: skip
    AskedAfter.objects.create(
        institution=row.institution, booking=booking, registration=row, about="missed", email=f"{name[:9]}@s.example",
        secret_hash=name, sent_at=moment, until=clock.today(),
    )  # fmt: skip


def _place(employer, row, name):
    """An application, a placement and what hangs on them."""
    facts = {"institution": row.institution, "employer": employer}
    at = {"registration": row, "student": row.student, "kind": "job_shadow", "title": name, "since": clock.now()}
    Application.objects.create(**facts, **at, created_at=clock.now(), state="applied")
    placement = Placement.objects.create(**facts, **at, created_at=clock.now())
    asked = {"institution": row.institution, "placement": placement}
    Step.objects.create(**asked, after="agreed", on=clock.today(), at=clock.now(), side="staff", reason=name)
    Question.objects.create(
        **asked, about="start", secret_hash=name, sent_at=clock.now(), until=clock.today(), answer=""
    )
    _supervise(placement, name)
    GroupExperience.objects.create(
        **facts, activity="workplace_tour", on=clock.today(), group=name, level="high", students=20,
        entered_at=clock.now(),
    )  # fmt: skip


def _supervise(placement, name):
    """A plan, a paper with a signature and a link, hours, a visit and an evaluation."""
    now, of = clock.now(), {"institution": placement.institution, "placement": placement}
    TrainingPlan.objects.create(**of, tasks=name)
    kind = PaperType.objects.create(institution=placement.institution, title="Agreement", text="x", signers=["student"])
    paper = Paper.objects.create(**of, type=kind, title=name, text=name, digest="x", signers=["student"], made_at=now)
    Signature.objects.create(
        institution=placement.institution, paper=paper, signer="student", signed_by=name, way="typed",
        known="mailed_link", at=now, paper_digest="x", digest="x",
    )  # fmt: skip
    Link.objects.create(
        **of, purpose="log", signer="student", sent_to=name, email="a@b.example", secret_hash=name, sent_at=now,
        until=clock.today(),
    )  # fmt: skip
    HoursEntry.objects.create(**of, day=clock.today(), hours=2, key="x", side="student", learned=name, entered_at=now)
    by = placement.registration.cases.get().manager
    SiteVisit.objects.create(**of, on=clock.today(), visited_by=by, notes=name, entered_at=now)
    Evaluation.objects.create(**of, moment="final", side="supervisor", said_by=name, at=now)
