"""Figures that institutions and partners report, as the page of outcomes tells them (F16, M14, M15, M16)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.dashboards.queries.told import Told
from guildhall.lib.numbers import counted
from guildhall.lib.small_counts import FEWEST
from guildhall.partnerships.queries.satisfaction import latest_of_each, together
from guildhall.pathways.models import CountedTerm
from guildhall.pathways.queries import counting, savings
from guildhall.pathways.queries.counting import Share
from guildhall.pathways.queries.savings import Savings
from guildhall.people.models import Person


def counted_elsewhere(person: Person) -> list[Told]:
    """Enrollment in high-demand pathways, the value of credit, the satisfaction of partners."""
    return [*_enrollment(person), _credit(person), _satisfaction(person)]


def _enrollment(person: Person) -> list[Told]:
    label = _("Enrollment in high-demand pathways")
    means = _("Students enrolled in programs that lead to an occupation on the list of high demand, of all enrolled.")
    page = reverse("enrollment")
    known = counting.terms_counted(person)
    if not known:
        return [Told(label, means, _("not counted yet"), page)]
    year, part = known[0]
    lists = counting.in_demand(counting.census_day(year, part))
    term, url = str(CountedTerm(year=year, part=part)), f"{page}?term={year}-{part}"
    if not lists:
        return [Told(label, means, _("no list in force"), url, [term])]
    whole = all(row.is_attested for row in counting.terms_of(person, year, part))
    shares = [counting.share_in_demand(person, year, part, one) for one in lists]
    return [share_told(label, means, one, term, url, whole=whole) for one in shares]


def share_told(label: str, means: str, one: Share, term: str, url: str, *, whole: bool) -> Told:
    """A share of enrollment, with its term, its list and what is left out."""
    of = {"n": counted(one.within.students), "all": counted(one.all.students)}
    told = ngettext("%(n)s of %(all)s student", "%(n)s of %(all)s students", one.all.students) % of
    enough = one.percent is not None and one.all.students >= FEWEST
    notes = [term if not enough else f"{told}, {term}", one.of.name]
    if one.all.hidden:
        left = ngettext("Left out: %(n)s program with fewer than %(few)s students",
                        "Left out: %(n)s programs with fewer than %(few)s students", one.all.hidden)  # fmt: skip
        notes.append(left % {"n": counted(one.all.hidden), "few": FEWEST})
    return Told(label, means, f"{one.percent}%" if enough else told, url, notes, is_whole=whole)


def _credit(person: Person) -> Told:
    label = _("Value of credit earned early")
    means = _("A savings estimate: tuition for the credit by the rate of each institution, and certifications at cost.")
    page = reverse("credit-value")
    year = savings.latest_year(person)
    if year is None:
        return Told(label, means, _("not counted yet"), page)
    return credit_told(label, means, savings.savings(person, year), f"{page}?year={year}")


def credit_told(label: str, means: str, found: Savings, url: str) -> Told:
    """The value of credit of a year, with what is not in it."""
    notes = [_("School year %(year)s") % {"year": f"{found.year}–{(found.year + 1) % 100:02d}"}]
    without = len(found.without_rate)
    if without:
        words = ngettext("Not in it: %(n)s institution without a rate", "Not in it: %(n)s institutions without a rate",
                         without)  # fmt: skip
        notes.append(words % {"n": counted(without)})
    if found.hidden:
        words = ngettext("Left out: %(n)s count of fewer than %(few)s students",
                         "Left out: %(n)s counts of fewer than %(few)s students", found.hidden)  # fmt: skip
        notes.append(words % {"n": counted(found.hidden), "few": FEWEST})
    whole = all(one.is_attested for one in found.lines)
    return Told(label, means, f"${found.total:,.0f}", url, notes, is_whole=whole)


def _satisfaction(person: Person) -> Told:
    label = _("Satisfaction of partners")
    means = _("What partners said in the last evaluation of each initiative that is over, from 1 to 5.")
    rows = latest_of_each(person)
    found = together(rows)
    page = reverse("partner-satisfaction")
    if found is None:
        return Told(label, means, _("too few answers yet"), page)
    answered, asked = sum(one.answered for one in rows), sum(one.asked for one in rows)
    top = _("a 4 or a 5: %(top)s of %(all)s") % {"top": counted(found.top), "all": counted(found.ratings)}
    rate = _("%(n)s of %(all)s answered") % {"n": counted(answered), "all": counted(asked)}
    return Told(label, means, _("%(mean).1f of 5") % {"mean": found.mean}, page, [top, rate])
