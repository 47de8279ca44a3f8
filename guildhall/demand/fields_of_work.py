"""The major groups of occupations (SOC 2018), by the first two figures of their codes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS_OF_WORK: tuple[tuple[str, Any], ...] = (
    ("11", _("Management")),
    ("13", _("Business and financial operations")),
    ("15", _("Computer and mathematical")),
    ("17", _("Architecture and engineering")),
    ("19", _("Life, physical and social science")),
    ("21", _("Community and social service")),
    ("23", _("Legal")),
    ("25", _("Educational instruction and library")),
    ("27", _("Arts, design, entertainment, sports and media")),
    ("29", _("Healthcare practitioners and technical")),
    ("31", _("Healthcare support")),
    ("33", _("Protective service")),
    ("35", _("Food preparation and serving")),
    ("37", _("Building and grounds cleaning and maintenance")),
    ("39", _("Personal care and service")),
    ("41", _("Sales")),
    ("43", _("Office and administrative support")),
    ("45", _("Farming, fishing and forestry")),
    ("47", _("Construction and extraction")),
    ("49", _("Installation, maintenance and repair")),
    ("51", _("Production")),
    ("53", _("Transportation and material moving")),
    ("55", _("Military")),
)
