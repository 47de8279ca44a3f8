"""How the demo's employers came into the record: attested in blocks, vetted one by one, or still on their way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from guildhall.audit.recording import Change, record_block
from guildhall.demo import (
    agreeing,
    attended,
    booking,
    calls,
    caring,
    chambering,
    crediting,
    crm,
    gatherings,
    learning,
    offers,
    placing,
    relations,
    supervising,
)
from guildhall.demo.cases import Case, Player, Stage, add_site
from guildhall.demo.companies import Company, Maker
from guildhall.demo.institutions import COLLEGES
from guildhall.demo.keeping import Keeping
from guildhall.demo.known import HEADS, PARTNERS, PROMOTED, QUIET, TWINS
from guildhall.demo.moments import INTERIM, Days
from guildhall.demo.sizes import Size
from guildhall.demo.staff import Staff
from guildhall.demo.steps import dice, step
from guildhall.demo.timeline import Shared, Timeline, home_of
from guildhall.demo.working import Working
from guildhall.employers.actions import editing
from guildhall.employers.actions.duplicates import find_pairs
from guildhall.employers.actions.entering import NewEmployer, NewSite
from guildhall.employers.models import Employer
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Role
from guildhall.prospects.actions.attesting import attest_partners
from guildhall.prospects.actions.opening import opened_changes

EXCEPTIONS = {  # number among the promoted: (colleges that see it, reason, days until it ends)
    1: (("OVC", "ACC", "NFC", "TRC", "MGC", "BVC"), "Drives to six colleges only, until its new site opens.", 220),
    2: (("HPC", "SMC", "WRC"), "First year on probation with the three colleges of the coast.", 120),
}


class Story:
    """Everything that happened with employers, told in the order in which it needs each other."""

    def __init__(self, days: Days, places: dict[str, Institution], staff: Staff, maker: Maker, size: Size) -> None:
        self.days, self.places, self.staff, self.maker, self.size = days, places, staff, maker, size
        self.office = places["REG"]
        self.shared: list[Shared] = []

    def tell(self) -> None:
        """Tell the whole story."""
        heads, partners = [self.maker.known(k) for k in HEADS], [self.maker.known(k) for k in PARTNERS + QUIET]
        promoted = [self.maker.known(k) for k in PROMOTED]
        made = self.size.attested - len(heads) - len(partners) + self.size.promoted - len(promoted)
        spare = self.maker.many(made + sum(n for _s, n in crm.others(self.size)) + len(COLLEGES))
        self.attest_in_blocks(heads, partners, spare)
        promoted += [spare.pop() for _n in range(self.size.promoted - len(promoted))]
        self.promote_one_by_one(promoted)
        crm.develop(self.office, self.staff, self.maker, spare, self.days, self.size)
        crm.vet_at_colleges(self.places, self.staff, spare, self.days)
        crm.ask(self.places, self.staff, self.days)
        self.let_some_leave()
        Timeline(self.days, self.places, self.staff, self.size).tell(self.shared)
        self.look_after()
        Working(self.days, self.places, self.staff, self.size).tell(self.shared)
        relations.tell(self.shared, self.days, self.places, self.staff)
        Keeping(self.days, self.places, self.staff).tell(self.shared)
        calls.tell(self.shared, self.days, self.places, self.staff)
        offers.tell(self.shared, self.days, self.places, self.staff)
        crediting.tell(self.days, self.places, self.staff)
        placing.tell(self.shared, self.days, self.places, self.staff)
        supervising.tell(self.places, self.staff)
        agreeing.tell(self.shared, self.days, self.places, self.staff)
        learning.tell(self.days, self.places, self.staff)
        caring.tell(self.days, self.places, self.staff)
        crediting.tell_adjunct(self.shared, self.days, self.staff)
        gatherings.tell(self.shared, self.days, self.places, self.staff)
        booking.tell(self.days, self.places, self.staff)
        attended.tell(self.shared, self.days, self.places, self.staff)
        chambering.tell(self.shared, self.days, self.places, self.staff)
        with step("look for duplicates", "all employers"):
            find_pairs()

    def attest_in_blocks(self, heads: list[Company], partners: list[Company], spare: list[Company]) -> None:
        """The office begins with the best known; then come blocks of the colleges, and of the office each year."""
        ruth, amir, ravi, celia = self.staff.directors
        count = self.size.attested - len(heads) - len(partners)
        first, second, third = count * 60 // 284, count * 40 // 284, count * 30 // 284
        blocks: list[tuple[Institution, Person, int, Sequence[Company]]] = [
            (self.office, ruth, INTERIM - 4, heads),
            (self.office, amir, INTERIM - 15, [*partners, *_taken(spare, first)]),
            (self.office, celia, 700, _taken(spare, second)),
            (self.office, ravi, 330, _taken(spare, third)),
        ]
        left = count - first - second - third
        for n, code in enumerate(COLLEGES):
            size = left // (len(COLLEGES) - n)
            left -= size
            role = Role.WBL_COORDINATOR if n % 3 == 2 else Role.COLLEGE_ADMINISTRATOR
            ago = (1_060, 910, 560, 290, 190, 480, 820, 230, 140, 60)[n]
            blocks.append((self.places[code], self.staff.one(code, role), ago, _taken(spare, size)))
        for place, by, ago, companies in blocks:
            self._attest(place, by, ago, companies, head=companies is heads)
        self._attest_twins({company.new.name: company for company in partners})

    def _attest_twins(self, partners: dict[str, Company]) -> None:
        """Some colleges had partners of the region on lists of their own, written in another way."""
        for name, written, code, known in TWINS:
            one = partners[name].new
            site = replace(one.site or NewSite(), label="")
            site.street, site.phone = (site.street if "street" in known else "", site.phone if "phone" in known else "")
            domain = one.domain if "domain" in known else ""
            twin = NewEmployer(name=written, site=site, domain=domain, naics=one.naics, industry=one.industry)
            by = self.staff.one(code, Role.COLLEGE_ADMINISTRATOR)
            self._attest(self.places[code], by, 65, [Company(twin)], head=False)

    def _attest(self, place: Institution, by: Person, ago: int, companies: Sequence[Company], *, head: bool) -> None:
        for company in companies:
            company.new.source = f"Partners of {place}"
        with step("attest partners", place, self.days.at(ago, 11)):
            entered = [c.new for c in companies]
            ids = attest_partners(entered, institution=place, clause=None, by=by)
            result = Employer.objects.in_bulk(ids)
            employers = [result[pk] for pk in ids]
            record_block("open", place, opened_changes(ids, entered), by=by, institution=place)
            changes = [Change("employers.employer", str(e.pk), {"posted": False}, {"posted": True}) for e in employers]
            record_block("attest", place, changes, by=by, institution=place)
        quiet = {k.name for k in QUIET}
        for employer, company in zip(employers, companies, strict=True):
            with step("share", employer, self.days.at(ago, 14)):
                for site in company.more:
                    add_site(employer, site, by=by)
                self._share(employer, ago, company, head=head, quiet=employer.name in quiet)

    def _share(self, employer: Employer, ago: int, company: Company, **more: Any) -> None:
        contacts = list(employer.contacts.all())
        if contacts and (more.get("head") or len(contacts) > 2):
            first = next(c for c in contacts if c.family_name == company.new.contacts[0].family_name)
            by = self.staff.directors[0]
            editing.save_contact(employer, {"primary": True}, by=by, contact=first, version=first.version)
        self.shared.append(Shared(employer, ago, home_of(employer), company.new.tags, contacts, **more))

    def promote_one_by_one(self, companies: Sequence[Company]) -> None:
        """Play the whole way of some employers in the past year; the first of them was promoted an hour ago."""
        player = Player(self.days, self.office, self.staff.directors)
        rng = dice("promoted")
        for n, company in enumerate(companies):
            age = 80 if n == 0 else rng.randrange(60, 340)
            last = 1 if n == 0 else max(3, age - rng.randrange(35, 110))
            case = Case(company, Stage.PROMOTED, age, last, owner=self.staff.directors[n % 4])
            codes = COLLEGES
            if n in EXCEPTIONS:
                codes, case.reason, case.expires = EXCEPTIONS[n]
                case.audience = [self.places[code] for code in codes]
            if n == 0:
                case.stage = Stage.READY
            employer = player.play(case)
            if n == 0:
                with step("promote", employer):
                    player.promote(case, case.owner)
                employer.refresh_from_db()
                last = 0
            with step("share", employer):
                self._share(employer, last, company, only=codes)

    def let_some_leave(self) -> None:
        """Some contacts have left their employers; they stay in the record as former ones."""
        many = [row for row in self.shared if row.since > 200 and len(row.contacts) > 2]
        for row in many[::3]:
            with step("note a departure", row.employer, self.days.at(row.since // 8, 9)):
                editing.note_departure(row.contacts.pop(), by=self.staff.directors[0])

    def look_after(self) -> None:
        """Half of the shared employers have somebody who looks after them, mostly at the college nearby."""
        rng = dice("owners")
        for shared in self.shared:
            if not shared.head and rng.random() < 0.5:
                continue
            code = shared.home if shared.home in shared.only else shared.only[0]
            team = self.staff.in_touch(code)
            owner = team[0] if shared.head else rng.choice(team)
            with step("look after", shared.employer, self.days.at(max(1, shared.since // 2), 15)):
                editing.own(shared.employer, owner, by=owner)


def _taken(spare: list[Company], count: int) -> list[Company]:
    return [spare.pop() for _n in range(count)]
