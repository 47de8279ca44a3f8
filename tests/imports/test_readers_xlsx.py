"""Workbooks: values as people see them, and sheets as they really come."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from guildhall.imports.readers import LIMITS, Sheet, SourceRow, Unreadable, rows, sheets


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def save(file: Path, *lines: list[object]) -> Worksheet:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "List"
    for line in lines:
        sheet.append(line)
    book.save(file)
    return sheet


def read(file: Path) -> tuple[Sheet, list[SourceRow]]:
    (sheet,) = sheets(file)
    return sheet, list(rows(file, sheet))


def rewrite(file: Path, part: str, change: Callable[[str], str]) -> None:
    """Changes one part of a workbook in place."""
    with zipfile.ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


SHEET = "xl/worksheets/sheet1.xml"


def test_values(file: Path) -> None:
    line = [
        "Ardent", 92243.0, 12345678901234, 0.1 + 0.2, True, False, date(2026, 11, 16),
        datetime(2026, 11, 16, 14, 30), time(9, 5), "007", "  two  words ", "#N/A", -5, 1e21, None,
        timedelta(hours=30),
    ]  # fmt: skip
    save(file, ["Name", *[f"c{n}" for n in range(1, 15)], "last"], line)
    _, (row,) = read(file)
    assert row == SourceRow(2, "List", (
        "Ardent", "92243", "12345678901234", "0.3", "yes", "no", "2026-11-16",
        "2026-11-16 14:30", "09:05", "007", "  two  words ", "", "-5", "1000000000000000000000", "",
        "30:00",
    ))  # fmt: skip


def test_zeros_of_a_number_format(file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "ZIP", "EIN", "Long ZIP"])
    sheet.append(["A", 2134, 12345678, 21341462])
    for cell, code in (("B2", "00000"), ("C2", r"00\-0000000"), ("D2", "00000-0000")):
        sheet[cell].number_format = code
    book.save(file)
    assert read(file)[1][0].cells == ("A", "02134", "01-2345678", "02134-1462")


@pytest.mark.parametrize("mac", [False, True])
def test_date_systems(file: Path, mac: bool) -> None:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["Name", "Since"])
    sheet.append(["A", date(2026, 11, 16)])
    sheet.append(["B", datetime(2026, 11, 16, 23, 59, 59)])
    book.save(file)
    if mac:
        with zipfile.ZipFile(file) as source:
            assert 'date1904="1"' in source.read("xl/workbook.xml").decode()
    assert [row.cells[1] for row in read(file)[1]] == ["2026-11-16", "2026-11-16 23:59:59"]


def test_banner_empty_rows_totals(file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List"
    sheet["A1"] = "Employers of Imperial County"
    sheet.merge_cells("A1:C1")
    for index, line in enumerate((["Name", "City", "Size"], ["A", "X", 5], ["B", "Y", 6])):
        for column, value in enumerate(line, start=1):
            sheet.cell(4 + index * 2, column, value)
    sheet.cell(12, 1, "Total")
    sheet.cell(12, 3, 11)
    book.save(file)
    found, data = read(file)
    assert found == Sheet("List", 4, ("Name", "City", "Size"))
    assert [(row.line, row.cells) for row in data] == [(6, ("A", "X", "5")), (8, ("B", "Y", "6"))]


def test_visible_sheets_with_a_table(file: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "City"])
    book.active.append(["A", "X"])
    for title, state in (("Gone", "hidden"), ("Deep", "veryHidden"), ("Empty", "visible")):
        other = book.create_sheet(title)
        other.sheet_state = state
        if title != "Empty":
            other.append(["Name", "City"])
    readme = book.create_sheet("Read me")
    readme.append(["This workbook was made on a Monday by nobody at all."])
    second = book.create_sheet("Zwei & <drei>")
    second.append(["Company", "ZIP"])
    second.append(["B", "92243"])
    book.save(file)
    found = sheets(file)
    assert [sheet.name for sheet in found] == ["Sheet", "Zwei & <drei>"]
    assert [row.cells for row in rows(file, found[1])] == [("B", "92243")]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub(r"<dimension[^>]*>", '<dimension ref="A1"/>', xml),
        lambda xml: re.sub(r"<dimension[^>]*>", '<dimension ref="A1:XFD1048576"/>', xml),
        lambda xml: re.sub(r"<dimension[^>]*>", "", xml),
        lambda xml: re.sub(r'(<(?:c|row)\b[^>]*?) r="[A-Z]*\d+"', r"\1", xml),
        lambda xml: re.sub(r"(</?)(?=[a-zA-Z])", r"\1x:", xml).replace("xmlns=", "xmlns:x="),
        lambda xml: xml.replace("main", "main").replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    ],
    ids=["small dimension", "huge dimension", "no dimension", "no references", "prefix", "strict"],
)
def test_odd_sheets(file: Path, change: Callable[[str], str]) -> None:
    save(file, ["Name", "City"], ["A", "X"], ["B", "Y"])
    rewrite(file, SHEET, change)
    assert [row.cells for row in read(file)[1]] == [("A", "X"), ("B", "Y")]


def test_text_in_the_sheet_and_rich_text(file: Path) -> None:
    save(file, ["Name", "City", "Kind"], ["A", "X", "Y"])
    inline = (
        '<c r="A2" t="inlineStr"><is><r><t>Ar</t></r><r><t xml:space="preserve">dent </t></r>'
        '<rPh sb="0" eb="1"><t>phonetic</t></rPh></is></c>'
        '<c r="B2" t="str"><f>UPPER("x")</f><v>X_x000D_Y</v></c><c r="C2" t="e"><v>#N/A</v></c>'
    )
    rewrite(file, SHEET, lambda xml: re.sub(r'<c r="A2".*?</row>', f"{inline}</row>", xml))
    assert read(file)[1][0].cells == ("Ardent ", "X\rY", "")


def test_macro_workbooks_and_absolute_targets(file: Path) -> None:
    save(file, ["Name", "City"], ["A", "X"])
    rewrite(file, "[Content_Types].xml", lambda xml: xml.replace(
        "spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"))  # fmt: skip
    assert len(read(file)[1]) == 1
    rewrite(file, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(
        'Target="/xl/worksheets/', 'Target="worksheets\\'))  # fmt: skip
    assert len(read(file)[1]) == 1


def test_empty_formatted_columns_do_not_count(file: Path) -> None:
    save(file, ["Name", "City"], ["A", "X"])
    rewrite(file, SHEET, lambda xml: xml.replace("</row>", '<c r="XFD1" s="0"/></row>'))
    assert read(file)[1][0].cells == ("A", "X")


def test_limits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(file, ["Name"] + ["x"] * 500, ["A"])
    with pytest.raises(Unreadable, match=r"Row 1 .* 500 columns"):
        read(file)
    save(file, ["Name", "City"], ["A", "x" * 10_001])
    with pytest.raises(Unreadable, match=r"Row 2 .* 10,000 characters"):
        read(file)
    save(file, ["Name", "City"], ["A", "x"], ["B", "y"])
    monkeypatch.setattr(LIMITS, "ROWS", 1)
    with pytest.raises(Unreadable, match="more than 1 rows"):
        read(file)


def test_same_values_as_openpyxl(file: Path) -> None:
    lines = [[f"Firm {n}", n, n / 7, f"t{n % 9}", date(2020, 1, 1) + timedelta(n)] for n in range(500)]
    save(file, ["Name", "Number", "Share", "Tag", "Since"], *lines)
    sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).active
    for row, (text, whole, part, tag, since) in zip(
        read(file)[1], sheet.iter_rows(min_row=2, values_only=True), strict=True
    ):
        assert row.cells[:2] == (text, str(whole))
        assert float(row.cells[2]) == pytest.approx(part)
        assert row.cells[3:] == (tag, since.date().isoformat())


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "Word"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", "XLSB"),
        ("photo.jpg", "archive"),
    ],
)
def test_other_archives(file: Path, part: str, words: str) -> None:
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(part, "x")
    with pytest.raises(Unreadable, match=words):
        sheets(file)


def test_sheet_that_is_not_there(file: Path) -> None:
    save(file, ["Name", "City"], ["A", "X"])
    with pytest.raises(Unreadable, match="Other"):
        list(rows(file, Sheet("Other", 1, ("Name",))))
