"""Every command of the documents, as committed and at the smallest size that does anything."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.prove import lists
from tests.prove.report import ROOT, Report
from tests.prove.stage import DIRECTORS, LOAD, Stage

REGISTER = """id,name,street,zip,phone,entity_id
1,Tern Composites,8 Elm St,92243,6195550101,1
2,Tern Composites Inc,8 Elm Street,92243,6195550101,1
3,Osprey Inn,12 Pier Rd,92105,6195550102,2
"""


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    folder = stage.folder / "commands"
    folder.mkdir()
    (folder / "register.csv").write_text(REGISTER)
    (folder / "list.csv").write_bytes(lists.employers(20, seed))
    _installation(stage, report, folder, quick=quick)
    _benchmarks(report, folder, quick=quick)
    broken = _run(report, "bench/match.py", "--labelled", str(folder / "missing.csv"))
    report.control("a benchmark that cannot find its file", broken is None)


def _installation(stage: Stage, report: Report, folder: Path, *, quick: bool) -> None:
    """The commands of docs/operating.md, one after the other, on the embedded database."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "EMAIL_URL")}
    home, other = str(folder / "home"), str(folder / "other")

    def guildhall(*words: str, home: str = home) -> str | None:
        command = [sys.executable, "-m", "guildhall.project.cli", *words]
        return _done(report, " ".join(words), command, environment | {"GUILDHALL_HOME": home})

    guildhall("migrate")
    guildhall("check")
    guildhall("match", str(folder / "register.csv"), "--out", str(folder / "out.csv"))
    if quick:  # the village, so that the next command finds a region
        guildhall("shell", "-c", LOAD.format(size="VILLAGE"))
    summary = json.loads(guildhall("demo", "--json") or "{}")
    report.expect(summary.get("people"), "the demo tells of nobody")
    words = ("--institution", "two-rivers-regional-office", "--by", DIRECTORS[0])
    brought = json.loads(guildhall("import", "employers", str(folder / "list.csv"), *words, "--json") or "{}")
    batch = brought.get("batch", "")
    for act in ("resume", "apply", "undo"):
        guildhall("import", act, batch, "--by", DIRECTORS[0])
    guildhall("import", "rows", batch)
    guildhall("check", "audit", "--seal")
    guildhall("backup", str(folder / "backup.tar.gz"))
    guildhall("restore", str(folder / "backup.tar.gz"), home=other)
    guildhall("check", "audit", home=other)


def _benchmarks(report: Report, folder: Path, *, quick: bool) -> None:
    _run(report, "bench/match.py", "--labelled", str(folder / "register.csv"))
    if quick:
        return  # each of the others loads the whole demo; script/test fills their tables
    told = _run(report, "bench/directory.py", "--employers", "460", "--engagements", "1", "--rounds", "2")
    report.expect(told and told["engagements"] > 50_000, f"the directory was not filled: {told}")
    told = _run(report, "bench/import.py", "--employers", "40", "--contacts", "40")
    report.expect(told and told["employers"], "nothing was imported")


def _run(report: Report, *words: str) -> dict | None:
    out = _done(report, " ".join(words), [sys.executable, *words], dict(os.environ), quiet="missing" in words[-1])
    return json.loads(out) if out else None


def _done(
    report: Report, name: str, command: list[str], environment: dict[str, str], *, quiet: bool = False
) -> str | None:
    """What a command printed, None where it failed."""
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if not quiet:
        report.figure(name[:70], f"{done.returncode} after {time.monotonic() - begun:.1f} s")
        report.expect(done.returncode == 0 and "Traceback" not in done.stderr, f"{name}: {done.stderr[-300:]}")
    return done.stdout if done.returncode == 0 else None
