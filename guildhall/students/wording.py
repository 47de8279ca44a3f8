"""What somebody reads before signing, and what is kept as signed: the words of a consent."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guildhall.ui.dates import in_words


def statement(
    student: str,
    institution: str,
    parts: Sequence[str],
    purpose: str,
    employer: str,
    until: date,
    *,
    story: bool = False,
) -> str:
    """A consent in words: who tells what, to whom, for what, until when. A story is told to everybody who reads it."""
    anybody = _("everybody who reads or hears the story: staff, employers, chambers, the public")
    to = employer or (anybody if story else _("any employer, for this purpose alone"))
    lines = (
        _("%(place)s may tell something from the record of %(student)s.") % {"place": institution, "student": student},
        _("What: %s.") % ", ".join(parts),
        _("To whom: %s.") % to,
        _("For what: %s.") % purpose,
        _("Until: %s.") % in_words(until),
        _("It can be revoked at any time; what was told before stays told."),
    )
    return "\n".join(lines)


def digest_of(words: str) -> str:
    """The digest of what a page showed: it goes with the answer, so that nobody signs words that they did not read."""
    return hashlib.sha256(words.encode()).hexdigest()
