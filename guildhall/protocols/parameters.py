"""What a clause may fix, subject by subject: the whole of it on one screen.

A clause's subject says which rule of the software reads it. Its parameters are the few values that the rule asks for;
here stand their names, their limits, what holds where nothing is agreed, and whether an institution may be stricter
than the clause above it (`stricter`: the direction in which it may go; without one it may not).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guildhall.lib.spreading import half_of

WHOLE, YES_NO, WORDS, CHOICE, CHOICES = "whole", "yes or no", "words", "choice", "choices"
LOWER, HIGHER, ON = "lower", "higher", "on"


@dataclass(frozen=True)
class Parameter:
    """One value that a clause may fix."""

    key: str
    label: Any
    kind: str = WHOLE
    default: Any = None
    lowest: int = 0
    highest: int = 0
    unit: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    stricter: str = ""
    hint: Any = ""


def _days(key: str, label: Any, default: int, lowest: int, highest: int, stricter: str, **more: Any) -> Parameter:
    return Parameter(key, label, WHOLE, default, lowest, highest, more.pop("unit", _("days")), (), stricter, **more)


def _again() -> Parameter:
    return _days("again_days", _("To be vetted again after"), 365, 30, 1095, "")


BOARD, COMMITTEE = "board", "committee"
CALLED = ((BOARD, _("advisory board")), (COMMITTEE, _("advisory committee")))


def _board(least: int) -> tuple[Parameter, ...]:
    """What an advisory board is measured by (D12, D15)."""
    return (
        Parameter("label", _("It is called"), CHOICE, BOARD, choices=CALLED),
        Parameter("members", _("Members with a vote, at least"), WHOLE, least, 3, 60, stricter=HIGHER),
        Parameter("business", _("Of them from business and industry, at least"), WHOLE, 51, 0, 100, _("percent"),
                  stricter=HIGHER),
        Parameter("labor", _("Seats for labor, at least"), WHOLE, 1, 0, 10, stricter=HIGHER),
        Parameter("meetings", _("Meetings a year, at least"), WHOLE, 2, 1, 12, stricter=HIGHER),
        Parameter("quorum", _("Quorum: of the members with a vote"), WHOLE, 51, 1, 100, _("percent"), stricter=HIGHER),
        Parameter("attendance", _("A member is asked about staying away who came to fewer than"), WHOLE, 50, 0, 100,
                  _("percent of a year’s meetings"), stricter=HIGHER),
        Parameter("term_years", _("A term lasts"), WHOLE, 3, 1, 10, _("years")),
        _days("placing_days", _("A seat is due to who placed students within"), 730, 90, 1825, ""),
    )  # fmt: skip


EVERYBODY, KINDS, REGION = "all", "kinds", "region"
AUDIENCES = (
    (EVERYBODY, _("every institution")),
    (KINDS, _("only institutions of some kinds")),
    (REGION, _("only the region of the institution that entered it")),
)
SHARES, DIRECTORS = "shares", "directors"
EXCEPTING = ((SHARES, _("whoever may share the employer")), (DIRECTORS, _("Regional Directors alone")))
KINDS_OF_INSTITUTION = (("college", _("colleges")), ("district", _("districts")), ("school", _("schools")))
EVERY, UNTRUSTED, NONE = "every", "untrusted", "none"
APPROVED = (
    (EVERY, _("every opportunity")),
    (UNTRUSTED, _("those of employers that are not trusted yet")),
    (NONE, _("none: they are shown at once")),
)
ROLES_THAT_ATTEST = (
    ("wbl_coordinator", _("WBL coordinators")),
    ("placement_case_manager", _("Job placement case managers")),
    ("career_center_staff", _("Career-center staff")),
    ("job_developer", _("Job developers")),
)

MEANINGFUL = ("visit", "meeting", "call", "event", "tour", "advisory")

# The keys are the values of Clause.Subject; a subject that is not here has no parameters.
PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "default_audience": (
        Parameter("audience", _("A shared employer is open to"), CHOICE, EVERYBODY, choices=AUDIENCES),
        Parameter(
            "kinds", _("Kinds"), CHOICES, (), choices=KINDS_OF_INSTITUTION, hint=_("Where only some kinds see it.")
        ),
    ),
    "audience_exception": (
        Parameter("who", _("Recorded by"), CHOICE, SHARES, choices=EXCEPTING),
        Parameter(
            "longest", _("An exception ends after at most"), WHOLE, None, 1, 1095, _("days"), hint=_("Empty: no limit.")
        ),
    ),
    "vetting_criteria": (_again(),),
    "college_vetting": (_again(),),
    "blind_match": (_days("days", _("A college is answered within"), 3, 1, 20, LOWER, unit=_("working days")),),
    "attestation": (
        _again(),
        Parameter("also", _("Besides directors and administrators"), CHOICES, (), choices=ROLES_THAT_ATTEST),
    ),
    "touch_budget": (
        Parameter("per_employer", _("Most contacts with one employer"), WHOLE, 6, 1, 50, stricter=LOWER),
        Parameter("per_contact", _("Most contacts with one person there"), WHOLE, 3, 1, 20, stricter=LOWER),
        _days("days", _("Within"), 30, 7, 365, HIGHER),
        Parameter("spread", _("Spread them over that time"), YES_NO, True, stricter=ON),
    ),
    "quiet_period": (_days("days", _("After a contact, leave them in peace for"), 3, 0, 60, HIGHER),),
    "meaningful": (
        Parameter("kinds", _("These count"), WORDS, MEANINGFUL, hint=_("Between commas.")),
        Parameter("two_way", _("Only when the employer took part"), YES_NO, True),
    ),
    "liaison": (_days("days", _("Silence goes to the deputy after"), 3, 1, 15, LOWER, unit=_("working days")),),
    "key_account": (
        Parameter(
            "engagements",
            _("The institution has worked with them in a year at least"),
            WHOLE,
            0,
            0,
            20,
            _("times"),
            stricter=HIGHER,
        ),
    ),
    "follow_ups": (_days("due_days", _("A follow-up is due after"), 7, 1, 60, LOWER),),
    "enquiries": (
        _days("days", _("An employer is answered within"), 2, 1, 20, LOWER, unit=_("working days")),
        _days("raise_days", _("Then the region hears of it after"), 2, 1, 20, LOWER, unit=_("working days")),
    ),
    "opportunities": (
        Parameter("approval", _("Somebody approves"), CHOICE, EVERY, choices=APPROVED),
        Parameter(
            "trusted_after",
            _("An employer is trusted after"),
            WHOLE,
            3,
            1,
            20,
            _("approved, and none refused in two years"),
        ),
        Parameter("apart", _("Somebody else approves than entered it"), YES_NO, False, stricter=ON),
        _days("ask_days", _("They are asked whether it still stands after"), 60, 14, 365, LOWER),
        _days("silent_days", _("It is taken off when nobody answers for"), 14, 3, 90, LOWER),
        _days("longest", _("It is shown for at most"), 365, 30, 730, LOWER),
    ),
    "boards_program": _board(5),
    "boards_pathway": _board(7),
    "boards_academy": _board(5),
}


def parameters_of(subject: str) -> tuple[Parameter, ...]:
    """What a clause on a subject may fix."""
    return PARAMETERS.get(subject, ())


def default_of(subject: str, key: str) -> Any:
    """What holds where no clause fixes it."""
    return next((p.default for p in parameters_of(subject) if p.key == key), None)


def may_be_local(subject: str) -> bool:
    """Whether an institution may go further than the clause above it."""
    return any(parameter.stricter for parameter in parameters_of(subject))


def bounded(subject: str, above: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """An institution's own parameters, nowhere less strict than those above it."""
    by_key = dict(own)
    for p in parameters_of(subject):
        floor = above.get(p.key, p.default)
        by_key[p.key] = _stricter(p, floor, own.get(p.key, floor))
    return by_key


def _stricter(parameter: Parameter, floor: Any, own: Any) -> Any:
    if own is None or floor is None or not parameter.stricter:
        return floor
    if parameter.stricter == LOWER:
        return min(floor, own)
    return max(floor, own) if parameter.stricter == HIGHER else floor or own


def too_lenient(subject: str, above: Mapping[str, Any], own: Mapping[str, Any]) -> list[Parameter]:
    """Where an institution's own parameters are less strict than those above it."""
    held = bounded(subject, above, own)
    return [p for p in parameters_of(subject) if p.key in own and own[p.key] != held[p.key]]


def wrong_values(subject: str, values: Mapping[str, Any]) -> Iterable[Parameter]:
    """The parameters whose values are not what they may be."""
    return [p for p in parameters_of(subject) if values.get(p.key) is not None and not _fits(p, values[p.key])]


def _fits(parameter: Parameter, value: Any) -> bool:
    if parameter.kind == WHOLE:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and parameter.lowest <= value <= parameter.highest
    if parameter.kind == YES_NO:
        return isinstance(value, bool)
    if parameter.kind == CHOICE:
        return value in dict(parameter.choices)
    listed = isinstance(value, (list, tuple)) and all(isinstance(word, str) and word for word in value)
    return listed and (parameter.kind == WORDS or set(value) <= dict(parameter.choices).keys())


def spread_in_words(values: Mapping[str, Any]) -> str:
    """What "spread them over that time" comes to with the numbers of its clause."""
    keys = ("per_employer", "per_contact", "days")
    most, each, days = (values.get(key) or default_of("touch_budget", key) for key in keys)
    result = half_of(most, days), half_of(each, days)
    details = {"days": days // 2, "most": result[0] and result[0][0], "each": result[1] and result[1][0]}
    if all(result):
        words = ngettext(
            "in any %(days)d day at most %(most)d with one employer and %(each)d with one person there",
            "in any %(days)d days at most %(most)d with one employer and %(each)d with one person there",
            days // 2,
        )
    elif result[0]:
        words = ngettext(
            "in any %(days)d day at most %(most)d with one employer",
            "in any %(days)d days at most %(most)d with one employer",
            days // 2,
        )
    else:
        return str(_("yes"))
    return str(words) % details


def words_for(parameter: Parameter, value: Any) -> str:
    """A value as people read it."""
    if value is None or value in ((), [], ""):
        return str(_("none"))
    if parameter.kind == YES_NO:
        return str(_("yes")) if value else str(_("no"))
    if parameter.kind == CHOICE:
        return str(dict(parameter.choices).get(value, value))
    if parameter.kind == WHOLE:
        return f"{value} {parameter.unit}".strip()
    labels = {key: str(label) for key, label in parameter.choices}
    return ", ".join(labels.get(word, word) for word in value)
