"""Bulk e-mail for tests: people who earned the right, employers whose contacts agreed, a mailing on its way."""

from datetime import datetime, timedelta
from typing import Any

from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.mailings.actions import deciding, selecting, writing
from guildhall.mailings.models import Mailing, Recipient, Sender
from guildhall.people.actions import earning
from guildhall.people.models import Person
from tests.moments import next_monday

TOPICS = ["events", "students", "boards", "news"]
BODY = "Dear {first_name|colleague},\n\ncome to our fair at https://fair.example/."


def trained(cast: Any, *names: str, title: str = "E-mail to many") -> None:
    """Terms that everybody has accepted, and a training that some have attended: both are needed (C18)."""
    terms = earning.publish_terms(cast.region, "Write kindly.", in_force_from=clock.today(), by=cast.administrator)
    for person in cast.people.values():
        if person.standing.is_staff:
            earning.accept_terms(terms, by=person)
    values = {"title": title, "about": "", "unlocks": ["BULK_MAIL"], "valid_months": 12}
    course = earning.open_course(cast.region, values | {"required_from": clock.today()}, by=cast.administrator)
    where = {"place": "Room 4", "link": "", "seats": None, "trainer": None}
    held = earning.plan_session(course, where | {"starts_at": clock.now() - timedelta(days=1)}, by=cast.administrator)
    people = [cast.people[name] for name in names or ("mesa_wbl", "mesa_admin", "director", "harbor_wbl",
                                                       "harbor_admin", "second")]  # fmt: skip
    earning.note_attendance(held, people, by=cast.administrator)
    for name, person in list(cast.people.items()):
        cast.people[name] = Person.objects.get(pk=person.pk)


def employer(cast: Any, name: str, *contacts: str, topics: Any = TOPICS, **more: Any) -> Employer:
    """A shared employer whose contacts agreed to bulk e-mail; the first is who is asked first."""
    row = cast.shared(name, **more).employer
    for n, family in enumerate(contacts or (f"{name} One",)):
        Contact.objects.create(
            employer=row, given_name="Ana", family_name=family, primary=n == 0, mail_topics=list(topics),
            email=f"{family.lower().replace(' ', '.')}@{name.lower().replace(' ', '')}.example",
        )  # fmt: skip
    return row


def sender(cast: Any, *, place: Any = None, by: Any = None) -> Sender:
    """Under which name Mesa writes."""
    values = {"title": "Career center", "reply_to": "career@mesa.example", "postal_address": "1 College Way, Mesa"}
    place = place or cast.mesa
    known = Sender.objects.filter(institution=place).first()
    return known or writing.save_sender(values, institution=place, by=by or cast.mesa_wbl)


def drafted(cast: Any, *, by: Any = None, place: Any = None, **more: Any) -> Mailing:
    """A draft, by default of Mesa, to everybody who is shared with it."""
    by, place = by or cast.mesa_wbl, place or cast.mesa
    facts = {"topic": "events", "subject": "Our fall fair", "body": BODY} | more
    whole, whom = facts.pop("whole", True), facts.pop("whom", "first")
    draft = writing.Draft(sender(cast, place=place, by=by), **facts)
    row = writing.write_mailing(draft, institution=place, by=by)
    if whole:
        selecting.add_source(row, "employers", label="All", query="all=yes", whom=whom, by=by)
    return fresh(row)


def fresh(row: Mailing) -> Mailing:
    """As the database has it."""
    return Mailing.objects.get(pk=row.pk)


def approved(cast: Any, row: Mailing, *, by: Any = None) -> Mailing:
    """Asked for and approved by somebody else."""
    row = fresh(row)
    deciding.ask_for_approval(row, version=row.version, by=row.author)
    row = fresh(row)
    deciding.approve(row, version=row.version, by=by or cast.mesa_admin)
    return fresh(row)


def scheduled(cast: Any, row: Mailing, *, at: datetime | None = None, by: Any = None, approver: Any = None) -> Mailing:
    """Approved and on its way."""
    row = approved(cast, row, by=approver)
    deciding.schedule(row, at, version=row.version, by=by or row.author)
    return fresh(row)


def monday(hour: int = 10) -> datetime:
    """A working hour to come."""
    return next_monday(hour)


def told(row: Mailing) -> dict[str, tuple[str, str]]:
    """What becomes of each recipient, by family name or name."""
    rows = Recipient.objects.filter(mailing=row).select_related("contact", "stakeholder", "member__person")
    return {(r.contact.family_name if r.contact else r.name): (r.state, r.reason) for r in rows}
