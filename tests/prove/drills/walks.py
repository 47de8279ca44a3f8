"""R1, R3, R17–R20: every page, person, record and method there is; `script/test` takes a share of the same walks."""

import os
import subprocess
import sys

from tests.prove.report import ROOT, Report
from tests.prove.stage import Stage

QUICK = ("tests/permissions/test_matrix.py",)
WHOLE = ("tests",)  # named, so that nothing rests


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    """Run whatever `script/test` takes a share of, whole; `--quick` asks the addresses of the matrix only."""
    with stage.installation("empty") as installation:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_")}
        environment = kept | {
            "DATABASE_URL": installation.environment["DATABASE_URL"],
            "GUILDHALL_TEST_HOME": str(installation.folder / "tests"),
            "GUILDHALL_THOROUGH": "" if quick else "1",
        }
        command = [sys.executable, "-m", "pytest", "-n", "2", *(QUICK if quick else WHOLE)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    report.figure("walks", (done.stdout.strip().splitlines() or [""])[-1])
    report.expect(done.returncode == 0, done.stdout[-6000:])
