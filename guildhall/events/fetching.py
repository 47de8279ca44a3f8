"""Fetching a calendar from an address that somebody typed: never from this machine or its own network.

The host's addresses are looked up once, each is judged, and the connection goes to an address that was judged: so a
name that answers otherwise a moment later (rebinding) leads nowhere. Every redirect is judged in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

MOST_BYTES = 5_000_000
MOST_REDIRECTS = 3
SECONDS = 20  # for all of it
UNQUOTED = "/?%:@!$&'()*+,;=~[]"  # signs of an address that stand in a request as they are; other letters are quoted
PORTS = {"http": 80, "https": 443}


class NotFetched(ValueError):
    """Raised where nothing was fetched; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: the address to connect to, and the name that is asked for."""

    secure: bool
    host: str
    address: str
    port: int
    path: str


def fetch(url: str, seconds: float = SECONDS) -> bytes:
    """The content of a public address, up to 5 MB, within so many seconds. Raises `NotFetched`."""
    until = time.monotonic() + seconds
    for _n in range(MOST_REDIRECTS + 1):
        target = judged(url)
        try:
            status, place, content = _ask(target, until)
        except (OSError, http.client.HTTPException, ssl.SSLError) as error:
            raise NotFetched("The calendar could not be reached at this address.") from error
        if status in (301, 302, 303, 307, 308) and place:
            url = _led_to(url, place)
            continue
        if status != 200:
            raise NotFetched("This address answers that there is no calendar.")
        return content
    raise NotFetched("This address leads on and on to others.")


def _led_to(url: str, place: str) -> str:
    try:
        return urljoin(url.replace("webcal://", "https://", 1), place)
    except ValueError as error:
        raise NotFetched("This address leads to one that is none.") from error


def judged(url: str) -> Target:
    """Where a request for an address may go. Raises `NotFetched` for what is no public address."""
    try:
        parts = urlsplit(url.strip().replace("webcal://", "https://", 1))
    except ValueError as error:
        raise NotFetched("No such address can be looked up.") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise NotFetched("Write an address that begins with https:// and has no password in it.")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise NotFetched("The port in this address is none.") from error
    if port != PORTS[parts.scheme]:
        raise NotFetched("Only the usual ports of web addresses are read.")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("No such address can be looked up.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotFetched("This address lies inside a network of its own, and is not read.")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=UNQUOTED)
    return Target(parts.scheme == "https", parts.hostname, addresses[0], port, path)


def is_public(address: str) -> bool:
    """Whether an address is one that everybody on the internet reaches."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None or one in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return one.is_global and not one.is_multicast and not one.is_reserved


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged, whatever the name answers meanwhile."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        self.line: socket.socket | None = None  # kept, as `sock` is given up once the headers are there

    def connect(self) -> None:
        """Connect to the judged address; over TLS the certificate is that of the name."""
        self.line = socket.create_connection((self.target.address, self.target.port), self.timeout)
        if self.target.secure:
            own, name = ssl.create_default_context(), self.target.host
            self.line = secured = own.wrap_socket(self.line, server_hostname=name, do_handshake_on_connect=False)
            secured.do_handshake()
        self.sock = self.line

    def cut(self) -> None:
        """End it from outside, whatever it waits for: a byte every few seconds would never run into a time-out."""
        if self.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def _ask(target: Target, until: float) -> tuple[int, str, bytes]:
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("This address takes too long to answer.")
    connection = _Pinned(target, min(left, 10))
    end = Timer(left, connection.cut)
    end.daemon = True
    end.start()
    try:
        headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "Guildhall", "Accept-Encoding": "identity"}
        connection.request("GET", target.path, headers=headers)
        response = connection.getresponse()
        if response.status != 200:
            return response.status, response.getheader("Location") or "", b""
        return 200, "", _read(response, until)
    finally:
        end.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(65_536):
        size += len(piece)
        if size > MOST_BYTES:
            raise NotFetched("This calendar is larger than 5 MB. Export a shorter period.")
        if time.monotonic() > until:
            raise NotFetched("This address takes too long to answer.")
        pieces.append(piece)
    return b"".join(pieces)
