"""CSV in all the forms that people send."""

from __future__ import annotations

import codecs
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guildhall.imports.columns import CONTACT_FIELDS, EMPLOYER_FIELDS, propose
from guildhall.imports.readers import LIMITS, Sheet, SourceRow, Unreadable, rows, sheets

PLAIN = "Name,City,Phone\nArdent,El Centro,619-555-0142\nBolt,Brawley,760-555-0111\n"


def read(path: Path, data: bytes | str) -> tuple[Sheet, list[SourceRow]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (sheet,) = sheets(path)
    return sheet, list(rows(path, sheet))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def test_plain(file: Path) -> None:
    sheet, found = read(file, PLAIN)
    assert sheet == Sheet(None, 1, ("Name", "City", "Phone"))
    assert found == [
        SourceRow(2, None, ("Ardent", "El Centro", "619-555-0142")),
        SourceRow(3, None, ("Bolt", "Brawley", "760-555-0111")),
    ]


ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16 little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16 little without mark": lambda text: text.encode("utf-16-le"),
    "utf-16 big without mark": lambda text: text.encode("utf-16-be"),
    "utf-32 little": lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
    "utf-32 big": lambda text: codecs.BOM_UTF32_BE + text.encode("utf-32-be"),
    "cp1252": lambda text: text.encode("cp1252"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(file: Path, name: str, sign: str, end: str) -> None:
    text = "Name,City,Notes\nPeña Söhne,Añza,“Café” – 5 €\nZoë,Brawley,ok\n"
    sheet, found = read(file, ENCODINGS[name](text.replace(",", sign).replace("\n", end)))
    assert sheet.header == ("Name", "City", "Notes")
    assert [row.cells for row in found] == [
        ("Peña Söhne", "Añza", "“Café” – 5 €"),
        ("Zoë", "Brawley", "ok"),
    ]
    assert [row.line for row in found] == [2, 3]


def test_stray_windows_bytes_in_utf8(file: Path) -> None:
    _, found = read(file, b"Name,City\n" + "Peña,Añza\n".encode() + b"Jos\xe9,Brawley\n")
    assert [row.cells[0] for row in found] == ["Peña", "José"]


def test_mostly_windows_file(file: Path) -> None:
    _, found = read(file, b"Name,City\n" + b"Jos\xe9 \x81,Brawley\n" * 30_000)
    assert found[0].cells[0] == "José \x81"
    assert len(found) == 30_000


def test_lines_count_breaks_inside_cells(file: Path) -> None:
    text = 'Name,Notes\r\nA,"one\r\ntwo\nthree"\r\n\r\nB,x\r\nC,"say ""hi"""\nD,y'
    _, found = read(file, text)
    assert [(row.line, row.cells[0]) for row in found] == [(2, "A"), (6, "B"), (7, "C"), (8, "D")]
    assert found[0].cells[1] == "one\r\ntwo\nthree"
    assert found[2].cells[1] == 'say "hi"'


def test_sep_line(file: Path) -> None:
    sheet, found = read(file, "sep=;\nName;City\nA, Inc;B\n")
    assert (sheet.header_line, found[0].line, found[0].cells) == (2, 3, ("A, Inc", "B"))


def test_semicolons_inside_cells_do_not_mislead(file: Path) -> None:
    sheet, _ = read(file, "name,city,tags\n" + "Ardent,Brawley,a;b;c;d;e\n" * 20)
    assert len(sheet.header) == 3
    assert read(file, "Name;Address\nA, Inc.;1 A St, #4, X, CA\n")[0].header[1] == "Address"
    sheet, _ = read(file, "name;place\n" + "Ardent;San Diego, CA\n" * 20)
    assert sheet.header == ("name", "place")


def test_one_column(file: Path) -> None:
    sheet, found = read(file, "Company\nAcme, Inc.\nBolt\nCore, LLC\n")
    assert sheet.header == ("Company",)
    assert [row.cells for row in found] == [("Acme, Inc.",), ("Bolt",), ("Core, LLC",)]


def test_ragged_rows(file: Path) -> None:
    _, found = read(file, "Name,City,Zip\nA\nB,C,1,,,\nD,E,2,extra\n")
    assert [row.cells for row in found] == [
        ("A", "", ""),
        ("B", "C", "1"),
        ("D", "E", "2", "extra"),
    ]


def test_rows_that_are_no_rows(file: Path) -> None:
    text = (
        "Employers of the county,,\n,,\nName,City,Size\nA,X,5\n , ,\nGrand Total,,5\n"
        "name,CITY,Size\nTotal,Paris,7\nB,Y,6\nY Total,,6\nSubtotal:,,$11.00\nCount: 12,,\n"
        "2 rows,,\nTotal Wine,,\n"
    )
    sheet, found = read(file, text)
    assert sheet.header_line == 3
    assert [(row.line, row.cells[0]) for row in found] == [
        (4, "A"), (8, "Total"), (9, "B"), (14, "Total Wine"),
    ]  # fmt: skip


def test_header_names_are_unique(file: Path) -> None:
    sheet, _ = read(file, "Name,Phone,,phone,Phone (2)\nA,1,x,2,3\n")
    assert sheet.header == ("Name", "Phone", "Column 3", "phone (2)", "Phone (2) (2)")


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("Acme Inc,El Centro,CA,92243,info@acme.example", 0),
        ("Acme,El Centro,CA,92243,(619) 555-0142", 0),
        ("Nom,Ville,Région,Boîte,Courriel", 1),
        ("Employer,Town,Region,2024,2025", 1),
    ],
)
def test_header_or_not(file: Path, first: str, line: int) -> None:
    below = "Bolt,Brawley,CA,92227,(760) 555-0111\nCore,Calexico,CA,92231,(760) 555-0112\n"
    sheet, found = read(file, f"{first}\n{below}")
    assert sheet.header_line == line
    assert len(found) == (2 if line else 3)
    if not line:
        assert sheet.header[:2] == ("Column 1", "Column 2")


def test_header_below_a_long_banner(file: Path) -> None:
    banner = "".join(f"About this list: part {number}\n" for number in range(20))
    sheet, found = read(file, f"{banner}\nName,Street,City\nA,1 Main,X\nB,2 Main,Y\n")
    assert (sheet.header_line, len(found)) == (22, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Name,City\nA,"open\nB,x\nC,y\n', 2),
        ('Name,City\nA,x\nB,"open', 3),
        ('Name,City\nA,"open\nB,x\n"C",y\n', 2),
        ('Name,City,Zip\nA,"open,1\nB,x,2\nC,x,3\nD,y",4\n', 2),
        ('Name,City\nA,"a\nb","open\nB,x\n', 3),
        ("Name,City\n" + "A,x\n" * 50_000 + 'B,"open\n' + "C,y\n" * 50_000, 50_002),
    ],
)
def test_open_quote_names_its_line(file: Path, text: str, line: int) -> None:
    with pytest.raises(Unreadable, match=rf"quotation mark that opens on line {line} "):
        read(file, text)


def test_quotes_in_the_middle_are_text(file: Path) -> None:
    _, found = read(file, 'Name,City\n"Joe" Smith,x\n6" Pipe,y\nA, "b, c"\n')
    assert [row.cells for row in found] == [("Joe Smith", "x"), ('6" Pipe', "y"), ("A", "b, c")]


def test_nul_names_its_line(file: Path) -> None:
    with pytest.raises(Unreadable, match="Line 3 "):
        read(file, PLAIN.replace("Bolt", "Bo\0lt"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n \n", "no rows"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"\xef\xbb\xbf  <HTML>", "web page"),
        (b'<?xml version="1.0"?>', "XML"),
        (b'["a", "b"]', "no list of records"),
        (b'{"name": [1, 2', "damaged"),
        (b"{\\rtf1", "text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "XLS"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x01\x02\x03\x04\x05\x06" * 50, "no readable text"),
        (b"\xff\xfea\x00,\x00\x00\xd8", "damaged"),
    ],
)
def test_what_is_no_list(file: Path, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(file, data)


def test_limits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match=r"Line 2 .* 10,000 characters"):
        read(file, f"Name,City\n{'x' * 10_001},y\n")
    with pytest.raises(Unreadable, match=r"Line 2 .* 10,000 characters"):
        read(file, f"Name,City\n{'x' * 200_000},y\n")
    with pytest.raises(Unreadable, match="500 columns"):
        read(file, ",".join(f"c{n}" for n in range(501)) + "\n")
    assert len(read(file, ",".join(f"c{n}" for n in range(500)) + "," * 300)[0].header) == 500
    monkeypatch.setattr(LIMITS, "ROWS", 1)
    with pytest.raises(Unreadable, match="more than 1 rows"):
        read(file, PLAIN)
    monkeypatch.setattr(LIMITS, "FILE_BYTES", 10)
    with pytest.raises(Unreadable, match="larger than"):
        read(file, PLAIN)


@settings(max_examples=80, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=2000),
        st.text(alphabet='ab,;\t|"\r\n \0é€1', max_size=200).map(lambda text: text.encode()),
        st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data),
        st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
    )
)
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xff\xfe\0\0abc")
def test_any_bytes_give_rows_or_a_sentence(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        try:
            for sheet in sheets(file.name):
                assert len(set(sheet.header)) == len(sheet.header)
                assert all(sheet.header)
                last = 0
                for row in rows(file.name, sheet):
                    assert len(row.cells) >= len(sheet.header)
                    assert row.line > max(last, sheet.header_line)
                    last = row.line
        except Unreadable as error:
            assert str(error).endswith(".")


REAL = {
    "irs_eo_san_diego.csv": (16231, {"name": "NAME", "street": "STREET", "city": "CITY",
        "state": "STATE", "zip": "ZIP", "ein": "EIN"}),
    "hcai_healthcare_facilities_sd_imperial.csv": (784, {"name": "FACILITY_NAME",
        "street": "DBA_ADDRESS1", "city": "DBA_CITY", "zip": "DBA_ZIP_CODE",
        "license": "LICENSE_NUM", "source_id": "OSHPD_ID"}),
    "chicago_business_licenses_sample.csv": (561, {"name": "DOING BUSINESS AS NAME",
        "legal_name": "LEGAL NAME", "street": "ADDRESS", "city": "CITY", "state": "STATE",
        "zip": "ZIP CODE", "license": "LICENSE NUMBER", "industry": "BUSINESS ACTIVITY",
        "source_id": "ID"}),
    "ipeds_san_diego_imperial.csv": (68, {"name": "INSTNM", "trading_name": "IALIAS",
        "street": "ADDR", "city": "CITY", "state": "STABBR", "zip": "ZIP", "phone": "GENTELE",
        "website": "WEBADDR", "ein": "EIN", "source_id": "UNITID"}),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_files(name: str) -> None:
    path = Path(os.environ.get("GUILDHALL_DATA", "")) / name
    if not os.environ.get("GUILDHALL_DATA") or not path.exists():
        pytest.skip("GUILDHALL_DATA names no folder with real files")
    count, expected = REAL[name]
    (sheet,) = sheets(path)
    found = list(rows(path, sheet))
    assert len(found) == count
    sample = [row.cells for row in found[:200]]
    mapping = propose(sheet.header, EMPLOYER_FIELDS, sample)
    assert {key: sheet.header[index] for key, index in mapping.items()} == expected
    assert propose(sheet.header, CONTACT_FIELDS, sample)
