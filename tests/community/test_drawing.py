"""A drawn map: boxes never lie on each other, lines end at boxes, conditions have letters of their own (B18)."""

from hypothesis import given
from hypothesis import strategies as st

from guildhall.community.drawing import HEIGHT, WIDTH, Arrow, draw, in_lines, letter


@st.composite
def maps(draw_from):
    count = draw_from(st.integers(2, 12))
    places = st.integers(0, count - 1)
    pairs = draw_from(st.lists(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1]), max_size=20))
    return ["A step"] * count, [Arrow(a, b, "when") for a, b in pairs]


@given(maps())
def test_boxes_lie_apart_and_inside(one):
    drawing = draw(*one)
    for at, box in enumerate(drawing.boxes):
        assert 0 <= box.x <= drawing.width - WIDTH
        assert 0 <= box.y <= drawing.height - HEIGHT
        for other in drawing.boxes[at + 1 :]:
            assert abs(box.x - other.x) >= WIDTH or abs(box.y - other.y) >= HEIGHT
    assert len({line.label for line in drawing.lines}) == len(one[1])


def test_alternatives_stand_side_by_side():
    first, one, other, last = draw(
        ["Vet", "Yes", "No", "End"], [Arrow(0, 1, "a"), Arrow(0, 2, "b"), Arrow(1, 3), Arrow(2, 3)]
    ).boxes
    assert one.y == other.y > first.y
    assert last.y > one.y


def test_long_titles_end_in_dots():
    assert in_lines("Call") == ("Call",)
    lines = in_lines("Each criterion is answered with its evidence, by whoever holds the employer")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(len(line) <= 27 for line in in_lines("x" * 200))


def test_letters_do_not_run_out():
    assert [letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
