"""What was acknowledged is there: the database stopped as by a power cut, processes killed, people writing (R11)."""

import contextlib
import itertools
import os
import random
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage, family, wait_for
from tests.prove.visitor import GONE, Visitor

STAFF = ["teresa.villalobos@mesagrande.example", "owen.blakely@redstone.example", "sam.treadwell@harborpoint.example"]
LONGEST = 10  # seconds until somebody can write again
THERE = {
    "note": "SELECT text FROM employers_note",
    "engagement": "SELECT summary FROM engagements_engagement",
    "contact": "SELECT family_name FROM employers_contact",
}
# The newest day on which somebody was in touch, as it was noted and as the engagements tell it.
MISCOUNTED = """SELECT count(*) FROM employers_employer e JOIN (
    SELECT employer_id, max(happened_on) AS day FROM engagements_engagement WHERE kind <> 'act' GROUP BY 1) g
    ON g.employer_id = e.id WHERE e.last_engaged_at::date IS DISTINCT FROM g.day"""
UNJOURNALED = """SELECT count(*) FROM employers_note n WHERE text LIKE 'durable %%'
    AND NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.object_id = n.id::text AND a.verb = 'write note')"""
_numbers = itertools.count(1)


@dataclass
class Load:
    """People who write without pause, and what they were told is saved."""

    node: Node
    employers: list[str]
    saved: list[tuple[str, str]] = field(default_factory=list)  # (kind, words)
    refused: dict[int, int] = field(default_factory=dict)
    unheard: int = 0
    newest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> "Load":
        people = [Visitor(self.node, email=email, timeout=30) for email in (*STAFF, *DIRECTORS[:3])]
        for one in people:
            one.sign_in()
            one.get("/")
        self.threads = [threading.Thread(target=self._write, args=(one,), daemon=True) for one in people]
        for thread in self.threads:
            thread.start()
        wait_for(lambda: len(self.saved) > 10, 60, "the first writes")
        return self

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def _write(self, visitor: Visitor) -> None:
        chance = random.Random(visitor.email)
        while not self.over.is_set():
            kind, path, values = self._next(chance.choice(self.employers))
            asked = time.monotonic()
            try:
                answer = visitor.post(path, values)
            except GONE:
                self.unheard += 1
                time.sleep(0.1)
                continue
            if answer.status == 302 and "/login/" not in answer.location:
                self.saved.append((kind, next(iter(v for v in values.values() if v.startswith("durable ")))))
                self.newest = max(self.newest, asked)
            else:
                self.refused[answer.status] = self.refused.get(answer.status, 0) + 1
                time.sleep(0.1)

    def _next(self, pk: str) -> tuple[str, str, dict[str, str]]:
        number = next(_numbers)
        words, today = f"durable {number}", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400))
        if number % 3 == 0:
            return "note", f"/employers/{pk}/notes/", {"text": words}
        if number % 3 == 1:
            return "engagement", f"/employers/{pk}/", {"kind": "call", "summary": words, "happened_on": today}
        return "contact", f"/employers/{pk}/contacts/add/", {"family_name": words}

    def recovery(self, since: float, seconds: float = 60) -> float:
        """How long it took until something that was asked for after `since` was saved."""
        wait_for(lambda: self.newest > since, seconds, "somebody can write again", every=0.02)
        return time.monotonic() - since

    def lost(self, installation: Installation) -> list[str]:
        there = {kind: {words for (words,) in installation.sql(query)} for kind, query in THERE.items()}
        return [f"{kind} {words}" for kind, words in self.saved if words not in there[kind]]


def _shared(installation: Installation) -> list[str]:
    rows = installation.sql("SELECT id FROM employers_employer WHERE posted_at IS NOT NULL AND audience IS NULL "
                            "AND merged_into_id IS NULL LIMIT 40")  # fmt: skip
    return [str(pk) for (pk,) in rows]


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    random_, rounds = random.Random(seed), 3 if quick else 10
    with stage.installation() as installation:
        node, worker = installation.serve(), installation.worker()
        node.ready()
        load = Load(node, _shared(installation)).begin()
        cuts = [_power_cut(stage, load, random_) for _ in range(rounds)]
        report.figure("seconds until somebody could write again after a power cut of the database", _told(cuts))
        deaths = [_death(load, node, worker, n, random_) for n in range(rounds)]
        report.figure("seconds until it worked again after a kill", _told(deaths))
        load.end()
        _judge(report, installation, load, [*cuts, *deaths])
    _on_one_machine(stage, report)
    _control(stage, report, random_)


def _on_one_machine(stage: Stage, report: Report) -> None:
    """`guildhall run` with its embedded database: whatever of it dies comes back by itself."""
    with stage.installation("empty") as installation:
        del installation.environment["DATABASE_URL"]
        node = installation.run("--empty").ready(180)
        seconds = {}
        for name in ("postgres", "guildhall.project.web", "worker"):
            victim = wait_for(lambda name=name: _of(node, name), 30, f"{name} runs")
            since = time.monotonic()
            os.kill(victim, signal.SIGKILL)
            time.sleep(0.3)
            again = lambda name=name, victim=victim: node.healthy and _of(node, name) not in (0, victim)  # noqa: E731
            wait_for(again, 60, f"{name} is there again")
            seconds[name] = round(time.monotonic() - since, 1)
        node.stop()
    report.figure("seconds until guildhall run had replaced what was killed", seconds)
    report.expect(max(seconds.values()) < LONGEST, f"it took too long: {seconds}")


def _of(node: Node, name: str) -> int:
    """The process of a name in an installation on one machine, or 0."""
    if name == "postgres":
        data = node.installation.folder / "postgres"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((data / "postmaster.pid").read_text().split()[0])
            return pid if Path(f"/proc/{pid}/cwd").samefile(data) else 0
        return 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                ours = int(entry.name) in family(node.process.pid)
                if name in words and ours and "runuser" not in words[0]:
                    return int(entry.name)
    return 0


def _power_cut(stage: Stage, load: Load, random_: random.Random) -> float:
    time.sleep(random_.uniform(1, 3))
    since = time.monotonic()
    stage.postgres.stop("immediate")
    stage.postgres.start()
    return load.recovery(since)


def _death(load: Load, node: Node, worker: Node, number: int, random_: random.Random) -> float:
    """Of the whole web node, of one of its processes, or of the worker, in turns."""
    time.sleep(random_.uniform(1, 3))
    since = time.monotonic()
    if number % 3 == 0:
        node.kill()
        node.start()
        return load.recovery(since)
    if number % 3 == 1:
        wait_for(lambda: family(node.process.pid)[1:], 30, "the web node has processes again")
        os.kill(random_.choice(family(node.process.pid)[1:]), signal.SIGKILL)
        return load.recovery(since)
    worker.kill()
    worker.start()
    query = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > to_timestamp(%s)"
    moment = time.time()
    wait_for(lambda: worker.installation.one(query, moment), 60, "the worker works")
    return time.monotonic() - since


def _judge(report: Report, installation: Installation, load: Load, recoveries: list[float]) -> None:
    lost = load.lost(installation)
    report.figure("writes acknowledged", len(load.saved))
    report.figure("told to try later, or no answer", load.refused | {"none": load.unheard})
    report.figure("acknowledged writes lost", len(lost))
    report.expect(not lost, f"lost: {lost[:5]}")
    report.expect(max(recoveries) < LONGEST, f"it took {max(recoveries):.1f} s once")
    report.expect(set(load.refused) <= {503}, f"people met {load.refused}")
    for words, query in (
        ("last contacts differ from a recount", MISCOUNTED),
        ("notes not in the journal", UNJOURNALED),
    ):
        count = installation.one(query.replace("%%", "%"))
        report.figure(words, count)
        report.expect(not count, f"{count} {words}")
    audit = installation.guildhall("check", "audit", "--seal", check=False)
    report.figure("journal", audit.stdout.strip().splitlines()[-1] if audit.stdout else audit.stderr)
    report.expect(not audit.returncode, f"the journal does not hold: {audit.stderr}")


def _told(seconds: list[float]) -> dict[str, Any]:
    return {
        "times": len(seconds),
        "longest": round(max(seconds), 1),
        "median": round(sorted(seconds)[len(seconds) // 2], 1),
    }


def _control(stage: Stage, report: Report, random_: random.Random) -> None:
    """A database that acknowledges before it has written."""
    with stage.installation() as installation:
        installation.sql(f"ALTER DATABASE {installation.name} SET synchronous_commit = off")
        installation.sql("ALTER SYSTEM SET wal_writer_delay = '5s'")
        installation.sql("SELECT pg_reload_conf()")
        load = Load(installation.serve().ready(), _shared(installation)).begin()
        for _ in range(4):
            _power_cut(stage, load, random_)
        load.end()
        report.control("commits acknowledged before they are written", load.lost(installation))
        installation.sql("ALTER SYSTEM RESET wal_writer_delay")
        installation.sql("SELECT pg_reload_conf()")
