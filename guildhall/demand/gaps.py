"""What stands between the demand for an occupation and the programs, partners and places here (D7)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Finding(StrEnum):
    """What there is to do about an occupation, the most fundamental first."""

    BUILD = "build"
    ASK = "ask"
    OFFER = "offer"
    USE = "use"
    COVERED = "covered"


LABELS = {
    Finding.BUILD: _("No program here leads to it"),
    Finding.ASK: _("Programs, but no partner"),
    Finding.OFFER: _("Partners, but no open place"),
    Finding.USE: _("Open places, but no placement in a year"),
    Finding.COVERED: _("Programs, partners, places and placements"),
}


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is here for an occupation."""

    programs: int = 0
    partners: int = 0
    places: int = 0
    placements: bool = False  # any at all: how many may not be told


def finding_of(supply: Supply) -> Finding:
    """The first thing that is missing."""
    if not supply.programs:
        return Finding.BUILD
    if not supply.partners:
        return Finding.ASK
    if not supply.places:
        return Finding.OFFER
    return Finding.COVERED if supply.placements else Finding.USE


class Lead(StrEnum):
    """Where a program leads, in the demand of this place."""

    NO_CODE = "no_code"
    NO_MATCH = "no_match"
    NOWHERE = "nowhere"
    SOMEWHERE = "somewhere"


LEADS = {
    Lead.NO_CODE: _("It carries no CIP code, and its pathway names no occupation"),
    Lead.NO_MATCH: _("The official crosswalk knows no occupation for its code"),
    Lead.NOWHERE: _("None of its occupations is in demand here"),
    Lead.SOMEWHERE: _("It leads to occupations in demand here"),
}


def lead_of(*, coded: bool, occupations: int, in_demand: int) -> Lead:
    """Where a program leads."""
    if occupations == 0:
        return Lead.NO_MATCH if coded else Lead.NO_CODE
    return Lead.SOMEWHERE if in_demand else Lead.NOWHERE
