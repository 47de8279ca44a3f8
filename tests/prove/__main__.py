"""script/prove: run all drills, or those that are named."""

import argparse
import importlib
import signal
import sys
import traceback

from tests.prove.report import RESULTS, Report, Skipped
from tests.prove.stage import Stage

# In the order of what would hurt most.
DRILLS = {
    "import-crash": "R12: an import that is killed goes on, nothing doubled, nothing half",
    "mail": "R8: an e-mail leaves at most once, and none is lost in silence",
    "two-nodes": "R30: any node may answer, die or be renewed at any time",
    "races": "R7 R28 R29: the same thing at the same moment happens once, and crossing things lose nothing",
    "places": "C4 R7: places are never given twice, and whoever waits is promoted once, in order",
    "booking": "C16 R7: places of an event are never given twice, none is lost, and the order of booking is kept",
    "tally": "N15: forty phones vote through two nodes, one is killed on the way; the count is exactly what each chose",
    "durability": "R11: what was acknowledged survives power cuts and kills, and work goes on within seconds",
    "faults": "R13: a database, mail server or disk that is away is told in words, and is over by itself",
    "slow-clients": "R28: who sends slowly, or too much, holds up nobody else",
    "commands": "what the documents tell to type runs as committed, at the smallest size",
    "tamper": "R26: whatever is done to the journal in the database shows",
    "dates": "R25: both commands work on every day: weekends, ends of months, leap days, changed clocks, other zones",
    "walks": "R1 R3 R17–R20: every page, person, record and method, of which script/test takes a share",
    "canaries": "R3: no canary crosses, whoever asks and however",
}


def main() -> int:
    """0 when everything that ran has passed."""
    listed = "\n".join(f"  {name:14} {promise}" for name, promise in DRILLS.items())
    parser = argparse.ArgumentParser(
        prog="script/prove", epilog=f"drills:\n{listed}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a drill; all of them by default")
    parser.add_argument("--quick", action="store_true", help="fewer kills, rows and requests: minutes, not hours")
    parser.add_argument("--seed", type=int, default=2026, help="of everything that is left to chance")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in DRILLS]:
        parser.error(f"there is no drill {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # else the servers would stay
    stage = Stage(quick=asked.quick)
    try:
        verdicts = {name: _run(name, stage, asked) for name in asked.names or DRILLS}
    finally:
        stage.close()
    print("\n" + "\n".join(f"{verdict:8} {name}" for name, verdict in verdicts.items()))
    print(f"Figures are in {RESULTS}.")
    return 1 if "FAIL" in verdicts.values() else 0


def _run(name: str, stage: Stage, asked: argparse.Namespace) -> str:
    report = Report(name, DRILLS[name], quick=asked.quick)
    print(f"\n{name}: {DRILLS[name]} (PostgreSQL {stage.postgres.version}, seed {asked.seed})", flush=True)
    drill = importlib.import_module(f"tests.prove.drills.{name.replace('-', '_')}")
    try:
        drill.run(stage, report, quick=asked.quick, seed=asked.seed)
    except Skipped as why:
        report.skipped = str(why)
        report.say(f"skipped: {why}")
    except Exception:
        traceback.print_exc()
        report.failures.append(traceback.format_exc(limit=-3))
    report.write()
    return report.verdict


if __name__ == "__main__":
    sys.exit(main())
