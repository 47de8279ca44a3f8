"""The sides of a placement, and who acts for one of them without being of the staff."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Who took a step, or whose turn it is."""

    STAFF = "staff", _("the institution")
    STUDENT = "student", _("the student")
    EMPLOYER = "employer", _("the employer")
    SOFTWARE = "software", _("Guildhall")


@dataclass(frozen=True, slots=True)
class Party:
    """A student, or somebody of an employer, who acts for themselves: signed in by a door of their own, or by a link.

    `about` is the student or the employer; the journal names the side and nobody.
    """

    side: Side
    about: UUID
    pk: Any = None

    def __str__(self) -> str:
        return str(self.side.value)


def student_party(student: UUID) -> Party:
    """A student who acts for themselves."""
    return Party(Side.STUDENT, student)


def employer_party(employer: UUID) -> Party:
    """Somebody of an employer."""
    return Party(Side.EMPLOYER, employer)


def side_of(by: Any) -> Side:
    """On which side somebody acts."""
    if by is None:
        return Side.SOFTWARE
    return by.side if isinstance(by, Party) else Side.STAFF
