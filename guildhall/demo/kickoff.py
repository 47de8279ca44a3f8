"""The demo's kickoff of the region: who was there, what they thought, how they voted, and what came of it."""

from datetime import timedelta
from uuid import uuid4

from guildhall.demo.moments import Days, moment
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.lib import clock
from guildhall.meetings.actions import (
    inviting,
    joining,
    marking,
    on_paper,
    opening,
    outcome,
    planning,
    preparing,
    speaking,
)
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.actions.joining import Name
from guildhall.meetings.actions.planning import Planned
from guildhall.meetings.actions.speaking import Offer, Sending
from guildhall.meetings.models import Activity, AgendaItem, Attendee, Definition, Element, Meeting, Participant
from guildhall.people.models import Institution, Person

# Table 5 of the Facilitator's Guide.
ELEMENTS = (
    "Continuum of workplace learning opportunities",
    "Nonduplicative assessments",
    "Multiple entry and exit points",
    "Align policies and programs",
)
AGENDA = (  # what it is about, minutes, who leads it
    ("Welcome, and what each of us is asked", 20, "Ruth Abara"),
    ("Why career pathways matter to us", 40, "Celia Brandvold"),
    ("Existing definitions", 30, "Ruth Abara"),
    ("Priority elements, in small groups and by vote", 60, "Celia Brandvold"),
    ("What we commit, and what comes next", 30, "Ruth Abara"),
)
DEFINITIONS = (
    (
        "U.S. Departments of Education, Health and Human Services, and Labor",
        "A series of connected education and training strategies and support services that enable individuals to "
        "secure industry-relevant certification and obtain employment within an occupational area and to advance "
        "to higher levels of future education and employment in that area.",
    ),
    (
        "Facilitator’s Guide",
        "A coordinated system of programs and services that support and guide an individual in the transition from "
        "education to the workforce.",
    ),
)
ROLES = ("Champion: advocate for the work in your network.", "Decision maker: review materials at key points.")
GUESTS = (  # name, for whom they speak
    ("Marguerite Osei", "State board of education"),
    ("Dale Whitfield", "Two Rivers Chamber of Commerce"),
    ("Inez Fuentes", "Adult education consortium"),
    ("Gordon Lam", "Workforce board"),
)
REFLECTIONS = (
    "Students should see a job at the end of each course, and the next course after each job.",
    "Our members test applicants again for what a college has tested already.",
    "Adults stop and come back: they need a way in at every step.",
    "Every agency has its own rules for the same student.",
)
# Who votes for which elements, in the order of coming in: four, six, two and six votes in all, the last two on paper.
VOTES = ((1, 2, 4), (2, 4), (1, 2, 4), (2, 4), (1, 2, 3, 4), (1, 2, 3, 4))
SUPPORT = (
    ("time", "Two staff days a month for the design team"),
    ("political", "Speaks for it at the state board"),
    ("funds", "$5,000 for the summit in spring"),
)


def hold_kickoff(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """A kickoff that was held, and the next meeting, which is being prepared."""
    place, by = places["REG"], staff.directors[0]
    start = moment(days.back(25), 9)
    with step("plan a kickoff", place, days.at(45, 11)):
        planned = Planned(
            "Kickoff: a career pathways system for Two Rivers", start, start + timedelta(hours=3),
            "One vision of career pathways for the region, the roles of each of us, and our priorities.",
            place="Two Rivers Office", room="Large meeting room",
        )  # fmt: skip
        row = planning.plan_meeting(planned, institution=place, by=by, organizers=[staff.directors[3]])
        _prepare(row, by)
    with step("invite to a kickoff", row, days.at(38, 10)):
        people = _ask(row, places, staff, by)
    with step("hold a kickoff", row, start + timedelta(minutes=20)):
        _hold(opening.open_room(row, by=by), people, by)
    with step("write the minutes of a kickoff", row, start + timedelta(hours=6)):
        _write_down(Meeting.objects.get(pk=row.pk), staff, days, by)
    with step("plan the next meeting", place, days.at(12, 15)):
        ahead = moment(days.ahead(15), 13)
        planned = Planned("Design team: first draft of the action plan", ahead, ahead + timedelta(hours=2),
                          "Who does what until summer.", place="Mesa Grande College", room="Library 204")  # fmt: skip
        following = planning.plan_meeting(planned, institution=place, by=by)
        for name, speaks_for in GUESTS[:2]:
            inviting.add_participant(following, Named(given=name, email=_mail(name), affiliation=speaks_for), by=by)


def _mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@partners.example"


def _prepare(row: Meeting, by: Person) -> None:
    for title, minutes, who in AGENDA:
        preparing.save_row(row, AgendaItem, {"title": title, "minutes": minutes, "who": who}, by=by)
    for source, text in DEFINITIONS:
        preparing.save_row(row, Definition, {"source": source, "text": text}, by=by)
    for text in ELEMENTS:
        preparing.save_row(row, Element, {"text": text}, by=by)
    for item in row.logistics.all():
        preparing.tick(item, done=True, by=by)


def _ask(row: Meeting, places: dict[str, Institution], staff: Staff, by: Person) -> list[Participant]:
    named = [Named(person=staff.in_touch(code)[0], role=ROLES[1]) for code in ("MGC", "RCC")]
    named += [Named(given=n, email=_mail(n), affiliation=a, role=ROLES[0]) for n, a in GUESTS]
    people = [inviting.add_participant(row, one, by=by) for one in named]
    for n, one in enumerate(people):
        said = {"accepts": True, "note": "", "version": one.version, "by": by}
        inviting.note_answer(one, "yes", "telephone" if n % 2 else "spoken", **said)
    return people


def _hold(row: Meeting, people: list[Participant], by: Person) -> None:
    """Four with phones, two on paper; one thing at a time."""
    phones = [joining.join(row, uuid4().hex, Name(one)) for one in people[:4]]
    kinds = {one.kind: one for one in reversed(row.activities.all())}
    reflection = opening.open_activity(kinds[Activity.Kind.REFLECTION], by=by)
    said = [_reflect(reflection, who, text) for who, text in zip(phones, REFLECTIONS, strict=True)]
    marking.mark(said[0], said[2], "connection", "A way in and out at every step", by=by)
    marking.mark(said[1], said[3], "disagreement", "Who may trust whose test", by=by)
    elements = list(row.elements.all())
    for response, element in zip(said, (0, 1, 2, 3), strict=True):
        marking.note_elements(response, [elements[element]], by=by)
    groups = opening.open_activity(kinds[Activity.Kind.GROUPS], groups=2, by=by)
    for group, chosen in zip(groups.groups.all(), ((0, 3), (1, 3)), strict=True):
        why = {elements[n].pk: "It is asked for most" for n in chosen}
        speaking.choose_as_group(group, why, Sending(uuid4().hex, 0))
    tally = opening.open_activity(kinds[Activity.Kind.TALLY], by=by)
    for who, numbers in zip(phones, VOTES, strict=False):
        speaking.vote(tally, who, {elements[n - 1].pk: "" for n in numbers}, Sending(uuid4().hex, 0))
    papers = [f"{one.name}: {', '.join(map(str, n))}" for one, n in zip(people[4:], VOTES[4:], strict=True)]
    on_paper.enter_papers(tally, "\n".join(papers), by=by)
    support = opening.open_activity(kinds[Activity.Kind.SUPPORT], by=by)
    until = clock.today() + timedelta(days=365)
    for who, (kind, words) in zip(phones[1:], SUPPORT, strict=True):
        speaking.commit_support(support, who, Offer(kind, words, uuid4().hex, until))
    opening.close_room(row, by=by)


def _reflect(reflection: Activity, who: Attendee, text: str) -> object:
    return speaking.reflect(reflection, who, text, Sending(uuid4().hex, 0))


def _write_down(row: Meeting, staff: Staff, days: Days, by: Person) -> None:
    words = "We agreed on one vision, on our roles and on four priority elements. The design team begins at once."
    row = outcome.write_minutes(row, words, version=row.version, by=by)
    outcome.note_decision(row, "Nonduplicative assessments and aligned policies come first.", by=by)
    task = outcome.Task("List the tests that are given twice", staff.in_touch("MGC")[0], due=days.ahead(20))
    outcome.give_task(row, task, by=by)
    row = outcome.share_minutes(Meeting.objects.get(pk=row.pk), shared=True, version=row.version, by=by)
    outcome.finish_meeting(row, version=row.version, by=by)
