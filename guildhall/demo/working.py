"""What the demo's people have promised employers, plan to ask them, and were told by them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from guildhall.demo.moments import Days, moment
from guildhall.demo.rested import Rested
from guildhall.demo.sizes import Size
from guildhall.demo.staff import Staff
from guildhall.demo.steps import StoryRefused, dice, step
from guildhall.demo.timeline import Shared
from guildhall.engagements.actions import asking, easing, following, holding
from guildhall.engagements.models import Ask, Engagement, FollowUp
from guildhall.lib.working_days import shift_working_days
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role

TASKS = (
    "Send the dates of the spring term",
    "Send the training plan for signature",
    "Name three students for the interview",
    "Confirm the insurance certificate",
    "Arrange a tour for a class of 18",
    "Find out who supervises on the late shift",
    "Send the list of courses that teach this",
    "Introduce the program chair",
    "Ask the district about transport",
    "Send photographs of the last visit",
)
REPORTS = ("Sent this morning.", "Done by telephone.", "They have it in writing now.", "Done, two names went out.")
BOUNCES = ("The second page is missing.", "They still wait for the names.", "The date does not suit them, try again.")
TOPICS = (
    ("call", "Internship places for the spring"),
    ("visit", "Walk the floor with two instructors"),
    ("email", "Invitation to the regional career fair"),
    ("meeting", "Apprenticeship intake next year"),
)
WISHES = (  # what some employers have told us
    {"most": 2, "days": 30, "said": "{who}, at the yearly review: two contacts a month are enough"},
    {"most": 1, "days": 30, "channel": "email", "said": "{who} by e-mail: once a month, in writing"},
    {"quiet": (12, 40), "said": "{who} by telephone: inventory, please wait until it is over"},
    {"channel": "phone", "said": "{who}: a call in the morning is best"},
)
EASED = (  # what colleges take off employers' hands, and in how many days it runs out
    ("insurance", "Our policy covers every student placed there; the certificate is in the file", 24),
    ("transport", "The district's van, Tuesdays and Thursdays", None),
    ("papers", "We fill in the training agreement and bring it for signature", None),
    ("compensation", "Students are on our workers' compensation", 200),
    ("background", "We pay for the checks and keep the results", 340),
    ("safety", "One hour on the floor, with our instructor, before the first day", None),
)


class Working:
    """Follow-ups, asks, wishes and open conversations of the last months and the next weeks."""

    def __init__(self, days: Days, places: dict[str, Institution], staff: Staff, size: Size) -> None:
        self.days, self.rng, self.places, self.staff, self.size = days, dice("working"), places, staff, size

    def tell(self, shared: Sequence[Shared]) -> None:
        """Tell all of it."""
        self._wishes([row for row in shared if row.contacts and not row.quiet])
        rows = Engagement.objects.contacts().filter(happened_on__gte=self.days.back(110)).exclude(by=None)
        rows = rows.select_related("employer__holder", "by", "institution", "contact")
        rows = rows.order_by("recorded_at", "employer__name")
        known = {row.employer.pk for row in shared if len(row.only) == 10}
        usable = [row for row in rows if row.employer_id in known]
        picked = set(self.rng.sample(range(len(usable)), min(self.size.followed, len(usable))))
        for n, row in enumerate(usable):
            if n in picked:
                self._promise(row)
        self._asks([row for row in shared if len(row.only) == 10 and row.contacts])
        self._ease([row for row in shared if len(row.only) == 10][3:80:4])

    def _promise(self, row: Engagement) -> None:
        owner, by = row.by, row.by
        asker: Person | None = None
        if self.rng.random() < 0.35:  # a director asks a college, or somebody a colleague
            asker = by = self.rng.choice(self.staff.directors)
            if owner in self.staff.directors:
                owner = self.staff.one("MGC", Role.WBL_COORDINATOR)
        due = shift_working_days(row.happened_on, self.rng.randrange(3, 16))
        said = following.Promise(self.rng.choice(TASKS), owner, due, asker=asker, contact=row.contact)
        with step("promise", row.employer, moment(row.happened_on, 17)):
            result = following.promise(row.employer, said, by=by, institution=row.institution, engagement=row)
        self._keep(result, due)

    def _keep(self, found: FollowUp, due: date) -> None:
        """Most are kept, some late, some come back; a few lie about."""
        share, today = self.rng.random(), self.days.today
        done = shift_working_days(due, self.rng.choice((-2, -1, -1, 0, 0, 1, 3)))
        report, second = self.rng.choice(REPORTS), found.asker or self._second(found.owner)
        if done >= today or share > 0.82:
            if share > 0.95 and due < self.days.back(5):
                with step("cancel a promise", found.employer, self.days.at(2, 9)):
                    following.cancel(
                        found, reason="They closed that shift.", version=found.version, by=found.promised_by
                    )
            return
        with step("report", found.employer, moment(done, 11)):
            found = following.report(found, report, version=found.version, by=found.owner)
        if share < 0.08:
            with step("send a report back", found.employer, moment(done, 15)):
                found = following.bounce(found, self.rng.choice(BOUNCES), version=found.version, by=second)
            return
        if share < 0.7 and (confirmed := shift_working_days(done, 1)) < today:
            with step("confirm", found.employer, moment(confirmed, 9)):
                details = "" if found.asker else f"{found.contact or 'Their manager'} told me on the telephone."
                following.confirm(found, said=details, version=found.version, by=second)

    def _second(self, owner: Person) -> Person:
        return next(p for p in self.staff.directors if p != owner)

    def _wishes(self, rows: Sequence[Shared]) -> None:
        for n, shared in enumerate(rows[4:60:6]):
            wish = dict(WISHES[n % len(WISHES)])
            wish["said"] = str(wish["said"]).format(who=shared.contacts[0])
            if quiet := wish.pop("quiet", None):
                first, last = quiet
                wish["paused_from"], wish["paused_until"] = self.days.ahead(first), self.days.ahead(last)
            with step("set a limit", shared.employer, self.days.at(30 + n, 10)):
                holding.set_limit(shared.employer, wish, by=self.staff.directors[0])

    def _ease(self, rows: Sequence[Shared]) -> None:
        for n, shared in enumerate(rows):
            person = self.staff.in_touch(shared.home)[0]
            for kind, what, days in (EASED[n % len(EASED)], EASED[(n + 1) % len(EASED)])[: 1 + n % 2]:
                said = easing.Taken(kind, what, self.days.today + timedelta(days) if days else None)
                with step("take off their hands", shared.employer, self.days.at(20 + n, 11)):
                    easing.take_off(shared.employer, said, by=person, institution=self.places[shared.home])

    def _asks(self, rows: list[Shared]) -> None:
        """Some weeks ahead are planned; two colleges ask together; some are in the middle of a talk; some must wait."""
        dice("asks").shuffle(rows)
        rested = Rested(rows, self.days)
        for n in range(self.size.asks):
            day = self.days.ahead(2 + n)
            shared = rested.take(rows, [day])
            other = next(c for c in shared.only if c != shared.home)
            ask = self._ask(shared, shared.home, n, day)
            if n % 5 == 0:
                with step("ask together", shared.employer):
                    asking.join_ask(ask, "Site tours for our class", by=self.staff.in_touch(other)[0])
            if n % 4 == 1:
                about, holder = "The yearly agreement", self.staff.in_touch(other)[0]
                with step("hold the door", shared.employer):
                    until, place = self.days.ahead(12), self.places[other]
                    holding.hold_door(shared.employer, about, until, by=holder, institution=place)
            if n % 6 == 3:
                self._wait(shared, other, n, day)

    def _ask(self, shared: Shared, code: str, n: int, day: date) -> Ask:
        kind, purpose = TOPICS[n % len(TOPICS)]
        plan = asking.Plan(kind, day, purpose, tuple(shared.contacts[:1]))
        with step("plan an ask", shared.employer):
            by = self.staff.in_touch(code)[0]
            return asking.plan_ask(shared.employer, plan, by=by, institution=self.places[code])

    def _wait(self, shared: Shared, code: str, n: int, day: date) -> None:
        """Once a month is enough, an employer has said: so the next college that asks is told to wait."""
        wish = {"most": 1, "days": 30, "said": f"{shared.contacts[0].name}, at our last visit: once a month is enough"}
        with step("set a limit", shared.employer):
            holding.set_limit(shared.employer, wish, by=self.staff.directors[0])
        with suppress(StoryRefused):
            self._ask(shared, code, n + 1, shift_working_days(day, 2))
            raise AssertionError("The limit did not hold.")
