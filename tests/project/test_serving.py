"""The web server: slow and large requests, several processes on one socket, a stop that lets answers be finished."""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core import signing

from guildhall.project import bodies, lanes, serving

PAGE = b"x" * 50_000


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers how much of a body came, after as many seconds as the query says."""
    time.sleep(float(environ["QUERY_STRING"] or 0))
    body = environ["wsgi.input"].read()
    refused = f"HTTP_{bodies.REFUSED}" in environ
    answer = f"{len(body)} {environ.get('HTTP_X_FORWARDED_FOR', '')}".encode()
    answer += PAGE if "page" in environ["PATH_INFO"] else b""
    start_response("413 Too large" if refused else "200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


@contextmanager
def served() -> Iterator[int]:
    """One process's server in a thread; yields its port."""
    listening = serving.listen("127.0.0.1", 0)
    server = serving.Server(application, listening)
    thread = threading.Thread(target=server.serve, args=(os.getppid(),))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def ask(port: int, head: str, body: bytes = b"") -> str:
    """Send a request and read its answer to the end."""
    with connect(port) as link:
        link.sendall(f"{head}\r\nHost: x\r\nConnection: close\r\n\r\n".encode() + body)
        return read(link)


def read(link: socket.socket) -> str:
    found = b""
    while part := link.recv(65_536):
        found += part
    return found.decode()


def passing() -> str:
    """The head line with which a browser shows that somebody is signed in."""
    return f"\r\nCookie: other=1; {bodies.PASS}={signing.TimestampSigner(salt=bodies.PASS).sign('1')}"


def test_slow_clients_hold_no_thread():
    with served() as port:
        slow = [connect(port) for _ in range(60)]
        for number, link in enumerate(slow):
            head = b"POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\nabc"
            link.sendall(head[: 20 if number % 2 else None])
        begun = time.monotonic()
        assert "200 OK" in ask(port, "GET / HTTP/1.1")
        assert time.monotonic() - begun < 1
        for link in slow:
            link.close()


def held_up(port: int, requests: bytes, count: int, paths: tuple[str, ...]) -> bool:
    """Whether one of many slow requests was answered before others, which came after them, at some paths."""
    slow = [connect(port) for _ in range(count)]
    for link in slow:
        link.sendall(requests)
    time.sleep(0.3)
    for path in paths:
        assert "200 OK" in ask(port, f"GET {path} HTTP/1.1")
    answered = select.select(slow, [], [], 0)[0]
    for link in slow:
        link.close()
    return bool(answered)


POST = b"POST /x?3 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\ny"
GET = b"GET /page?3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.mark.slow
def test_writing_that_waits_holds_up_nobody_else():
    """Ten posts on one locked record, each waiting in its thread: pages and `/healthz` are answered meanwhile."""
    with served() as port:
        assert not held_up(port, POST, 10, ("/healthz", "/page", "/healthz"))


@pytest.mark.slow
def test_pages_that_wait_hold_up_no_probe():
    with served() as port:
        assert not held_up(port, GET, 10, ("/healthz",))


@pytest.mark.slow
@pytest.mark.parametrize(("requests", "path"), [(POST, "/page"), (GET, "/healthz")])
def test_one_lane_for_all_is_noticed(monkeypatch, requests, path):
    """The control."""
    monkeypatch.setattr(lanes.Lanes, "lane_of", lambda self, request: self.reading)
    with served() as port:
        assert held_up(port, requests, 10, (path,))


@pytest.mark.slow
def test_a_request_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(serving, "HEAD_WITHIN", 1)
    monkeypatch.setattr(serving, "SLOWEST", 10_000_000)
    with served() as port, connect(port) as link:
        begun = time.monotonic()
        with pytest.raises(ConnectionError):  # noqa: PT012
            while time.monotonic() - begun < 15:
                link.sendall(b"X" if time.monotonic() - begun > 0.1 else b"GET / HTTP/1.1\r\nX: ")
                link.settimeout(0.2)
                try:
                    if not link.recv(10):
                        raise ConnectionResetError
                except TimeoutError:
                    pass
        assert time.monotonic() - begun < 12


@pytest.mark.parametrize(
    ("size", "more", "answer"),
    [
        (bodies.OF_STRANGERS - 100, "", "200 OK"),  # what marks the chunks counts as well
        (bodies.OF_STRANGERS + 1, "", "413"),
        (bodies.OF_STRANGERS * 8, "", "413"),
        (bodies.OF_STRANGERS * 3, passing, "200 OK"),
        (bodies.OF_STRANGERS * 3, f"\r\nCookie: {bodies.PASS}=1:abc:def", "413"),
        (bodies.OF_STRANGERS * 3, f"\r\nX-Body-Refused: 1\r\nCookie: {bodies.PASS}=1", "413"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_bodies_are_limited_by_who_sends_them(size, more, answer, chunked):
    body = b"y" * size
    more = more() if callable(more) else more
    length = f"\r\nContent-Length: {size}"
    if chunked:
        length, body = "\r\nTransfer-Encoding: chunked", f"{size:x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    with served() as port:
        said = ask(port, f"POST / HTTP/1.1{length}{more}", body)
    assert answer in said.splitlines()[0]
    assert (str(size) if answer == "200 OK" else "0 ") in said.splitlines()[-1]


def test_a_large_body_is_refused_before_it_came():
    with served() as port, connect(port) as link:
        link.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {200 * 2**20}\r\n\r\n".encode())
        assert "413" in read(link).splitlines()[0]


@pytest.mark.parametrize(
    "sent",
    [
        b"asdf\r\n\r\n", b"get / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"\x16\x03\x01\x02\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_answered_as_such(sent):
    with served() as port, connect(port) as link:
        link.sendall(sent)
        link.shutdown(socket.SHUT_WR)
        assert " 400 " in read(link).split("\r\n")[0]


def test_a_mark_of_ours_is_not_believed_of_a_client():
    with served() as port:
        assert "200 OK" in ask(port, "GET / HTTP/1.1\r\nX-Body-Refused: 1")


def test_a_server_without_limits_is_noticed(monkeypatch):
    """The control."""
    monkeypatch.setattr(bodies, "most", lambda headers: bodies.WITH_PASS)
    with served() as port:
        assert "200 OK" in ask(port, f"POST / HTTP/1.1\r\nContent-Length: {2 * 2**20}", b"y" * 2 * 2**20)


def test_an_old_pass_is_none():
    import time_machine

    with time_machine.travel(time.time() - settings.SESSION_COOKIE_AGE - 60, tick=False):
        old = passing()
    assert bodies.most({"COOKIE": old.partition("Cookie: ")[2]}) == bodies.OF_STRANGERS
    assert bodies.most({"COOKIE": passing().partition("Cookie: ")[2]}) == bodies.WITH_PASS


def test_what_proxies_add_reaches_the_application():
    with served() as port:
        assert "203.0.113.7, 198.51.100.1" in ask(port, "GET / HTTP/1.1\r\nX-Forwarded-For: 203.0.113.7, 198.51.100.1")


@pytest.mark.slow
def test_processes_are_replaced_and_stop_in_order():
    """Two processes on one socket: a killed one comes back, and an answer that was begun is finished at the stop."""
    listening = serving.listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    if not (parent := os.fork()):
        serving.Processes(application, listening, 2).run()
        os._exit(0)
    listening.close()
    try:
        first = children(parent, 2)
        os.kill(first[0], signal.SIGKILL)
        assert wait_until(lambda: len(set(children(parent, 2)) - {first[0]}) == 2)
        slow = connect(port)
        slow.sendall(b"GET /page?1.5 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        os.kill(parent, signal.SIGTERM)
        assert PAGE.decode() in read(slow)
        begun = time.monotonic()
        assert os.waitstatus_to_exitcode(os.waitpid(parent, 0)[1]) == 0
        assert time.monotonic() - begun < 5
    finally:
        for number in [*children(parent, 0)]:
            os.kill(number, signal.SIGKILL)
    with pytest.raises(ConnectionRefusedError):
        connect(port)


@pytest.mark.slow
def test_processes_without_their_parent_end():
    listening = serving.listen("127.0.0.1", 0)
    if not (parent := os.fork()):
        serving.Processes(application, listening, 1).run()
        os._exit(0)
    port = listening.getsockname()[1]
    listening.close()
    (child,) = children(parent, 1)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    serving.listen("127.0.0.1", port, patience=5).close()  # free for whoever takes its place
    assert child


def children(parent: int, count: int) -> list[int]:
    """The processes that one has started, as soon as there are so many."""
    found: list[int] = []

    def enough() -> bool:
        try:
            with open(f"/proc/{parent}/task/{parent}/children") as file:
                found[:] = map(int, file.read().split())
        except OSError:
            found[:] = []
        return len(found) >= count

    wait_until(enough)
    return list(found)


def wait_until(holds: Any, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
