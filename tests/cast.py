"""A fixed cast: a region with two colleges, one person per role, employers on both sides of the wall."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.lib import clock
from guildhall.lib.once import within_request
from guildhall.people.actions.institutions import found, settle_territory
from guildhall.people.actions.persons import enter_person, grant
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import Role
from guildhall.prospects.actions import promoting, vetting
from guildhall.prospects.actions.opening import open_prospect
from guildhall.prospects.models import Prospect
from guildhall.protocols.actions import Draft, publish
from guildhall.protocols.models import Clause, Protocol
from tests.databases import Template, elsewhere

PASSWORD = "a sentence for the tests"
CRITERIA = [("Is it registered and active?", ""), ("Is liability insurance in force?", "")]


@dataclass
class Cast:
    """Everybody and everything that permission tests are walked with."""

    region: Institution
    mesa: Institution
    harbor: Institution
    protocol: Protocol
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def add(self, name: str, role: Role, institution: Institution, **more: object) -> Person:
        person = enter_person(f"{name}@people.example", name.title(), role.label.replace(" ", ""), by=None, demo=True)
        grant(person, role, institution, by=None, **more)  # type: ignore[arg-type]
        self.people[name] = person
        return person

    def clause(self, subject: str) -> Clause:
        return Clause.objects.get(protocol=self.protocol, subject=subject)

    def prospect(
        self, name: str, *, holder: Institution | None = None, by: Person | None = None, **more: object
    ) -> Prospect:
        """A restricted employer, by default the region's."""
        by = by or self.people["director"]
        return open_prospect(new_employer(name, **more), holder=holder or self.region, by=by)

    def vetted(self, name: str, *, address_by: Person | None = None, **more: object) -> Prospect:
        """A restricted employer with every criterion answered by the director; who wrote its addresses down."""
        prospect = self.prospect(name, **more)
        if address_by:
            prospect.employer.contacts.update(email_by=address_by)
        clause = self.clause(
            Clause.Subject.COLLEGE_VETTING
            if prospect.employer.holder.kind == "college"
            else Clause.Subject.VETTING_CRITERIA
        )
        by = more.get("by") or self.people["director"]
        for criterion in clause.criteria.all():
            prospect = vetting.answer(prospect, criterion, "yes", "seen on paper", by=by)
        return prospect

    def ready(self, name: str, **more: object) -> Prospect:
        """With both gates open: the second director confirmed."""
        prospect = self.vetted(name, **more)
        second = self.people["second"] if prospect.employer.holder == self.region else self.people["mesa_jobs"]
        return vetting.confirm_readiness(prospect, by=second)

    def shared(self, name: str, **more: object) -> Prospect:
        """A promoted employer. The clauses and roles that are asked at every step are read once, as in a request."""
        with within_request():
            prospect = self.ready(name, **more)
            promoting.promote(prospect, by=self.people["director"])
        prospect.refresh_from_db()
        return prospect


def new_employer(name: str, **more: object) -> NewEmployer:
    """An employer as somebody types it; `city`, `street`, `phone`, `contact` and the fields of NewEmployer."""
    site = {k: more.pop(k) for k in ("street", "city", "state", "zip", "phone") if k in more}
    contact = more.pop("contact", None)
    more.pop("by", None)
    new = NewEmployer(name=name, site=NewSite(**site) if site else None, **more)  # type: ignore[arg-type]
    if contact:
        new.contacts.append(NewContact(**contact))  # type: ignore[arg-type]
    return new


def build_cast() -> Cast:
    """Build the cast by calling actions."""
    region = found("Two Rivers Office", "region", parent=None, by=None, code="REG")
    mesa = found("Mesa Grande College", "college", parent=region, by=None, code="MGC")
    harbor = found("Harbor Point College", "college", parent=region, by=None, code="HPC")
    drafts = [
        Draft("2.1", "Vetting criteria", "Each is answered.", Clause.Subject.VETTING_CRITERIA),
        Draft("2.2", "Two gates", "Vetted and ready.", Clause.Subject.GATES),
        Draft("2.3", "Default audience", "All colleges see it.", Clause.Subject.DEFAULT_AUDIENCE),
        Draft("2.4", "Exceptions", "Recorded.", Clause.Subject.AUDIENCE_EXCEPTION),
        Draft("2.5", "Colleges vet", "By the same criteria.", Clause.Subject.COLLEGE_VETTING),
        Draft("2.6", "Asking to join", "Ask the regional contact.", Clause.Subject.BLIND_MATCH),
        Draft("3.1", "Attestation", "Existing partners.", Clause.Subject.ATTESTATION, {"also": ["wbl_coordinator"]}),
    ]
    protocol = publish(region, "Vetting protocol", drafts, in_force_from=date(2020, 1, 1), text="", by=None)
    cast = Cast(region, mesa, harbor, protocol)
    for subject in (Clause.Subject.VETTING_CRITERIA, Clause.Subject.COLLEGE_VETTING):
        vetting.set_criteria(cast.clause(subject), CRITERIA)
    cast.add("director", Role.REGIONAL_DIRECTOR, region, sectors=["62"])
    cast.add("second", Role.REGIONAL_DIRECTOR, region)
    cast.add("administrator", Role.REGION_ADMINISTRATOR, region)
    cast.add("mesa_admin", Role.COLLEGE_ADMINISTRATOR, mesa)
    cast.add("mesa_wbl", Role.WBL_COORDINATOR, mesa)
    cast.add("mesa_cases", Role.PLACEMENT_CASE_MANAGER, mesa)
    cast.add("mesa_career", Role.CAREER_CENTER_STAFF, mesa)
    cast.add("mesa_jobs", Role.JOB_DEVELOPER, mesa)
    cast.add("mesa_instructor", Role.INSTRUCTOR, mesa)
    cast.add("mesa_teacher", Role.CTE_TEACHER, mesa)
    cast.add("mesa_counselor", Role.COUNSELOR, mesa)
    cast.add("mesa_principal", Role.SCHOOL_ADMINISTRATOR, mesa)
    cast.add("mesa_convener", Role.CONVENER, mesa)
    cast.add("mesa_student", Role.STUDENT, mesa)
    cast.add("mesa_employer", Role.EMPLOYER, mesa)
    cast.add("harbor_wbl", Role.WBL_COORDINATOR, harbor)
    cast.add("harbor_admin", Role.COLLEGE_ADMINISTRATOR, harbor)
    # For a month already: their roles hold in whatever zone a test puts the territory.
    Membership.objects.update(from_date=clock.today() - timedelta(30))
    settled = {"demo": True, "contact": cast.people["second"], "time_zone": str(clock.zone())}
    settle_territory("Two Rivers region", region, by=None, **settled)
    return cast


@pytest.fixture
def cast(request, _moment, db) -> Cast:
    """The fixed cast, as it was written into the database that the test works in."""
    return Template("cast", elsewhere(request.node)).result()
