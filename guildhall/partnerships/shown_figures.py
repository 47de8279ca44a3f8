"""The closed list of figures that an update may show: what each is called, and what it counts (F13).

Words are kept with a published figure as they stand here, and translated where they are shown.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as translated
from django.utils.translation import ngettext

from guildhall.lib.marking import gettext_noop as _
from guildhall.lib.numbers import counted

MEASURE = "measure"  # of an initiative, by its own key


@dataclass(frozen=True)
class Kind:
    """One figure of the list."""

    label: str
    definition: str
    of_region: bool = False


KINDS: dict[str, Kind] = {
    "accepted": Kind(
        _("Partners with a part"),
        _("Organizations and people who have accepted a part in the initiative."),
    ),
    "sectors": Kind(_("Sectors with a voice"), _("Sectors of the list in which at least one partner has accepted.")),
    "done": Kind(_("Lines of the plan that are done"), _("Of all lines of the action plan, dropped ones aside.")),
    "late": Kind(_("Lines of the plan that are late"), _("Open lines of the action plan whose day has passed.")),
    "meetings": Kind(_("Meetings held"), _("Meetings of the initiative that have taken place.")),
    "agreements": Kind(
        _("Agreements in force"), _("Agreements of the initiative that every party has signed and that bind today.")
    ),
    "satisfaction": Kind(
        _("Satisfaction of partners"),
        _("What partners said in the last evaluation that is over, from 1 to 5. Nothing is shown of fewer than five."),
    ),
    "employers": Kind(
        _("Employers of the region"), _("Employers that are vetted and shared with every institution."), of_region=True
    ),
    "active": Kind(
        _("Employers active in 12 months"),
        _("Employers shared with every institution, with whom both sides were in touch in the last twelve months."),
        of_region=True,
    ),
    "opportunities": Kind(
        _("Opportunities open"),
        _("What employers offer today with places for students or teachers, open to every institution."),
        of_region=True,
    ),
    "job_shadow": Kind(
        _("Job shadows in the year"),
        _("Different people who completed one that began in the year, at all institutions, in full tens."),
        of_region=True,
    ),
    "internship": Kind(
        _("Internships in the year"),
        _("Different people who completed one that began in the year, at all institutions, in full tens."),
        of_region=True,
    ),
    "teacher_externship": Kind(
        _("Teacher externships in the year"),
        _("Different teachers who completed one that began in the year, at all institutions."),
        of_region=True,
    ),
}


def in_words(value: dict[str, Any] | None) -> str:
    """What a figure reads, in the reader's language: "5 of 7", "fewer than 10", "4.1 of 5"."""
    if not value:
        return translated("not known yet")
    if "text" in value:
        return str(value["text"])
    if "mean" in value:
        return _mean(value)
    if value.get("few"):
        return translated("fewer than %(n)s people") % {"n": value["few"]}
    if "people" in value:
        return _people(value)
    if "of" in value:
        return translated("%(n)s of %(all)s") % {"n": counted(value["n"]), "all": counted(value["of"])}
    return str(counted(value["n"]))


def _mean(value: dict[str, Any]) -> str:
    if value["mean"] is None:
        return translated("too few answers to be shown")
    top = translated("%(mean).1f of 5; a 4 or a 5: %(top)d of %(all)d; answers: %(n)d")
    return top % {"mean": value["mean"], "top": value["top"], "all": value["ratings"], "n": value["n"]}


def _people(value: dict[str, Any]) -> str:
    n, employers = value["people"], value["employers"]
    plus = "+" if value["rounded"] else ""
    people = ngettext("%(n)s person", "%(n)s people", n) % {"n": f"{counted(n)}{plus}"}
    with_whom = ngettext("%(n)s employer", "%(n)s employers", employers) % {"n": counted(employers)}
    facts = {"people": people, "employers": with_whom, "year": value["year"]}
    return translated("%(people)s with %(employers)s in %(year)s") % facts
