"""A thousand tamperings with the journal, by somebody who can write to the database (R26)."""

import json
import subprocess
import sys

from tests.prove.report import ROOT, Report
from tests.prove.stage import Stage


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    count = 150 if quick else 1_000
    with stage.installation("empty") as installation:
        done = subprocess.run(
            [sys.executable, "-m", "tests.prove.tampering", str(count), str(seed)],
            env=installation.environment, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        told = json.loads(done.stdout.splitlines()[-1])
        found = count - sum(told["missed"].values())
        report.figure("journal", told["journal"])
        report.figure("tamperings", told["done"])
        report.figure("found", f"{found} of {count}")
        report.figure("entry named, where one was changed", f"{told['named']} of {told['nameable']}")
        report.expect(not told["missed"], f"missed: {told['missed']}")
        report.expect(not told["before"] and not told["after"], "the journal that nobody touched does not hold")
        report.expect(told["named"] == told["nameable"], "a changed entry was not named")
        report.control("no head outside of the database", told["control"]["heads"])
        report.control("values that are not hashed again", told["control"]["digests"])
        checked = installation.guildhall("check", "audit")
        report.figure("guildhall check audit", checked.stdout.strip().splitlines()[-2:])
        last = "(SELECT max(n) FROM audit_seal)"
        gone = f"SELECT id FROM audit_entry WHERE sealed_in = {last}"
        installation.sql(f"DELETE FROM audit_value WHERE entry_id IN ({gone})")
        installation.sql(f"DELETE FROM audit_entry WHERE sealed_in = {last}")
        installation.sql(f"DELETE FROM audit_seal WHERE n = {last}")
        checked = installation.guildhall("check", "audit", check=False)
        report.figure("guildhall check audit, without the end", checked.stderr.strip())
        report.expect(checked.returncode == 1, "the command did not tell of the missing end")
