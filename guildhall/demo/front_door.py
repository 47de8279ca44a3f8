"""Employers come in by their own front door: who signs in, what they set and offered, who knocks."""

from datetime import timedelta

from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.employers.actions.logins import NewLogin, open_login
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.engagements.actions.holding import set_limit
from guildhall.opportunities.actions.entering import Offer, enter_opportunity
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.portal.actions import registering
from guildhall.portal.actions.correcting import correct, keep_expectation
from guildhall.portal.models import Registration

WHO = {  # signs in for which employer
    "Kestrel Aerospace": ("Marisol", "Ortega"),
    "Juniper Health Partners": ("Dana", "Whitfield"),
    "Harborline Logistics": ("Ngozi", "Adeyemi"),
}


def open_front_doors(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """A few employers sign in, one of them wishes for quiet weeks, one offers a tour; two more knock."""
    rows = {row.name: row for row in Employer.objects.filter(name__in=WHO).select_related("holder")}
    logins = [_let_in(rows[name], staff, days, n) for n, name in enumerate(WHO)]
    _expectations(places, staff, days)
    _own_words(logins, places, days)
    _knocks(logins[0].employer, days)


def _let_in(employer: Employer, staff: Staff, days: Days, n: int) -> EmployerLogin:
    given, family = WHO[employer.name]
    mail = f"{given.lower()}.{family.lower()}@{employer.domain}"
    by = staff.directors[0]
    with step("let an employer in", employer, days.at(60 - n)):
        new = NewLogin(given, family, mail, title="Human resources", approved_by=by, demo=True)
        return open_login(employer, new, by=by)


def _own_words(logins: list[EmployerLogin], places: dict[str, Institution], days: Days) -> None:
    """What they set and offered by themselves."""
    first, last = logins[0], logins[-1]
    with step("set a limit at the front door", first.employer, days.at(30)):
        quiet = {"paused_from": days.today + timedelta(20), "paused_until": days.today + timedelta(41)}
        wish = quiet | {"most": 2, "days": 30, "said": f"{first.name}, signed in"}
        set_limit(first.employer, wish, by=first)
    with step("offer something at the front door", last.employer, days.at(2)):
        offer = Offer("workplace_tour", "A look behind the scenes", "Two hours, with questions.", places=15)
        enter_opportunity(last.employer, offer, holder=places["MGC"], by=last)
    with step("say that the wrong person is asked", first.employer, days.at(1)):
        correct("person", "Please ask Grant about tours.", first.employer.holder, by=first)


def _knocks(employer: Employer, days: Days) -> None:
    """A colleague of an employer that is known, and a company that is new."""
    knocks = (
        registering.Knock("Devin", "Ashby", f"devin.ashby@{employer.domain}", employer.name, "Shift supervisor"),
        registering.Knock("Noor", "Haddad", "noor@quince-bakery.example", "Quince Street Bakery", "Owner"),
    )
    for n, knock in enumerate(knocks):
        with step("knock at the front door", knock.named, days.at(2 - n)):
            row = registering.register(knock)
            registering.ask_to_confirm(str(row.pk))
            registering.confirm(row)
            registering.find_employer(str(Registration.objects.get(pk=row.pk).pk))


def _expectations(places: dict[str, Institution], staff: Staff, days: Days) -> None:
    """Two colleges say what employers may expect."""
    said = {
        "promise": "An answer within two working days, and one person for all questions.",
        "hours": "Monday to Thursday after 1 pm; whole days in the breaks.",
        "ages": "18 and older; high school students with their teacher.",
        "transport": "By bus; we bring groups with our own van.",
        "insurance": "The college insures its students.",
        "calendar": "Examinations in the second weeks of May and December.",
    }
    for code in ("MGC", "RCC"):
        by = staff.one(code, Role.COLLEGE_ADMINISTRATOR)
        with step("say what employers may expect", code, days.at(40)):
            keep_expectation(places[code], said, version=0, by=by)
