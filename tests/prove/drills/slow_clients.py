"""Two hundred connections that never come to an end, and somebody who wants a page (R28)."""

import socket
import time
from contextlib import suppress

from tests.prove.report import Report
from tests.prove.stage import DIRECTORS, Installation, Node, Stage
from tests.prove.visitor import GONE, Visitor

CONNECTIONS = 200
WITHIN = 1.0  # second, for /healthz and for a page of somebody who is signed in
LARGE = 64 * 2**20
KINDS = (
    b"GET /employers/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",  # a head that goes on and on
    b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n",  # a body that does
    b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"GET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HTTP/1.1\r\nX: ",  # an answer that nobody reads
)


class Slow:
    """Connections that send a byte now and then, and read nothing."""

    def __init__(self, node: Node) -> None:
        self.links = []
        for number in range(CONNECTIONS):
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            link.settimeout(2)
            with suppress(OSError):
                link.connect(("127.0.0.1", node.port))
                link.sendall(KINDS[number % len(KINDS)])
            self.links.append(link)

    def trickle(self) -> int:
        """One byte more on each; how many are still open."""
        alive = 0
        for number, link in enumerate(self.links):
            with suppress(OSError):
                link.send(b"1" if number % 4 != 2 else b"1\r\nx\r\n")
                alive += 1
        return alive

    def close(self) -> None:
        for link in self.links:
            link.close()


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    with stage.installation() as installation:
        report.expect(not _slow(report, installation, 15 if quick else 120), "slow clients held somebody up")
        _ended(report, installation, quick=quick)
        _large(report, installation)
    aside = Report("", "", quick=quick)
    with stage.installation() as installation:
        wrong = _slow(aside, installation, 5, **installation.without("whole-requests"))
        report.control("a server whose threads wait for their clients", wrong)


def _slow(report: Report, installation: Installation, seconds: float, **harm: str) -> list[str]:
    """While many dawdle, answers come at once; returns what went wrong."""
    node = installation.serve(**harm).ready()
    visitor = Visitor(node, email=DIRECTORS[0], timeout=8)
    visitor.sign_in()
    visitor.get("/employers/")
    slow, took, wrong = Slow(node), {"/healthz": [], "/employers/": []}, []
    time.sleep(2)  # a quarter of them asked for a page, which is work and no waiting
    end = time.monotonic() + seconds
    while time.monotonic() < end and not wrong:
        for path, times in took.items():
            try:
                answer = visitor.get(path)
            except GONE as error:
                wrong.append(f"{path}: {type(error).__name__}")
                continue
            times.append(answer.seconds)
            if answer.status != 200 or answer.seconds > WITHIN:
                wrong.append(f"{path}: {answer.status} after {answer.seconds:.2f} s")
        slow.trickle()
        time.sleep(0.2)
    slow.close()
    node.stop()
    for path, times in took.items():
        report.figure(f"slowest of {len(times)} answers of {path}, in seconds", round(max(times, default=0), 3))
    return wrong


def _ended(report: Report, installation: Installation, *, quick: bool) -> None:
    """Connections that never come to an end are ended by the server."""
    if quick:
        return
    node = installation.serve().ready()
    slow, begun = Slow(node), time.monotonic()
    while (alive := slow.trickle()) > CONNECTIONS // 4 and time.monotonic() - begun < 200:
        time.sleep(1)
    report.figure("slow connections that were left after", {"left": alive, "s": round(time.monotonic() - begun)})
    report.expect(alive <= CONNECTIONS // 4, f"{alive} slow connections stay open")
    slow.close()
    node.stop()


def _large(report: Report, installation: Installation) -> None:
    """What a stranger sends is refused before it was taken; somebody who is signed in may send a list."""
    node = installation.serve().ready()
    stranger = Visitor(node, timeout=20)
    stranger.get("/account/login/")
    refused = stranger.upload("/account/login/", {}, "large.csv", b"x" * (4 * 2**20))
    report.expect(refused.status == 413 and "more than can be taken" in refused.text, f"a stranger: {refused.status}")
    taken = 0
    with socket.create_connection(("127.0.0.1", node.port), timeout=5) as link, suppress(OSError):
        link.sendall(f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {LARGE}\r\n\r\n".encode())
        while taken < LARGE:
            taken += link.send(b"x" * 65_536)
    report.figure("MB taken of a stranger's 64", round(taken / 2**20, 1))
    report.expect(taken < LARGE / 2, f"{taken} bytes were taken of a stranger")
    director = Visitor(node, email=DIRECTORS[0])
    director.sign_in()
    form = director.get("/imports/").form()
    brought = director.upload("/imports/", form, "list.csv", b"Employer\n" + b"Some Works\n" * 400_000)
    report.expect(brought.status == 302, f"a list of 4 MB was answered with {brought.status}")
    node.stop()
