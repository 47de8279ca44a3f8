"""What the installation's own mail server found out about a message: who sent it, beyond doubt (RFC 8601).

Anybody may write a header `Authentication-Results`. The border's own stands above all that came with the message, and
the border removes those that claim its name: so only the topmost one under that name counts.
"""

import email
import re
from email import policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

import authres

LONGEST_HEAD = 2**18  # bytes; longer ones are nobody's ordinary message
LONGEST = 4_000  # characters of one header that is believed
MOST = 50  # headers of results that are looked at
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
FEATURES = authres.all_features()


def proven_sender(content: bytes, border: str) -> str:
    """The address that a message is from, as the border checked it; "" where it is several, doubtful or unchecked."""
    head = END_OF_HEAD.split(content, maxsplit=1)[0] + b"\r\n\r\n"
    if len(head) > LONGEST_HEAD or not border:
        return ""
    try:
        sender = _only_sender(head)
        said = email.message_from_bytes(head, policy=policy.compat32).get_all("authentication-results", [])
        return sender if sender and _vouched(said[:MOST], border.lower(), sender.rpartition("@")[2]) else ""
    except Exception:  # neither library has a list of what it raises on a hostile head: who is not proven is not taken
        return ""


def _only_sender(head: bytes) -> str:
    """The one address of the one header From, as two readers of such headers understand it alike."""
    raw: Message = email.message_from_bytes(head, policy=policy.compat32)
    lines = raw.get_all("from", [])
    if len(lines) != 1 or len(str(lines[0])) > LONGEST or "=?" in str(lines[0]).partition("<")[2]:
        return ""
    read: EmailMessage = email.message_from_bytes(head, policy=policy.default)  # type: ignore[assignment]
    addresses = [] if any(group.display_name for group in read["from"].groups) else read["from"].addresses
    others = [address for _name, address in getaddresses([str(lines[0])])]
    if len(addresses) != 1 or len(others) != 1 or addresses[0].addr_spec != others[0]:
        return ""
    address = others[0].lower()
    return address if ADDRESS.fullmatch(address) else ""


def _vouched(headers: list[str], border: str, domain: str) -> bool:
    """Whether the topmost results under the border's name say that the domain sent it."""
    for header in headers:
        if str(header).partition(";")[0].strip().lower().partition(" ")[0].strip('"') != border:
            continue
        if len(str(header)) > LONGEST:
            return False
        results = FEATURES.parse(f"Authentication-Results: {header}")
        return results.authserv_id.lower() == border and _passes(results.results, domain)
    return False


def _passes(results: list[authres.AuthenticationResult], domain: str) -> bool:
    """DMARC as the domain's owner wants it; without an answer of that, a signature or envelope of the very domain."""
    said = {name: [row for row in results if row.method == name] for name in ("dmarc", "dkim", "spf")}
    policy_said = [row for row in said["dmarc"] if row.result.lower() != "none"]
    if policy_said:
        return all(row.result.lower() == "pass" and _values(row, "header", "from") == {domain} for row in policy_said)
    signed = any(row.result.lower() == "pass" and _signer(row) == {domain} for row in said["dkim"])
    sent = any(row.result.lower() == "pass" and _values(row, "smtp", "mailfrom") == {domain} for row in said["spf"])
    return signed or sent


def _signer(row: authres.AuthenticationResult) -> set[str]:
    return _values(row, "header", "d") or _values(row, "header", "i")


def _values(row: authres.AuthenticationResult, kind: str, name: str) -> set[str]:
    """The domains of a property; a row that names several says nothing about one."""
    matches = [one.value for one in row.properties if (one.type.lower(), one.name.lower()) == (kind, name)]
    return {str(value).rpartition("@")[2].strip().lower() for value in matches}
