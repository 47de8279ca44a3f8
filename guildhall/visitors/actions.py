"""Signing visitors in and out: by e-mail, once, without a password (N19).

Asking never tells whether an address is known: a request writes the same row for every address, and a job that runs
later finds out whose it is.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from guildhall import context
from guildhall.context import Keeper
from guildhall.lib import clock
from guildhall.lib.mailed_links import kept, new_secret
from guildhall.lib.verdicts import TooOften, refuse
from guildhall.people.actions.allowances import Limit
from guildhall.queue import enqueue
from guildhall.store.locking import locked
from guildhall.visitors import emails
from guildhall.visitors.doors import Door, door_of
from guildhall.visitors.models import SignIn, Visitor, VisitorFeed, VisitorSession

WORKS_FOR = timedelta(minutes=20)
SESSION, KEPT_SESSION = timedelta(hours=12), timedelta(days=30)
# A stranger who asks for somebody's address again and again keeps nobody else from signing in with it (ADR 5).
ASKED = Limit("sign-ins of visitors by e-mail", 6, 3600)
ASKED_ANYWHERE = Limit("sign-ins of one visitor from anywhere", 30, 3600)
# A campus may stand behind one address, and all of it may come on the day of a fair.
ASKED_FROM_HERE = Limit("sign-ins of visitors from one address", 3000, 3600, reading=True)
GUESSED = Limit("codes of visitors", 5, 3600)


@transaction.atomic
def ask_to_sign_in(door: Door, email: str, *, path: str = "") -> UUID:
    """Ask for an e-mail that signs in; returns what the page for the code carries. The same for every address (N19)."""
    _take(ASKED_FROM_HERE, context.current().address)
    _take(ASKED, f"{door.kind}:{email.lower()}:{context.current().address}")
    _take(ASKED_ANYWHERE, f"{door.kind}:{email.lower()}")
    row = SignIn(kind=door.kind, email=email, path=path[:300], until=clock.now() + WORKS_FOR)
    row.language = get_language() or ""
    row.save(force_insert=True)
    enqueue("visitors.mail_sign_in", sign_in=str(row.pk))
    return row.pk


def email_of(pk: str) -> str:
    """The address that a sign-in was asked for; empty where it is none, or over and gone."""
    return SignIn.objects.filter(pk=pk).values_list("email", flat=True).first() or ""


@transaction.atomic
def mail_sign_in(pk: str) -> None:
    """Mail the link and the code to whoever the address belongs to; nobody gets anything otherwise (N19)."""
    row = SignIn.objects.select_for_update().filter(pk=pk, secret_hash=None, until__gte=clock.now()).first()
    if row is None:
        return
    door = door_of(row.kind)
    visitor = logins(door).filter(email__iexact=row.email, ended_at=None).first()
    if visitor is None or not visitor.works:
        return
    secret, code = new_secret(), f"{secrets.randbelow(10**6):06}"
    row.visitor, row.secret_hash, row.code_hash = visitor.pk, kept(secret).hex(), _hash_of_code(row, code)
    row.save(update_fields=["visitor", "secret_hash", "code_hash"])
    visitor.language = row.language or visitor.language
    emails.mail_sign_in(door, row, visitor, secret=secret, code=code)


def sign_in_of(door: Door, secret: str) -> SignIn | None:
    """The sign-in that a mailed link opens, while it works."""
    rows = SignIn.objects.filter(kind=door.kind, used_at=None, until__gte=clock.now())
    return rows.filter(secret_hash=kept(secret).hex()).first()


def sign_in_by_code(door: Door, asked: Any, code: str, *, keep: bool) -> tuple[str, str]:
    """Sign in by the code that was mailed for what this browser asked: the session's key, and the page asked for."""
    row = SignIn.objects.filter(kind=door.kind, pk=asked).first()
    _take(GUESSED, f"{door.kind}:{row.email.lower() if row else asked}")
    typed = "".join(sign for sign in code if sign.isdigit())
    if row is None or not constant_time_compare(row.code_hash, _hash_of_code(row, typed)):
        refuse(
            "This code is not the one that we mailed last, or it no longer works. You may try five times in an hour; "
            "the link in the e-mail still works."
        )
    GUESSED.give_back(f"{door.kind}:{row.email.lower()}")
    return sign_in(door, row, keep=keep)


@transaction.atomic
def sign_in(door: Door, asked: SignIn, *, keep: bool) -> tuple[str, str]:
    """Sign a visitor in, once for each e-mail (N19): the session's key, and the page that was asked for."""
    row, language = locked(SignIn, asked.pk), get_language() or ""
    with context.keeping(Keeper.SIGN_IN, "whose link or code this is"):
        visitor = logins(door).filter(pk=row.visitor, ended_at=None).first() if row.visitor else None
        if visitor is None or not visitor.works or row.used_at or row.until < clock.now():
            refuse("This link or code was used already, or no longer works. Ask for a new one.")
        visitor.confirmed_at = visitor.confirmed_at or clock.now()
        visitor.last_seen_on, visitor.language = clock.today(), visitor.language or language
        visitor.save(update_fields=["confirmed_at", "last_seen_on", "language"])
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    return open_session(visitor, keep=keep), row.path


def open_session(visitor: Visitor, *, keep: bool) -> str:
    """Keep a visitor signed in in a browser: the key that goes into its cookie."""
    key, now = new_secret(), clock.now()
    until = now + (KEPT_SESSION if keep else SESSION)
    facts = {"kind": visitor.kind, "visitor": visitor.pk, "key_hash": kept(key).hex(), "kept": keep}
    VisitorSession.objects.create(**facts, made_at=now, until=until)
    return key


def signed_in(door: Door, key: str) -> Visitor | None:
    """The visitor whom a cookie signs in, while the session lasts and the login has not ended.

    In a transaction of its own: a request has none yet when it is asked, and PostgreSQL hears only in one who acts.
    """
    if not key:
        return None
    with context.keeping(Keeper.SIGN_IN, "whose session this is"), transaction.atomic():
        rows = VisitorSession.objects.filter(kind=door.kind, key_hash=kept(key).hex(), until__gt=clock.now())
        visitor: Visitor | None = logins(door).filter(pk__in=rows.values("visitor")).first()
        return visitor if visitor and visitor.works else None


@transaction.atomic
def choose_language(language: str, *, by: Visitor) -> None:
    """A visitor chooses their language: what is written to them is in it from now on (G6)."""
    if language not in dict(settings.LANGUAGES):
        refuse("There is no such language here.")
    with context.keeping(Keeper.SIGN_IN, "who chooses another language"):
        logins(door_of(by.kind)).filter(pk=by.pk).update(language=language)
    by.language = language


def sign_out(door: Door, key: str) -> None:
    """End the session of this browser."""
    VisitorSession.objects.filter(kind=door.kind, key_hash=kept(key).hex()).delete()


def end_sessions(visitor: Visitor) -> None:
    """End all sessions of a visitor: the login has ended, or somebody else may have had the browser."""
    VisitorSession.objects.filter(kind=visitor.kind, visitor=visitor.pk).delete()


# ── Their own calendars (ADR 57) ──────────────────────────────────────


@transaction.atomic
def renew_address(*, by: Visitor) -> str:
    """Make one's own address and return its secret; an earlier one opens nothing any more."""
    secret = new_secret()
    values = {"secret_hash": kept(secret).hex(), "made_at": clock.now()}
    VisitorFeed.objects.update_or_create(kind=by.kind, visitor=by.pk, defaults=values)
    return secret


@transaction.atomic
def end_address(*, by: Visitor) -> bool:
    """End one's own address: calendars that read it get nothing any more. False where there was none."""
    return bool(VisitorFeed.objects.filter(kind=by.kind, visitor=by.pk).delete()[0])


def address_of(visitor: Visitor) -> VisitorFeed | None:
    """The address that a visitor has made."""
    return VisitorFeed.objects.filter(kind=visitor.kind, visitor=visitor.pk).first()


def reader_of(door: Door, secret: str) -> Visitor | None:
    """Whose calendar a secret opens, as long as the sign-in works."""
    feed = VisitorFeed.objects.filter(kind=door.kind, secret_hash=kept(secret).hex()).first()
    if feed is None:
        return None
    with context.keeping(Keeper.SIGN_IN, "whose calendar this is"):
        visitor: Visitor | None = logins(door).filter(pk=feed.visitor).first()
        return visitor if visitor and visitor.works else None


# ─────────────────────────────────────────────────────────────────────


def logins(door: Door) -> Any:
    """The logins of a door, with whose they are."""
    return apps.get_model(door.login)._default_manager.select_related(*door.reads)


def _take(limit: Limit, who: str) -> None:
    if not (verdict := limit.take(who)):
        raise TooOften(verdict, limit.wait)


def _hash_of_code(row: SignIn, code: str) -> str:
    return salted_hmac("guildhall.visitors.code", f"{row.pk}:{code}", algorithm="sha256").hexdigest()
