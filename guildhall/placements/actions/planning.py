"""What is agreed of a placement: where, from when to when, how many hours, for what pay, with whom."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from guildhall.employers.models import Contact, Employer, Site
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import refuse, require
from guildhall.opportunities.kinds import BY_SLUG, PAID, UNPAID
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.models import Program
from guildhall.people.models import Person
from guildhall.students.models import Enrolment, Registration


@dataclass(frozen=True, slots=True)
class Plan:
    """A placement as it is agreed."""

    employer: Employer
    kind: str
    title: str
    opportunity: Opportunity | None = None
    site: Site | None = None
    supervisor: Contact | None = None
    program: Program | None = None
    related: bool | None = None
    coordinator: Person | None = None
    soc: str = ""
    soc_version: str = ""
    cluster: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours_planned: Decimal | None = None
    paid: bool | None = None
    wage: Decimal | None = None
    wage_per: str = ""


def planned(registration: Registration, opportunity: Opportunity | None) -> Plan:
    """What an opportunity says of a place for a student."""
    assert opportunity is not None
    newest = Enrolment.objects.filter(registration=registration).exclude(program=None).select_related("program").first()
    program = newest.program if newest else None
    aimed = set(opportunity.programs.values_list("pk", flat=True))
    paid = True if opportunity.kind in PAID or opportunity.pay_low else (False if opportunity.kind in UNPAID else None)
    return Plan(
        opportunity.employer, opportunity.kind, opportunity.title, opportunity, opportunity.site, opportunity.contact,
        program, program.pk in aimed if program and aimed else None, None, opportunity.soc, opportunity.soc_version,
        opportunity.cluster or (program.cluster if program else ""), opportunity.starts_on, opportunity.ends_on,
        None, paid, opportunity.pay_low, opportunity.pay_per if opportunity.pay_low is not None else "",
    )  # fmt: skip


def checked(plan: Plan) -> dict[str, Any]:
    """What is agreed, as the row keeps it; raises `Refused` where it cannot be."""
    if plan.kind not in BY_SLUG:
        refuse("Choose what kind of placement it is.")
    title = one_line(plan.title)[:160] or str(BY_SLUG[plan.kind].label)
    for one in (plan.site, plan.supervisor):
        if one is not None and one.employer_id != plan.employer.pk:
            refuse("That belongs to another employer: choose again.")
    for day in (plan.starts_on, plan.ends_on):
        require(in_reach(day))
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        refuse("It cannot end before it begins.")
    if plan.wage is not None and not plan.wage_per:
        refuse("Say what the wage is for: an hour, a week, a year …")
    values = {f.name: getattr(plan, f.name) for f in fields(plan)}
    return values | {"title": title}
