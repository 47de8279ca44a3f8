"""A mail server of the drills' own: it takes e-mail, and misbehaves as often as it is told to."""

import contextlib
import random
import re
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from typing import Any

# What may go wrong, and at which step of the talk. After some of them the sender cannot know.
FAULTS = {
    "greeting 421": "connect",
    "reset at once": "connect",
    "mail 451": "mail",
    "mail silent": "mail",
    "recipient 450": "rcpt",
    "recipient 550": "rcpt",
    "data 451": "data",
    "reset in the text": "text",
    "text 452": "end",
    "text 554": "end",
    "taken, then reset": "end",
    "untaken, then reset": "end",
}
# A short text has left the sender before a reset in it is noticed.
IN_DOUBT = ("reset in the text", "taken, then reset", "untaken, then reset")


class Catcher:
    """Counts what it took, per recipient and Message-ID, and which faults it did to whom."""

    def __init__(self, *, seed: int = 0, share: float = 0.0, pace: float = 0.02, silence: float = 20,
                 together: float = 0.5) -> None:  # fmt: skip
        self.random, self.share, self.pace, self.silence = random.Random(seed), share, pace, silence
        self.together = together  # of how many connections steps may come in one go (RFC 2920)
        self.late = self.random.random() < 0.5  # a text for nobody is refused once it has come
        self.script: list[str] = []  # faults that come before those of chance
        self.taken: Counter[str] = Counter()
        self.moments: dict[str, float] = {}
        self.identifiers: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.done_to: dict[str, list[str]] = {}
        self.hanging = threading.Event()
        self.lock = threading.Lock()
        catcher = self

        class Talk(_Talk):
            owner = catcher

        self.server = _Server(("127.0.0.1", 0), Talk)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def fault(self, step: str, recipient: str = "") -> str:
        """The fault that is due at a step, if any."""
        with self.lock:
            due = [name for name, at in FAULTS.items() if at == step]
            if self.script and self.script[0] in due:
                return self.script.pop(0)
            # Silence costs everybody a quarter of a minute, so it is rarer.
            if self.random.random() >= self.share or not due:
                return ""
            name = self.random.choice(due)
            if name == "mail silent" and self.random.random() > 0.1:
                return ""
            self.faults[name] += 1
            if recipient:
                self.done_to.setdefault(recipient, []).append(name)
            return name

    def take(self, recipient: str, identifier: str) -> None:
        with self.lock:
            self.taken[recipient] += 1
            self.moments[recipient] = time.time()
            self.identifiers[identifier] += 1

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50


class _Reset(Exception):
    pass


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    owner: Catcher
    named = True  # that the last step of the envelope was taken

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            try:
                self._talk()
            except _Reset:
                # Close with a reset, not with a farewell.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def _talk(self) -> None:
        while self.owner.hanging.is_set():
            time.sleep(0.2)
        fault = self.owner.fault("connect")
        if fault == "reset at once":
            raise _Reset
        if fault:
            self._say("421 not now")
            return
        self._say("220 catcher")
        recipient, together = "", self.owner.random.random() < self.owner.together
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                recipient = (re.findall(rb"<([^>]*)>", line) or [b""])[0].decode()
            if word == b"EHLO" and together:  # RFC 2920
                self._say("250-catcher\r\n250 PIPELINING")
                continue
            if word == b"QUIT":
                self._say("221 bye")
                return
            self._answer(word, recipient)

    def _answer(self, word: bytes, recipient: str) -> None:
        if word == b"DATA":
            self._data(recipient)
            return
        fault = self.owner.fault({b"MAIL": "mail", b"RCPT": "rcpt"}.get(word, ""), recipient if word == b"RCPT" else "")
        if fault == "mail silent":
            time.sleep(self.owner.silence)
            raise _Reset
        refused = {"mail 451": "451 later", "recipient 450": "450 busy", "recipient 550": "550 nobody"}.get(fault, "")
        if word == b"RCPT" and not self.named:  # the one before was refused
            refused = "503 from whom?"
        self.named = not refused
        self._say(refused or "250 ok")

    def _data(self, recipient: str) -> None:
        if not self.named:  # for nobody: some servers say so at once, others after the text
            if not self.owner.late:
                self._say("554 no valid recipients")
                return
            self._say("354 go on")
            while self.rfile.readline() not in (b".\r\n", b""):
                pass
            self._say("554 no valid recipients")
            return
        if self.owner.fault("data", recipient):
            self._say("451 later")
            return
        self._say("354 go on")
        cut = bool(self.owner.fault("text", recipient))
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
            if cut:
                raise _Reset
        if not line:
            return
        self._end(recipient, b"".join(lines))

    def _end(self, recipient: str, text: bytes) -> None:
        time.sleep(self.owner.pace / 2)
        fault = self.owner.fault("end", recipient)
        if fault == "untaken, then reset":
            raise _Reset
        if fault in ("text 452", "text 554"):
            self._say("452 full" if fault == "text 452" else "554 refused")
            return
        found: Any = re.search(rb"(?im)^message-id:\s*(<[^>]+>)", text)
        self.owner.take(recipient, found.group(1).decode() if found else "")
        time.sleep(self.owner.pace / 2)
        if fault:
            raise _Reset
        self._say("250 taken")
