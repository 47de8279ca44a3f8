"""A pathway from school to college to work on one page, and what is missing on it (D7, D11; WIOA section 3(7))."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib import clock
from guildhall.pathways.elements import ELEMENTS, Element
from guildhall.pathways.models import Articulation, Certification, Course, ElementEvidence, Pathway, Program
from guildhall.pathways.queries.credit import between
from guildhall.pathways.queries.programs import Occupation, occupations_on
from guildhall.people.models import Institution, Person

SCHOOLS = (Institution.Kind.SCHOOL, Institution.Kind.DISTRICT)


@dataclass(frozen=True)
class Checked:
    """One element of the law on one pathway, with what shows it; without, nobody has looked yet."""

    element: Element
    evidence: ElementEvidence | None = None

    @property
    def is_met(self) -> bool:
        return self.evidence is not None and self.evidence.state == ElementEvidence.State.MET


@dataclass(frozen=True)
class Aligned:
    """The three stretches of a pathway with what joins them, and in words what is missing."""

    secondary: list[Program] = field(default_factory=list)
    postsecondary: list[Program] = field(default_factory=list)
    work: list[Occupation] = field(default_factory=list)
    articulations: list[Articulation] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    elements: list[Checked] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def met(self) -> int:
        return sum(one.is_met for one in self.elements)


def is_secondary(program: Program) -> bool:
    """Whether a program is one of a school: by what it awards, or by whose it is."""
    return program.credential == Program.Credential.DIPLOMA or program.institution.kind in SCHOOLS


def elements_of(person: Person, pathway: Pathway) -> list[Checked]:
    """The seven elements of the law on a pathway."""
    rows = ElementEvidence.objects.visible_to(person).filter(pathway=pathway).select_related("noted_by")
    known = {row.element: row for row in rows}
    return [Checked(one, known.get(one.letter)) for one in ELEMENTS]


def aligned(person: Person, pathway: Pathway) -> Aligned:
    """A pathway from school to college to work, as it is today."""
    today = clock.today()
    rows = Program.objects.visible_to(person).filter(pathway=pathway).select_related("institution")
    programs = list(rows.order_by("institution__name", "name"))
    offered = [row for row in programs if row.active_to is None or row.active_to >= today]
    schools = [row for row in offered if is_secondary(row)]
    colleges = [row for row in offered if not is_secondary(row)]
    found = Aligned(
        schools, colleges, occupations_on(pathway), between(person, offered),
        _certifications(person, offered), elements_of(person, pathway),
    )  # fmt: skip
    found.missing.extend(_missing(pathway, found, _with_courses(person, offered)))
    return found


def _certifications(person: Person, programs: list[Program]) -> list[Certification]:
    rows = Certification.objects.visible_to(person).filter(comes_of__program__in=[row.pk for row in programs])
    return list(rows.distinct().order_by("name"))


def _with_courses(person: Person, programs: list[Program]) -> set[Any]:
    rows = Course.objects.visible_to(person).taught().filter(program__in=[row.pk for row in programs])
    return set(rows.values_list("program", flat=True))


def _missing(pathway: Pathway, found: Aligned, with_courses: set[Any]) -> list[str]:
    words = []
    if not found.secondary:
        words.append(_("No program of a school leads into it."))
    if not found.postsecondary:
        words.append(_("No program of a college belongs to it."))
    if not found.work:
        words.append(_("It names no occupation."))
    words += [
        _("Occupation %s is no longer on its list: choose what it became.") % one.code for one in found.work if one.fate
    ]
    if found.secondary and found.postsecondary and not found.articulations:
        words.append(_("No course of a school counts at a college: no articulation agreement is in force."))
    if bare := sum(row.pk not in with_courses for row in (*found.secondary, *found.postsecondary)):
        words.append(ngettext("%d program lists no courses.", "%d programs list no courses.", bare) % bare)
    if not found.certifications:
        words.append(_("None of its programs leads to a certification of an industry."))
    if not pathway.skills:
        words.append(_("It names no skills that the work asks for."))
    if left := len(found.elements) - found.met:
        words.append(
            ngettext(
                "%d element of a career pathway in the law is not met, or nobody has looked.",
                "%d elements of a career pathway in the law are not met, or nobody has looked.",
                left,
            )
            % left
        )
    return words
