"""Where the boxes and lines of a process map lie: alternatives side by side, lines that skip a row go around."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP_X, GAP_Y = 190, 62, 30, 54
MARGIN, LANE = 12, 16  # around the boxes; between lines that go around
LETTERS, LINES = 25, 2  # of a title in its box


@dataclass(frozen=True)
class Arrow:
    """From one step to another, by their places in the order, with the condition where there is one."""

    source: int
    target: int
    condition: str = ""


@dataclass(frozen=True)
class Box:
    """One step: where it lies, and its title in lines."""

    x: int
    y: int
    number: int
    lines: tuple[str, ...]

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Its lines with their distance from the top, the number of the step before the first."""
        first, *others = self.lines
        told = (f"{self.number}. {first}", *others)
        return tuple(zip(("2em", "3.4em") if others else ("2.7em",), told, strict=True))

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Line:
    """One arrow: its path, and the number of its condition in the list below, with the place of that number."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """The whole map, in units of its own."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    box_width: int = WIDTH
    box_height: int = HEIGHT


def ranks(count: int, arrows: Sequence[Arrow]) -> list[int]:
    """In which row each step lies: below all that lead to it from before; steps that nothing leads to go on top."""
    result = [0] * count
    for at in range(count):
        before = [result[arrow.source] + 1 for arrow in arrows if arrow.target == at and arrow.source < at]
        result[at] = max(before, default=0)
    return result


def in_lines(words: str) -> tuple[str, ...]:
    """A title in at most two lines; what does not fit ends in dots."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = lines[:LINES]
    if len(lines) > LINES:
        shown[-1] += " …"
    return tuple(line if len(line) <= LETTERS + 2 else f"{line[:LETTERS]}…" for line in shown)


def draw(titles: Sequence[str], arrows: Sequence[Arrow]) -> Drawing:
    """Draw the steps of a map, given in their order, and what leads where."""
    rows = ranks(len(titles), arrows)
    across: dict[int, int] = {}
    places = []
    for row in rows:
        places.append(across.get(row, 0))
        across[row] = places[-1] + 1
    widest = max(across.values(), default=1)
    inner = widest * WIDTH + (widest - 1) * GAP_X
    boxes = []
    for at, title in enumerate(titles):
        own = across[rows[at]] * (WIDTH + GAP_X) - GAP_X
        x = MARGIN + (inner - own) // 2 + places[at] * (WIDTH + GAP_X)
        boxes.append(Box(x, MARGIN + rows[at] * (HEIGHT + GAP_Y), at + 1, in_lines(title)))
    lines, around = [], 0
    for arrow in arrows:
        label = letter(sum(bool(line.label) for line in lines)) if arrow.condition else ""
        straight = rows[arrow.target] == rows[arrow.source] + 1
        around += not straight
        lane = MARGIN + inner + around * LANE
        lines.append(_line(boxes[arrow.source], boxes[arrow.target], label, 0 if straight else lane))
    height = MARGIN * 2 + (max(rows, default=0) + 1) * (HEIGHT + GAP_Y) - GAP_Y
    return Drawing(MARGIN * 2 + inner + around * LANE + (LANE if around else 0), height, tuple(boxes), tuple(lines))


def letter(at: int) -> str:
    """A, B, C … Z, AA: what a condition is called in the drawing."""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _line(source: Box, target: Box, label: str, lane: int) -> Line:
    if not lane:
        top, foot = source.y + HEIGHT, target.y
        half = (top + foot) // 2
        path = f"M{source.middle} {top}C{source.middle} {half} {target.middle} {half} {target.middle} {foot - 3}"
        return Line(path, label, (source.middle + 3 * target.middle) // 4, half - 6)
    out, back = source.y + HEIGHT // 2 + 10, target.y + HEIGHT // 2 - 10
    path = f"M{source.x + WIDTH} {out}H{lane}V{back}H{target.x + WIDTH + 3}"
    return Line(path, label, lane, (out + back) // 2)
