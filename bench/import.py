"""Measure a large import on the command line: read, compare, apply, journal, and take it back.

    python bench/import.py --employers 100000 --contacts 150000 [--seed N]
Makes a region of its own in a temporary folder. The seed is drawn at run time and printed, unless it is given.
Prints one JSON object: per step the seconds, the processor seconds of the command, its peak memory and its counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from lists import write_lists

ROOT = Path(__file__).resolve().parents[1]
MEASURE = """
import ctypes, json, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1)  # helpers that outlive their parent for a moment become ours, and are counted
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
seconds = time.perf_counter() - begun
for _try in range(50):
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        break
    time.sleep(0.1)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = used.ru_utime + used.ru_stime
figures = {"seconds": round(seconds, 1), "processor_seconds": round(cpu, 1), "peak_mb": used.ru_maxrss // 1024}
print(json.dumps([done.returncode, done.stdout, done.stderr[-2000:], figures]))
"""


def guildhall(home: Path, *words: str) -> tuple[dict, dict]:
    """Run one command; returns what it printed and what it took."""
    command = [sys.executable, "-m", "guildhall.project.cli", *words]
    environ = {**os.environ, "GUILDHALL_HOME": str(home)}
    run = [sys.executable, "-c", MEASURE, *command]
    told = subprocess.run(run, env=environ, cwd=ROOT, capture_output=True, text=True, check=True)
    status, out, errors, figures = json.loads(told.stdout)
    if status:
        raise SystemExit(f"{' '.join(words)}: {errors}")
    return json.loads(out) if out.strip().startswith("{") else {}, figures


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--employers", type=int, default=100_000)
    parser.add_argument("--contacts", type=int, default=150_000)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    found: dict[str, object] = {"seed": seed, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        lists = write_lists(Path(folder), options.employers, options.contacts, seed)
        home = Path(folder) / "home"
        region, _ = guildhall(home, "demo", "--json")
        college = next(i["slug"] for i in region["institutions"] if i["kind"] == "college")
        people = [p for p in region["people"] if p["institution"] == college]
        by = next(p["email"] for p in people if "coordinator" in p["role"].lower())
        batches = []
        for kind, path in zip(("employers", "contacts"), lists, strict=True):
            words = ["import", "employers", str(path), "--institution", college, "--by", by, "--kind", kind]
            told, figures = guildhall(home, *words, "--as", "vetted", "--apply", "--json")
            batches.append(told["batch"])
            found[kind] = figures | told
        for kind, batch in zip(("contacts", "employers"), reversed(batches), strict=True):
            told, figures = guildhall(home, "import", "undo", batch, "--by", by, "--json")
            found[f"undo of the {kind}"] = figures | {"still applied": told["applied"]}
        begun = time.perf_counter()
        guildhall(home, "check", "audit", "--seal")
        found["journal sealed and checked"] = round(time.perf_counter() - begun, 1)
    found["own_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
