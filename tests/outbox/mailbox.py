"""A mailbox of the tests' own, by IMAP: as much of RFC 3501 as reading what is unread takes."""

import re
import socketserver
import threading
from contextlib import suppress


class Mailbox:
    """Holds messages, which of them were read, and who may come in."""

    def __init__(self, user="returned", password="secret of the mailbox"):
        self.user, self.password = user, password
        self.messages: list[bytes] = []
        self.seen: set[int] = set()
        mailbox = self

        class Talk(_Talk):
            owner = mailbox

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Talk(socketserver.StreamRequestHandler):
    owner: Mailbox

    def handle(self):
        with suppress(OSError):
            self.say(b"* OK ready")
            while line := self.rfile.readline():
                tag, _, words = line.decode().strip().partition(" ")
                if not self.answer(tag, words):
                    return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def answer(self, tag, words):
        box, upper = self.owner, words.upper()
        fine = True
        if upper.startswith("CAPABILITY"):
            self.say(b"* CAPABILITY IMAP4rev1")
        elif upper.startswith("LOGIN"):
            fine = words.split(" ", 1)[1] == f'{box.user} "{box.password}"'
        elif upper.startswith("SELECT"):
            self.say(f"* {len(box.messages)} EXISTS".encode())
        elif upper.startswith("UID SEARCH"):
            unread = [str(n) for n in range(1, len(box.messages) + 1) if n not in box.seen]
            self.say(f"* SEARCH {' '.join(unread)}".encode())
        elif found := re.match(r"UID FETCH (\d+)", upper):
            raw, number = box.messages[int(found.group(1)) - 1], found.group(1)
            self.say(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}".encode())
            self.wfile.write(raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS", upper):
            box.seen.add(int(found.group(1)))
        elif upper.startswith("LOGOUT"):
            self.say(b"* BYE")
        self.say(f"{tag} {'OK' if fine else 'NO'} done".encode())
        return not upper.startswith("LOGOUT")
