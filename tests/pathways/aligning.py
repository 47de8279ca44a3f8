"""A school and a college with a program each in one pathway, and a course in each."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guildhall.lib import clock
from guildhall.pathways.actions import credit, programs
from guildhall.pathways.models import Articulation, Course, Pathway, Program
from guildhall.people.actions.institutions import found
from guildhall.people.permissions import Role
from tests.cast import Cast


@dataclass
class Aligned:
    """What the tests of credit go on with."""

    pathway: Pathway
    school: Program
    college: Program
    taken: Course
    granted: Course


def align(cast: Cast, **more: Any) -> Aligned:
    """Enter them all by actions; `school_wbl` keeps the school's programs, `mesa_wbl` the college's."""
    place = found("Mesa Grande High School", "school", parent=cast.region, by=None, code="MGHS")
    school_wbl = cast.add("school_wbl", Role.WBL_COORDINATOR, place)
    path = programs.enter_pathway(cast.region, programs.PathwayFacts("Nursing", **more), by=cast.director)
    school = programs.enter_program(
        place, programs.ProgramFacts("Health academy", "diploma", pathway=path), by=school_wbl
    )
    facts = programs.ProgramFacts("Registered Nursing", "associate", cip="51.3801", pathway=path)
    college = programs.enter_program(cast.mesa, facts, by=cast.mesa_wbl)
    taken = credit.enter_course(school, credit.CourseFacts("HS 9", "Anatomy"), by=school_wbl)
    granted = credit.enter_course(college, credit.CourseFacts("BIO 10", "Anatomy I", Decimal(4)), by=cast.mesa_wbl)
    return Aligned(path, school, college, taken, granted)


def articulated(cast: Cast, row: Aligned, **more: Any) -> Articulation:
    """The school's course counts at the college; the school has said so, the college not yet."""
    facts = credit.ArticulationFacts("articulated", Decimal(4), clock.today(), **more)
    return credit.articulate(row.taken, row.granted, facts, by=cast.school_wbl)


def said(answer: Any) -> str:
    """The words of a page, without its drawings and marks, each blank once."""
    page = answer.content.decode().split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
