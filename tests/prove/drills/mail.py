"""Ten thousand e-mails, three workers that are killed, a mail server that misbehaves, a database that restarts (R8)."""

import random
import time
from dataclasses import dataclass, field

from tests.prove.catcher import IN_DOUBT, Catcher
from tests.prove.report import Report
from tests.prove.stage import ADMINISTRATOR, Installation, Node, Stage, wait_for
from tests.prove.visitor import Visitor

HAND_OVER = """
from uuid import UUID
from django.db import transaction
from guildhall.lib.scopes import OPEN
from guildhall.outbox.actions.queueing import Addressed, queue_email, queue_many
from guildhall.outbox.models import Content
half = {count} // 2
for start in range(0, half, 500):
    with transaction.atomic():
        for n in range(start, min(start + 500, half)):
            for _twice in range(2):  # the same notice, handed over twice
                queue_email(
                    f"person{{n}}@mail.example", f"Notice {{n}}", "A text.\\n.\\nWith a dot.",
                    kind="drill", key=f"drill:{{n}}", scope=OPEN,
                )
text = "A text for {{{{name}}}}.\\n.\\nWith a dot."
content = Content(subject="Notice for {{{{name}}}}", text=text, html="<p>A text for {{{{name}}}}.</p>")
for _twice in range(2):
    rows = (
        Addressed(f"person{{n}}@mail.example", f"drill:{{n}}", {{"name": f"person {{n}}"}}, f"https://mail.example/{{n}}/")
        for n in range(half, {count})
    )
    queue_many(content, rows, kind="drill", reference=UUID(int=1))
"""
OPT_OUT = """WITH locked AS (SELECT state FROM outbox_outgoingemail WHERE "to" = %s FOR UPDATE),
    noted AS (INSERT INTO outbox_suppression (address, reason, since) VALUES (%s, 'asked', now()))
    SELECT state FROM locked"""
# What an opt-out does with what waits, see `outbox.actions.queueing.withhold`.
WITHHELD = """UPDATE outbox_outgoingemail SET state = 'suppressed' WHERE lower("to") = %s AND state = 'queued'
    RETURNING 'queued'"""
STATES = "SELECT state, count(*) FROM outbox_outgoingemail WHERE kind = 'drill' GROUP BY state"


@dataclass
class Post:
    """One installation that sends, with what was done to it."""

    installation: Installation
    catcher: Catcher
    random: random.Random
    workers: list[Node] = field(default_factory=list)
    kills: int = 0
    opted_out: dict[str, float] = field(default_factory=dict)

    @property
    def states(self) -> dict[str, int]:
        return dict(self.installation.sql(STATES))  # type: ignore[arg-type]

    def hand_over(self, count: int) -> None:
        """Queue so many e-mails; those of the region itself are out of the way."""
        self.installation.guildhall("shell", "-c", HAND_OVER.format(count=count))
        self.installation.sql("UPDATE outbox_outgoingemail SET state = 'kept' WHERE kind <> 'drill'")

    def kill_one(self) -> None:
        """Kill a worker and let its supervisor start another."""
        worker = self.random.choice(self.workers)
        worker.kill()
        self.kills += 1
        worker.start()

    def pass_time(self) -> None:
        """Nobody waits here for the minutes after which a refused e-mail is tried again."""
        self.installation.sql(
            "UPDATE outbox_outgoingemail SET due_at = now() WHERE state = 'queued' AND due_at > now()"
        )

    def opt_out(self, number: int) -> None:
        """Somebody wants no e-mail any more, while it is being sent; one that is on its way is on its way."""
        address = f"person{number}@mail.example"
        rows = self.installation.sql(*((OPT_OUT, address, address) if number % 2 else (WITHHELD, address)))
        if rows and rows[0][0] == "queued":
            self.opted_out[address] = time.time()

    def settle(self, seconds: float, dead_after: float = 25) -> None:
        """Wait until nothing is on its way; what a dead worker left shows itself when its lease has ended."""
        end, last, since = time.monotonic() + seconds, {}, time.monotonic()
        while time.monotonic() < end:
            self.pass_time()
            now = self.states
            if not now.get("queued") and not now.get("sending"):
                return
            if now != last:
                last, since = now, time.monotonic()
            elif not now.get("queued") and time.monotonic() - since > dead_after:
                self.installation.sql("UPDATE outbox_outgoingemail SET leased_until = now() WHERE state = 'sending'")
                since = time.monotonic()
            time.sleep(0.5)
        raise TimeoutError(f"still on their way after {seconds:.0f} s: {self.states}")


@dataclass
class Outcome:
    """What the ledger says, held against what the mail server took."""

    handed: int
    states: dict[str, int]
    duplicates: int
    losses: int
    unexplained: int
    after_opt_out: int


def judge(post: Post, handed: int) -> Outcome:
    ledger = dict(post.installation.sql('SELECT "to", state FROM outbox_outgoingemail WHERE kind = %s', "drill"))
    taken, done = post.catcher.taken, post.catcher.done_to
    lost = [a for a, state in ledger.items() if state == "sent" and not taken[a]]  # type: ignore[call-overload]
    lost += [a for a, state in ledger.items() if state not in ("sent", "refused", "suppressed", "unknown")]
    # A refusal is the server's word, and never for what it has taken.
    lost += [a for a, state in ledger.items() if state == "refused" and not _refused(done.get(a, []))]  # type: ignore[call-overload]
    doubtful = {a for a, state in ledger.items() if state == "unknown" and not set(done.get(a, [])) & set(IN_DOUBT)}  # type: ignore[call-overload]
    return Outcome(
        handed=len(ledger),
        states=post.states,
        duplicates=sum(1 for count in post.catcher.identifiers.values() if count > 1),
        losses=len(lost) + abs(handed - len(ledger)),
        unexplained=len(doubtful),
        after_opt_out=sum(1 for a, at in post.opted_out.items() if post.catcher.moments.get(a, 0) > at),
    )


def _refused(done: list[str]) -> bool:
    final = {"recipient 550", "text 554"}
    return bool(set(done) & final) or len(done) >= 4


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    count, kills = (500, 5) if quick else (10_000, 30)
    catcher = Catcher(seed=seed, share=0.02, pace=0.04, silence=5 if quick else 20)
    with stage.installation(EMAIL_URL=catcher.url) as installation:
        post = Post(installation, catcher, random.Random(seed))
        post.hand_over(count)
        report.say(f"{count} e-mails are handed over")
        post.workers = [installation.worker() for _ in range(3)]
        wait_for(lambda: catcher.taken.total() > 50, 120, "the first e-mails leave")
        _trouble(stage, report, post, count, kills)
        post.settle(900, 8 if quick else 25)
        found = judge(post, count)
        _tell(report, post, found)
        report.expect(_all_visible(installation), "an e-mail of unknown fate is not to be seen")
    catcher.close()
    _controls(stage, report, seed, 40 if quick else 200)


def _trouble(stage: Stage, report: Report, post: Post, count: int, kills: int) -> None:
    """Kills spread over the whole sending, and the database stopped as by a power cut at a third of them."""
    restarts, opted = 0, 0
    while post.kills < kills:
        aim = count * (post.kills + post.random.random()) / (kills + 1)
        _until(post, aim)
        post.kill_one()
        for _ in range(3):
            post.opt_out(count - 1 - opted)
            opted += 1
        if post.kills in (kills // 3, 2 * kills // 3):
            stage.postgres.stop("immediate" if restarts == 0 else "fast")
            time.sleep(1)
            stage.postgres.start()
            restarts += 1
            report.say(f"the database was restarted after {post.kills} kills; {post.states}")
    report.figure("kills", post.kills)
    report.figure("restarts of the database", restarts)


def _until(post: Post, aim: float) -> None:
    """Wait until so many have left, though not for ever: a worker needs a moment after a kill."""
    end = time.monotonic() + 30
    while post.catcher.taken.total() < aim and time.monotonic() < end:
        post.pass_time()
        time.sleep(0.1)


def _tell(report: Report, post: Post, found: Outcome) -> None:
    report.figure("faults of the mail server", dict(sorted(post.catcher.faults.items())))
    report.figure("ledger", found.states)
    report.figure("duplicates", found.duplicates)
    report.figure("silent losses", found.losses)
    doubts = sum(post.catcher.faults[name] for name in IN_DOUBT)
    report.figure("unknown", {"by a kill": found.unexplained, "by a cut after the whole text": doubts})
    report.figure("sent after an opt-out", f"{found.after_opt_out} of {len(post.opted_out)}")
    report.expect(found.duplicates == 0, f"{found.duplicates} e-mails left twice")
    report.expect(found.losses == 0, f"{found.losses} e-mails are lost")
    report.expect(found.unexplained <= post.kills, f"{found.unexplained} unknown after {post.kills} kills")
    report.expect(found.after_opt_out == 0, f"{found.after_opt_out} were sent after an opt-out")


def _all_visible(installation: Installation) -> bool:
    """Whether the page of the outbox names every e-mail of unknown fate."""
    administrator = Visitor(installation.serve().ready(), email=ADMINISTRATOR)
    administrator.sign_in()
    page = administrator.get("/outbox/").text
    rows = installation.sql("SELECT id FROM outbox_outgoingemail WHERE state = 'unknown'")
    return all(f"/outbox/{pk}/" in page for (pk,) in rows)


# ── Would it be noticed? ─────────────────────────────────────────────


def _controls(stage: Stage, report: Report, seed: int, count: int) -> None:
    found = _small(stage, Catcher(seed=seed, pace=0.3), "unknown-fate", count, kills=2 + count // 50, seed=seed)
    report.control("what a dead worker left is sent again", found.duplicates)
    refusing = Catcher(seed=seed)
    refusing.script = ["recipient 550"] * count
    found = _small(stage, refusing, "true-result", count // 2, kills=0, seed=seed)
    report.control("a failure is noted as sent", found.losses)
    found = _small(stage, Catcher(seed=seed, pace=0.1), "opt-outs", count, kills=0, seed=seed, opt_outs=count // 4)
    report.control("who wants no e-mail is not asked about", found.after_opt_out)


def _small(
    stage: Stage, catcher: Catcher, defence: str, count: int, *, kills: int, seed: int, opt_outs: int = 0
) -> Outcome:
    """Some e-mails, sent by one worker that lacks a defence."""
    with stage.installation(EMAIL_URL=catcher.url) as installation:
        post = Post(installation, catcher, random.Random(seed))
        post.hand_over(count)
        post.workers = [installation.worker(**installation.without(defence))]
        if opt_outs:
            wait_for(lambda: catcher.taken.total() > 3, 120, "e-mails leave")
        for number in range(opt_outs):
            post.opt_out(count - 1 - number)
        for _kill in range(kills):
            before = catcher.taken.total()
            wait_for(lambda before=before: catcher.taken.total() > before + 5, 120, "e-mails leave")
            post.kill_one()
            installation.sql("UPDATE outbox_outgoingemail SET leased_until = now() WHERE state = 'sending'")
        post.settle(300, 8)
        catcher.close()
        return judge(post, count)
