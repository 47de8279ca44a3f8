"""Marking texts for translation in pure modules, which know no Django."""


def gettext_noop(message: str) -> str:
    """The text itself: marked where it is written, translated where it is shown."""
    return message
