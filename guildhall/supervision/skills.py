"""Skills by which a placement is evaluated: short lists of the field, of which an institution chooses one (ADR 32)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guildhall.lib.marking import gettext_noop as _

SCALE: tuple[tuple[int, str], ...] = (
    (1, _("beginning")),
    (2, _("developing")),
    (3, _("as expected")),
    (4, _("beyond what was expected")),
)


@dataclass(frozen=True, slots=True)
class Framework:
    """A list of skills: its code, its name, and the skills by code."""

    code: str
    label: str
    skills: tuple[tuple[str, str], ...]


NACE = Framework("nace", _("NACE career readiness competencies"), (
    ("career_self_development", _("Career & Self-Development")),
    ("communication", _("Communication")),
    ("critical_thinking", _("Critical Thinking")),
    ("equity_inclusion", _("Equity & Inclusion")),
    ("leadership", _("Leadership")),
    ("professionalism", _("Professionalism")),
    ("teamwork", _("Teamwork")),
    ("technology", _("Technology")),
))  # fmt: skip
EMPLOYABILITY = Framework("employability", _("Employability Skills Framework (U.S. Department of Education)"), (
    ("academic", _("Applied academic skills")),
    ("thinking", _("Critical thinking skills")),
    ("interpersonal", _("Interpersonal skills")),
    ("personal", _("Personal qualities")),
    ("resources", _("Resource management")),
    ("information", _("Information use")),
    ("communication", _("Communication skills")),
    ("systems", _("Systems thinking")),
    ("technology", _("Technology use")),
))  # fmt: skip
OWN = "own"  # how the codes of an institution's own skills begin
FRAMEWORKS: dict[str, Framework] = {one.code: one for one in (NACE, EMPLOYABILITY)}


def framework(code: str) -> Framework:
    """The framework with a code; where none is chosen, that of NACE."""
    return FRAMEWORKS.get(code, NACE)


def with_own(base: Framework, own: Iterable[str]) -> Framework:
    """A list of the field with the skills that an institution adds; their codes hang on their words alone."""
    keys = ((f"{OWN}-{hashlib.md5(one.encode(), usedforsecurity=False).hexdigest()[:12]}", one) for one in own)
    return replace(base, skills=(*base.skills, *keys))
