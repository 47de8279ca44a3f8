"""Names and titles stand in one line, wherever they come from."""

import pytest

from guildhall.lib.lines import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ada\r\nBcc: x@y.example", "Ada Bcc: x@y.example"), ("Ada\u2028Byron", "Ada Byron"), (" Ada \t By ", "Ada By"),
        ("Ada\x85\x0b\x00Byron", "Ada Byron"), ("José Muñoz-Ó’Brien", "José Muñoz-Ó’Brien"), ("", ""),
    ],
)  # fmt: skip
def test_one_line(text, line):
    assert one_line(text) == line
    assert len(one_line(text).splitlines()) <= 1
