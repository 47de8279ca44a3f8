"""In the menu: placements, and what the region has brought about; parts of the pages of students and opportunities."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements import rules
from guildhall.placements.queries.duties import for_login
from guildhall.placements.queries.groups import took_part
from guildhall.placements.queries.own import may_apply, next_for
from guildhall.placements.queries.placing import hosting_in_words, of_student
from guildhall.placements.queries.tallies import tally_of
from guildhall.students.models import Registration, StudentLogin
from guildhall.ui.menus import Behind, Beside, Block, Group, Item, Tab
from guildhall.ui.sections import Section

ITEMS = (
    Item(
        Group.WORK_BASED, 32, "placements", _("Placements"), "placements", needs=Permission.SEE_STUDENTS,
        within=("placement-turns", "applications", "application", "placement", "placement-change", "groups",
                "grades", "named-from",
                "group-students", "placement-figures", "placement-internships", "placement-apprenticeships"),
    ),
    Item(
        Group.WORK_BASED, 57, "accomplishments", _("Accomplishments"), "chart", needs=Permission.SEE_DIRECTORY,
        within=("experiences", "attestations", "attestation", "attestation-add", "attestation-withdraw", "hosts",
                "terms-due",
                "host", "same-people"),
    ),
)  # fmt: skip
TABS = (
    Tab("employer", 26, "employer-placements", _("Placements"), ("group-add", "duty", "duty-add")),
    Tab("student door", 30, "student-places", _("My places"), ("student-application", "student-placement")),
)
BEHIND = (
    Behind("opportunities", ("opportunity-placements", "refer")),
    Behind("students", ("student-refer", "placement-pick", "placement-add")),
)


def _of_student(person: Person, registration: Registration) -> dict[str, Any] | None:
    if not rules.can_see_placements(person):
        return None
    may_keep = rules.can_keep(person, registration.institution)
    return {
        "registration": registration, "lines": of_student(registration, person), "may_keep": may_keep,
        "took_part": took_part(registration, person),
    }  # fmt: skip


def _of_opportunity(person: Person, row: Opportunity) -> dict[str, Any] | None:
    if row.state not in (Opportunity.State.POSTED, Opportunity.State.CLOSED) or not rules.can_see_placements(person):
        return None
    return {"pk": row.pk, "tally": tally_of(row, person)}


def _applying(login: StudentLogin, row: Opportunity) -> dict[str, Any]:
    """Whether a student may apply for it, through which institution, and where they stand."""
    verdict = rules.can_be_applied_for(row, alone=True)
    told = may_apply(login, row, why_not="" if verdict else str(verdict.reason))
    return {"pk": told.pk, "through": told.through, "line": told.line, "why_not": told.why_not, "sites": told.sites}


def _there_now(person: Person, employers: list[Any]) -> dict[Any, Any]:
    """How many students are at employers, as a link to where they stand."""
    words = hosting_in_words(employers)
    return {
        pk: format_html('<a href="{}">{}</a>', reverse("employer-placements", args=[pk]), said)
        for pk, said in words.items()
    }


SECTIONS = (
    Section("student", 20, "placements/section_of_student.html", _of_student),
    Section("opportunity", 20, "placements/section_of_opportunity.html", _of_opportunity),
    Section("student-opportunity", 20, "placements/own/apply.html", _applying),
)
BESIDE = (Beside("next-opportunities", _there_now),)
BLOCKS = (
    Block("student door", 10, "placements/own/block.html", next_for),
    Block("employer door", 20, "placements/own/duties.html", for_login),
)
