"""Copies sent to one's own address: the address made, made anew and ended; a copy taken, logged, set aside."""

import email
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from guildhall.audit.recording import record
from guildhall.engagements import rules
from guildhall.engagements.border import END_OF_HEAD, proven_sender
from guildhall.engagements.invitations import Invitation, invitation_in
from guildhall.engagements.messages import LARGEST, Unreadable, forwarded, read
from guildhall.engagements.models import Copy, CopyAddress
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept
from guildhall.lib.scopes import OPEN
from guildhall.lib.verdicts import no, refuse, require
from guildhall.people.models import Person

MOST_WAITING = 200  # of one person
MOST_PEOPLE = 50  # addresses that are kept of one message
FURTHEST = 400  # days ahead that a meeting may lie
EMPTY: dict[str, Any] = {"subject": "", "body": "", "sender": "", "others": []}
SECRET = re.compile(r"\+[0-9a-f]{32}(?=@)", re.IGNORECASE)


def takes_copies() -> bool:
    """Whether this installation is set up to take copies: an address, and the name of the border that checks mail."""
    return bool(settings.MAIL_IN and settings.MAIL_BORDER)


# ── The address ──────────────────────────────────────────────────────


@transaction.atomic
def renew_copy_address(*, by: Person) -> str:
    """Make an address for one's own copies and return it; copies to an earlier one are refused from now on.

    Its secret has 128 bits in lower case: mail servers do not keep capitals apart.
    """
    require(rules.can_send_copies(by))
    if not takes_copies():
        refuse("This installation takes no copies of e-mail.")
    secret = secrets.token_hex(16)
    values = {"secret_hash": kept(secret).hex(), "made_at": clock.now()}
    row, _created = CopyAddress.objects.update_or_create(person_id=by.pk, defaults=values)
    record("renew copy address", row, by=by)
    name, _at, domain = settings.MAIL_IN.partition("@")
    return f"{name}+{secret}@{domain}"


@transaction.atomic
def end_copy_address(*, by: Person) -> bool:
    """End one's own address: copies to it are refused."""
    row = CopyAddress.objects.filter(person=by).first()
    if row is None:
        return False
    record("end copy address", row, by=by)
    row.delete()
    return True


# ── Taking a copy ────────────────────────────────────────────────────


def sender_of(to: str, content: bytes) -> Person:
    """The person who sent a copy to their own address; refused in one sentence, whatever of it is wrong.

    Whether an address exists is learnt by nobody: the sender is asked for first, and by the border's word alone.
    """
    if not takes_copies():
        refuse("This installation takes no copies of e-mail.")
    sender = proven_sender(content, settings.MAIL_BORDER)
    if not sender:
        refuse("Nothing was taken: the mail server has not checked who sent this message.")
    row = CopyAddress.objects.filter(secret_hash=kept(_secret_in(to)).hex()).select_related("person").first()
    person = row.person if row else None
    if person is None or person.email.lower() != sender or not rules.can_send_copies(person):
        refuse("Nothing was taken: this is no address to which you can send copies.")
    return person


def _secret_in(to: str) -> str:
    name, _at, domain = settings.MAIL_IN.partition("@")
    match = re.fullmatch(rf"{re.escape(name)}\+([0-9a-f]{{32}})@{re.escape(domain)}", to.strip().strip("<>").lower())
    return match.group(1) if match else ""


@dataclass(frozen=True)
class Read:
    """What of a message is kept until it is logged, and by what the same one is known again."""

    mark: str
    values: dict[str, Any]
    sequence: int = 0
    canceled: bool = False


@transaction.atomic
def take_copy(content: bytes, *, by: Person) -> str:
    """Let a copy wait for its person; the same one twice is one. Returns what became of it, in one word.

    Raises `Unreadable` for what is no message.
    """
    require(rules.can_send_copies(by))
    said = _read(content, by)
    row = Copy.objects.select_for_update().filter(person=by, mark=said.mark).first()
    if row and said.sequence <= row.sequence and not (said.canceled and row.done_at is None):
        return "known"
    if said.canceled:
        return _cancel(row, said, by)
    if row is None and Copy.objects.waiting().filter(person=by).count() >= MOST_WAITING:
        require(no("Nothing was taken: {n} copies wait to be logged already.", n=MOST_WAITING))
    values = said.values | {"sequence": said.sequence, "received_at": clock.now(), "done_at": None}
    values["waits_from"] = max(clock.today(), said.values["happened_on"])
    row, created = Copy.objects.update_or_create(person=by, mark=said.mark, defaults=values)
    record("receive copy", row, by=by, scope=OPEN)
    return "taken" if created else "changed"


def _cancel(row: Copy | None, said: Read, by: Person) -> str:
    if row is None or said.sequence < row.sequence:
        return "known"
    _empty(row, sequence=said.sequence)
    record("cancel copy", row, by=by, scope=OPEN)
    return "canceled"


def _read(content: bytes, by: Person) -> Read:
    if len(content) > LARGEST:
        raise Unreadable("This message is larger than 5 MB. Save it without its attachments.")
    said = read(content)
    if not _people(said.others, by):  # it was written for us alone: what counts is what it carries
        content = forwarded(content)
        said = read(content)
    if invitation := invitation_in(content):
        return _read_invitation(invitation, by)
    day = min(said.day or clock.today(), clock.today())
    values = {
        "kind": Copy.Kind.EMAIL,
        "subject": _without_secret(said.subject),
        "body": _without_secret(said.body),
        "sender": said.sender[:254],
        "others": _people(said.others, by),
        "happened_on": day,
        "begun_at": said.at.replace(second=0, microsecond=0) if said.at else None,
    }
    return Read(_mark(_message_id(content) or content), values)


def _read_invitation(said: Invitation, by: Person) -> Read:
    if said.day > clock.today() + timedelta(FURTHEST):
        raise Unreadable("This meeting lies more than a year ahead.")
    values = {
        "kind": Copy.Kind.MEETING,
        "subject": _without_secret(said.title),
        "body": _without_secret(said.body),
        "sender": next(iter(said.people), "")[:254],
        "others": _people(said.people, by),
        "happened_on": said.day,
        "begun_at": said.at,
    }
    return Read(_mark(b"uid:" + said.uid.encode(errors="replace")), values, said.sequence, said.canceled)


def _people(addresses: Sequence[str], by: Person) -> list[str]:
    """The addresses of others: without one's own, and without those that this installation gave out."""
    name, _at, domain = settings.MAIL_IN.partition("@")
    ours = re.compile(rf"{re.escape(name)}(\+[^@]*)?@{re.escape(domain)}")
    others = [one[:254] for one in addresses if one != by.email.lower() and not ours.fullmatch(one)]
    return list(dict.fromkeys(others))[:MOST_PEOPLE]


def _without_secret(text: str) -> str:
    return SECRET.sub("+…", text)


def _message_id(content: bytes) -> bytes:
    head = END_OF_HEAD.split(content, maxsplit=1)[0] + b"\r\n\r\n"
    said = str(email.message_from_bytes(head[: 2**18], policy=policy.compat32).get("message-id", ""))
    return b"id:" + said.strip().encode(errors="replace") if said.strip() else b""


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()


# ── What becomes of it ───────────────────────────────────────────────


@transaction.atomic
def file_copy(row: Copy, *, by: Person) -> None:
    """It is on the timeline: its words go from here."""
    _end(row, "file copy", by)


@transaction.atomic
def set_aside(row: Copy, *, by: Person) -> None:
    """It is not to be logged: its words go."""
    _end(row, "set copy aside", by)


def _end(row: Copy, verb: str, by: Person) -> None:
    require(rules.can_end_copy(by, row))
    if row.done_at is None:
        _empty(row)
        record(verb, row, by=by, scope=OPEN)


def _empty(row: Copy, **more: Any) -> None:
    for name, value in (EMPTY | more | {"done_at": clock.now()}).items():
        setattr(row, name, value)
    row.save()
