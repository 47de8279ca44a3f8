"""The demo's community of practice: two challenges, how the region works, what should become better."""

from guildhall.community.actions import adopting, announcing, challenges, improvements, processes
from guildhall.community.models import Adoption, ProcessMap
from guildhall.community.starter import MAP, STEPS
from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.protocols.models import Clause, Protocol
from guildhall.protocols.starter import TITLE

OWN_WAY = {0: ("Career center", "We ask at the desk of the career center first: they keep the list of the job fair.")}
SYSTEMS = {1: "Guildhall, Outlook", 2: "Guildhall, Secretary of State register"}
BRANCHES = (
    (2, 3, "every criterion is met"),
    (2, 1, "something is missing"),
    (1, 0, "it is somebody else whom we need"),
    (1, 2, "they are interested"),
)
STATE = Adoption.State
ADOPTION = (  # which college, how many days ago, who agreed; clauses, how far, days ahead, and in which words
    ("MGC", 330, "Dr. Helena Strand, president", (
        ("2.2", STATE.ADOPTED, None, ""),
        ("4.2", STATE.ADOPTED, None, ""),
        ("4.3", STATE.VARIED, None, "We wait five days, as our departments ask for it."),
        ("5.1", STATE.PLANNED, 60, ""),
    )),
    ("RCC", 300, "Dr. Paul Nakai, president", (
        ("2.2", STATE.ADOPTED, None, ""),
        ("4.4", STATE.PLANNED, 20, "Once every key account has a deputy."),
    )),
)  # fmt: skip
WISHES = (
    ("wish", "See the campus map when planning a site tour", "planned", 2, ""),
    ("fault", "The star of a protected contact is hard to see in print", "done", 1, "It prints in black now."),
    ("wish", "Attach a photo from the phone's camera", "new", 2, ""),
)

NEWS = (
    "The round of employers in health care meets in spring",
    "Twelve hospitals and clinics say how many places they have. Each college brings its numbers, "
    "and nobody calls them before.",
)


def meet(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """Tell what colleagues struggle with, how they work, and what they wish."""
    _discuss(places, staff, days)
    _draw(places, staff, days)
    _adopt(places, staff, days)
    _wish(places, staff, days)
    _announce(places, staff, days)


def _discuss(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    first, second = staff.in_touch("RCC")[0], staff.in_touch("MGC")[0]
    with step("raise a challenge", "hospitals", days.at(60, 9)):
        row = challenges.raise_challenge(
            "Hospitals stop answering in the weeks before a semester",
            "All of us ask for clinical places at the same time. Two of my contacts said: please, one list.",
            by=first, institution=places["RCC"],
        )  # fmt: skip
    said = (
        (58, second, "MGC", "The same here. We called the same nurse manager four times in August."),
        (57, staff.directors[0], "REG", "I can carry one list for all colleges if I have your numbers by the first."),
    )
    for back, who, code, words in said:
        with step("contribute", row, days.at(back, 11)):
            challenges.contribute(row, words, by=who, institution=places[code])
    with step("decide", row, days.at(45, 14)):
        row.refresh_from_db()
        decided = challenges.Decided(
            "One list of clinical places for the whole region, carried by the director for health, twice a year.",
            "Regional Directors and WBL coordinators", days.back(45), days.ahead(30),
        )  # fmt: skip
        challenges.decide(row, decided, version=row.version, by=staff.directors[0])
    with step("raise a challenge", "no bus line", days.at(6, 10)):
        challenges.raise_challenge(
            "Who brings students to a site without a bus line?",
            "Three good employers lie beyond the last stop. How do you do it?",
            by=second, institution=places["MGC"],
        )  # fmt: skip


def _draw(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    by = staff.directors[0]
    with step("draw a map", MAP, days.at(200, 9)):
        purpose = "One way for all, so that nobody calls twice and nobody is shared before they are ready."
        row = processes.begin_map(MAP, purpose, institution=places["REG"], by=by, steps=STEPS)
        _branch(row, by)
        row = ProcessMap.objects.get(pk=row.pk)
        processes.publish_map(row, on=True, version=row.version, by=by)
    with step("refine a map", MAP, days.at(120, 9)):
        own = staff.one("MGC", Role.COLLEGE_ADMINISTRATOR)
        for at, (who, text) in OWN_WAY.items():
            refined = row.steps.all()[at]
            processes.refine(refined, who, text, institution=places["MGC"], version=0, by=own)


def _branch(row: ProcessMap, by: Person) -> None:
    """What becomes of an employer that does not meet the criteria, and which systems the steps use."""
    steps = list(row.steps.all())
    for at, names in SYSTEMS.items():
        processes.save_step(row, {"systems": names}, step=steps[at], version=steps[at].version, by=by)
    for source, target, condition in BRANCHES:
        processes.branch(steps[source], steps[target], condition, by=by)
    processes.connect(row, "Outlook", "Guildhall", "messages, saved as files and dropped on Log", by=by)


def _adopt(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    versions = Protocol.objects.filter(title=TITLE, institution=places["REG"], published_at__isnull=False)
    clauses = Clause.objects.filter(protocol__in=versions).select_related("protocol").order_by("number")
    for code, ago, who, said in ADOPTION:
        by = staff.one(code, Role.COLLEGE_ADMINISTRATOR)
        with step("agree as an institution", code, days.at(ago, 10)):
            adopting.agree(places[code], clauses[0].protocol, signed_by=who, agreed_on=days.back(ago), by=by)
        for number, state, ahead, words in said:
            with step("say how far", number, days.at(40, 10)):
                told = adopting.Adopted(state, days.ahead(ahead) if ahead else None, words)
                adopting.adopt(places[code], clauses.get(number=number), told, version=0, by=by)


def _wish(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    speakers = {code: staff.in_touch(code)[0] for code in ("MGC", "RCC", "HPC")}
    with step("name super users", "colleges", days.at(90, 9)):
        for code, who in speakers.items():
            improvements.name_super_user(places[code], who, by=staff.administrator)
    for n, (kind, title, state, priority, answer) in enumerate(WISHES):
        with step("wish", title, days.at(70 - 20 * n, 9)):
            row = improvements.suggest(kind, title, "", by=speakers["MGC"], institution=places["MGC"])
            for who in list(speakers.values())[: 3 - n]:
                improvements.vote(row, on=True, by=who)
            values = {"state": state, "priority": priority, "answer": answer}
            improvements.rank(row, values, version=1, by=staff.administrator)


def _announce(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """News that one college has passed on and one has not; the others have named nobody for it."""
    named = {code: staff.in_touch(code)[0] for code in ("MGC", "RCC")}
    with step("name points of contact", "for news", days.at(60, 9)):
        for code, who in named.items():
            name_point_of_contact(places[code], "news", who, by=staff.administrator)
    with step("publish news", NEWS[0], days.at(12, 9)):
        row = announcing.announce(*NEWS, institution=places["REG"], by=staff.directors[0])
    with step("pass news on", NEWS[0], days.at(11, 14)):
        words = "We send two of us; tell me by Friday who comes along."
        announcing.pass_on(row.deliveries.get(institution=places["MGC"]), words, by=named["MGC"])
