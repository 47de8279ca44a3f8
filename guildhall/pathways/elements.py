"""The seven elements of a career pathway in the law, WIOA section 3(7) (A) to (G), shortened."""

from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its letter in the law, what it asks for, and what would show it."""

    letter: str
    asks: str
    shown_by: str


ELEMENTS: tuple[Element, ...] = (
    Element("A", _("Fits the skill needs of industries in the economy of the region or the state"),
            _("Figures of demand, minutes of an advisory board, letters of employers")),
    Element("B", _("Prepares for the full range of further education, registered apprenticeship among it"),
            _("Articulation agreements, an apprenticeship that it leads into")),
    Element("C", _("Has counseling that supports education and career goals"),
            _("Who counsels, how often, a plan for each student")),
    Element("D", _("Teaches together with workforce preparation and training for an occupation"),
            _("Integrated courses, a syllabus")),
    Element("E", _("Is organized for the needs of each student, and lets them go faster where that can be"),
            _("Credit for prior learning, dual enrollment, schedules for people who work")),
    Element("F", _("Lets a student reach a high school diploma and at least one postsecondary credential"),
            _("The programs and what they award")),
    Element("G", _("Helps a student enter or advance in an occupation or cluster"),
            _("Placements, wages, what became of those who finished")),
)  # fmt: skip
BY_LETTER = {one.letter: one for one in ELEMENTS}
LETTERS = tuple((one.letter, one.letter) for one in ELEMENTS)
