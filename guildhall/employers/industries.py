"""The sectors of the North American Industry Classification System, edition 2022, by their leading digits."""

from django.utils.translation import gettext_lazy as _

SECTORS = {
    "11": _("Agriculture, forestry, fishing"),
    "21": _("Mining, oil and gas"),
    "22": _("Utilities"),
    "23": _("Construction"),
    "31": _("Manufacturing"),
    "42": _("Wholesale trade"),
    "44": _("Retail trade"),
    "48": _("Transportation and warehousing"),
    "51": _("Information"),
    "52": _("Finance and insurance"),
    "53": _("Real estate and rental"),
    "54": _("Professional and technical services"),
    "55": _("Management of companies"),
    "56": _("Administrative and waste services"),
    "61": _("Education"),
    "62": _("Health care and social assistance"),
    "71": _("Arts and recreation"),
    "72": _("Hotels and food services"),
    "81": _("Other services"),
    "92": _("Public administration"),
}
SAME_SECTOR = {"32": "31", "33": "31", "45": "44", "49": "48"}
SIZES = {
    "1-9": (1, 9, _("1 to 9 staff")),
    "10-49": (10, 49, _("10 to 49 staff")),
    "50-249": (50, 249, _("50 to 249 staff")),
    "250-999": (250, 999, _("250 to 999 staff")),
    "1000+": (1000, 10_000_000, _("1,000 staff and more")),
}


def sector_of(naics: str) -> str:
    """The two leading digits that stand for an industry code's sector; empty for a code of no sector."""
    head = SAME_SECTOR.get(naics[:2], naics[:2])
    return head if head in SECTORS else ""


def codes_of(sector: str) -> list[str]:
    """All leading digits of a sector."""
    return [sector, *(head for head, main in SAME_SECTOR.items() if main == sector)]
