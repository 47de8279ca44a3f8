"""Measure the matching of a whole file: speed, memory and pairwise quality against known identities.

Either a labelled file (columns id and entity_id among the others; the labels are not shown to the matching):
    python bench/match.py --labelled er_chicago_labelled.csv      (relative names are looked up in $GUILDHALL_DATA)
or a generated register:
    python bench/match.py --generator gen_employers.py --rows 100000 --share 0.2 --seed 7
Prints one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def column(path: Path, key: str, value: str) -> dict[str, str]:
    """One column of a CSV file by another."""
    with open(path, newline="", encoding="utf-8") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def pair_count(groups: Counter) -> int:
    """Pairs within groups of the given sizes."""
    return sum(size * (size - 1) // 2 for size in groups.values())


def quality(truth: dict[str, str], found: dict[str, str]) -> dict[str, float]:
    """Pairwise precision, recall and F1; the clusters are their own transitive closure."""
    true = pair_count(Counter(truth.values()))
    claimed = pair_count(Counter(found.values()))
    right = pair_count(Counter((truth[i], found[i]) for i in truth))
    precision, recall = right / max(claimed, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def resident_megabytes(parent: int) -> float:
    """Memory of a process and its children now, shared pages split among them where the system tells."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(entry.name) == parent or int(fields[1]) == parent:
                rollup = (entry / "smaps_rollup").read_text()
                total += int(rollup.split("Pss:", 1)[1].split()[0])
        except (OSError, IndexError, ValueError):
            continue  # the process has ended meanwhile
    return total / 1024


def watch(process: multiprocessing.Process, peak: list[float]) -> None:
    """Sample the memory of a running process and its children."""
    while process.is_alive():
        peak[0] = max(peak[0], resident_megabytes(process.pid or 0))
        time.sleep(0.5)


def measure(source: Path, out: Path) -> dict[str, float]:
    """Run the matching in a process of its own and return rows, seconds and peak memory."""
    from guildhall.employers.matching.cli import match_file

    start = time.perf_counter()
    process = multiprocessing.get_context("spawn").Process(target=match_file, args=(source, out))
    process.start()
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    process.join()
    watcher.join()
    # Short runs end between two samples; the system's own peak is that of the largest single process.
    peak[0] = max(peak[0], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    seconds = time.perf_counter() - start
    if process.exitcode:
        raise SystemExit("The matching failed.")
    with open(out, encoding="utf-8") as file:
        rows = sum(1 for _ in file) - 1
    return {"rows": rows, "seconds": round(seconds, 2), "peak_mb": round(peak[0])}


def without_truth(path: Path, folder: Path) -> Path:
    """A copy of a labelled file without its entity_id column."""
    copy = folder / "unlabelled.csv"
    with open(path, newline="", encoding="utf-8") as source, open(copy, "w", newline="", encoding="utf-8") as target:
        reader = csv.DictReader(source)
        titles = [title for title in reader.fieldnames or [] if title != "entity_id"]
        writer = csv.DictWriter(target, titles, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(reader)
    return copy


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", type=Path, help="labelled CSV file")
    parser.add_argument("--generator", type=Path, help="script: N SHARE SEED FOLDER -> employers.csv, truth.csv")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    data = Path(os.environ.get("GUILDHALL_DATA", "."))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.labelled:
            labelled = options.labelled if options.labelled.exists() else data / options.labelled
            source, truth = without_truth(labelled, folder), column(labelled, "id", "entity_id")
        elif options.generator:
            call = [sys.executable, options.generator, options.rows, options.share, options.seed, folder]
            subprocess.run([str(part) for part in call], check=True, stdout=subprocess.DEVNULL)
            source, truth = folder / "employers.csv", column(folder / "truth.csv", "id", "entity_id")
        else:
            parser.error("give --labelled or --generator")
        out = folder / "clusters.csv"
        figures = measure(source, out)
        print(json.dumps(figures | quality(truth, column(out, "id", "cluster"))))


if __name__ == "__main__":
    main()
