"""What an initiative still lacks before anybody is contacted (F3, N20)."""

from django.utils.translation import gettext_lazy as _

# What documents 004 asks for "before you contact anyone", in its order.
LACKS = {
    "purpose": _("a purpose statement"),
    "why": _("why it is done"),
    "how": _("how it is done"),
    "what": _("what is done"),
    "timing": _("when it is done"),
    "profiles": _("a profile of whom you look for"),
    "plan": _("an action plan"),
}
WRITTEN = ("purpose", "why", "how", "what", "timing")
# Document 002: what a message to a stakeholder holds (E11).
ELEMENTS = {
    "rationale": _("why this work is done"),
    "role": _("their role and key responsibilities"),
    "benefit": _("why them, and what they get out of it"),
    "supports": _("incentives and supports"),
    "dates": _("important dates"),
}


def in_words(keys: list[str]) -> list[str]:
    """What is missing, in the reader's language."""
    return [str((LACKS | ELEMENTS)[key]) for key in keys]
