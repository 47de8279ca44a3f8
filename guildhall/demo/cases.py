"""One employer's way through a CRM, told by a few facts and played step by step with the real actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from guildhall.demo.companies import Company
from guildhall.demo.moments import Days
from guildhall.demo.steps import dice, step
from guildhall.employers.actions import editing
from guildhall.employers.actions.entering import NewSite
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.prospects.actions import developing, promoting, vetting
from guildhall.prospects.actions.opening import open_prospect
from guildhall.prospects.models import Criterion, Prospect
from guildhall.prospects.rules import vetting_clause
from guildhall.ui.dates import in_words

Stage = Prospect.Stage
EVIDENCE = (
    ("State business register, seen on {day}.", "Registered since 2009; register seen on {day}."),
    ("Listed among the region’s priority sectors; positions named by e-mail on {day}.",
     "Positions for students described in a call on {day}."),
    ("Paid, from $19.50 an hour, by e-mail of {day}.", "All students are paid; wage sheet seen on {day}."),
    ("Public search of safety citations on {day}: none open.", "No citation in three years, searched on {day}."),
    ("Certificate of liability insurance received on {day}.", "Insurer’s letter of {day} is on file."),
    ("One supervisor for two students, agreed on {day}.", "Supervisors named at the visit on {day}."),
    ("Declared on {day}: no interest in this company.", "Declaration of {day}, none."),
)  # fmt: skip
TOUCHES = (
    ("call", "Introduced the ten colleges by telephone", "They had heard of two of us; they would like one contact."),
    ("meeting", "First meeting about working with colleges", "They asked what is expected of a supervisor."),
    ("visit", "Walked the site with the manager", "Two places where students could begin. Parking is tight."),
    ("email", "Sent the one-page brief", "Will be discussed at their next staff meeting."),
    ("meeting", "Talked through wages and hours", "They prefer mornings and terms of ten weeks."),
    ("visit", "Second visit, with a member of the faculty", "Faculty and foreman agreed on a list of skills."),
)
ORDER = [Stage.LEAD, Stage.CONTACTED, Stage.DEVELOPING, Stage.VETTING, Stage.READY, Stage.PROMOTED]


@dataclass
class Case:
    """How far an employer has come, since when, with whom and what is next.

    `due` counts days from today, negative for overdue; `until` is the stage a parked or declined one had reached.
    """

    company: Company
    stage: str
    age: int
    last: int = 1  # days since the last step
    owner: Person | None = None
    answers: int = 0
    refused: int | None = None  # the number of the criterion that is answered with no
    next_step: str = ""
    due: int | None = None
    notes: Sequence[tuple[str, bool]] = ()  # (text, whether it stays)
    reason: str = ""
    until: str = Stage.CONTACTED
    audience: Sequence[Institution] | None = None
    expires: int = 200
    prospect: Prospect | None = field(default=None, repr=False)

    @property
    def reached(self) -> int:
        """How far along the way, as a number."""
        return ORDER.index(self.stage if self.stage in ORDER else self.until)


class Player:
    """Plays cases for one holder: whoever develops there, and a second person for the second gate."""

    def __init__(self, days: Days, holder: Institution, team: Sequence[Person]) -> None:
        self.days, self.rng, self.holder, self.team = days, dice("cases", holder.code), holder, team
        clause = vetting_clause(holder)
        self.criteria = list(clause.criteria.all()) if clause else []

    def play(self, case: Case) -> Employer:
        """Play a case from the first entry to the last step; returns the employer as it stands then."""
        doer = case.owner or self.rng.choice(self.team)
        with step("open a prospect", case.company.new.name, self.days.at(case.age, 9, self.rng.randrange(60))):
            case.prospect = open_prospect(case.company.new, holder=self.holder, by=doer, owner=case.owner)
        employer = case.prospect.employer
        for site in case.company.more:
            self._do(case, 0.02, partial(add_site, employer, site, by=doer))
        self._get_in_touch(case, employer, doer)
        self._develop(case, doer)
        self._vet(case, doer)
        self._close(case, doer)
        self._write(case, employer, doer)
        employer.refresh_from_db()
        return employer

    def _do(self, case: Case, share: float, act: Callable[[], object]) -> None:
        """Do something at a share of the time between the first entry and the last step."""
        back = round(case.age - (case.age - case.last) * share)
        at = self.days.at(back, 10 + int(share * 6), self.rng.randrange(60))
        with step(f"take a prospect to “{case.stage}”", case.company.new.name, at):
            act()

    def _get_in_touch(self, case: Case, employer: Employer, doer: Person) -> None:
        contacts = list(employer.contacts.all())
        for n in range(min(len(TOUCHES), case.reached + self.rng.choice((0, 1))) if case.reached else 0):
            kind, summary, body = TOUCHES[n]
            contact = contacts[n % len(contacts)] if contacts else None

            def touch(
                kind: str = kind, summary: str = summary, body: str = body, contact: Contact | None = contact
            ) -> None:
                stays = summary == "Talked through wages and hours"
                happening = Happening(kind, summary, clock.today(), body, contact, stays=stays)
                record_engagement(employer, happening, by=doer, institution=self.holder)
                developing.note_contact(case.prospect, clock.today(), by=doer)

            self._do(case, 0.08 + 0.08 * n, touch)

    def _develop(self, case: Case, doer: Person) -> None:
        if case.reached >= ORDER.index(Stage.DEVELOPING):
            self._do(case, 0.6, lambda: developing.move(case.prospect, Stage.DEVELOPING, by=doer))

    def _vet(self, case: Case, doer: Person) -> None:
        if case.reached < ORDER.index(Stage.VETTING):
            return
        count = case.answers or len(self.criteria)
        for n, criterion in enumerate(self.criteria[:count]):

            def answer(n: int = n, criterion: Criterion = criterion) -> None:
                words = self.rng.choice(EVIDENCE[n]).format(day=in_words(clock.today(), "long_this_year"))
                choice = "no" if case.refused == n + 1 else "yes"
                words = "One citation is still open; they expect to close it." if choice == "no" else words
                vetting.answer(case.prospect, criterion, choice, words, by=doer)

            self._do(case, 0.65 + 0.03 * n, answer)
        if case.reached >= ORDER.index(Stage.READY):
            second = next(p for p in self.rng.sample(self.team, k=len(self.team)) if p != doer)
            self._do(case, 0.92, lambda: vetting.confirm_readiness(case.prospect, by=second))

    def _close(self, case: Case, doer: Person) -> None:
        if case.stage in (Stage.PARKED, Stage.DECLINED):
            self._do(case, 1, lambda: developing.move(case.prospect, case.stage, by=doer, reason=case.reason))
        elif case.stage == Stage.PROMOTED:
            self._do(case, 1, lambda: self.promote(case, doer))

    def promote(self, case: Case, doer: Person) -> None:
        """Promote the employer now, to everybody or by exception."""
        if case.audience is None:
            promoting.promote(case.prospect, by=doer)
            return
        until = self.days.ahead(case.expires)
        promoting.promote(case.prospect, by=doer, audience=case.audience, reason=case.reason, until=until)

    def _write(self, case: Case, employer: Employer, doer: Person) -> None:
        for n, (text, stays) in enumerate(case.notes):
            note = partial(editing.write_note, employer, text, by=doer, institution=self.holder, stays=stays)
            self._do(case, 0.5 + 0.1 * n, note)
        if case.next_step:
            self._do(case, 1, lambda: self._plan(case, doer))

    def _plan(self, case: Case, doer: Person) -> None:
        due = None
        if case.due is not None:
            due = self.days.ahead(case.due) if case.due >= 0 else self.days.back(-case.due)
        version = Prospect.objects.values_list("version", flat=True).get(pk=case.prospect.pk)
        developing.plan(
            case.prospect, next_step=case.next_step, next_step_on=due, owner=case.owner, version=version, by=doer
        )


def add_site(employer: Employer, site: NewSite, *, by: Person) -> None:
    """Add a further site to an employer."""
    values = {name: getattr(site, name) for name in ("label", "street", "city", "state", "zip", "phone")}
    editing.save_site(employer, values, by=by)
