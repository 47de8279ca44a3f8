"""A row of a list of programs of study: its name, what it awards, its codes, cluster, pathway and days (D5)."""

import re
from collections.abc import Mapping
from datetime import date

from guildhall.employers.matching.names import fold
from guildhall.imports.kinds.participations import day_of
from guildhall.lib.lines import one_line
from guildhall.pathways.actions.programs import ProgramFacts
from guildhall.pathways.clusters import FRAMEWORKS
from guildhall.pathways.codes import tidy_code
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.pathways.queries import is_loaded, successor_of

Credential, Scheme = Program.Credential, Code.Scheme
# What lists call what a program awards, in the order in which it is asked: "noncredit certificate" is no certificate.
_AWARDS = (
    (Credential.NONCREDIT, r".*(non ?credit|cdcp|competency).*|.*certificate of completion.*|cc"),
    (Credential.APPRENTICE, r".*(apprentic|aprendiz).*"),
    (Credential.BACHELOR, r".*(bachelor|licenciatura).*|b ?a|b ?s|b ?a ?s|baccalaureate.*"),
    (Credential.ASSOCIATE, r".*(associate|asociado).*|a ?a|a ?s|a ?a ?s|aa ?t|as ?t|adt|a ?a for transfer"),
    (Credential.DIPLOMA, r".*(high school|secondary|secundaria).*|.*diploma.*|hs ?d?"),
    (Credential.CERTIFICATE, r".*(certifica|constancia).*|cert|ca|coa|c ?a"),
    (Credential.OTHER, r"other|something else|otro|none|n ?a"),
)
_SHAPES = {Scheme.CIP: r"\d{2}\.\d{4}", Scheme.TOP: r"\d{4}\.\d{2}"}
_ONLY_LETTERS = re.compile(r"[^a-z0-9 ]")


def credential_of(words: str) -> str:
    """What a program awards, by the words of a list; nothing where they say none that is known."""
    said = _ONLY_LETTERS.sub("", fold(words)).strip()
    if said in Credential.values:
        return said
    return next((award for award, pattern in _AWARDS if said and re.fullmatch(pattern, said)), "")


class Reading:
    """How the rows of one list are read: what the lists of codes and the pathways are, looked up once."""

    def __init__(self, pathways: Mapping[str, Pathway]) -> None:
        self.pathways = pathways
        self.clusters = {fold(one.name): one.key for found in FRAMEWORKS.values() for one in found}
        self.codes: dict[str, dict[str, Code]] = {}

    def read(self, cells: Mapping[str, str]) -> tuple[ProgramFacts, list[str], list[str]]:
        """The facts of one row, what is wrong with it, and what is said of it all the same."""
        get, wrong, said = cells.get, [], []  # type: ignore[var-annotated]
        name = one_line(get("program_name", ""))[:160]
        if not name:
            wrong.append("The name of the program is missing.")
        award = credential_of(get("credential", "")) if get("credential") else Credential.OTHER
        if not award:
            wrong.append(f"Nothing that a program awards is called “{get('credential')}”.")
        cip, version = self._code(Scheme.CIP, get("cip", ""), wrong, said)
        top, _version = self._code(Scheme.TOP, get("top", ""), wrong, said)
        first, last = _day(get("start", ""), wrong), _day(get("end", ""), wrong)
        if first and last and last < first:
            wrong.append("It ends before it begins.")
        pathway = self._named("pathway", self.pathways, get("pathway", ""), said)
        cluster = self._named("career cluster", self.clusters, get("cluster", ""), said) or ""
        facts = ProgramFacts(name, award or "", cip, version or "2020", top, cluster, pathway, first, last)
        return facts, wrong, said

    def _code(self, scheme: str, text: str, wrong: list[str], said: list[str]) -> tuple[str, str]:
        """A code with its version; of one that has moved what became of it is taken, and said."""
        if not text:
            return "", ""
        code, label = tidy_code(scheme, text), Scheme(scheme).label
        if not re.fullmatch(_SHAPES[Scheme(scheme)], code):
            wrong.append(f"“{text}” is no {label} code.")
            return "", ""
        if not self._known(scheme):
            return code, ""  # no list is loaded that could judge it
        row = self._known(scheme).get(code)
        if row is None:
            wrong.append(f"No list that is loaded here has the {label} code {code}.")
            return "", ""
        if row.valid:
            return row.code, row.version
        if heir := successor_of(row):
            said.append(f"The {label} code {row.code} is now {heir.code} ({heir.title}): that one was taken.")
            return heir.code, heir.version
        wrong.append(f"The {label} code {row.code} ({row.title}) was deleted in {row.version}. Choose another one.")
        return "", ""

    def _known(self, scheme: str) -> dict[str, Code]:
        """Every code of a list, each in the newest version that has it, valid ones before others."""
        if scheme not in self.codes:
            rows = Code.objects.filter(scheme=scheme).order_by("version", "valid") if is_loaded(scheme) else []
            self.codes[scheme] = {row.code: row for row in rows}
        return self.codes[scheme]

    @staticmethod
    def _named(what: str, known: Mapping[str, object], text: str, said: list[str]) -> object:
        found = known.get(fold(text)) if text else None
        if text and found is None:
            said.append(f"No {what} is called “{text}”: it was left out.")
        return found


def _day(text: str, wrong: list[str]) -> date | None:
    day = day_of(text)
    if text and day is None:
        wrong.append(f"“{text}” is not a date.")
    return day
