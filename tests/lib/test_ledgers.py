"""Files to which lines are only added: a torn line costs nobody anything, and is not taken for tampering."""

import os
import stat
import threading

import pytest

from guildhall.lib import ledgers


def test_lines_come_back_in_their_order(tmp_path):
    path = tmp_path / "new" / "a.log"
    for number in range(3):
        ledgers.add(path, {"n": number})
    assert [row["n"] for row in ledgers.rows(path)] == [0, 1, 2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(ledgers.rows(tmp_path / "none")) == []


@pytest.mark.parametrize("torn", [b'{"n": 1', b'{"n": "\xc3', b"\0" * 40, b'{"n": {"m": 1'])
def test_what_is_added_after_a_torn_line_stands(tmp_path, torn):
    path = tmp_path / "a.log"
    ledgers.add(path, {"n": 0})
    with path.open("ab") as file:
        file.write(torn)
    assert [row["n"] for row in ledgers.rows(path)] == [0]
    ledgers.add(path, {"n": 2})
    assert [row["n"] for row in ledgers.rows(path)] == [0, 2]


def test_the_control_a_line_added_as_it_comes_is_lost(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b'{"n": 1\n'[:-1] + b'{"n": 2}\n')
    with pytest.raises(ValueError, match="line 1 of"):
        list(ledgers.rows(path))


def test_a_whole_line_that_is_no_row_is_told(tmp_path):
    (tmp_path / "a.log").write_text('{"n": 0}\n{"n" 1}\n')
    with pytest.raises(ValueError, match="line 2 of"):
        list(ledgers.rows(tmp_path / "a.log"))


def test_many_writers_leave_whole_lines(tmp_path):
    path = tmp_path / "a.log"
    writers = [threading.Thread(target=ledgers.add, args=(path, {"n": "x" * 9_000})) for _ in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(list(ledgers.rows(path))) == 20
    assert os.path.getsize(path) > 180_000
