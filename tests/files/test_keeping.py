"""Uploaded files: judged by content, stored once, given out as downloads only (failure classes 3, 15, 16)."""

import io
import stat
import zipfile
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.files import actions, storage
from guildhall.files.actions import download, keep, place, plain_name
from guildhall.files.kinds import LARGEST
from guildhall.files.models import StoredFile
from guildhall.lib.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.FILES = tmp_path


def archive(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def left(tmp_path):
    return sorted(p.name for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("run.exe", b"MZ"),
        ("run.pdf.exe", b"%PDF-1.7"),
        ("plan.pdf", b"<html>"),
        ("photo.png", b"GIF89a"),
        ("notes.txt", b"a\x00b"),
        ("list.xlsx", b"PK\x03\x04 broken"),
        ("list.xlsx", archive("word/document.xml")),
        ("list.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin")),
        ("empty.txt", b""),
        ("large.txt", b"x" * (LARGEST + 1)),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(name, content, tmp_path):
    with pytest.raises(Refused) as refused:
        keep([content], name)
    assert plain_name(name) in str(refused.value)
    assert left(tmp_path) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.PDF", b"%PDF-1.7 plan"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0"),
        ("list.xlsx", archive("xl/workbook.xml")),
        ("notes.txt", "Käse".encode()),
    ],
)
def test_what_is_taken(name, content):
    assert storage.content(place(keep([content], name))) == content


def test_equal_content_is_stored_once_under_a_random_name(tmp_path):
    one, other = keep([b"the same"], "one.txt"), keep([b"the ", b"same"], "other.txt")
    assert one == other
    assert left(tmp_path) == [one.stored_as]
    assert "one" not in one.stored_as


def test_content_that_went_missing_comes_back(tmp_path):
    one = keep([b"the same"], "one.txt")
    storage.delete(place(one))
    again = keep([b"the same"], "one.txt")
    assert again.pk == one.pk
    assert storage.content(place(again)) == b"the same"


@pytest.mark.parametrize("name", ["evil.hta", "page.html", "plan.pdf", "photo.png", "list.xlsx", "run", "a.txt.exe"])
def test_content_that_is_kept_is_judged_under_every_name(name):
    """An innocent name first opens no way for another one."""
    keep([b"<script>alert(1)</script>"], "a.txt")
    with pytest.raises(Refused):
        keep([b"<script>alert(1)</script>"], name)


def test_content_that_is_kept_is_scanned_again(settings, tmp_path):
    """What the scanner learnt since holds for what somebody kept before; and it takes as long as anything new."""
    keep([b"harmless?"], "notes.txt")
    program = tmp_path.parent / "later"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o700)
    settings.SCANNER = str(program)
    with pytest.raises(Refused, match="found something"):
        keep([b"harmless?"], "other.txt")
    settings.SCANNER = ""
    assert download(keep([b"harmless?"], "notes.csv"), "notes.csv")["Content-Type"] == "text/csv"


def test_a_shortcut_for_equal_content_is_noticed(monkeypatch):
    """The control: what is kept already is not judged."""
    judged = actions._judged

    def shortcut(path, name):
        known = StoredFile.objects.filter(digest=sha256(path.read_bytes()).hexdigest()).first()
        return known.media_type if known else judged(path, name)

    keep([b"<script>alert(1)</script>"], "a.txt")
    monkeypatch.setattr(actions, "_judged", shortcut)
    assert keep([b"<script>alert(1)</script>"], "evil.hta")


def test_equal_content_gives_no_sign(tmp_path):
    """It is written and judged as new content is, and the database is asked the same first, kept already or not."""

    def trace(content):
        judged, kept = [], actions._judged
        with CaptureQueriesContext(connection) as queries, pytest.MonkeyPatch.context() as patch:
            patch.setattr(actions, "_judged", lambda path, name: judged.append(path.stat().st_size) or kept(path, name))
            keep([content], "notes.txt")
        return judged, [query["sql"].split()[0] for query in queries][:1]

    keep([b"the same"], "one.txt")
    assert trace(b"the same") == trace(b"another.")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\plans\\plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_names_carry_no_folders_and_no_tricks(name, plain):
    assert plain_name(name) == plain


def test_a_download_is_never_shown_in_the_page():
    answer = download(keep([b"<b>text</b>"], "notes.txt"), 'no"tes\r\n.txt')
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("code", "says"), [(1, "found something"), (2, "cannot be looked through")])
def test_the_scanner_has_a_word(code, says, settings, tmp_path):
    program = tmp_path.parent / f"scanner{code}"
    program.write_text(f"#!/bin/sh\nexit {code}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    settings.SCANNER = str(program)
    with pytest.raises(Refused, match=says):
        keep([b"harmless?"], "notes.txt")
    assert left(tmp_path) == []
    program.write_text("#!/bin/sh\nexit 0\n")
    assert keep([b"harmless"], "notes.txt")  # negative control


def test_a_scanner_that_is_not_there_lets_nothing_in(settings):
    settings.SCANNER = "/nowhere/scanner --quick"
    with pytest.raises(Refused, match="cannot be looked through"):
        keep([b"harmless?"], "notes.txt")
