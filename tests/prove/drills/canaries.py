"""The walk of tests/permissions/test_canaries.py with many more questions, by everybody (R3)."""

import os
import subprocess
import sys
from xml.etree import ElementTree

from tests.prove.report import ROOT, Report
from tests.prove.stage import Stage

WALK, CROSSES = "tests/permissions/test_canaries.py", "test_no_canary_crosses"
# The controls that the walk brings along, by what they switch off.
CONTROLS = {
    "an open wall": "test_an_open_wall_is_found",
    "a note that does not stay": "test_a_note_that_stays_is_found_when_it_does_not",
}


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    size, most = (1, 4_500) if quick else (12, 20_000)
    with stage.installation("empty") as installation:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_")}
        environment = kept | {
            "DATABASE_URL": installation.environment["DATABASE_URL"],
            "GUILDHALL_TEST_HOME": str(installation.folder / "tests"),
            "CANARY_SIZE": str(size),
            "GUILDHALL_THOROUGH": "1",
        }
        results = installation.folder / "results.xml"
        names = [f"{WALK}::{name}" for name in (CROSSES, *CONTROLS.values())]
        command = [sys.executable, "-m", "pytest", *names, f"--junitxml={results}", "-o", "junit_family=xunit1"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        cases = {case.get("name", ""): case for case in ElementTree.parse(results).iter("testcase")}
    failed = [
        name for name, case in cases.items() if case.find("failure") is not None or case.find("error") is not None
    ]
    walks = [case for name, case in cases.items() if name.startswith(CROSSES)]
    told = [p for walk in walks for p in walk.iter("property") if p.get("name") == "answers"]
    answers = sum(int(p.get("value", "0")) for p in told)
    report.figure("answers read", answers)
    report.figure("canaries outside the oracle", "some" if any(name.startswith(CROSSES) for name in failed) else 0)
    report.expect(answers >= most, f"only {answers} answers were read")
    report.expect(not failed, f"{failed}: {done.stdout[-3000:]}")
    for words, name in CONTROLS.items():
        report.control(words, name in cases and name not in failed)
