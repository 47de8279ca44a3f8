"""A term of bulk e-mail in the demo: sent, held and saved, on its way, waiting, and just begun."""

from datetime import datetime

from django.db.models import Q

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.writing_more import ask_before_all_is_known, fresh, scheduled, sent, write_more
from guildhall.employers.actions.editing import save_contact
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.mailings.actions import choosing, deciding, merging, selecting, writing
from guildhall.mailings.actions.writing import Draft
from guildhall.mailings.models import Mailbox, Mailing, Sender
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role

AGREED = ["events", "students", "news", "boards"]
MOST_ASKED = 60  # contacts whose consent is told
FAIR = """Dear {first_name|colleague},

Our **{institution}** opens its doors on the last Thursday of next month.

# What awaits you

- Students of six programs show what they built
- Half an hour each with those who look for a place
- Lunch, and a table of your own if you want one

Answer this letter, and we keep a table for {employer}.""".replace("**", "")
NEWS = """Dear {first_name|colleague},

Twelve students began a placement this month, and four employers offered one for the first time.

If you would like to be the next one, answer this letter: a person reads it."""
HOSTS = """Dear {first_name|colleague},

This spring we look for places in which students see a day of your work.

# What we ask of {employer}

- One day in March or April, for two students
- Somebody who shows them around

You meet the people whom you may hire in two years. We bring insurance and transport."""


def write(office: Institution, places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """What the region and Mesa Grande wrote this term."""
    director, second = staff.directors[:2]
    mesa, coordinator = places["MGC"], staff.one("MGC", Role.WBL_COORDINATOR)
    for person in (director, second, coordinator):
        person.forget_standing()  # they were trained since
    _agree(coordinator, days)
    region = _sender(office, "Regional office", "office@tworivers.example", "400 River Road", director, days)
    college = _sender(mesa, "Career center", "careers@mesagrande.example", "12 College Way", coordinator, days)
    _template(office, director, days)
    ask_before_all_is_known(mesa, college, coordinator, days)
    news = _drafted(Draft(region, "news", "What happened this month", NEWS), office, director, days.at(9, 9))
    sent(news, second, director, days.at(8, 10))
    _choose(news, days)
    write_more(mesa, college, coordinator, second, days)
    fair = Draft(college, "events", "Our open day", FAIR)
    ours = _drafted(fair, mesa, coordinator, days.at(3, 9), source=("contacts", "agreed=events", "Agreed to events"))
    theirs = _drafted(Draft(region, "events", "Spring calendar of the colleges", NEWS), office, director, days.at(2, 9))
    later = clock.moment_of(days.ahead(5), deciding.OPENS)
    scheduled(theirs, second, director, later, days.at(2, 11))
    with step("offer to merge mailings", ours, days.at(1, 9)):
        ours = fresh(ours)
        merging.offer_merge(ours, fresh(theirs), version=ours.version, by=coordinator)
    hosts = Draft(college, "students", "A day of your work for two students", HOSTS, outreach=True,
                  asks_for="a day of work for two students in March or April",
                  elements=("rationale", "role", "benefit", "supports", "dates"))  # fmt: skip
    asked = _drafted(hosts, mesa, coordinator, days.at(1, 10), source=("opportunity", "", "Employers that offer"))
    if asked.recipients.included().exists():  # in a village everybody hears of the spring calendar already
        with step("ask for approval of a mailing", asked, days.at(1, 11)):
            asked = fresh(asked)
            deciding.ask_for_approval(asked, version=asked.version, by=coordinator)


def _agree(by: Person, days: Days) -> None:
    """Of employers of which little was heard lately two of three contacts have agreed to bulk e-mail."""
    longest_ago = Q(last_engaged_at=None) | Q(last_engaged_at__lt=days.at(75))  # so no rule depends on the calendar
    quiet = Employer.objects.shared_with(by).filter(longest_ago)
    rows = Contact.objects.filter(employer__in=quiet, starred=False).current().exclude(email="")
    for n, contact in enumerate(rows.select_related("employer").order_by("email")[:MOST_ASKED]):
        if n % 3 != 2:
            with step("note that somebody agreed to e-mail", contact, days.at(20, 9)):
                topics = {"mail_topics": AGREED if n % 4 else ["news"]}
                save_contact(contact.employer, topics, by=by, contact=contact, version=contact.version)


def _sender(place: Institution, title: str, reply_to: str, street: str, by: Person, days: Days) -> Sender:
    with step("add a sender of bulk e-mail", title, days.at(11, 9)):
        values = {"title": title, "reply_to": reply_to, "postal_address": f"{street}, {place.name}"}
        return writing.save_sender(values, institution=place, by=by)


def _template(office: Institution, by: Person, days: Days) -> None:
    with step("add a template of bulk e-mail", office, days.at(11, 10)):
        values = {"title": "An open day", "subject": "Our open day", "body": FAIR}
        writing.save_template(values, institution=office, by=by)


def _drafted(
    draft: Draft, place: Institution, by: Person, at: datetime, *,
    source: tuple[str, str, str] = ("employers", "all=yes", "All employers")
) -> Mailing:  # fmt: skip
    with step("write a mailing", draft.subject, at):
        row = writing.write_mailing(draft, institution=place, by=by)
        kind, query, label = source
        selecting.add_source(row, kind, label=label, query=query, by=by)
    return fresh(row)


def _choose(row: Mailing, days: Days) -> None:
    """One reader wants no more, another one pauses."""
    boxes = list(Mailbox.objects.order_by("address")[:2])
    for box, choice in zip(boxes, (choosing.Choice(nothing=True, said_by="Ana, for the front desk"),
                                   choosing.Choice(paused_until=days.ahead(40))), strict=False):  # fmt: skip
        with step("choose bulk e-mail", row, days.at(6, 9)):
            choosing.choose(box, choice, version=box.version)
