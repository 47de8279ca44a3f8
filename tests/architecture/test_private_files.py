"""What the application writes is closed to other users of the machine: only `lib.private_files` makes files (G1)."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import modules, short, tree

MAKES = {"mkdir", "makedirs", "write_text", "write_bytes", "touch", "copytree", "copyfile", "copy2", "mknod"}
OURS = {
    "guildhall/lib/private_files.py": "makes them",
    "guildhall/lib/ledgers.py": "files that are only added to, 0600 from the first byte",
    "guildhall/project/cluster.py": "folders of the database server, 0700, which belong to its own user",
    "guildhall/project/embedded.py": "the home, which the server's user may have to pass through; its socket, 0700",
    "guildhall/project/programs.py": "copies of PostgreSQL's programs, which everybody may read",
    "guildhall/project/schema.py": "the home, as the embedded server makes it",
    "guildhall/project/settings.py": "the signing key, 0600, in a folder that the database server must pass through",
    "guildhall/project/running.py": "style sheets and scripts, which everybody may read",
    "guildhall/project/archives.py": "copies files that were closed before",
    "guildhall/employers/matching/cli.py": "the file that somebody named, with their own umask",
}


def making(code: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a file or folder is made without saying who may read it: (line, how)."""
    for node in ast.walk(code):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        modes = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
        flags = [n for a in node.args for n in ast.walk(a) if isinstance(n, ast.Attribute) and n.attr == "O_CREAT"]
        writes = any(isinstance(m, str) and m[:1] in "wxa" and set(m) <= set("wxab+t:gz2") for m in modes if m)
        if name in MAKES or (name == "open" and (writes or flags)):
            yield node.lineno, name


def test_files_are_made_in_one_place() -> None:
    others = [path for path in modules() if short(path) not in OURS]
    found = [f"{short(path)}:{line} {how}" for path in others for line, how in making(tree(path))]
    assert not found, f"Use lib.private_files: {found}"


def test_exceptions_are_still_some() -> None:
    by_name = {short(path): path for path in modules()}
    assert [name for name in OURS if not list(making(tree(by_name[name])))] == []


@pytest.mark.parametrize(
    "code",
    [
        'path.open("wb")', 'open(path, mode="a")', "path.mkdir()", 'path.write_text("x")', "os.makedirs(path)",
        "os.open(path, os.O_WRONLY | os.O_CREAT)", 'tarfile.open(path, "w:gz")', "shutil.copytree(one, other)",
    ],
)  # fmt: skip
def test_such_a_line_is_noticed(code: str) -> None:
    """The control."""
    assert list(making(ast.parse(code)))


@pytest.mark.parametrize("code", ['path.open("rb")', "open(path)", 'archive.open("x.xml")', 'tarfile.open(p, "r:gz")'])
def test_reading_is_not(code: str) -> None:
    assert not list(making(ast.parse(code)))
