"""Tells from one cell whether it is a word of a header or a value, and of what kind."""

from __future__ import annotations

import re

# Words that headers of employer and contact lists are made of; Spanish ones because lists
# come from both sides of the border.
_WORDS = frozenset(
    """name names company companies employer organization organisation org business facility
    institution instnm firm agency vendor client customer account legal trade trading dba doing as
    aka alias ialias parent address addr address1 address2 addr1 addr2 street suite unit city town
    municipality state stabbr st province region zip zipcode zip4 postal postcode code county
    countynm country phone telephone tel gentele fax mobile cell email e mail website web webaddr
    site url homepage domain ein fein tin tax taxid irs federal employees employee headcount staff
    size naics sic industry sector license licence permit number num no nr id unitid uid key ref
    reference tags tag keywords notes note comments comment remarks description desc title
    position role job contact contacts person first last middle given family surname full
    salutation prefix suffix date created updated status type category class group level owner
    source latitude longitude lat lon lng primary secondary main mailing physical work office
    business department dept division activity
    program programs award credential degree cip pathway cluster offered
    nombre empresa apellido calle direccion dirección ciudad estado municipio colonia telefono
    teléfono correo electronico electrónico puesto cargo codigo código postal pagina página sitio
    giro notas contacto empleados programa carrera""".split()
)
_FILLER = frozenset("of the and or a for in to".split())
_STATES = frozenset(
    """AL AK AZ AR CA CO CT DE DC FL GA HI IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM
    NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP""".split()
)
_SPLIT = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KINDS = (
    ("email", re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]{2,}")),
    (
        "url",
        re.compile(r"(?:https?://|www\.)\S+\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov)/?"),
    ),
    ("phone", re.compile(r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s*|\d{3}[-.\s])\d{3}[-.\s]\d{4}")),
    ("date", re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")),
    ("year", re.compile(r"(?:19|20)\d\d")),
    ("number", re.compile(r"[-+(]?[$€£]?\d[\d,. -]*(?:[eE]\+?\d+)?[%)]?")),
)
_LEGAL = re.compile(r".+[\s,](?:inc|llc|corp|ltd|llp|lp|corporation|incorporated)\.?", re.I)


def known(cell: str) -> bool:
    """Whether a cell consists mostly of words that headers are made of."""
    if len(cell) > 60:
        return False
    words = [word.lower() for word in _SPLIT.findall(_CAMEL.sub(" ", cell))]
    words = [word for word in words if word not in _FILLER] or words
    if not words or len(words) > 7:
        return False
    return sum(word in _WORDS for word in words) * 2 >= len(words)


def kind(cell: str) -> str:
    """The kind of one value: email, url, phone, date, year, number, state, text or empty."""
    cell = cell.strip()
    if not cell:
        return "empty"
    if len(cell) > 300:
        return "text"
    for name, pattern in _KINDS:
        if pattern.fullmatch(cell):
            return name
    if cell in _STATES and not known(cell):
        return "state"
    if _LEGAL.fullmatch(cell) and not known(cell):
        return "legal form"
    return "text"
