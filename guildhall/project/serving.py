"""The web server: several processes on one listening socket, each with a few threads that never wait for a client.

waitress takes a request whole before a thread sees it, and buffers what slow readers have not fetched. What it lacks
is here: several processes, limits of bodies by who sends them, a deadline for requests that never end, and a stop that
lets answers be finished. See ADR 17.
"""

import contextlib
import copy
import os
import random
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver
from waitress.server import TcpWSGIServer

from guildhall.project import bodies
from guildhall.project.lanes import PROBING, READING, WRITING, Lanes
from guildhall.project.starting import ending

MOST_CONNECTIONS = 4_000  # of one process, as far as the system gives it so many open files
SPARE_FILES = 200
HEAD_WITHIN = 30  # seconds from the first byte of a request to the end of its head
SLOWEST = 10_000  # bytes of a body a second
IDLE = 120  # seconds without a byte in either direction
GRACE = 15  # seconds in which answers may be finished
LINGER, MOST_DISCARDED = 10, 16 * bodies.MEGABYTE  # of a refused body, so that its sender comes to read the answer
LIFE = 20_000  # requests of one process, then another takes its place: memory that leaked is given back
Application = Callable[..., Any]


class Parser(HTTPRequestParser):
    """Reads the head, and then decides how much of a body is taken; what is larger goes on without it."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.refused = False

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address that is none, such as half of an IPv6 one
            raise ParsingError("This is not an address.") from error
        self.headers.pop(bodies.REFUSED, None)  # only we say that
        self.adj = copy.copy(self.adj)
        self.adj.max_request_body_size = bodies.most(self.headers) + 1  # waitress refuses from its figure on

    def received(self, data: bytes) -> int:
        """Take the next bytes; in place of waitress's own error, the application answers in the reader's language."""
        taken = super().received(data)
        if getattr(self.error, "code", 0) == 413:  # noqa: PLR2004  Request Entity Too Large
            self.error, self.refused, self.expect_continue = None, True, False
            self.close()
            self.body_rcv = None
            self.headers |= {bodies.REFUSED: "1", "CONTENT_LENGTH": "0", "CONNECTION": "close"}
            return len(data)
        return taken

    @property
    def deadline(self) -> float:
        """Seconds in which the whole request must have come."""
        expected = self.body_bytes_received if isinstance(self.body_rcv, ChunkedReceiver) else self.content_length
        return HEAD_WITHIN + expected / SLOWEST


class Channel(HTTPChannel):
    """One connection, whose requests have to come to an end."""

    parser_class = Parser
    begun = 0.0  # when the first byte of the request came that is being received
    refusing = False  # a body was refused: what still comes is thrown away until the answer has been read
    lingering_since, discarded = 0.0, 0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.begun = time.time()
        return bool(super().received(data))

    def overdue(self, now: float) -> bool:
        """Whether a request has not come to its end in time, or a refused one is still being sent."""
        if self.lingering_since:
            return now - self.lingering_since > LINGER
        request = self.request
        return request is not None and not self.requests and now - self.begun > request.deadline

    def readable(self) -> bool:
        return bool(self.lingering_since or super().readable())

    def writable(self) -> bool:
        return bool(super().writable()) and (not self.lingering_since or self.will_close)

    def handle_read(self) -> None:
        if not self.lingering_since:
            return super().handle_read()
        with contextlib.suppress(OSError):
            self.discarded += len(self.recv(65_536))
            if self.discarded <= MOST_DISCARDED:
                return None
        return self.handle_close()

    def handle_close(self) -> None:
        """Close; after a refused body only our own direction first: else the system throws the answer away."""
        if self.refusing and self.connected and not self.lingering_since:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                self.will_close, self.lingering_since = False, time.time()
                return
        super().handle_close()


class Server(TcpWSGIServer):
    """The server of one process."""

    channel_class = Channel

    def __init__(self, application: Application, listening: socket.socket) -> None:
        adjustments = Adjustments(
            threads=READING + WRITING + PROBING,
            connection_limit=most_connections(),
            channel_timeout=IDLE,
            cleanup_interval=5,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # GUILDHALL_PROXIES says whom to believe: context.addresses
            outbuf_high_watermark=64 * bodies.MEGABYTE,  # up to here a slow reader holds no thread
            ident="guildhall",
            expose_tracebacks=False,
        )
        self.lanes = Lanes()
        where = (listening.family, listening.type, listening.proto, listening.getsockname())
        self.taken, self.stopping = 0, False
        self.life = LIFE + random.randrange(LIFE // 10)
        super().__init__(
            application, {}, True, listening, dispatcher=self.lanes, adj=adjustments, sockinfo=where, bind_socket=False
        )

    def add_task(self, task: Channel) -> None:
        self.taken += 1
        task.refusing = task.refusing or task.requests[0].refused
        super().add_task(task)

    def readable(self) -> bool:
        """Whether to take new connections."""
        return bool(super().readable()) and self.lanes.takes_more()

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.will_close = True

    def stop(self, *_: object) -> None:
        """Take no more connections, and come to an end."""
        self.stopping = True
        self.pull_trigger()

    def serve(self, parent: int) -> None:
        """Serve until told to stop, until the parent is gone, or for so many requests; then finish what was begun."""
        while not self.stopping and self.taken < self.life and os.getppid() == parent:
            self._turn(1 if self.lanes.takes_more() else 0.1)
        end = time.monotonic() + GRACE
        self._accept_who_waits(end - GRACE + 1)
        self.accepting = False
        self.del_channel()
        self.socket.close()
        while self._busy() and time.monotonic() < end:
            self._turn(0.2)

    def _accept_who_waits(self, end: float) -> None:
        """Whoever has connected by now is served: nobody else may be there to do it."""
        waiting = select.poll()
        waiting.register(self.socket, select.POLLIN)
        while waiting.poll(0) and time.monotonic() < end:
            self.handle_accept()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)

    def _busy(self) -> bool:
        """Whether an answer is being made or sent; the connections of those who only might ask are closed."""
        busy = False
        for channel in list(self.active_channels.values()):
            if channel.requests or channel.total_outbufs_len or channel.request is not None:
                busy = True
            else:
                channel.will_close = True
        return busy


def most_connections() -> int:
    """How many connections a process takes, after asking the system for as many open files as it gives."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    given = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (given, hard))
    return max(given - SPARE_FILES, 50)


def listen(host: str, port: int, patience: float = 20) -> socket.socket:
    """The listening socket; waits for predecessors that are just coming to an end."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    end = time.monotonic() + patience
    while True:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(1024)
        except OSError:
            listening.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            listening.setblocking(False)
            return listening


class Processes:
    """The processes of one web server: one that ends is replaced, and all are stopped together."""

    def __init__(self, application: Application, listening: socket.socket, count: int) -> None:
        self.application, self.listening, self.count = application, listening, count
        self.running: dict[int, float] = {}  # when each began, by its number
        self.stopping = False

    def run(self) -> None:
        """Until SIGTERM or Ctrl-C, or until whoever started us is gone: else the port would stay taken."""
        parent = os.getppid()
        for number in ending():
            signal.signal(number, self._stop)
        while not self.stopping and os.getppid() == parent:
            while len(self.running) < self.count and not self.stopping:
                self._begin()
            for began in self._ended():
                if time.monotonic() - began < 1:
                    time.sleep(1)  # one that cannot live is not started as fast as the machine can
            time.sleep(0.1)
        self.listening.close()
        self._end()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _begin(self) -> None:
        parent, child = os.getpid(), os.fork()
        if child:
            self.running[child] = time.monotonic()
            return
        status = 1
        try:
            for number in (signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)  # the parent says when it is over
            server = Server(self.application, self.listening)
            signal.signal(signal.SIGTERM, server.stop)
            server.serve(parent)
            status = 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)  # what the parent registered for its own end is not ours

    def _ended(self) -> list[float]:
        began = []
        with contextlib.suppress(ChildProcessError):
            while number := os.waitpid(-1, os.WNOHANG)[0]:
                began += [self.running.pop(number)] if number in self.running else []
        return began

    def _end(self) -> None:
        for asked, wait in ((signal.SIGTERM, GRACE + 2), (signal.SIGKILL, 2)):
            for number in self.running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, asked)
            end = time.monotonic() + wait
            while self.running and time.monotonic() < end:
                self._ended()
                time.sleep(0.05)
