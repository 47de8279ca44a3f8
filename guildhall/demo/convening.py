"""A year of one initiative in the demo: its purpose, whom it looks for, who has a part, who is missing, its plan."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from guildhall.agreements.models import Agreement
from guildhall.demo.approving import approve_papers, name_approvers, write_protocol
from guildhall.demo.moments import Days
from guildhall.demo.policy import note_policy
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.telling import draft_a_report, tell_for_a_year
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.meetings.models import Meeting
from guildhall.partnerships.actions import (
    evaluating,
    initiatives,
    linking,
    outreach,
    planning,
    recruiting,
    stakeholders,
)
from guildhall.partnerships.actions.evaluating import Measured
from guildhall.partnerships.actions.initiatives import Described
from guildhall.partnerships.actions.outreach import Message
from guildhall.partnerships.actions.planning import Planned, Report
from guildhall.partnerships.actions.recruiting import Conversation, Fit, Sought
from guildhall.partnerships.actions.stakeholders import Answered, Part, Somebody
from guildhall.partnerships.models import Asked, Category, EvaluationRound, Initiative, Stakeholder
from guildhall.partnerships.questions import codes
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution, Person

LEADS = "Delphine Okafor"
WORDS = Described(
    "Career pathways for Two Rivers",
    purpose=(
        "Every student of the region sees a job at the end of each course, and the next course after each job. "
        "Schools, colleges, adult education, workforce boards and employers draw these pathways together, and stand "
        "behind them."
    ),
    why="Ten colleges call the same hospital in the same week, and students repeat what they have learned already.",
    how="A design team writes, sector by sector; those who decide read at three key points; everybody is told monthly.",
    what="Four pathways with credit that counts, places to learn at work on each, and one map that parents understand.",
    timing="Kickoff in the fall, drafts by January, agreements by March, the first students in August.",
    goals="400 students on a pathway in the first year; 120 places at 40 employers; two tests fewer.",
    partners="Workforce board, three school districts, the Chamber, Juniper Health Partners.",
    budget="$180,000 over two years: $120,000 state grant, $60,000 in staff time of the colleges.",
    topics=["Work-based learning, with internships and apprenticeships", "Postsecondary courses and credentials",
            "Certifications that the industry recognizes"],
    stages=["process", "policy", "capacity", "evaluation"],
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """One stakeholder: their sector, who they are, their roles, and whether they have accepted."""

    sector: str
    body: str
    name: str = ""
    post: str = ""
    roles: tuple[str, ...] = ()
    stages: tuple[str, ...] = ("process",)
    accepted: bool | None = True
    head: bool = False
    does: str = ""
    gains: str = ""
    shows: dict[str, str] = field(default_factory=dict)


VOICES = (
    Voice("K–12", "State board of education", "Marguerite Osei", "Member", ("decider", "champion"), ("policy",),
          does="Reads at three key points; speaks for it at the board.", shows={"government": "Seat 4"}),
    Voice("K–12", "Mesa Grande Unified School District", "Dr. Hal Brenner", "Superintendent", ("decider", "champion"),
          ("process", "policy"), head=True, does="Opens the schools’ schedules.", gains="Fewer students lost."),
    Voice("K–12", "Mesa Grande Unified School District", "Lucia Paredes", "CTE coordinator", ("doer",),
          does="Drafts the health pathway.", shows={"experience": "Eleven years of CTE", "time": "One day a week"}),
    Voice("Adult education", "Adult education consortium", "Inez Fuentes", "Director", ("decider", "doer"),
          ("capacity",), head=True, does="Ways in for adults at every step.", shows={"learners": "4,000 a year"}),
    Voice("Business, industry and workforce", "Two Rivers Chamber of Commerce", "Dale Whitfield", "President",
          ("connector", "champion"), ("capacity",), head=True, does="Brings ten employers a quarter.",
          gains="Members who find people.", shows={"advocate": "Hosts the yearly summit"}),
    Voice("Business, industry and workforce", "Workforce board", "Gordon Lam", "Policy analyst", ("doer",),
          ("evaluation",), does="Labor market figures.", shows={"government": "County board"}),
    Voice("Policymakers and legislature", "County board of supervisors", "Anselm Ortiz", "Aide", ("decider",),
          ("policy",), accepted=None, does="Tells which rules stand in the way."),
    Voice("Individuals and community", "Parents of Mesa Grande High", "Shira Lowen", "", ("connector",),
          ("evaluation",), does="Reads every draft as a parent would."),
    Voice("Policymakers and legislature", "Redstone city council", "Perry Stubbs", "Council member", ("decider",),
          accepted=False),
)  # fmt: skip
LETTER = {
    "rationale": "Students repeat what they know, and employers find nobody. We draw four pathways together.",
    "benefit": "You say what your people need to know before anything is decided.",
    "supports": "We pay travel and a substitute, and send every paper a week before.",
    "dates": "Three half days: October, January and March. The drafts come in between.",
}
PLAN = (  # part of the work, what, who of us, days until it is due, how far, what came of it
    (
        "process",
        "Hold the kickoff",
        "director",
        -25,
        "done",
        "Four priority elements, twelve people, three commitments.",
    ),
    ("process", "Write the charter", "lead", -10, "done", "Signed by all who decide."),
    ("process", "Name a design team for each pathway", "lead", 12, "under_way", ""),
    ("policy", "List the rules that stand in the way of dual credit", "director", -4, "under_way", ""),
    ("capacity", "Ask twenty employers what they could host", "director", 40, "open", ""),
    ("evaluation", "Agree on the five questions for everybody", "lead", 60, "open", ""),
)
NEWS = (
    ("Letter to all who have a part", "stakeholders", -18, "done", "38 readers, six answers."),
    ("One page for parents and the press", "the public, the media", 21, "open", ""),
)


def convene(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """An initiative of the region from its purpose to its plan, with one sector whose voice is missing still."""
    office, by = places["REG"], staff.by_name[LEADS]
    with step("start an initiative", WORDS.title, days.at(380, 9)):
        about = tuple(Pathway.objects.open().filter(institution=office).order_by("name"))
        row = initiatives.start_initiative(replace(WORDS, pathways=about), institution=office, by=by)
        initiatives.name_lead(row, staff.directors[0], by=by)
        initiatives.add_intermediary(row, {"area": "The coast", "body": "Harbor Economic Council"}, by=by)
    with step("look for the right voices", row, days.at(370, 10)):
        write_protocol(row, by)
        _recruit(row, staff, by)
    with step("plan an initiative", row, days.at(360, 10)):
        _plan(row, {"lead": by, "director": staff.directors[0]}, days)
        row = initiatives.run_initiative(Initiative.objects.get(pk=row.pk), version=row.version, by=by)
    with step("win stakeholders", row, days.at(345, 10)):
        voices = [_take_in(row, one, by) for one in VOICES]
    with step("hear from stakeholders", row, days.at(337, 15)):
        for one, voice in zip(voices, VOICES, strict=True):
            _answer(one, voice, by)
        name_approvers(staff.directors[0])
        approve_papers(row, "purpose", "Before the kickoff", staff.directors[0], by)
    with step("note what stands in the way", row, days.at(320, 10)):
        note_policy(row, by, days)
    tell_for_a_year(row, voices, by, days)
    with step("ask both sides of an initiative", row, days.at(30, 9)):
        made = _ask_both_sides(row, days, by)
    with step("put a paper up for approval", row, days.at(20, 9)):
        approve_papers(row, "plan", "Before the agreements are signed", staff.directors[0], by)
    with step("see what both sides think", row, days.at(12, 9)):
        seen = evaluating.conclude(made, "Drafts come too late to be read by those who decide.", by=by)
        evaluating.note_done(seen, "Every draft goes out two weeks ahead now.", version=seen.version, by=by)
    with step("report on an initiative", row, days.at(3, 16)):
        _report(row)
        _link(row, by)
    with step("draft a report of an initiative", row, days.at(2, 9)):
        draft_a_report(row, by, days)


def _recruit(row: Initiative, staff: Staff, by: Person) -> None:
    sought = Sought(
        "A hospital that trains", Category.objects.get(name="Business, industry and workforce"),
        "Runs wards with trainees, and decides about its own standards.", "Places for clinical hours.", 2,
    )  # fmt: skip
    profile = recruiting.add_profile(row, sought, by=by)
    employer = Employer.objects.visible_to(by).filter(posted_at__isnull=False, name="Juniper Health Partners").first()
    if employer:
        contact = employer.contacts.current().first()
        fit = Fit("To hire from here instead of from three states away.", "Two clinics, forty preceptors.",
                  staff.directors[0], "Introduced us in person.")  # fmt: skip
        chosen = recruiting.add_candidate(profile, Somebody(employer=employer, contact=contact), fit, by=by)
        said = Conversation(
            clock.today(), "Two clinics and a hospital.", "Chief of nursing.", "Very.", "Two hours a month."
        )
        recruiting.note_interview(chosen, said, by=by)
        recruiting.decide(chosen, chosen=True, reason="Decides about standards, and has hosted for years.",
                          version=chosen.version, by=by)  # fmt: skip
        _give_part(chosen.profile, by)
    maybe = Somebody(body="Saltmarsh Community Clinic", name="Dr. Ruth Ansah", post="Medical director")
    recruiting.add_candidate(profile, maybe, Fit("Nurses who stay."), by=by)
    sector = Category.objects.get(name="Postsecondary")
    recruiting.add_profile(
        row,
        Sought("Who decides about credit", sector, "Articulation of credit.", "Credit that counts everywhere."),
        by=by,
    )


def _give_part(profile: object, by: Person) -> None:
    row = Stakeholder.objects.get(candidate__profile=profile)
    somebody = Somebody(employer=row.employer, contact=row.contact)
    part = Part(row.category, "both", roles=["decider"], stages=["capacity"],
                brings="Two clinics, forty preceptors.", benefit="Hires from here.",
                responsibilities="Sets the standard for clinical hours.")  # fmt: skip
    row = stakeholders.change_stakeholder(row, somebody, part, {"major": "1,200 staff"}, version=row.version, by=by)
    said = Answered(accepted=True, how="spoken", on=clock.today(), words="")
    stakeholders.record_answer(row, said, version=row.version, by=by)


def _take_in(row: Initiative, voice: Voice, by: Person) -> Stakeholder:
    sector = Category.objects.get(name=voice.sector)
    email = f"{'.'.join(voice.name.removeprefix('Dr. ').lower().split())}@partners.example"
    employer = Employer.objects.visible_to(by).filter(posted_at__isnull=False, name=voice.body).first()
    body = {"employer": employer} if employer else {"body": voice.body}
    somebody = Somebody(**body, name=voice.name, post=voice.post, email=email)
    part = Part(sector, head=voice.head, roles=list(voice.roles), stages=list(voice.stages),
                responsibilities=voice.does, benefit=voice.gains)  # fmt: skip
    made = stakeholders.take_in(row, somebody, part, voice.shows, by=by)
    letter = Message(
        "visit" if employer else "mail", row.title, role=voice.does or "A seat among those who decide.", **LETTER
    )
    outreach.reach_out(made, letter, by=by)
    return made


def _answer(one: Stakeholder, voice: Voice, by: Person) -> None:
    if voice.accepted is None:
        return
    row = Stakeholder.objects.get(pk=one.pk)
    words = "" if voice.accepted else "No time before the election."
    said = Answered(accepted=voice.accepted, how="spoken", on=clock.today(), words=words)
    stakeholders.record_answer(row, said, version=row.version, by=by)


def _plan(row: Initiative, who: dict[str, Person], days: Days) -> None:
    by = who["lead"]
    for stage, title, person, due, _state, _result in PLAN:
        line = Planned(title, stage, person=who[person], due_on=_day(days, due))
        planning.plan_activity(row, line, by=by)
    for title, audience, due, _state, _result in NEWS:
        line = Planned(title, "process", "communication", audience, by, due_on=_day(days, due))
        planning.plan_activity(row, line, by=by)


MEASURES = (  # of what, what is measured, where it comes from, what is aimed at, what it read so far
    ("outcomes", "Students on one of the four pathways", "student systems of the colleges", "400", ("0", "62")),
    ("outcomes", "Places to learn at work", "agreements", "120", ("31", "44")),
    ("engagement", "Activities that were done on their day", "the plan", "9 of 10", ("7 of 9",)),
)
ANSWERS = (4, 3, 4, 2, 4, 5, 3)  # of the partners, each all along the line


def _ask_both_sides(row: Initiative, days: Days, by: Person) -> EvaluationRound:
    """What is measured, and what both sides say: seven partners, and two who lead, who are too few to be shown."""
    for strand, what, source, target, readings in MEASURES:
        measure = evaluating.add_measure(row, Measured(strand, what, source, target, days.ahead(200)), by=by)
        for value in readings:
            evaluating.read_measure(measure, value, clock.today(), by=by)
    made = evaluating.open_round(row, "full", clock.today() + timedelta(days=10), by=by)
    asked = Asked.objects.filter(round=made).order_by("pk")
    for one, value in zip(asked.filter(side="partners"), ANSWERS, strict=False):
        evaluating.give_opinion(one, dict.fromkeys(codes(full=True), value), "")
    for one in asked.filter(side="leads"):
        evaluating.give_opinion(one, dict.fromkeys(codes(full=True), 4), "")
    return made


def _day(days: Days, due: int) -> date:
    return days.ahead(due) if due >= 0 else days.back(-due)


def _report(row: Initiative) -> None:
    states = {title: (state, result) for _s, title, _p, _d, state, result in PLAN}
    states |= {title: (state, result) for title, _a, _d, state, result in NEWS}
    for line in row.activities.select_related("person"):
        state, result = states[line.title]
        if state != "open":
            planning.report_activity(line, Report(state, result=result), version=line.version, by=line.person)


def _link(row: Initiative, by: Person) -> None:
    for meeting in Meeting.objects.led_by(by):
        linking.link_meeting(row, meeting, by=by)
    if agreement := Agreement.objects.visible_to(by).in_force().order_by("title").first():
        linking.link_agreement(row, agreement, by=by)
