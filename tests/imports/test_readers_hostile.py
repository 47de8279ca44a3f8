"""Files made to hurt: each ends within seconds and little memory, with rows or a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildhall.imports.readers import Unreadable, rows, sheets
from tests.imports.hostile_files import (
    HEAD,
    NS,
    bad_references,
    bad_string_number,
    below_the_ratio,
    deep_book,
    deep_json,
    deep_tags,
    empty_lines,
    endless_line,
    endless_line_in_utf16,
    endless_tag,
    external_entity,
    gap_bomb,
    high_bytes,
    large_json,
    laughs,
    laughs_in_strings,
    long_cell,
    long_string,
    lying_size,
    many_entries,
    many_names,
    many_strings,
    million_columns,
    nested_json,
    nuls,
    only_quotes,
    open_quote,
    open_quote_in_wide_rows,
    quoted_lines,
    renamed_pdf,
    row_bomb,
    too_many_rows,
    wide_bomb,
    wide_json,
    workbook,
    zip_bomb,
)

pytestmark = pytest.mark.slow
SECONDS = 10  # of a processor, slow ones included: what hurts takes minutes
MEGABYTES = 300
if not Path("/proc/self/status").exists():
    pytest.skip("peak memory is read from /proc", allow_module_level=True)
ROOT = Path(__file__).resolve().parents[2]
PROBE = r"""
import json, re, sys, time
from guildhall.imports.readers import Unreadable, rows, sheets
start, count, sentence = time.process_time(), 0, ""
try:
    for sheet in sheets(sys.argv[1]):
        for row in rows(sys.argv[1], sheet):
            count += 1
except Unreadable as error:
    sentence = str(error)
# Not ru_maxrss, which a new process takes over from the one that started it.
found = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())
peak = int(found.group(1)) / 1024
print(json.dumps([time.process_time() - start, peak, count, sentence]))
"""


def probe(path: Path) -> tuple[float, float, int, str]:
    """Seconds, peak megabytes, rows and the sentence of reading a file in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seconds, peak, count, sentence = json.loads(done.stdout)
    return seconds, peak, count, sentence


HOSTILE: list[Callable[[Path], None]] = [
    zip_bomb, row_bomb, wide_bomb, lying_size, many_entries, external_entity, laughs,
    laughs_in_strings, many_strings, endless_tag, deep_tags, many_names, deep_book, long_cell,
    bad_references, bad_string_number, renamed_pdf, million_columns, endless_line,
    endless_line_in_utf16, only_quotes, quoted_lines, open_quote, open_quote_in_wide_rows,
    empty_lines, too_many_rows, nuls, deep_json, nested_json, wide_json, large_json,
]  # fmt: skip
# Odd and large, but with a right reading.
READABLE: list[Callable[[Path], None]] = [gap_bomb, below_the_ratio, long_string, high_bytes]
EMPTY = {"below_the_ratio", "long_string"}


@pytest.mark.parametrize("build", HOSTILE + READABLE, ids=lambda build: build.__name__)
def test_hostile(tmp_path: Path, build: Callable[[Path], None]) -> None:
    path = tmp_path / "list.csv"
    build(path)
    seconds, peak, count, sentence = probe(path)
    path.unlink()
    assert seconds < SECONDS
    assert peak < MEGABYTES
    print(f"{seconds:.2f} s, {peak:.0f} MB, {count} rows: {sentence}")
    if build in READABLE or build.__name__ in EMPTY:
        assert (count > 0) != (build.__name__ in EMPTY) and not sentence
    else:
        assert sentence.endswith(".")


def test_honest_large_file_streams(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    line = "Employer {0:06} & Söhne,{0} Main St,San Diego,CA,92101,(619) 555-0142,{1}\n"
    with path.open("w", encoding="utf-8") as target:
        target.write("Name,Street,City,State,ZIP,Phone,Notes\n")
        for number in range(300_000):
            target.write(line.format(number, "n" * 130))
    assert path.stat().st_size > 60_000_000
    seconds, peak, count, sentence = probe(path)
    assert (count, sentence) == (300_000, "")
    assert seconds < SECONDS
    assert peak < 80


@settings(max_examples=80, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_workbooks_give_rows_or_a_sentence(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        body = HEAD + '<row r="2"><c r="A2"><v>5</v></c><c r="B2" t="s"><v>0</v></c></row>'
        if data.draw(st.booleans()):
            start = data.draw(st.integers(0, len(body)))
            body = body[:start] + data.draw(st.text(max_size=5)) + body[start + 1 :]
        workbook(path, body, f'<sst xmlns="{NS}"><si><t>x</t></si></sst>')
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(0, 8))):
            place = data.draw(st.integers(0, len(content) - 1))
            content[place] = data.draw(st.integers(0, 255))
        path.write_bytes(bytes(content))
        try:
            for sheet in sheets(path):
                list(rows(path, sheet))
        except Unreadable as error:
            assert str(error).endswith(".")
