"""Words that stand in one line: names, subjects, titles."""

import unicodedata

BREAKS = {"Cc", "Zl", "Zp"}  # signs that steer, among them line breaks, and the breaks of lines and paragraphs


def one_line(text: str) -> str:
    """A text in one line: its breaks and what steers become spaces, so that a name cannot begin a line of its own."""
    return " ".join("".join(" " if unicodedata.category(c) in BREAKS else c for c in text).split())
