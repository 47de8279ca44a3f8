"""What kinds of events stand in the calendar, and which of them are of one family and compete."""

from typing import Any

from django.utils.translation import gettext_lazy as _

MEETS, LEARNS, VISITS, TALKS = "meets", "learns", "visits", "talks"  # families
KINDS: dict[str, tuple[Any, str]] = {
    "career_fair": (_("Career fair"), MEETS),
    "interviews": (_("Interviews"), MEETS),
    "employer_talk": (_("Talk by an employer"), LEARNS),
    "panel": (_("Career panel"), LEARNS),
    "information": (_("Information session"), LEARNS),
    "workshop": (_("Workshop"), LEARNS),
    "tour": (_("Tour of a workplace"), VISITS),
    "job_shadow": (_("Job shadow day"), VISITS),
    "externship": (_("Externship for teachers"), VISITS),
    "board_meeting": (_("Meeting of an advisory board"), TALKS),
    "chamber": (_("Meeting of a chamber or another partner"), TALKS),  # we present at theirs (D2)
    "other": (_("Something else"), TALKS),
}
LABELS = {slug: label for slug, (label, _family) in KINDS.items()}
CHOICES = list(LABELS.items())


def family_of(kind: str) -> str:
    """What kinds of events compete with one another; empty for a kind that we do not know."""
    return KINDS[kind][1] if kind in KINDS else ""
