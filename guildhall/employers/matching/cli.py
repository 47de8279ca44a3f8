"""Find duplicates in a CSV file: reads names and addresses, writes id and cluster. Touches no database."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from guildhall.employers.matching.clustering import cluster_columns
from guildhall.employers.matching.loading import columns_of_file, header_positions, read_rows


def match_file(path: str | Path, out: str | Path, workers: int | None = None) -> int:
    """Write `id,cluster` for every row of a CSV file and return the number of rows.

    Columns are found by header, case ignored: id, name, street, city, state, zip, phone, domain or website, ein.
    Only the name is needed; without an id the row number counts from 1. A cluster bears the number of its first row.
    Raises ValueError when a file is missing, unreadable or has no name column.
    """
    columns, used = columns_of_file(str(path), workers)
    clusters = cluster_columns(columns, used)
    rows = read_rows(str(path))
    at = header_positions(next(rows, [])).get("id")
    try:
        with open(out, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "cluster"))
            for number, (row, found) in enumerate(zip(rows, clusters.tolist(), strict=True), 1):
                writer.writerow((row[at] if at is not None and at < len(row) else number, found + 1))
    except OSError as error:
        raise ValueError(f"The file {out} cannot be written: {error.strerror}.") from error
    return len(columns)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: FILE --out OUT.csv; the exit status is 1, with one sentence on stderr, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="guildhall match", description=__doc__)
    parser.add_argument("file", metavar="FILE", help="CSV file with a header line")
    parser.add_argument("--out", required=True, metavar="OUT.csv", help="where to write id,cluster")
    parser.add_argument("--workers", type=int, default=None, help="processes; default: one a core, at most 4")
    options = parser.parse_args(arguments)
    try:
        rows = match_file(options.file, options.out, options.workers)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{rows} rows matched, written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
