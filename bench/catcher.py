"""A mail server for bench/mail.py, in a process of its own: it takes whatever comes and counts it. Prints its port;
a line on its standard input asks for the figures, the end of it ends the server.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from contextlib import suppress

IDENTIFIER = re.compile(rb"(?im)^message-id:\s*(<[^>]+>)")


class Talk(asyncio.Protocol):
    """One connection."""

    taken: Counter[bytes] = Counter()
    first = last = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]
        self.waiting, self.in_text = b"", False
        self.transport.write(b"220 catcher\r\n")

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while True:
            end = b"\r\n.\r\n" if self.in_text else b"\r\n"
            part, found, rest = self.waiting.partition(end)
            if not found:
                return
            self.waiting = rest
            self._text(part) if self.in_text else self._line(part)

    def _line(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"DATA":
            self.in_text = True
            self.transport.write(b"354 go on\r\n")
        elif word == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        elif word == b"EHLO":
            self.transport.write(b"250-catcher\r\n250 PIPELINING\r\n")
        else:
            self.transport.write(b"250 ok\r\n")

    def _text(self, text: bytes) -> None:
        self.in_text = False
        found = IDENTIFIER.search(text)
        Talk.taken[found.group(1) if found else b""] += 1
        Talk.last = time.time()
        Talk.first = Talk.first or Talk.last
        self.transport.write(b"250 taken\r\n")


def told() -> None:
    """Answer one line with what was taken since the last one; at the end of the input, end."""
    if not sys.stdin.readline():
        asyncio.get_running_loop().stop()
        return
    taken = Talk.taken
    twice = sum(1 for count in taken.values() if count > 1)
    facts = {"taken": taken.total(), "different": len(taken), "twice": twice, "first": Talk.first, "last": Talk.last}
    print(json.dumps(facts), flush=True)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Talk, "127.0.0.1", 0, backlog=100)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop.add_reader(sys.stdin, told)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(RuntimeError):  # stopped
        asyncio.run(main())
