"""A list of 20,000 rows whose reader is killed again and again (R12).

An uninterrupted run says what must come out. Then the commands, and after them the worker, are killed with -9 at
random moments of checking, applying and undoing. The list is never brought a second time: its file is gone.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.prove import lists
from tests.prove.likeness import BESIDE, Digests, differences, digests
from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage, wait_for
from tests.prove.visitor import Visitor

BY, PLACE = DIRECTORS[0], "two-rivers-regional-office"
# Words and tags that searches know by now are no records: undoing a list leaves them.
AFTER_UNDO = (*BESIDE, "employers_nameword", "employers_tag")
REPORT = """SELECT r.line, r.sheet, r.status, r.decision, r.note, r.values::text, r.errors::text,
                   r.employer IS NULL, p.line, jsonb_array_length(r.candidates)
            FROM imports_row r LEFT JOIN imports_row p ON p.id = r.repeats_id WHERE r.batch_id = %s ORDER BY 1, 2"""
DOUBLED = """SELECT count(*) FROM (SELECT made FROM imports_row r,
             jsonb_array_elements_text(r.effects->'employers') made
             WHERE r.batch_id = %s GROUP BY made HAVING count(*) > 1) x"""
UNJOURNALED = """SELECT count(*) FROM imports_row r, jsonb_array_elements_text(r.effects->'employers') made
    WHERE r.batch_id = %s AND (SELECT count(*) FROM audit_value v JOIN audit_entry e ON e.id = v.entry_id
    WHERE v.object_id = made AND e.verb = 'import') <> 1"""


@dataclass
class Expected:
    """What an uninterrupted run leaves behind, and how long it took."""

    before: Digests
    after: Digests
    checked: list[Any]
    applied: list[Any]
    seconds: dict[str, float] = field(default_factory=dict)
    start: float = 1.0


class Run:
    """One list on one installation, worked on by commands that somebody kills."""

    def __init__(self, installation: Installation, path: Path, expected: Expected, random_: random.Random) -> None:
        self.installation, self.path, self.expected, self.random = installation, path, expected, random_
        self.batch = ""
        self.kills = 0
        self.in_midst = 0

    def life(self, *words: str, limit: float, **more: str) -> bool:
        """Run a command for at most so long after it has started; whether it came to its end by itself."""
        process = self.installation.begin(*words, **more)
        try:
            process.wait(self.expected.start + self.random.uniform(0, limit))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.kills += 1
            return False
        if process.returncode:
            raise RuntimeError(f"guildhall {' '.join(words)} ended with {process.returncode}")
        return True

    def known(self) -> str:
        """The identifier of the list, once it has been taken in."""
        return next(
            (
                str(pk)
                for (pk,) in self.installation.sql("SELECT id FROM imports_batch WHERE file_name = %s", self.path.name)
            ),
            "",
        )

    def check(self, kills: int) -> None:
        """Bring the list and have it checked; after it was taken in its file is gone."""
        until = self.kills + kills
        bring = ("import", "employers", str(self.path), "--institution", PLACE, "--by", BY)
        while not self.batch:
            done = self.life(*bring, limit=self.expected.seconds["check"])
            self.batch = self.known()
        self.path.unlink()
        while not done:
            limit = self.expected.seconds["check"] if self.kills < until else 3600
            done = self.life("import", "resume", self.batch, "--by", BY, limit=limit)

    def go(self, act: str, kills: int, **more: str) -> None:
        """Apply or undo, killed about so many times on the way."""
        until, rows = self.kills + kills, self.done()
        while not self.life(
            "import", act, self.batch, "--by", BY, limit=self._limit(act, kills, until), **more
        ):  # fmt: skip
            now = self.done()
            self.in_midst += now != rows
            rows = now

    def _limit(self, act: str, kills: int, until: int) -> float:
        return 2 * self.expected.seconds[act] / max(kills, 1) if self.kills < until else 3600

    def done(self) -> int:
        return int(
            self.installation.one(
                "SELECT count(*) FROM imports_row WHERE batch_id = %s AND status = 'applied'", self.batch
            )
        )

    def rows(self) -> list[Any]:
        return self.installation.sql(REPORT, self.batch)

    def wrong_after_apply(self) -> list[str]:
        """What differs from the uninterrupted run."""
        found = differences(self.expected.after, digests(self.installation))
        if self.rows() != self.expected.applied:
            found.append("the report of the rows differs")
        for words, query in (("doubled", DOUBLED), ("not exactly once in the journal", UNJOURNALED)):
            if count := self.installation.one(query, self.batch):
                found.append(f"{count} employers are {words}")
        return found

    def wrong_after_undo(self) -> list[str]:
        found = differences(self.expected.before, digests(self.installation, AFTER_UNDO))
        if [row[:-1] for row in self.rows()] != [row[:-1] for row in self.expected.checked]:
            found.append("the report of the rows differs")
        return found


def uninterrupted(stage: Stage, rows: bytes) -> Expected:
    """Check and apply the list in peace."""
    with stage.installation() as installation:
        path = installation.folder / "list.csv"
        path.write_bytes(rows)
        before = digests(installation, AFTER_UNDO)
        start = _timed(lambda: installation.guildhall("import", "rows", "x", check=False))
        seconds: dict[str, float] = {}
        begun = time.monotonic()
        batch = installation.answer("import", "employers", str(path), "--institution", PLACE, "--by", BY)["batch"]
        seconds["check"] = time.monotonic() - begun - start
        checked = installation.sql(REPORT, batch)
        seconds["apply"] = _timed(lambda: installation.answer("import", "apply", batch, "--by", BY)) - start
        found = Expected(before, digests(installation), checked, installation.sql(REPORT, batch), seconds, start)
        seconds["undo"] = _timed(lambda: installation.answer("import", "undo", batch, "--by", BY)) - start
        return found


def _timed(act: Any) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    count, kills, by_worker = (1_500, 4, 2) if quick else (20_000, 50, 10)
    rows, random_ = lists.employers(count, seed), random.Random(seed)
    report.say(f"{count} rows without interruption …")
    expected = uninterrupted(stage, rows)
    report.figure("seconds without interruption", {k: round(v, 1) for k, v in expected.seconds.items()})
    killed = _by_command(stage, report, expected, rows, random_, kills - by_worker)
    killed += _by_worker(stage, report, expected, rows, random_, by_worker)
    report.figure("kills", killed)
    report.expect(killed >= kills, f"only {killed} of {kills} kills met a process at work")
    _controls(stage, report, expected, rows, random_)


def _by_command(
    stage: Stage, report: Report, expected: Expected, rows: bytes, random_: random.Random, kills: int
) -> int:
    with stage.installation() as installation:
        path = installation.folder / "list.csv"
        path.write_bytes(rows)
        one = Run(installation, path, expected, random_)
        one.check(max(kills // 5, 1))
        checked = one.kills
        report.expect([r[:-1] for r in one.rows()] == [r[:-1] for r in expected.checked], "the check differs")
        report.say(f"checked after {checked} kills of the command")
        rounds = 0
        while one.kills < kills or not rounds:
            left = max((kills - one.kills + 1) // 2, 2)
            one.go("apply", left)
            _judge(report, f"applied after {one.kills} kills", one.wrong_after_apply())
            one.go("undo", left)
            _judge(report, f"undone after {one.kills} kills", one.wrong_after_undo())
            rounds += 1
        audit = installation.guildhall("check", "audit", "--seal", check=False)
        report.expect(not audit.returncode, f"the journal does not hold: {audit.stderr}")
        report.figure("kills of commands", {"in all": one.kills, "checking": checked, "after some rows": one.in_midst})
        return one.kills


def _judge(report: Report, words: str, wrong: list[str]) -> None:
    report.say(f"{words}: {'differs' if wrong else 'as without interruption'}")
    if wrong:
        report.expect(False, f"{words}: {'; '.join(wrong)}")


# ── The same, asked for on the pages and done by a worker ────────────


def _by_worker(
    stage: Stage, report: Report, expected: Expected, rows: bytes, random_: random.Random, kills: int
) -> int:
    with stage.installation() as installation:
        installation.without_daily_work()
        director = Visitor(installation.serve().ready(), email=BY)
        director.sign_in()
        form = director.get("/imports/").form()
        batch = director.upload("/imports/", form, "list.csv", rows).path.split("/")[2]
        one = Run(installation, installation.folder / "list.csv", expected, random_)
        one.batch = batch
        worker = installation.worker()
        director.post(f"/imports/{batch}/columns/", director.get(f"/imports/{batch}/columns/").form())
        _survive(one, worker, "check", "review", kills // 3 or 1)
        for act, state in (("apply", "applied"), ("undo", "undone")):
            director.get(f"/imports/{batch}/")
            director.post(f"/imports/{batch}/{act}/")
            _survive(one, worker, act, state, kills - one.kills if act == "undo" else kills // 3)
            wrong = one.wrong_after_apply() if act == "apply" else one.wrong_after_undo()
            _judge(report, f"{state} by a worker after {one.kills} kills", wrong)
        report.figure("kills of workers", one.kills)
        return one.kills


def _survive(run_: Run, worker: Node, act: str, state: str, kills: int) -> None:
    """Kill the worker so many times while it is at it, and wait until another one has finished."""

    def holds() -> bool:
        return bool(run_.installation.one("SELECT state FROM imports_batch WHERE id = %s", run_.batch) == state)

    for _kill in range(kills):
        with contextlib.suppress(TimeoutError):
            wait_for(lambda: holds() or _at_it(run_.installation), 90, "a worker takes the list up")
        time.sleep(run_.random.uniform(0, run_.expected.seconds[act] / max(kills, 1)))
        if holds():
            return
        worker.kill()
        run_.kills += 1
        # Time passes: nobody waits here until a dead worker's sign of life is old.
        run_.installation.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
        worker.start()
    wait_for(holds, 240, f"the list is {state}", every=0.5)


def _at_it(installation: Installation) -> bool:
    query = """SELECT count(*) FROM procrastinate_jobs j JOIN procrastinate_workers w ON w.id = j.worker_id
               WHERE task_name LIKE 'imports.%' AND status = 'doing'
               AND last_heartbeat > now() - interval '1 minute'"""
    return bool(installation.one(query))


# ── Would it be noticed? ─────────────────────────────────────────────


def _controls(stage: Stage, report: Report, expected: Expected, rows: bytes, random_: random.Random) -> None:
    with stage.installation() as installation:
        path = installation.folder / "list.csv"
        path.write_bytes(rows)
        one = Run(installation, path, expected, random_)
        one.check(0)
        one.go("apply", 6, **installation.without("transactions"))
        wrong = one.wrong_after_apply()
        report.control(f"blocks without a transaction ({one.kills} kills)", wrong)
    with stage.installation() as installation:
        path = installation.folder / "list.csv"
        path.write_bytes(rows)
        one = Run(installation, path, expected, random_)
        one.check(0)
        one.go("apply", 0)
        report.expect(not one.wrong_after_apply(), "an undisturbed run differs from itself")
        installation.sql(
            "DELETE FROM employers_site WHERE id = (SELECT id FROM employers_site ORDER BY id DESC LIMIT 1)"
        )
        report.control("one site is missing", one.wrong_after_apply())
