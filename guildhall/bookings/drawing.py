"""A text as a QR code: squares that a camera reads, drawn as one line of an SVG."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class Squares:
    """A QR code: how many squares wide it is, and the path that fills the dark ones."""

    size: int
    path: str


def squares_of(text: str) -> Squares:
    """The QR code of a text, with the quiet edge that scanners ask for."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    return Squares(len(matrix), "".join(_run(x, y, n) for y, row in enumerate(matrix) for x, n in _runs(row)))


def _run(x: int, y: int, length: int) -> str:
    return f"M{x} {y}h{length}v1h-{length}z"


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark squares begin in a row, and how many follow one another."""
    found, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start, x - start))
            start = None
    return found
