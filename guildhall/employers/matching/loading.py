"""Reading records into columns, in several processes when there are many."""

from __future__ import annotations

import csv
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from guildhall.employers.matching.addresses import city_name, split_street, zip5
from guildhall.employers.matching.columns import Builder, Columns, join
from guildhall.employers.matching.contacts import ein_digits, phone_digits, registered_domain
from guildhall.employers.matching.keys import Normal
from guildhall.employers.matching.names import fold, name_forms
from guildhall.employers.matching.records import Record

PARALLEL_FROM = 50_000  # below this, starting processes costs more than it saves
COLUMNS = ("name", "street", "city", "state", "zip", "phone", "domain", "ein")
HEADERS = {
    "website": "domain",
    "web": "domain",
    "url": "domain",
    "zip code": "zip",
    "zipcode": "zip",
    "telephone": "phone",
    "address": "street",
}

_job: Callable[[int, int], Columns] | None = None  # set before forking, so that nothing has to be pickled


def core_count(workers: int | None) -> int:
    """How many processes to use: as asked, else the cores this process may use, at most 4."""
    return max(1, workers or min(4, len(os.sched_getaffinity(0))))


def _run(arguments: tuple[int, int]) -> Columns:
    assert _job is not None
    gc.disable()  # a short-lived process without cycles; collecting would only copy shared pages
    return _job(*arguments)


def _in_parallel(job: Callable[[int, int], Columns], workers: int) -> Columns:
    """Run `job(worker, workers)` in forked processes and join the parts."""
    global _job
    _job = job
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            parts = pool.map(_run, [(i, workers) for i in range(workers)], chunksize=1)
            pool.close()
            pool.join()  # they end by themselves: a signal may be lost on one that answers signals in its own way
        return join(parts)
    finally:
        _job = None


def header_positions(header: Sequence[str]) -> dict[str, int]:
    """Position of every known column by its header, case ignored; ValueError without a name column."""
    by_key: dict[str, int] = {}
    for position, title in enumerate(header):
        title = title.strip().strip("\ufeff").lower()
        by_key.setdefault(HEADERS.get(title, title), position)
    if "name" not in by_key:
        raise ValueError('The file has no column "name".')
    return {name: by_key[name] for name in ("id", *COLUMNS) if name in by_key}


def read_rows(path: str) -> Iterator[list[str]]:
    """Rows of a CSV file, the header first; ValueError when there is no such file or it is no text."""
    try:
        with open(path, newline="", encoding="utf-8-sig", errors="replace") as file:
            yield from csv.reader(file)
    except OSError as error:
        raise ValueError(f"The file {path} cannot be read: {error.strerror}.") from error
    except csv.Error as error:
        raise ValueError(f"The file {path} is not a readable CSV file: {error}.") from error


def _add_row(builder: Builder, row: Sequence[str], at: Mapping[str, int]) -> None:
    """Add one row of texts whose columns are found at the given positions."""
    values = [row[at[name]] if name in at and at[name] < len(row) else "" for name in COLUMNS]
    name, street, city, state, code, phone, domain, ein = values
    builder.add_normal(
        Normal(
            name_forms(name),
            split_street(street),
            city_name(city),
            fold(state).strip(),
            zip5(code),
            phone_digits(phone),
            registered_domain(domain),
            ein_digits(ein),
        )
    )


def columns_of_file(path: str, workers: int | None = None) -> tuple[Columns, int]:
    """Columns of a CSV file and the number of processes used; ValueError as in `read_rows`."""
    rows = read_rows(path)
    at = header_positions(next(rows, []))
    count = sum(1 for _ in rows)

    def job(worker: int, of: int) -> Columns:
        builder = Builder()
        for row in islice(read_rows(path), 1 + count * worker // of, 1 + count * (worker + 1) // of):
            _add_row(builder, row, at)
        return builder.columns()

    return _run_job(job, count, workers)


def columns_of(records: Iterable[Record] | Mapping[str, Sequence[str]], workers: int | None) -> tuple[Columns, int]:
    """Columns of records or of columns by name, and the number of processes used."""
    if isinstance(records, Mapping):
        return _columns_of_mapping(records, workers)
    listed = records if isinstance(records, list) else list(records)

    def job(worker: int, of: int) -> Columns:
        builder = Builder()
        for i in range(len(listed) * worker // of, len(listed) * (worker + 1) // of):
            builder.add(listed[i])
        return builder.columns()

    return _run_job(job, len(listed), workers)


def _columns_of_mapping(table: Mapping[str, Sequence[str]], workers: int | None) -> tuple[Columns, int]:
    at = header_positions(list(table))
    lists = list(table.values())
    count = len(lists[at["name"]])
    if any(len(values) != count for values in lists):
        raise ValueError("The columns differ in length.")

    def job(worker: int, of: int) -> Columns:
        builder = Builder()
        for i in range(count * worker // of, count * (worker + 1) // of):
            _add_row(builder, [values[i] for values in lists], at)
        return builder.columns()

    return _run_job(job, count, workers)


def _run_job(job: Callable[[int, int], Columns], count: int, workers: int | None) -> tuple[Columns, int]:
    used = core_count(workers)
    # A daemonic process (a worker of somebody else's pool) may not start processes of its own.
    if count < PARALLEL_FROM or used == 1 or multiprocessing.current_process().daemon:
        return job(0, 1), used
    return _in_parallel(job, used), used
