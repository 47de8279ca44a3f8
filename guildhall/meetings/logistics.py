"""What has to be there for a kickoff to succeed, and how its hours go: what a meeting begins with (E13, E15–E19).

After "Designing a Career Pathways System, Chapter 1: Facilitator's Guide" (2016); everything can be changed.
"""

from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Starter:
    """One line of a check list: its code, its words, and whether it is counted by the people who come."""

    code: str
    label: str
    per_person: bool = False


LOGISTICS: tuple[Starter, ...] = (
    Starter("agenda", _("Agenda and background material"), per_person=True),
    Starter("presenters", _("Presenters confirmed")),
    Starter("slides", _("Slides made for this group")),
    Starter("space", _("Meeting space")),
    Starter("food", _("Food and beverages"), per_person=True),
    Starter("equipment", _("Audio and visual equipment")),
    Starter("materials", _("Presenter materials: flip charts, sticky notes")),
    Starter("copies", _("Copies"), per_person=True),
    Starter("handout_1b", _("Handout 1B: Career Pathways System 101"), per_person=True),
    Starter("handout_1c", _("Handout 1C: Existing Definitions of a Career Pathways System"), per_person=True),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One part of the hours in the room: what kind it is, its words, and for a reflection how many seconds it takes."""

    kind: str
    title: str
    seconds: int | None = None


REFLECTION_SECONDS = 150  # two to three minutes
KICKOFF: tuple[Turn, ...] = (
    Turn(
        "reflection",
        _("Why is a career pathways system important, and a priority to you and your agency?"),
        REFLECTION_SECONDS,
    ),
    Turn("reflection", _("Which key elements does a career pathways system have?"), REFLECTION_SECONDS),
    Turn("definitions", _("Existing definitions, side by side")),
    Turn("groups", _("Which elements are a priority, and why?")),
    Turn("tally", _("Vote for the priority elements")),
    Turn("support", _("What support do you commit?")),
)
