"""Whom the demo's people ask first: key accounts, protected contacts, touch points, requests and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.demo.timeline import Shared
from guildhall.employers.actions import editing, key_accounts, showing
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions import liaising
from guildhall.engagements.models import Liaison
from guildhall.people.models import Institution, Person


@dataclass(frozen=True)
class Account:
    """A key account: whose, of which employer, by whom, for whom, and how to approach them."""

    employer: str
    code: str
    operator: str
    deputy: str
    protects: tuple[str, ...]
    note: str


ACCOUNTS = (
    Account("Kestrel Aerospace", "RCC", "Owen Blakely", "Lena Hofstad", ("Ortega", "Sewell"),
            "Marisol plans the year in September. One request at a time, with dates; she reads mail on Mondays."),
    Account("Kestrel Aerospace", "HPC", "Sam Treadwell", "Arjun Pillai", ("Karim",),
            "Yusuf teaches our composites class. Please go through us during the term."),
    Account("Juniper Health Partners", "MGC", "Teresa Villalobos", "Gwen Castellano", ("Whitfield", "Boateng"),
            "Dana gives out all clinical places. Never telephone the clinics."),
    Account("Harborline Logistics", "HPC", "Vivian Escobedo", "Sam Treadwell", ("Adeyemi",),
            "Ngozi prefers a short call in the afternoon."),
    Account("Cobalt Ridge Energy", "WRC", "Dev Acharya", "Ramon Figueroa", ("Beck",), ""),
)  # fmt: skip
MANY_DOORS = "Clearwell Pharmacy Group"
POINTS = (
    ("pharmacy technicians", "MGC", "Hector Salcido"),
    ("store visits", "TRC", "Yolanda Pruitt"),
    ("scholarships", "RCC", "Sylvia Thornquist"),
)
APPROACH = (  # how to approach some contacts, whoever asks
    ("Calloway Fabrication", "Osei", "On the floor until three; leave a message with Karen."),
    ("Brightwater Dental", "Flores", "Mornings before the first patient, by telephone."),
    ("Tidelands Community Clinic", "Marchetti", "Write first, she answers within a day."),
)
# Who asks whom about whom and why, how many days ago, and what came of it.
REQUESTS = (
    ("Teresa Villalobos", "MGC", "Kestrel Aerospace", "Ortega", 1, "",
     "Two of our apprentices would like to see the composites line. May I write to her about a morning in May?"),
    ("Owen Blakely", "RCC", "Juniper Health Partners", "Whitfield", 1, "",
     "Our medical assistants need four clinical places in the fall. Does she plan with colleges other than yours?"),
    ("Sam Treadwell", "HPC", "Juniper Health Partners", "Boateng", 18, "agree",
     "A guest talk for our nursing students in the spring."),
    ("Dev Acharya", "WRC", "Kestrel Aerospace", "Sewell", 40, "decline",
     "We would like to invite him to our career fair."),
    ("June Fairbanks", "BVC", "Kestrel Aerospace", "Ortega", 60, "answer",
     "Does Kestrel take high-school students for a day?"),
    ("Hanh Pham", "ACC", "Cobalt Ridge Energy", "Beck", 6, "silent",
     "Summer jobs for two electrical students."),
)  # fmt: skip
ANSWERS = {
    "agree": "Gladly. Mention that you come from us; Ama likes a date and a number of students.",
    "decline": "Grant is moving plants until summer. Please ask again in the fall.",
    "answer": "Yes, from sixteen on and in groups of six. Lena sends you the form.",
}


class Keeping:
    """Key accounts first, then what others asked their operators."""

    def __init__(self, days: Days, places: dict[str, Institution], staff: Staff) -> None:
        self.days, self.places, self.staff = days, places, staff

    def tell(self, shared: Sequence[Shared]) -> None:
        """Tell all of it."""
        known = {row.employer.name: Employer.objects.get(pk=row.employer.pk) for row in shared if row.head}
        for account in ACCOUNTS:
            self._open(known[account.employer], account)
        self._name_touch_points(known[MANY_DOORS])
        for name, family, words in APPROACH:
            contact = _contact(known[name], family)
            by = self.staff.directors[0]
            with step("say how to approach somebody", name):
                editing.save_contact(known[name], {"approach": words}, by=by, contact=contact, version=contact.version)
        for request in REQUESTS:
            self._ask(known, *request)

    def _who(self, name: str) -> Person:
        return self.staff.by_name[name]

    def _open(self, employer: Employer, account: Account) -> None:
        people = [_contact(employer, family) for family in account.protects]
        with step("open a key account", employer, self.days.at(200, 9)):
            key_accounts.open_key_account(
                employer,
                self.places[account.code],
                operator=self._who(account.operator),
                deputy=self._who(account.deputy),
                contacts=people,
                note=account.note,
                by=self._who(account.operator),
            )

    def _name_touch_points(self, employer: Employer) -> None:
        with step("name touch points", employer, self.days.at(150, 9)):
            key_accounts.mark_doors(employer, many=True, by=self.staff.directors[0])
            for topic, code, name in POINTS:
                person = self._who(name)
                values = {"topic": topic, "site": None, "institution": self.places[code], "person": person}
                key_accounts.save_touch_point(employer, values, by=person)

    def _ask(
        self, known: dict[str, Employer], asker: str, code: str, name: str, family: str, ago: int, came: str, why: str
    ) -> None:
        with step("ask first", name, self.days.at(ago, 9)):
            contact = _contact(known[name], family)
            result = liaising.ask_first(contact, why, by=self._who(asker), institution=self.places[code])
        if came == "silent":
            with step("hand on a silent request", name):
                liaising.hand_on_silent()
        elif came:
            with step("answer a request", name, self.days.at(ago - 1, 14)):
                self._answer(result, came)
                if came == "agree":  # the reveal is on the list that the employer may be shown
                    showing.show_address(_contact(known[name], family), by=self._who(asker), why=why)

    def _answer(self, found: Liaison, came: str) -> None:
        by, words = found.holder, ANSWERS[came]
        assert by
        if came == "agree":
            until = self.days.today + timedelta(days=40)
            liaising.agree(found, until=until, words=words, by=by)
        else:
            act = liaising.decline if came == "decline" else liaising.answer_on_behalf
            act(found, words=words, by=by)


def _contact(employer: Employer, family: str) -> Contact:
    rows = employer.contacts.current().select_related("employer__holder")
    return rows.get(family_name=family)
