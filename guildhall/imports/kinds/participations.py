"""A row of a list of participations: who took part in what, where and when, and how it ended (F23)."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from guildhall.employers.matching.names import fold, normal_name
from guildhall.imports import cleaners
from guildhall.imports.cleaners import Doubt
from guildhall.placements.wbl import EDUCATORS, INTERNSHIPS, meant, tidy

_NOTHING = {"", "n/a", "na", "none", "null", "-", "--", "unknown", "tbd", "#n/a", "?"}
_ROLES = (
    ("educator", r".*\b(teacher|faculty|educator|instructor|professor|counselor|staff|adult|maestr[oa]|docente"
                 r"|profesora?)s?\b.*"),
    ("student", r".*\b(student|learner|intern|pupil|youth|trainee|apprentice|alumn[oa]|estudiante|participant|hs"
                r"|high school|college)s?\b.*"),
)  # fmt: skip
# In the order in which they are asked: "not completed" is not completed.
_STATUSES = (
    ("no_show", r"no ?shows?( up)?.*|ns|absent.*|(did|does) ?n(o|ot)? ?t? ?(attend|show|come|appear|participate).*"
                r"|missed.*|not attended|unattended|dna|dns|no asistio|ausente|no se presento|no|n|false|f|0"),
    ("cancelled", r".*cancel.*|cxl|cx|.*withdr.*|w|.*(dropped|declined|called off|void|deleted|removed).*|terminated"
                  r"|incomplete|(did|was|is)? ?not (complete|finish|done|start).*|.*retirad[oa].*|baja"
                  r"|rescheduled"),
    ("planned", r".*(planned|scheduled|registered|booked|enrolled|pending|in progress|ongoing|upcoming|started|current"
                r"|wait ?list|invited|applied|placed|accepted|open|under ?way|programad[oa]|inscrit[oa]|en curso).*"
                r"|active|confirmed|signed up|rsvp\w*"),
    ("completed", r".*(complet|attend|finish|present|participat|graduat|success|fulfil|passed|asistio|terminad[oa]).*"
                  r"|done|yes|y|si|true|t|1|x|c|p|closed|ended|showed( up)?|came"),
)  # fmt: skip
_DAYS = ("%Y/%m/%d", "%m-%d-%Y", "%m.%d.%Y", "%d-%b-%Y", "%d-%b-%y", "%b %d %Y", "%B %d %Y", "%Y%m%d", "%m/%d/%Y %H:%M")


@dataclass(slots=True)
class Participation:
    """One person's part in one activity, as a row tells it. `hosts` are names as they are written."""

    line: int
    record: str = ""
    number: str = ""  # of the person
    name: str = ""
    who: str = "student"
    activity: str = ""
    called: str = ""  # what the list calls the activity, tidily
    hosts: list[str] = field(default_factory=list)
    city: str = ""
    start: date | None = None
    end: date | None = None
    hours: Decimal | None = None
    status: str = "completed"
    problems: list[str] = field(default_factory=list)
    person: str = ""  # by which it is counted: set once the whole list is known


def read(values: Mapping[str, str], line: int, remembered: Mapping[str, str], *, has_status: bool) -> Participation:
    """A row of cells as a participation, with what is wrong with it; `remembered` are spellings mapped already."""
    get = {key: ("" if value.casefold() in _NOTHING else value) for key, value in values.items()}.get
    row = Participation(line, record=str(get("record", ""))[:60], city=str(get("city", ""))[:120])
    row.number = number_of(get("person_id", ""))
    row.name = str(get("person_name") or f"{get('first_name', '')} {get('last_name', '')}".strip())[:160]
    _read_activity(row, get("activity", ""), get("role", ""), remembered)
    row.hosts = hosts_in(get("employer", ""), get("second_employer", ""))
    _read_days(row, get("start", ""), get("end", ""))
    _read_hours(row, get("hours", ""))
    if has_status:
        row.status = status_of(get("status", ""))
        if row.status == "unknown" and get("status"):
            row.problems.append(f"“{get('status')}” says neither that it was completed nor that it was not.")
    return row


def number_of(text: str) -> str:
    """The number of a person without what spreadsheets add and take away: signs, and noughts at the front."""
    short = re.sub(r"[^0-9a-z]", "", fold(re.sub(r"\.0+$", "", text.strip())))
    return (short.lstrip("0") or short)[:60]


def host_key(name: str) -> str:
    """The name of an employer as it is told apart from others."""
    return (normal_name(name) or fold(name))[:250]


def hosts_in(*cells: str) -> list[str]:
    """The employers that a row names: several may stand in one cell, and one of them twice."""
    names = [part.strip(" .,")[:250] for cell in cells for part in re.split(r"\s*(?:;|\||\n|\s/\s)\s*", cell)]
    by_key: dict[str, str] = {}
    for name in names:
        if name.casefold() not in _NOTHING:
            by_key.setdefault(host_key(name), name)
    return list(by_key.values())


def status_of(words: str) -> str:
    """How it ended, by the words of a list."""
    key = tidy(words)
    return next((status for status, pattern in _STATUSES if key and re.fullmatch(pattern, key)), "unknown")


def _read_activity(row: Participation, words: str, role: str, remembered: Mapping[str, str]) -> None:
    said = tidy(role)
    row.who = next((who for who, pattern in _ROLES if said and re.fullmatch(pattern, said)), "")
    row.called = tidy(words)[:120]
    if not words:
        row.problems.append("It is not said what it was.")
    row.activity = remembered.get(row.called) or meant(words, who=row.who)
    if row.who == "educator" and row.activity in INTERNSHIPS:
        row.activity = EDUCATORS
    if words and not row.activity:
        row.problems.append(f"No activity is called “{words}”. Say once which type it is.")
    row.who = row.who or ("educator" if row.activity == EDUCATORS else "student")


def _read_days(row: Participation, start: str, end: str) -> None:
    first, _dash, last = start.partition(" - ")
    row.start, row.end = day_of(first), day_of(end or last)
    if row.start is None:
        row.problems.append(f"“{start}” is not a date." if start else "The start date is missing.")
    if row.start and row.end and row.end < row.start:
        row.problems.append("It ends before it begins.")


def day_of(text: str) -> date | None:
    """A day in any usual form; None where it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(cleaners.day(text))
    except Doubt:
        pass
    for form in _DAYS:
        try:
            return date(*datetime.strptime(text.strip(), form).timetuple()[:3])  # noqa: DTZ007  a day without a zone
        except ValueError:
            continue
    return None


def _read_hours(row: Participation, text: str) -> None:
    if not text:
        return
    number = re.search(r"\d+(?:[.,]\d+)?", text.replace(",", "") if re.search(r",\d{3}", text) else text)
    try:
        hours = Decimal(number.group().replace(",", ".")) if number else None
    except InvalidOperation:
        hours = None
    if hours is None or hours >= 100_000:
        row.problems.append(f"“{text}” is not a number of hours.")
    else:
        row.hours = hours.quantize(Decimal("0.01"))


def digest_of(*facts: object) -> str:
    """A short mark of some facts: equal marks say the same."""
    return hashlib.sha256("\x00".join(map(str, facts)).encode()).hexdigest()[:32]
