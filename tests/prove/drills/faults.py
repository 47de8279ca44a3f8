"""What people see while the database, the mail server or the disk is away, and how soon it is over (R13)."""

import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.prove import lists
from tests.prove.catcher import Catcher
from tests.prove.proxy import Wire
from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage, wait_for
from tests.prove.visitor import GONE, Visitor, at_once

STAFF = "teresa.villalobos@mesagrande.example"
ANSWERS_WITHIN = 25  # seconds until a page says that the database is away
OVER_WITHIN = 30  # seconds after a fault has ended
AWAY, FULL = "out of reach for a moment", "no room for files"
_SHARED = "SELECT id FROM employers_employer WHERE posted_at IS NOT NULL AND audience IS NULL LIMIT 1"
UNSEALED = "SELECT count(*) FROM audit_entry WHERE sealed_in IS NULL"
MAILS = """
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions import queue_email
for n in range(20):
    queue_email(f"person{n}@mail.example", f"Notice {n}", "A text.", kind="drill", scope=OPEN)
"""


@dataclass
class Watch:
    """Somebody who opens pages and saves notes, and somebody who asks after the node's health, all through a fault."""

    node: Node
    answers: Counter[str] = field(default_factory=Counter)
    health: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    waiting: dict[int, float] = field(default_factory=dict)  # since when, for those who have no answer yet

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.node, email=STAFF, timeout=60)
        self.visitor.sign_in()
        self.visitor.get("/")
        # Every thread of the node gets its connection: one that has none yet waits in another way than one that has.
        for _turn in range(2):
            at_once([lambda one=one: one.get("/employers/") for one in [self._twin() for _ in range(20)]])

    def _twin(self) -> Visitor:
        twin = Visitor(self.node, timeout=60)
        twin.cookies, twin.token = dict(self.visitor.cookies), self.visitor.token
        return twin

    def begin(self, employer: str) -> None:
        asks = [threading.Thread(target=self._ask, args=(employer,), daemon=True) for _ in range(3)]
        self.threads = [*asks, threading.Thread(target=self._feel, daemon=True)]
        for thread in self.threads:
            thread.start()

    def _ask(self, employer: str) -> None:
        visitor, asked, me = self._twin(), 0, threading.get_ident()
        while not self.over.is_set():
            asked += 1
            self.waiting[me] = time.monotonic()
            try:
                if asked % 2:
                    answer = visitor.get("/employers/")
                else:
                    answer = visitor.post(f"/employers/{employer}/notes/", {"text": f"fault {asked}"})
            except GONE as error:
                self.answers[type(error).__name__] += 1
            else:
                self.slowest = max(self.slowest, answer.seconds)
                told = "plain" if AWAY in answer.text else "other"
                self.answers[f"{answer.status} {told}" if answer.status >= 400 else str(answer.status)] += 1
                if "Traceback" in answer.text:
                    self.answers["traceback"] += 1
            del self.waiting[me]
            time.sleep(0.2)

    def _feel(self) -> None:
        while not self.over.is_set():
            self.health["green" if self.node.healthy else "red"] += 1
            time.sleep(0.5)

    @property
    def longest(self) -> float:
        """The longest that somebody has waited, with an answer or still without."""
        return max([self.slowest, *(time.monotonic() - since for since in list(self.waiting.values()))])

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(70)


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    silent, stopped, mute = (28, 6, 8) if quick else (30, 30, 30)
    _database(stage, report, "the database is silent", silent, silent=True)
    _database(stage, report, "the database is stopped", stopped, silent=False)
    _mail_server(stage, report, mute)
    _disk(stage, report, seed)
    aside = Report("", "", quick=quick)
    wrong = _database(stage, aside, "control: silent", silent, silent=True, without="patience")
    report.control("web processes that wait for ever", wrong)
    wrong = _database(stage, aside, "control: stopped", 5, silent=False, without="plain-page")
    report.control("errors without a page of their own", wrong)
    report.control("a worker that looks once", _mail_server(stage, aside, 8, without="sweep"))


def _database(stage: Stage, report: Report, name: str, seconds: int, *, silent: bool, without: str = "") -> list[str]:
    """Half a minute without the database; returns what went wrong."""
    wire = Wire(stage.postgres.port)
    with stage.installation() as installation:
        url = f"postgres://guildhall@127.0.0.1:{wire.port}/{installation.name}"
        installation.environment["DATABASE_URL"] = url
        harm = installation.without(without) if without else {}
        node, worker = installation.serve(**harm).ready(), installation.worker()
        employer = str(installation.one(_SHARED))
        wait_for(lambda: installation.one("SELECT count(*) FROM procrastinate_workers"), 60, "the worker works")
        watch = Watch(node)
        (wire.silent.set if silent else stage.postgres.stop)()
        watch.begin(employer)
        time.sleep(seconds)
        seen, health, slowest = dict(watch.answers), dict(watch.health), watch.longest
        (wire.silent.clear if silent else stage.postgres.start)()
        over = _recovery(installation, node, time.monotonic())
        watch.end()
        report.expect(worker.process.poll() is None, "the worker has gone")
        wire.close()
    report.figure(name, {"answers": seen, "health": health, "slowest": round(slowest, 1), "over after": over})
    wrong = [f"{key}: {count}" for key, count in seen.items() if key != "503 plain"]
    wrong += ["nobody got an answer"] if not seen else []
    wrong += [f"health was green {health['green']} times"] if health.get("green") else []
    wrong += [f"an answer took {slowest:.0f} s"] if slowest > ANSWERS_WITHIN else []
    wrong += [f"{what} after {took} s" for what, took in over.items() if took > OVER_WITHIN]
    report.expect(not wrong, f"{name}: {'; '.join(wrong)}")
    return wrong


def _recovery(installation: Installation, node: Node, ended: float) -> dict[str, float]:
    """Seconds after the end of a fault until the node is healthy, a page opens, and a worker has worked."""
    found = {}
    visitor = Visitor(node, email=DIRECTORS[0])

    def opens() -> bool:
        try:
            return visitor.sign_in().status == 302 and visitor.get("/employers/").status == 200
        except GONE:
            return False

    for what, holds in (
        ("health", lambda: node.healthy),
        ("pages", opens),
        ("worker", lambda: not installation.one(UNSEALED)),
    ):
        wait_for(holds, 120, what)
        found[what] = round(time.monotonic() - ended, 1)
    return found


def _mail_server(stage: Stage, report: Report, seconds: int, without: str = "") -> list[str]:
    """A mail server that takes connections and says nothing: e-mail waits, pages do not."""
    catcher = Catcher(pace=0)
    catcher.hanging.set()
    states = "SELECT state, count(*) FROM outbox_outgoingemail WHERE kind = 'drill' GROUP BY 1"
    with stage.installation(EMAIL_URL=catcher.url) as installation:
        node = installation.serve().ready()
        installation.worker(**(installation.without(without) if without else {}))
        installation.guildhall("shell", "-c", MAILS)
        visitor, slowest = Visitor(node), 0.0
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            visitor.get("/account/password/reset/")
            answer = visitor.post("/account/password/reset/", {"email": STAFF})
            slowest = max(slowest, answer.seconds)
            report.expect(answer.status in (302, 429), f"a reset was answered with {answer.status}")
            time.sleep(4)
        waiting = dict(installation.sql(states))
        catcher.hanging.clear()
        ended = time.monotonic()
        try:
            limit = OVER_WITHIN + 3 if without else 90
            wait_for(lambda: dict(installation.sql(states)) == {"sent": 20}, limit, "the e-mails leave")
            over = round(time.monotonic() - ended, 1)
        except TimeoutError:
            over = 90.0
        catcher.close()
    wrong = [] if waiting == {"queued": 20} else [f"meanwhile {waiting}"]
    wrong += [f"the e-mails left after {over} s"] if over > OVER_WITHIN else []
    wrong += [f"a page took {slowest:.0f} s"] if slowest > 5 else []
    report.figure(
        "the mail server is silent", {"meanwhile": waiting, "all sent after": over, "slowest page": round(slowest, 1)}
    )
    report.expect(not wrong, f"the mail server is silent: {'; '.join(wrong)}")
    return wrong


def _disk(stage: Stage, report: Report, seed: int) -> None:
    """The disk for uploaded lists is full: the list is refused in words, everything else goes on."""
    with stage.installation() as installation:
        files = installation.folder / "files"
        files.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", files], capture_output=True).returncode:
            report.skipped = "a small disk cannot be mounted here, so what a full one does was not tried"
            report.say(report.skipped)
            return
        try:
            _full(report, installation, lists.employers(30_000, seed))
        finally:
            subprocess.run(["umount", "--lazy", files], check=True)


def _full(report: Report, installation: Installation, rows: bytes) -> None:
    files = installation.folder / "files"
    director = Visitor(installation.serve().ready(), email=DIRECTORS[0])
    director.sign_in()
    form = director.get("/imports/").form()
    refused = director.upload("/imports/", form, "large.csv", rows)
    left = [path for path in files.rglob("*") if path.is_file()]
    report.figure("the disk is full", {"a list": refused.status, "pages": director.get("/employers/").status})
    report.expect(refused.status == 503 and FULL in refused.text, f"a list was answered with {refused.status}")
    report.expect("Traceback" not in refused.text, "a traceback was shown")
    report.expect(not left, f"half a file stays: {left}")
    begun = installation.one("SELECT count(*) FROM imports_batch WHERE file_name = 'large.csv'")
    report.expect(not begun, "half a list stays")
    report.expect(director.get("/employers/").status == 200, "other pages do not open")
    subprocess.run(["mount", "-o", "remount,size=64m", files], check=True)
    director.get("/imports/")
    taken = director.upload("/imports/", form, "large.csv", rows)
    report.figure("there is room again", taken.status)
    report.expect(taken.status == 302, f"with room again a list was answered with {taken.status}")
