"""An address that answers a byte now and then holds no worker: all of a fetch has one time (R25)."""

import http.client
import socket
import threading
import time
from contextlib import suppress

import pytest

from guildhall.events import fetching
from guildhall.events.fetching import NotFetched, Target


@pytest.fixture
def dripping():
    """A server that says one byte of its head every fifth of a second, for half a minute."""
    line = socket.create_server(("127.0.0.1", 0))

    def answer():
        with suppress(OSError):
            there, _address = line.accept()
            there.recv(1000)
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 130:
                there.sendall(bytes([byte]))
                time.sleep(0.2)

    threading.Thread(target=answer, daemon=True).start()
    yield line.getsockname()[1]
    line.close()


def test_a_head_that_never_ends_is_cut_off(dripping):
    begun = time.monotonic()
    with pytest.raises((OSError, http.client.HTTPException, NotFetched)):
        fetching._ask(Target(False, "slow.example", "127.0.0.1", dripping, "/"), begun + 1)
    assert time.monotonic() - begun < 10
