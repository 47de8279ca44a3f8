"""Files that would break a reader, each in its own way."""

from __future__ import annotations

import json
import random
import struct
import zipfile
from pathlib import Path

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>City</t></is></c></row>'
)


def workbook(
    path: Path, body: str, strings: str | None = None, book: str = "", prolog: str = "",
    extra: dict[str, bytes] | None = None,
) -> None:  # fmt: skip
    """A minimal workbook with raw XML inside."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{book}<workbook xmlns="{NS}" xmlns:r="{REL}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{NS}"><sheetData>{body}</sheetData></worksheet>',
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, text in parts.items():
            target.writestr(name, text)
        for name, data in (extra or {}).items():
            target.writestr(name, data)


def noise(count: int, length: int = 12) -> list[str]:
    """Words that do not compress well."""
    letters = random.Random(7).randbytes(count * length // 2 + length).hex()
    return [letters[start : start + length] for start in range(0, count * length, length)]


def zip_bomb(path: Path) -> None:
    workbook(path, HEAD, extra={"xl/media/big.bin": b"\0" * 120_000_000})


def row_bomb(path: Path) -> None:
    workbook(path, HEAD + '<row><c r="XFD1"/></row>' * 3_000_000)


def wide_bomb(path: Path) -> None:
    cells = "".join(f'<c r="XFD{n}"><v>{n}</v></c>' for n in range(200_000))
    workbook(path, f"{HEAD}<row>{cells}</row>")


def gap_bomb(path: Path) -> None:
    rows_ = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 1_000_000, 20))
    workbook(path, HEAD + "".join(rows_))


def below_the_ratio(path: Path) -> None:
    parts = [f'<row r="{n + 2}"><c r="XFD{n}" s="{n % 977}"/></row>' for n in range(200_000)]
    workbook(path, HEAD + "".join(parts))


def lying_size(path: Path) -> None:
    workbook(path, HEAD + "<row/>" * 10_000_000)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as source:
        size = source.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", size), struct.pack("<L", 1000)))


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        for number in range(15_000):
            target.writestr(f"x{number}", b"")


def external_entity(path: Path) -> None:
    prolog = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    body = HEAD + '<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row>'
    workbook(path, body, prolog=prolog)


def laughs(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    workbook(path, HEAD, book=f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>')


def laughs_in_strings(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    strings = f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><sst xmlns="{NS}"><si><t>&l9;</t></si></sst>'
    workbook(path, HEAD, strings)


def many_strings(path: Path) -> None:
    words = noise(200_000, 6) * 11
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    workbook(path, HEAD, f'<sst xmlns="{NS}">{strings}</sst>')


def long_string(path: Path) -> None:
    text = "".join(noise(15_000, 1000))
    workbook(path, HEAD, f'<sst xmlns="{NS}"><si><t>{text}</t></si></sst>')


def endless_tag(path: Path) -> None:
    text = "".join(noise(15_000, 1000))
    workbook(path, f'{HEAD}<row x="{text}"/>')


def deep_tags(path: Path) -> None:
    source = random.Random(3)
    names = source.choices(["a", "bc", "def", "g", "hi", "jk", "l"], k=1_500_000)
    workbook(path, HEAD + "".join(f"<{name}>" for name in names))


def many_names(path: Path) -> None:
    workbook(path, HEAD + "".join(f'<n{n} a{n}=""/>' for n in range(1_000_000)))


def deep_book(path: Path) -> None:
    workbook(path, HEAD, book="<a>" * 300_000)


def long_cell(path: Path) -> None:
    text = "".join(noise(20_000, 1000))
    workbook(path, f'{HEAD}<row><c t="inlineStr"><is><t>{text}</t></is></c></row>')


def bad_references(path: Path) -> None:
    workbook(path, f'{HEAD}<row r="2"><c r="9?"><v>1</v></c></row>')


def bad_string_number(path: Path) -> None:
    workbook(path, f'{HEAD}<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')


def renamed_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 1000)


def million_columns(path: Path) -> None:
    path.write_text(",".join("c" * (n % 3) for n in range(1_000_000)) + "\n1,2\n")


def endless_line(path: Path) -> None:
    path.write_bytes(b"x" * 80_000_000)


def endless_line_in_utf16(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + b"x\0" * 40_000_000)


def only_quotes(path: Path) -> None:
    path.write_bytes(b'Name,City\n"' + b'"' * 20_000_000)


def quoted_lines(path: Path) -> None:
    path.write_bytes(b"Name,City\n" + b'"\n",' * 10_000_000)


def open_quote(path: Path) -> None:
    path.write_bytes(b'Name,City\nA,"x\n' + b"B,y\n" * 5_000_000)


def open_quote_in_wide_rows(path: Path) -> None:
    path.write_bytes(b"Name,City,Zip\n" + b'"a""\n""b",1,2\n' * 200_000 + b'A,"x\n')


def empty_lines(path: Path) -> None:
    path.write_bytes(b"Name,City\n" + b"\n" * 4_000_000)


def too_many_rows(path: Path) -> None:
    path.write_bytes(b"Name,City\n" + b"a,b\n" * 3_000_000)


def high_bytes(path: Path) -> None:
    path.write_bytes(b"Name,City\n" + b"a\xe9a\xe9,\xe9\x81a\n" * 250_000)


def nuls(path: Path) -> None:
    path.write_bytes(b"Name,City\n" + b"a,b\n" * 1000 + b"\0" * 30_000_000)


def deep_json(path: Path) -> None:
    path.write_text("[" + '{"a":' * 200_000 + "1" + "}" * 200_000 + "]")


def nested_json(path: Path) -> None:
    """As deep as the parser goes along with."""
    path.write_text('[{"a": ' + "[" * 600 + "]" * 600 + "}]")


def wide_json(path: Path) -> None:
    path.write_text(json.dumps([{f"c{n}": 1} for n in range(100_000)]))


def large_json(path: Path) -> None:
    path.write_text("[" + '{"a": "b"},' * 1_000_000 + '{"a": "b"}]')
