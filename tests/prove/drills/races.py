"""Many people do the same thing, or crossing things, at the same moment, through two nodes (R7, R12, R28, R29)."""

import itertools
import random
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.prove import lists
from tests.prove.drills.import_crash import DOUBLED
from tests.prove.drills.two_nodes import PROBER, STAFF
from tests.prove.journeys import unheard
from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage
from tests.prove.visitor import Answer, Visitor, at_once

PLACE = "two-rivers-regional-office"
HUNG = ("employers_site", "employers_contact", "employers_note", "engagements_engagement")
_numbers = itertools.count(900_000)


class Crowd:
    """Signed-in people, each at as many browsers as a race needs."""

    def __init__(self, installation: Installation, **more: str) -> None:
        self.installation = installation
        self.nodes = [installation.serve(**more), installation.serve(**more)]
        for node in self.nodes:
            node.ready()
        self._signed_in: dict[str, Visitor] = {}

    def somebody(self, email: str, turn: int = 0) -> Visitor:
        """A person at a browser of their own; `turn` says which node is asked first."""
        if email not in self._signed_in:
            one = self._signed_in[email] = Visitor(*self.nodes, email=email)
            one.sign_in()
            one.get("/")
        nodes: list[Node] = self.nodes[turn % 2 :] + self.nodes[: turn % 2]
        twin = Visitor(*nodes, email=email, timeout=120)
        twin.cookies, twin.token = dict(self._signed_in[email].cookies), self._signed_in[email].token
        return twin

    def directors(self, count: int) -> list[Visitor]:
        return [self.somebody(DIRECTORS[n % len(DIRECTORS)], n) for n in range(count)]


def faults(answers: Sequence[Any]) -> list[str]:
    """The answers that nobody should get: errors of the server, and none at all."""
    return [str(getattr(a, "status", a)) for a in answers if not isinstance(a, Answer) or a.status >= 500]


BUDGET = 3


def asks(crowd: Crowd, random_: random.Random) -> list[str]:
    """Ten asks of one employer that allows three in thirty days: exactly three are planned (N3, R7)."""
    made, directors = crowd.installation, crowd.directors(10)
    pk = _enter(directors[0], f"Asked {next(_numbers)}")
    wish = {"most": str(BUDGET), "days": "30", "said": "their manager, by telephone"}
    directors[0].post(f"/employers/{pk}/limits/add/", wish)
    day = str(made.one("SELECT (now() + interval '2 days')::date"))
    form = {"purpose": "Internships", "kind": "call", "planned_on": day, "alone": "1"}
    answers = at_once([lambda v=v: v.post(f"/employers/{pk}/ask/", dict(form)) for v in directors])
    planned = made.one("SELECT count(*) FROM engagements_ask WHERE employer_id = %s AND state = 'planned'", pk)
    held = made.one("SELECT count(*) FROM engagements_touch WHERE employer_id = %s AND state = 'reserved'", pk)
    avoided = made.one("SELECT count(*) FROM engagements_avoidedcontact WHERE employer_id = %s", pk)
    refused = {DIRECTORS[n % len(DIRECTORS)] for n, a in enumerate(answers) if getattr(a, "status", 0) == 200}
    wrong = (
        []
        if (planned, held, avoided) == (BUDGET, BUDGET, len(refused))  # one avoided for each person
        else [f"{planned} asks, {held} touches, {avoided} avoided"]
    )
    told = [a for a in answers if isinstance(a, Answer) and a.status == 200]
    if not all("Next free day" in a.text for a in told):
        wrong.append("a refusal without the next free day")
    return wrong + [f"answered with {words}" for words in faults(answers)]


# ── The races: each returns what went wrong ──────────────────────────


def promotions(crowd: Crowd, random_: random.Random) -> list[str]:
    """Ten promotions of one prospect: exactly one happens, once in the journal and once on the timeline."""
    made = crowd.installation
    pk = made.one("SELECT employer_id FROM prospects_prospect WHERE stage = 'ready' ORDER BY stage_since LIMIT 1")
    since = made.one("SELECT now()")
    answers = at_once([lambda v=v: v.post(f"/vetting/{pk}/promote/", {"audience": "all"}) for v in crowd.directors(10)])
    counts = {
        "promotions": "SELECT count(*) FROM prospects_promotion WHERE prospect_id = %s AND promoted_at > %s",
        "entries": "SELECT count(*) FROM audit_entry WHERE object_id = %s::text AND verb = 'promote' AND at > %s",
        "acts": """SELECT count(*) FROM engagements_engagement
                   WHERE employer_id = %s AND kind = 'act' AND recorded_at > %s""",
    }
    wrong = [f"{n} {what}" for what, query in counts.items() if (n := made.one(query, pk, since)) != 1]
    crowd.directors(1)[0].post(f"/vetting/{pk}/undo/")
    return wrong + [f"answered with {words}" for words in faults(answers)]


def crossing_merges(crowd: Crowd, random_: random.Random) -> list[str]:
    """Ten merges of crossing pairs among four records: no deadlock shows, and nothing is lost."""
    made, director = crowd.installation, crowd.directors(1)[0]
    found = [_enter(director, f"Crossing {letter}") for letter in "ABCD"]
    for pk in found:
        director.post(f"/employers/{pk}/notes/", {"text": f"a note at {pk}"})
    before = _hung(made, found)
    pairs = []
    for one, other in itertools.combinations(found, 2):
        path = director.post(f"/employers/{one}/merge/", {"other": other}).path
        pairs += [(path, one), (path, other)]
    chosen = random_.sample(pairs, 10)
    values = [(path, {"act": "merge", "survivor": survivor, "reason": "the same"}) for path, survivor in chosen]
    people = crowd.directors(10)
    answers = at_once([
        lambda v=v, path=path, told=told: v.post(f"{path}judge/", told)
        for v, (path, told) in zip(people, values, strict=True)
    ])  # fmt: skip
    wrong = [f"answered with {words}" for words in faults(answers)]
    if (after := _hung(made, found)) != before:
        wrong.append(f"rows before {before}, after {after}")
    strayed = "SELECT count(*) FROM employers_note n JOIN employers_employer e ON e.id = n.employer_id WHERE"
    strayed += " e.id = ANY(%s::uuid[]) AND e.merged_into_id IS NOT NULL"
    if count := made.one(strayed, found):
        wrong.append(f"{count} notes hang on a merged record")
    if (
        made.one("SELECT count(*) FROM employers_employer WHERE id = ANY(%s::uuid[]) AND merged_into_id IS NULL", found)
        < 1
    ):
        wrong.append("all records were merged into each other")
    return wrong


def _enter(visitor: Visitor, word: str) -> str:
    """A new employer; its identifier."""
    form = visitor.get("/employers/add/").form()
    name = f"{unheard(next(_numbers))} {word}"
    answer = visitor.post("/employers/add/", {"holder": form["holder"], "name": name, "city": "Redstone"})
    return answer.path.split("/")[2]


def _hung(made: Installation, found: list[str]) -> list[int]:
    return [made.one(f"SELECT count(*) FROM {table} WHERE employer_id = ANY(%s::uuid[])", found) for table in HUNG]


def two_editors(crowd: Crowd, random_: random.Random) -> list[str]:
    """Two people save one form at the same moment: the second is told, and nothing is overwritten in silence."""
    made = crowd.installation
    pk = made.one("SELECT id FROM employers_employer WHERE posted_at IS NOT NULL AND audience IS NULL "
                  "AND merged_into_id IS NULL ORDER BY md5(id::text || %s) LIMIT 1", str(random_.random()))  # fmt: skip
    editors = [crowd.somebody(DIRECTORS[0], 0), crowd.somebody(STAFF[0], 1)]
    forms = [editor.get(f"/employers/{pk}/change/").form() for editor in editors]
    typed = [f"typed by {n}, {next(_numbers)}" for n in range(2)]
    answers = at_once([
        lambda e=e, f=f, t=t: e.post(f"/employers/{pk}/change/", f | {"industry": t})
        for e, f, t in zip(editors, forms, typed, strict=True)
    ])  # fmt: skip
    saved = [n for n, a in enumerate(answers) if isinstance(a, Answer) and a.status == 302]
    there = made.one("SELECT industry FROM employers_employer WHERE id = %s", pk)
    wrong = [f"answered with {words}" for words in faults(answers)]
    if len(saved) != 1:
        wrong.append(f"{len(saved)} were told that it is saved")
    elif there != typed[saved[0]]:
        wrong.append("who was told that it is saved finds something else")
    return wrong


def many_hands(crowd: Crowd, random_: random.Random) -> list[str]:
    """Different acts on one record at the same moment: none shows an error of ours."""
    director = crowd.directors(1)[0]
    pk, other = _enter(director, "Hands"), _enter(director, "Feet")
    page = director.get(f"/vetting/{pk}/")
    criterion = re.findall(r"/criteria/([0-9a-f-]{36})/", page.text)
    pair = director.post(f"/employers/{pk}/merge/", {"other": other}).path
    form = director.get(f"/employers/{pk}/change/").form()
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400))
    plan = {"next_step": "call", "version": "1", "owner": ""}
    call = {"kind": "call", "summary": "a call", "happened_on": today}
    acts: list[tuple[str, dict[str, str]]] = [
        (f"/vetting/{pk}/criteria/{criterion[0]}/", {"choice": "yes", "evidence": "seen"}),
        (f"/vetting/{pk}/criteria/{criterion[1]}/", {"choice": "yes", "evidence": "seen"}),
        (f"/vetting/{pk}/plan/", plan),
        (f"/vetting/{pk}/move/", {"stage": "developing", "reason": ""}),
        (f"/employers/{pk}/", call),
        (f"/employers/{pk}/", call),
        (f"/employers/{pk}/change/", form | {"industry": "hands"}),
        (f"/employers/{pk}/notes/", {"text": "a note"}),
        (f"/employers/{pk}/contacts/add/", {"family_name": "Hand"}),
        (f"{pair}judge/", {"act": "merge", "survivor": other if random_.random() < 0.5 else pk}),
    ]
    answers = at_once([lambda v=v, a=a: v.post(*a) for v, a in zip(crowd.directors(10), acts, strict=True)])
    return [f"{act[0]} answered with {getattr(a, 'status', a)}" for act, a in zip(acts, answers, strict=True)
            if faults([a])]  # fmt: skip


def same_employer_twice(crowd: Crowd, random_: random.Random) -> list[str]:
    """Two colleges enter the same new employer at the same moment: one does, the other is told as if it came later."""
    name, street = f"{unheard(next(_numbers))} Robotics", f"{random_.randrange(1, 9999)} Foundry Way"
    staff = [crowd.somebody(email, n) for n, email in enumerate(STAFF[1:])]
    typed = {"name": name, "street": street, "city": "Redstone", "state": "CA", "zip": "92243"}
    forms = [typed | {"holder": one.get("/employers/add/").form()["holder"]} for one in staff]
    answers = at_once([lambda v=v, f=f: v.post("/employers/add/", f) for v, f in zip(staff, forms, strict=True)])
    count = crowd.installation.one("SELECT count(*) FROM employers_employer WHERE name = %s", name)
    told = sum(isinstance(a, Answer) and a.status == 200 for a in answers)
    wrong = [f"answered with {words}" for words in faults(answers)]
    return wrong + ([] if (count, told) == (1, 1) else [f"entered {count} times, {told} were told"])


def probes(crowd: Crowd, random_: random.Random) -> list[str]:
    """A hundred checks of new names at the same moment: thirty pass."""
    while time.time() % 3600 > 3480:
        time.sleep(1)  # the hour must not end in the middle
    made = crowd.installation
    made.sql("DELETE FROM people_allowance WHERE key LIKE 'checks of new names:%'")
    one = crowd.somebody(PROBER)
    holder = one.get("/employers/add/").form()["holder"]
    people = [crowd.somebody(PROBER, n) for n in range(100)]
    answers = at_once([
        lambda v=v: v.post("/employers/add/", {"holder": holder, "name": unheard(next(_numbers))}) for v in people
    ])  # fmt: skip
    passed = sum(isinstance(a, Answer) and a.status == 302 for a in answers)
    wrong = [f"answered with {words}" for words in faults(answers)]
    return wrong + ([] if passed == 30 else [f"{passed} passed"])


def applies(installation: Installation, seed: int, **more: str) -> list[str]:
    """Ten processes apply one list at the same moment: every row once."""
    path = installation.folder / f"list-{seed}.csv"
    path.write_bytes(lists.employers(2_000, seed, first=seed * 3_000))
    by = DIRECTORS[0]
    batch = installation.answer("import", "employers", str(path), "--institution", PLACE, "--by", by)["batch"]
    ready = installation.one("SELECT count(*) FROM imports_row WHERE batch_id = %s AND status = 'new'", batch)
    words = ("import", "apply", batch, "--by", by)
    done = at_once([lambda: installation.guildhall(*words, check=False, **more) for _ in range(10)])
    wrong = [f"a process ended with {d.returncode}: {d.stderr[-300:]}" for d in done if d.returncode]
    if doubled := installation.one(DOUBLED, batch):
        wrong.append(f"{doubled} employers by two rows")
    created = installation.one("SELECT count(*) FROM employers_employer WHERE source = %s", path.name)
    return wrong + ([] if created == ready else [f"{created} employers of {ready} rows"])


RACES: dict[str, tuple[Callable[[Crowd, random.Random], list[str]], int]] = {
    "ten promotions of one prospect": (promotions, 20),
    "ten merges of crossing pairs": (crossing_merges, 20),
    "two editors on one form": (two_editors, 50),
    "ten different acts on one record": (many_hands, 20),
    "one new employer at two colleges": (same_employer_twice, 10),
    "a hundred checks of new names": (probes, 2),
    "ten asks under a budget of three": (asks, 20),
}
CONTROLS: dict[str, tuple[Callable[[Crowd, random.Random], list[str]], str, int]] = {
    "ten promotions without locks": (promotions, "locks", 3),
    "merges that lock in any order": (crossing_merges, "lock-order", 10),
    "ten asks without locks": (asks, "locks", 10),
    "two editors without locks": (two_editors, "locks", 20),
    "names that nobody waits for": (same_employer_twice, "name-turns", 5),
    "each process counts for itself": (probes, "one-count", 1),
}


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    random_ = random.Random(seed)
    with stage.installation() as installation:
        crowd = Crowd(installation)
        for words, (race, rounds) in RACES.items():
            _rounds(report, words, race, crowd, random_, max(rounds // 5, 1) if quick else rounds)
        wrong = [line for n in range(1 if quick else 3) for line in applies(installation, n + 1)]
        report.figure("ten processes apply one list", wrong or "every row once")
        report.expect(not wrong, f"ten processes apply one list: {wrong[:3]}")
        audit = installation.guildhall("check", "audit", "--seal", check=False)
        report.expect(not audit.returncode, f"the journal does not hold: {audit.stderr}")
    for defence in dict.fromkeys(one[1] for one in CONTROLS.values()):
        with stage.installation() as installation:
            crowd = Crowd(installation, **installation.without(defence))
            for words, (race, needed, rounds) in CONTROLS.items():
                if needed == defence:
                    report.control(words, any(race(crowd, random_) for _ in range(rounds)))
            if defence == "locks":
                report.control("ten processes without locks", applies(installation, 7, **installation.without("locks")))


def _rounds(report: Report, words: str, race: Any, crowd: Crowd, random_: random.Random, rounds: int) -> None:
    wrong = [line for _round in range(rounds) for line in race(crowd, random_)]
    report.figure(words, f"{rounds} rounds, {len(wrong)} wrong")
    if wrong:
        report.expect(False, f"{words}: {'; '.join(wrong[:4])}")
