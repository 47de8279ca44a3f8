"""What may be kept of an error: of which kind it is and where it was raised, never its words."""

import traceback


def place_of(error: BaseException) -> str:
    """The kind of an error and the last line of our own program that it passed: its words may quote a record (G2)."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/guildhall/" in frame.filename]
    where = "".join(f", {frame.filename.rpartition('/guildhall/')[2]}:{frame.lineno}" for frame in own[-1:])
    return f"{type(error).__name__}{where}"
