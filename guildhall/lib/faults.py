"""What may be kept of an error: its kind and where it was raised; its words only where they quote nothing."""

import traceback


class QuotesNothing(Exception):
    """An error of our own whose words name kinds of records and their keys, and nothing that stands in any."""


def place_of(error: BaseException) -> str:
    """The kind of an error and the last line of our own program that it passed: its words may quote a record (G2)."""
    kind = type(error).__name__
    if isinstance(error, QuotesNothing):
        return f"{kind}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/guildhall/" in frame.filename]
    return kind + "".join(f", {one.filename.rpartition('/guildhall/')[2]}:{one.lineno}" for one in own[-1:])
