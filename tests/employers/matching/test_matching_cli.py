"""The command: columns by header, output, messages; and quality on a real labelled file."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from guildhall.employers.matching.cli import main, match_file


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path):
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def test_columns_are_found_by_header(tmp_path):
    source = write(
        tmp_path / "in.csv",
        "Website,NAME,Id,Zip",
        "zebra.com,Zebra Toys,a,92105",
        ",Acme,b,",
        "www.zebra.com,Zebra Toys LLC,c,92105",
    )
    assert match_file(source, tmp_path / "out.csv") == 3
    assert read(tmp_path / "out.csv") == [["id", "cluster"], ["a", "1"], ["b", "2"], ["c", "1"]]


def test_row_numbers_stand_in_for_ids(tmp_path, capsys):
    source = write(tmp_path / "in.csv", "name", "Acme", '"Zebra, Inc"')
    assert main([str(source), "--out", str(tmp_path / "out.csv")]) == 0
    assert read(tmp_path / "out.csv") == [["id", "cluster"], ["1", "1"], ["2", "2"]]
    assert "2 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lines", "message"),
    [(None, "cannot be read"), (("title,street", "Acme,1 Main St"), 'no column "name"'), (("",), 'no column "name"')],
)
def test_one_clear_sentence_and_status_1(tmp_path, capsys, lines, message):
    source = tmp_path / "in.csv"
    if lines is not None:
        write(source, *lines)
    assert main([str(source), "--out", str(tmp_path / "out.csv")]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    with pytest.raises(ValueError, match=message):
        match_file(source, tmp_path / "out.csv")


def test_short_rows_and_unknown_bytes_are_accepted(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(b"\xef\xbb\xbfid,name,zip\n1,Caf\xe9\n2,Acme,92105,extra\n")
    assert match_file(source, tmp_path / "out.csv") == 2


def _pairs(values):
    return sum(n * (n - 1) // 2 for n in Counter(values).values())


def test_quality_on_real_sites(tmp_path):
    labelled = Path(os.environ.get("GUILDHALL_DATA", "")) / "er_chicago_labelled.csv"
    if not os.environ.get("GUILDHALL_DATA") or not labelled.exists():
        pytest.skip("GUILDHALL_DATA holds no labelled file")
    with open(labelled, newline="", encoding="utf-8") as file:
        truth = {row["id"]: row["entity_id"] for row in csv.DictReader(file)}
    match_file(labelled, tmp_path / "out.csv")
    found = dict(read(tmp_path / "out.csv")[1:])
    right = _pairs((truth[i], found[i]) for i in truth)
    assert 2 * right / (_pairs(truth.values()) + _pairs(found.values())) >= 0.85
