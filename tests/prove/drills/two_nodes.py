"""Two web nodes and two workers on one PostgreSQL; nodes die and are renewed while people travel through both (R30)."""

import random
import threading
import time

from tests.prove.journeys import Log, Traveller, travel, unheard
from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage, wait_for
from tests.prove.visitor import Visitor

STAFF = ["teresa.villalobos@mesagrande.example", "owen.blakely@redstone.example", "sam.treadwell@harborpoint.example"]
PROBER = "hector.salcido@mesagrande.example"
PROBES, TRIES = 30, 40
# Every job that is asked for, and every time that one is begun, noted by the database itself.
WATCH = """
CREATE TABLE prove_jobs (job bigint, task text, tick bigint, what text);
CREATE FUNCTION prove_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO prove_jobs VALUES (NEW.id, NEW.task_name, (NEW.args->>'timestamp')::bigint,
    CASE WHEN TG_OP = 'INSERT' THEN 'asked' ELSE 'begun' END);
  RETURN NULL; END $$;
CREATE TRIGGER prove_asked AFTER INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION prove_note();
CREATE TRIGGER prove_begun AFTER UPDATE ON procrastinate_jobs FOR EACH ROW
  WHEN (NEW.status = 'doing' AND OLD.status <> 'doing') EXECUTE FUNCTION prove_note();
"""
TWICE = """SELECT count(*) FROM (SELECT task, tick FROM prove_jobs WHERE what = 'asked' AND tick IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1) x"""
BEGUN_TWICE = "SELECT count(*) FROM (SELECT job FROM prove_jobs WHERE what = 'begun' GROUP BY 1 HAVING count(*) > 1) x"
SEALS = "SELECT count(DISTINCT tick) FROM prove_jobs WHERE task = 'audit.seal' AND what = 'asked'"


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    random.seed(seed)
    with stage.installation() as installation:
        installation.sql(WATCH)
        nodes = [installation.serve(), installation.serve()]
        workers = [installation.worker(), installation.worker()]
        for node in nodes:
            node.ready()
        report.say("two web nodes and two workers are up")
        begun = time.monotonic()
        log = _travel(report, nodes, workers, seconds=40 if quick else 300)
        _tell(report, installation, log, time.monotonic() - begun)
        passed = probe(installation, nodes)
        report.figure(f"checks of new names that passed, of {TRIES} through both nodes", passed)
        report.expect(passed == PROBES, f"{passed} checks passed, not {PROBES}")
    _controls(stage, report)


def _travel(report: Report, nodes: list[Node], workers: list[Node], *, seconds: int) -> Log:
    log, until = Log(), time.monotonic() + seconds
    plans = [("look_around", email) for email in STAFF]
    plans += [("vet", email) for email in DIRECTORS[:2]] + [("bring_a_list", DIRECTORS[2])]
    threads = []
    for journey, email in plans:
        one = (journey, Traveller(email, nodes, log), until, journey != "look_around")
        threads.append(threading.Thread(target=travel, args=one, daemon=True))
        threads[-1].start()
    time.sleep(seconds * 0.2)
    nodes[0].kill()
    report.say("the first node is killed")
    time.sleep(5)
    nodes[0].start()
    nodes[0].ready()
    report.say("it is back")
    time.sleep(seconds * 0.1)
    workers[0].kill()
    report.say("a worker is killed")
    time.sleep(5)
    workers[0].start()
    before = log.broken
    for node in (*nodes, *workers):
        node.stop()
        node.start()
        if node in nodes:
            node.ready()
    report.say("all nodes were renewed, one after the other")
    report.figure("answers cut off by the kill, by the renewal", f"{before}, {log.broken - before}")
    for thread in threads:
        thread.join(seconds + 200)
    return log


def _tell(report: Report, installation: Installation, log: Log, seconds: float) -> None:
    report.figure("journeys", dict(sorted(log.done.items())))
    report.figure("requests", log.requests)
    report.figure("connections that the other node took over", log.refused)
    report.figure("failed journeys", len(log.failed))
    for words in log.failed[:5]:
        report.expect(False, words)
    report.expect(len(log.done) == 3 and min(log.done.values()) > 2, f"too few journeys: {log.done}")
    for words, wrong in _wrong_records(installation, log).items():
        report.figure(words, wrong)
        report.expect(not wrong, f"{wrong} {words}")
    seals = installation.one(SEALS)
    report.figure("ticks of the sealing, of so many", f"{seals} of {int(seconds / 10)}")
    report.expect(seals >= 0.7 * int(seconds / 10), "periodic work was left undone")
    for words, query, most in (("periodic jobs asked for twice", TWICE, 0), ("jobs begun twice", BEGUN_TWICE, 4)):
        count = installation.one(query)  # what a killed worker had begun is begun once more
        report.figure(words, count)
        report.expect(count <= most, f"{count} {words}")


def _wrong_records(installation: Installation, log: Log) -> dict[str, int]:
    """What the travellers made is there, once."""
    notes = "SELECT count(*) FROM employers_note WHERE text = %s"
    names = "SELECT count(*) FROM employers_employer WHERE name = %s"
    applied = "SELECT count(*) FROM imports_row WHERE batch_id = %s AND status IN ('applied', 'invalid', 'repeated')"
    return {
        "notes not there once": sum(installation.one(notes, words) != 1 for words in log.notes),
        "employers not there once": sum(installation.one(names, name) != 1 for name in log.employers),
        "lists not whole": sum(installation.one(applied, pk) != count for pk, count in log.lists),
    }


def probe(installation: Installation, nodes: list[Node]) -> int:
    """Check more new names than an hour allows, through alternating nodes; how many passed."""
    while time.time() % 3600 > 3480:
        time.sleep(1)  # the hour must not end in the middle
    visitor = Visitor(*nodes, email=PROBER)
    visitor.sign_in()
    form = visitor.get("/employers/add/").form()
    passed = 0
    for number in range(TRIES):
        answer = visitor.post("/employers/add/", {"holder": form["holder"], "name": unheard(500_000 + number)})
        passed += answer.status != 429
    return passed


# ── Would it be noticed? ─────────────────────────────────────────────


def _controls(stage: Stage, report: Report) -> None:
    with stage.installation() as installation:
        nodes = [installation.serve(**installation.without("one-count")).ready() for _ in range(2)]
        report.control("each process counts for itself", probe(installation, nodes) != PROBES)
    with stage.installation() as installation:
        installation.sql(WATCH)
        for _ in range(2):
            installation.worker(**installation.without("one-schedule"))
        wait_for(lambda: installation.one(SEALS) >= 4, 120, "some ticks")
        report.control("each worker schedules for itself", installation.one(TWICE))
    with stage.installation() as installation:
        nodes = [installation.serve().ready(), installation.serve(GUILDHALL_SECRET_KEY="another" * 9).ready()]
        log = Log()
        travel("look_around", Traveller(STAFF[0], nodes, log), time.monotonic() + 5, False)
        report.control("the nodes have different keys", log.failed)
