"""Words that stand in one line: names, subjects, titles."""

import re
import unicodedata

BREAKS = {"Cc", "Zl", "Zp"}  # signs that steer, among them line breaks, and the breaks of lines and paragraphs
# What nobody sees: it turns the direction of what follows, or tells apart two names that look alike. The joiners of
# Persian, Indic scripts and emoji are no such signs.
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def one_line(text: str) -> str:
    """A text in one line: its breaks and what steers become spaces, so that a name cannot begin a line of its own.

    What turns the direction of letters, or is not seen at all, is left out: "gpj.\u202eexe" stays what it is.
    """
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in BREAKS else c for c in UNSEEN.sub("", text))
    return " ".join(text.split())
